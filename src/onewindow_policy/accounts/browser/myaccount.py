"""`@@my-account`: one's password and second factor, devices and last log-ins."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.accounts.admission import identity_in
from onewindow_policy.accounts.admission import session_of
from onewindow_policy.accounts.browser.privatepage import AccountPage
from onewindow_policy.accounts.browser.staffaccounts import TITLE
from onewindow_policy.accounts.lastlogins import LogInTry
from onewindow_policy.accounts.lastlogins import tries_at
from onewindow_policy.accounts.plugin import plugin_of
from onewindow_policy.accounts.sessions import end_other_sessions
from onewindow_policy.accounts.sessions import end_session
from onewindow_policy.accounts.sessions import open_sessions
from onewindow_policy.accounts.sessions import OpenSession
from onewindow_policy.records.api import audit
from plone import api

#: How the rows of sessions say that their owner ended them.
BY_ONESELF = "self"

#: View, title and permission of the pages for those who look after others.
DUTIES = (
    ("staff-accounts", TITLE, "onewindow_policy: View Accounts"),
    (
        "onewindow-audit",
        _("title_audit", default="Audit"),
        "onewindow_policy: View Audit",
    ),
)


class MyAccount(AccountPage):
    """Shows what came in at one's account, and ends sessions of it."""

    page_title = _("title_my_account", default="My account")

    @cached_property
    def user_id(self) -> str:
        return api.user.get_current().getId()

    @cached_property
    def identity(self) -> tuple[str, str]:
        """The account as its sessions have it; of the root's accounts there are none."""
        return identity_in(self.context.acl_users, self.user_id) or ("", "")

    @cached_property
    def sessions(self) -> list[OpenSession]:
        return open_sessions(*self.identity)

    @cached_property
    def tries(self) -> list[LogInTry]:
        return tries_at(self.user_id)

    @property
    def has_second_factor(self) -> bool:
        plugin = plugin_of(self.context.acl_users)
        return plugin is not None and plugin.has_second_factor(self.user_id)

    @property
    def duties(self) -> list[tuple]:
        """Titles and addresses of what the person looks after besides their account."""
        return [
            (title, f"{self.site_url}/@@{name}")
            for name, title, permission in DUTIES
            if api.user.has_permission(permission, obj=self.context)
        ]

    def is_this_one(self, session: OpenSession) -> bool:
        """Return whether it is the session that the page is shown in."""
        return session.id_hash == self._own

    @cached_property
    def _own(self) -> bytes | None:
        ticket = session_of(self.request, self.user_id)
        return ticket.id_hash if ticket is not None else None

    def do(self) -> str:
        if self.posted("others"):
            ended = end_other_sessions(self.identity[0], self._own, BY_ONESELF)
        else:
            ended = self._end(self.posted("session"))
        if ended:
            audit("session.end", self.user_id, self.posted("session") or "others")
            self.say(_("message_session_ended", default="Done: logged out there."))
        else:
            self.say(
                _("message_session_was_over", default="Nobody is logged in there now.")
            )
        return f"{self.site_url}/@@my-account"

    def _end(self, shown_id: str) -> bool:
        for session in self.sessions:
            if session.shown_id == shown_id and not self.is_this_one(session):
                return end_session(session.id_hash, self.identity[0], BY_ONESELF)
        return False
