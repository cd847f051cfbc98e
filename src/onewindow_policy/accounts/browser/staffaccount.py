"""`@@staff-account`: one account, as administrators help or end it."""

from collections.abc import Callable
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.accounts.browser.privatepage import AccountPage
from onewindow_policy.accounts.browser.staffaccounts import TITLE
from onewindow_policy.accounts.directory import Account
from onewindow_policy.accounts.directory import account_of
from onewindow_policy.accounts.keepers import keeper_of
from onewindow_policy.accounts.links import drop_links
from onewindow_policy.accounts.links import make_link
from onewindow_policy.accounts.plugin import plugin_of
from onewindow_policy.accounts.secondfactor import remove
from onewindow_policy.accounts.sessions import open_sessions
from onewindow_policy.accounts.sessions import OpenSession
from onewindow_policy.pages.api import text_of
from onewindow_policy.records.api import audit
from plone import api
from zExceptions import NotFound
from zExceptions import Unauthorized

#: What each button of the page needs.
PERMISSIONS = {
    "close": "onewindow_policy: Close Accounts",
    "reopen": "onewindow_policy: Close Accounts",
    "end": "onewindow_policy: Close Accounts",
    "link": "onewindow_policy: Make Password Links",
    "factor": "onewindow_policy: Reset Second Factor",
}


class StaffAccountPage(AccountPage):
    """Closes and reopens an account, logs it out, and helps whoever cannot log in."""

    #: Shown once, in the answer to the button that made it.
    link = None
    link_until = None

    def __call__(self):
        if self.account is None:
            raise NotFound("account")
        return super().__call__()

    @property
    def page_title(self) -> str:
        return self.account.name or self.account.user_id

    @cached_property
    def account(self) -> Account | None:
        uid = text_of(self.request, "account")
        return account_of(self.context.acl_users, uid) if uid else None

    @property
    def url(self) -> str:
        return f"{self.site_url}/@@staff-account?account={self.account.uid}"

    @property
    def breadcrumbs(self) -> list:
        return [(TITLE, f"{self.site_url}/@@staff-accounts"), (self.page_title, None)]

    @cached_property
    def sessions(self) -> list[OpenSession]:
        keeper = keeper_of(self.account.user_id)
        return open_sessions(self.account.uid, keeper.stamp_of(self.account.user_id))

    @property
    def is_own(self) -> bool:
        return self.account.user_id == api.user.get_current().getId()

    @cached_property
    def refusal(self):
        """Why the person may not touch this account, or None."""
        if self.is_own:
            return _(
                "account_is_own",
                default="This is your own account: see “My account”.",
            )
        if self.account.is_managers and not api.user.has_permission(
            "Manage portal", obj=self.context
        ):
            return _(
                "account_is_managers",
                default="Only a Manager changes the account of a Manager.",
            )
        return None

    def may(self, action: str) -> bool:
        """Return whether the person may do something to accounts."""
        return api.user.has_permission(PERMISSIONS[action], obj=self.context)

    def do(self) -> str | None:
        actions: dict[str, Callable] = {
            "close": self._close,
            "reopen": self._reopen,
            "end": self._end,
            "link": self._make_link,
            "factor": self._take_factor_off,
        }
        action = self.posted("action")
        if action not in actions:
            return self.url
        if not self.may(action):
            raise Unauthorized(PERMISSIONS[action])
        if self.refusal is not None:
            self.problem = self.refusal
            return None
        return actions[action]()

    @property
    def _keeper(self):
        return keeper_of(self.account.user_id)

    def _close(self) -> str:
        self._keeper.close_account(self.account.user_id)
        drop_links(self.context.portal_password_reset, self.account.user_id)
        audit("account.close", self.account.user_id)
        self.say(
            _(
                "message_account_closed",
                default="The account is closed: nobody gets in by it, from now on.",
            )
        )
        return self.url

    def _reopen(self) -> str:
        self._keeper.reopen_account(self.account.user_id)
        audit("account.reopen", self.account.user_id)
        self.say(_("message_account_reopened", default="The account is open again."))
        return self.url

    def _end(self) -> str:
        self._keeper.end_sessions(self.account.user_id)
        audit("session.end", self.account.user_id, "all")
        self.say(_("message_logged_out", default="They are logged out everywhere."))
        return self.url

    def _make_link(self) -> str | None:
        if self.account.is_closed:
            self.problem = _(
                "account_is_closed", default="The account is closed; reopen it first."
            )
            return None
        self.link, self.link_until = make_link(self.account.user_id)
        return None

    def _take_factor_off(self) -> str | None:
        user_id = self.account.user_id
        if not self.account.has_second_factor:
            self.problem = _(
                "second_factor_unknown", default="This account has no second factor."
            )
            return None
        remove(user_id, why="reset")
        plugin_of(self.context.acl_users).note_second_factor(user_id, has_one=False)
        self._keeper.end_sessions(user_id)
        self.say(
            _(
                "message_second_factor_reset",
                default="Done. The password alone opens the account again.",
            )
        )
        return self.url
