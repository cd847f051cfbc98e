"""`@@close-day`: what is still up to somebody at the end of the day, and closing it."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.accounts.api import staff_name
from onewindow_policy.cases.browser.besidelist import PageBesideList
from onewindow_policy.cases.closing.days import close_day
from onewindow_policy.cases.closing.days import closed_by
from onewindow_policy.cases.closing.days import DRAFTS
from onewindow_policy.cases.closing.days import DUE
from onewindow_policy.cases.closing.days import hall_days
from onewindow_policy.cases.closing.days import HANDED
from onewindow_policy.cases.closing.days import left_over
from onewindow_policy.cases.closing.days import ORIGINALS
from onewindow_policy.cases.closing.days import today
from onewindow_policy.cases.closing.days import UNANSWERED
from onewindow_policy.cases.closing.days import windows_to_close
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.exceptions import WindowUnknown
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.permissions import EXTEND_CASES
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.desks.api import PostView
from onewindow_policy.forms.api import TAKE_IN
from onewindow_policy.records.api import audit_look
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import Unauthorized
from zope.i18nmessageid import Message

_KINDS = {
    DUE: _("left_due", default="Due today or before"),
    HANDED: _("left_handed", default="Handed to you, and not accepted or declined"),
    UNANSWERED: _(
        "left_unanswered",
        default="Taken in today, and neither accepted nor handed on",
    ),
    ORIGINALS: _("left_originals", default="Cases of which you hold original papers"),
    DRAFTS: _("left_drafts", default="Drafts that you have begun"),
}


class CloseDayView(PostView, PageBesideList):
    """One press leads here and shows what is left; the second one closes the day.

    Who coordinates sees who has closed it at their windows.
    """

    index = ViewPageTemplateFile("closeday.pt")
    page_title = _("title_close_day", default="Close the day")
    refusals = (CaseError,)

    def answer(self):
        """See `PostView`."""
        if not (self.windows or self.is_overseeing):
            raise Unauthorized("You close no days.")
        page = super().answer()
        if page:
            # Also where it came back with a fault.
            audit_look("close-day")
        return page

    def act(self) -> tuple[Message, str]:
        """See `PostView`."""
        close_day(self.submitted(WindowUnknown.field), self.user)
        done = _("message_day_closed", default="The day is closed. Good evening!")
        return done, self.url

    @cached_property
    def windows(self) -> dict[str, str]:
        return windows_to_close(self.user)

    @cached_property
    def is_overseeing(self) -> bool:
        """Whether they coordinate, and so see who has closed the day."""
        return bool(scope_of(self.user, EXTEND_CASES))

    @property
    def url(self) -> str:
        return f"{self.site_url}/@@close-day"

    @property
    def day(self) -> str:
        return self.words.day(today())

    @property
    def left(self) -> list[dict]:
        """What is left, kind by kind; what there is none of is left out."""
        if not self.windows or self.is_out_of_order:
            return []
        return [
            {
                "title": self.words(_KINDS[each.kind]),
                "count": each.count,
                "is_cut": len(each.cases) < each.count and each.kind != DRAFTS,
                "url": f"{self.site_url}/{TAKE_IN}" if each.kind == DRAFTS else None,
                "cases": [
                    {
                        "url": f"{self.desk_url}/{case.number}",
                        "text": f"{case.item_title} {case_number_text(case.number)}",
                        "name": case.name,
                    }
                    for case in each.cases
                ],
            }
            for each in left_over(self.user)
            if each.count
        ]

    @cached_property
    def _closed(self) -> dict:
        return {} if self.is_out_of_order else closed_by(self.user)

    @property
    def closed(self) -> list[str]:
        """Where they have closed the day, and when."""
        return [
            f"{self.windows[code]} {self.words.moment(at)}"
            for code, at in self._closed.items()
            if code in self.windows
        ]

    @property
    def open_windows(self) -> list[dict]:
        """The windows at which they have not."""
        chosen = self.submitted(WindowUnknown.field)
        return [
            {"value": code, "title": title, "is_chosen": code == chosen}
            for code, title in self.windows.items()
            if code not in self._closed
        ]

    @property
    def halls(self) -> list[dict]:
        """How the day stands at the windows that they oversee."""
        if not self.is_overseeing or self.is_out_of_order:
            return []
        return [
            {
                "title": each.title,
                "closed": [
                    self.words(
                        _(
                            "text_day_closed_by",
                            default="${name}, ${at}, left over: ${count}",
                            mapping={
                                "name": staff_name(row.user_id),
                                "at": self.words.moment(row.closed_at),
                                "count": row.left_over,
                            },
                        )
                    )
                    for row in each.closed
                ],
                "missing": "、".join(map(staff_name, each.missing)),
            }
            for each in hall_days(self.user)
        ]
