"""`@@second-step`: the code, after the password was right."""

from AccessControl.SecurityManagement import newSecurityManager
from math import ceil
from onewindow_policy import _
from onewindow_policy.accounts.exceptions import TooManyCodes
from onewindow_policy.accounts.halfway import drop_proof
from onewindow_policy.accounts.halfway import note_second_step
from onewindow_policy.accounts.halfway import proven_user
from onewindow_policy.accounts.landing import landing_url
from onewindow_policy.accounts.plugin import plugin_of
from onewindow_policy.accounts.secondfactor import check_code
from onewindow_policy.accounts.twosteps import hash_of
from onewindow_policy.pages.api import PrivatePage
from onewindow_policy.pages.api import text_of
from onewindow_policy.records.api import DatabaseBusy
from onewindow_policy.records.api import DatabaseUnavailable
from plone import api

WRONG_CODE = _(
    "second_step_wrong",
    default=(
        "This code is not right, or was used already. Wait for the next one in your app."
    ),
)
CANNOT_CHECK = _(
    "second_step_away",
    default=(
        "The code cannot be checked at the moment, and nobody is let in without. Try"
        " again in a few minutes."
    ),
)


def too_many(refusal: TooManyCodes):
    """Return in words that codes are not looked at for a while."""
    return _(
        "second_step_too_many",
        default="Too many wrong codes. Try again in ${minutes} minutes.",
        mapping={"minutes": ceil(refusal.wait_seconds / 60)},
    )


class SecondStep(PrivatePage):
    """Asks for the code of whoever gave the right password with this browser.

    Nobody is logged in before, so that it is open to all; it does nothing without the
    cookie of the first step. That cookie is not sent along from other sites, and the
    code is nothing that another site knows.
    """

    problem = None

    def answer(self):
        acl_users = self.context.acl_users
        user_id = proven_user(self.request, lambda name: hash_of(acl_users, name))
        plugin = plugin_of(acl_users)
        if user_id is None or plugin is None or not plugin.has_second_factor(user_id):
            return self._begin_again()
        if self.request.method == "POST" and self._is_right(user_id):
            return self._log_in(acl_users, user_id)
        return self.index()

    @property
    def came_from(self) -> str:
        came_from = text_of(self.request, "came_from")
        portal_url = api.portal.get_tool("portal_url")
        return came_from if portal_url.isURLInPortal(came_from) else ""

    def _is_right(self, user_id: str) -> bool:
        code = self.request.form.get("code")
        response = self.request.response
        try:
            if isinstance(code, str) and check_code(user_id, code[:100]):
                return True
            self.problem = WRONG_CODE
        except TooManyCodes as refusal:
            self.problem = too_many(refusal)
            response.setStatus(429)
            response.setHeader("Retry-After", str(refusal.wait_seconds))
        except DatabaseBusy:
            raise
        except DatabaseUnavailable:
            self.problem = CANNOT_CHECK
            response.setStatus(503)
        return False

    def _log_in(self, acl_users, user_id: str):
        user = acl_users.getUserById(user_id)
        note_second_step(self.request, user_id)
        newSecurityManager(self.request, user)
        api.portal.get_tool("portal_membership").loginUser(self.request)
        drop_proof(self.request.response)
        target = landing_url(self.context, self.request, self.came_from)
        return self.request.response.redirect(target)

    def _begin_again(self):
        drop_proof(self.request.response)
        return self.request.response.redirect(f"{self.context.absolute_url()}/login")
