"""`@@archive-holds` (暂不销毁): closed applications that are kept whatever their term."""

from datetime import date
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.accounts.api import staff_name
from onewindow_policy.cases.archive.exceptions import DayUnfit
from onewindow_policy.cases.archive.holds import hold_case
from onewindow_policy.cases.archive.holds import HoldFacts
from onewindow_policy.cases.archive.holds import lift_hold
from onewindow_policy.cases.archive.holds import open_holds
from onewindow_policy.cases.archive.models import BY_ORDER
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.exceptions import CaseNumberMistyped
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.numbers import parse_case_number
from onewindow_policy.cases.permissions import HOLD_CASES
from onewindow_policy.desks.api import PageEntry
from onewindow_policy.desks.api import PostView
from onewindow_policy.desks.api import Problem
from onewindow_policy.pages.api import Words
from onewindow_policy.workdays.deadlines import local_date
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zope.i18nmessageid import Message

TITLE = _("title_archive_holds", default="Kept by order")
PATH = "@@archive-holds"

HELD = _("message_archive_held", default="Noted. It is kept, whatever its term.")
LIFTED = _("message_archive_lifted", default="Lifted. Its term counts again.")


class ArchiveHoldsView(PostView):
    """Shows what is kept besides, and takes and lifts orders."""

    index = ViewPageTemplateFile("archiveholds.pt")
    page_title = TITLE
    refusals = (CaseError,)
    holds: list[HoldFacts] = []

    def read(self) -> None:
        """See `PostView`."""
        self.holds = open_holds()

    def act(self) -> tuple[Message, str]:
        """See `PostView`."""
        user_id = api.user.get_current().getId()
        if lift := self.submitted("lift"):
            lift_hold(lift, user_id)
            return LIFTED, self.own_url
        number = parse_case_number(self.submitted("number"))
        hold_case(number, self.submitted("reason"), self._until(), user_id)
        return HELD, self.own_url

    def problems_of(self, error: Exception):
        """See `PostView`."""
        if isinstance(error, CaseNumberMistyped):
            return [Problem("number", error.message)]
        return super().problems_of(error)

    def _until(self) -> date | None:
        text = self.submitted("until").strip()
        try:
            return date.fromisoformat(text) if text else None
        except ValueError as error:
            raise DayUnfit from error

    @property
    def own_url(self) -> str:
        return f"{self.site_url}/{PATH}"

    @cached_property
    def words(self) -> Words:
        return Words(self.language)

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        return [(self.words(TITLE), None)]

    @property
    def rows(self) -> list[dict]:
        """What is kept, as the page shows it."""
        return [
            {
                "id": each.id,
                "number": case_number_text(each.case_number),
                "reason": each.reason,
                "is_appraised": each.kind != BY_ORDER,
                "until": self.words.day(each.until) if each.until else "",
                "set": self._set(each),
            }
            for each in self.holds
        ]

    def _set(self, hold: HoldFacts) -> str:
        by = {
            "name": staff_name(hold.set_by),
            "day": self.words.day(local_date(hold.set_at)),
        }
        return self.words(
            _("archive_entered", default="Entered by ${name}, ${day}.", mapping=by)
        )


holds_entry = PageEntry(71, TITLE, PATH, HOLD_CASES)
