"""`@@moved-cases`: what went from one window to another, and that its windows know."""

from onewindow_policy import _
from onewindow_policy.accounts.api import staff_name
from onewindow_policy.cases.browser.besidelist import PageBesideList
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.transferring.whereabouts import name_of
from onewindow_policy.cases.windows.duties import MOVED_CASES
from onewindow_policy.cases.windows.knowing import has_windows
from onewindow_policy.cases.windows.knowing import know_change
from onewindow_policy.cases.windows.knowing import moved_cases
from onewindow_policy.cases.windows.knowing import MovedCase
from onewindow_policy.communities.halls import hall_row
from onewindow_policy.communities.halls import halls_for_community
from onewindow_policy.desks.api import PostView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from urllib.parse import urlencode
from zExceptions import Unauthorized
from zope.i18nmessageid import Message


class MovedCasesView(PostView, PageBesideList):
    """First what a window of the reader is to say that it knows, then what went lately:
    whoever had a case tells its applicant where it is now. Nobody is named by it but
    staff."""

    index = ViewPageTemplateFile("movedcases.pt")
    page_title = _("title_moved_cases", default="Cases that went to another window")
    refusals = (CaseError,)
    rows: list[MovedCase] = []

    def answer(self):
        """See `PostView`."""
        if not has_windows(self.user):
            raise Unauthorized("You work at no window.")
        return super().answer()

    def read(self) -> None:
        """See `PostView`."""
        self.rows = moved_cases(self.user)

    def act(self) -> tuple[Message, str]:
        """See `PostView`."""
        know_change(self.submitted("change"), self.user)
        done = _("message_change_known", default="Noted that your window knows.")
        return done, self.url

    @property
    def url(self) -> str:
        return f"{self.site_url}/{MOVED_CASES}"

    @property
    def to_know(self) -> list[dict]:
        """What a window of the reader is to say that it knows."""
        return [self._shown(each) for each in self.rows if each.is_mine]

    @property
    def known(self) -> list[dict]:
        """What went before, the newest first."""
        return [self._shown(each) for each in self.rows if not each.is_mine]

    def _shown(self, row: MovedCase) -> dict:
        way = {"case": row.number, "from": row.papers_at, "to": row.papers_to}
        hands_on = row.papers_at is not None
        return {
            "subject": row.subject,
            "url": f"{self.desk_url}/{row.number}" if row.is_seen else None,
            "number": case_number_text(row.number),
            "item": row.item_title,
            "way": f"{name_of(row.from_code)} → {name_of(row.to_code)}",
            "when": self.words.moment(row.changed_at),
            "who": staff_name(row.changed_by),
            "reason": row.reason,
            "halls": self._halls(row.to_code),
            "papers_at": name_of(row.papers_at) if hands_on else "",
            "papers_url": f"{self.site_url}/@@hand-papers?{urlencode(way)}"
            if hands_on
            else None,
        }

    def _halls(self, code: str) -> list[str]:
        """Where the window is that has it since, and its phone."""
        rows = (
            hall_row(each, self.site_url, self.words)
            for each in halls_for_community(code)
        )
        return [
            " ".join(filter(None, (row.title, row.address, "、".join(row.phones))))
            for row in rows
        ]
