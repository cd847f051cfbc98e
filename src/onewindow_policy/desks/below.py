"""What rooms below this one have for staff: they cannot say so themselves."""

from onewindow_policy import _
from onewindow_policy.accounts.api import accounts_of
from onewindow_policy.desks.interfaces import Found
from onewindow_policy.desks.interfaces import IDeskEntry
from onewindow_policy.desks.interfaces import IDeskSearch
from onewindow_policy.desks.interfaces import Waiting
from onewindow_policy.desks.pageentries import PageEntry
from onewindow_policy.duties.api import count_duties
from onewindow_policy.duties.api import kinds_for
from onewindow_policy.duties.api import NAME_DEPUTIES_OF_OTHERS
from onewindow_policy.duties.api import NAME_DEPUTY
from onewindow_policy.duties.interfaces import IScopes
from onewindow_policy.jobs.api import facts_of_jobs
from onewindow_policy.messages.api import count_undone
from plone import api
from zope.component import getUtility
from zope.interface import implementer

DUTIES = "@@duties"

VIEW_ACCOUNTS = "onewindow_policy: View Accounts"

#: More accounts than this are no answer.
MOST_FOUND = 10

accounts = PageEntry(
    80,
    _("desk_accounts", default="Accounts of staff"),
    "@@staff-accounts",
    VIEW_ACCOUNTS,
)
audit = PageEntry(
    90,
    _("desk_audit", default="Audit: who did what"),
    "@@onewindow-audit",
    "onewindow_policy: View Audit",
)


class JobsEntry(PageEntry):
    """The page of jobs, with how many need somebody."""

    def waiting_for(self, user) -> Waiting:
        """See `IDeskEntry`."""
        jobs = facts_of_jobs()
        return Waiting(sum(job.is_late or job.is_failing for job in jobs))


jobs = JobsEntry(
    93,
    _("desk_jobs", default="Jobs that the portal does by itself"),
    "@@jobs",
    "onewindow_policy: Run Jobs",
)


class MessagesEntry(PageEntry):
    """The page of messages that were not sent, with how many are to be decided about."""

    def waiting_for(self, user) -> Waiting:
        """See `IDeskEntry`."""
        return Waiting(count_undone())


messages = MessagesEntry(
    94,
    _("desk_messages", default="Messages that were not sent"),
    "@@messages",
    "onewindow_policy: Decide About Messages",
)
settings = PageEntry(
    95,
    _("desk_settings", default="Settings of the site"),
    "@@overview-controlpanel",
    "Plone Site Setup: Overview",
)


@implementer(IDeskEntry)
class DutiesEntry:
    """What is somebody's to do, kind by kind, and what others have left undone."""

    order = 5
    title = _("title_duties", default="What waits for you")

    def path_for(self, user) -> str | None:
        """See `IDeskEntry`."""
        return DUTIES if kinds_for(user) else None

    def waiting_for(self, user) -> Waiting:
        """See `IDeskEntry`."""
        parts = []
        for each in count_duties(user):
            path = f"{DUTIES}?kind={each.name}"
            parts += [
                Waiting(
                    each.waiting,
                    each.overdue,
                    path=path,
                    overdue_path=f"{path}&when=overdue",
                    soon=each.soon,
                    soon_path=f"{path}&when=soon",
                    title=each.kind.title,
                ),
                Waiting(
                    0,
                    each.escalated,
                    overdue_path=f"{path}&whose=overseen",
                    title=_(
                        "desk_escalated",
                        default="${title}: overdue with others, see to it",
                        mapping={"title": each.kind.title},
                    ),
                ),
            ]
        counted = (
            sum(part.count for part in parts),
            sum(part.overdue for part in parts),
        )
        return Waiting(*counted, parts=tuple(parts))


@implementer(IDeskEntry)
class DeputiesEntry:
    """Who stands in for whom, for those who may name somebody."""

    order = 96
    title = _("title_deputies", default="Away and stood in for")

    def path_for(self, user) -> str | None:
        """See `IDeskEntry`."""
        scopes = getUtility(IScopes)
        may_name = any(
            scopes.is_anywhere(user, each)
            for each in (NAME_DEPUTY, NAME_DEPUTIES_OF_OTHERS)
        )
        return "@@deputies" if may_name else None

    def waiting_for(self, user) -> None:
        """See `IDeskEntry`."""


@implementer(IDeskSearch)
class AccountSearch:
    """Accounts by name, for who looks after them."""

    order = 80
    title = _("found_accounts", default="Accounts")

    def find(self, user, text: str) -> list[Found]:
        """See `IDeskSearch`. The address of an account does not name it."""
        portal = api.portal.get()
        if not user.has_permission(VIEW_ACCOUNTS, portal):
            return []
        found, _count = accounts_of(portal.acl_users, text, size=MOST_FOUND)
        return [
            Found(each.user_id, f"@@staff-account?account={each.uid}", each.name)
            for each in found
        ]
