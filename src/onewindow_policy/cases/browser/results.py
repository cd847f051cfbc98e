"""`@@case-results` (部门办件往来): what a unit decides, out as a sheet; results, in."""

from datetime import date
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.cases.browser.list import CaseList
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.results.columns import COLUMNS
from onewindow_policy.cases.results.columns import RESULTS
from onewindow_policy.cases.results.exceptions import Fault
from onewindow_policy.cases.results.exceptions import ResultsUnfit
from onewindow_policy.cases.results.exceptions import SheetGone
from onewindow_policy.cases.results.importing import check_results
from onewindow_policy.cases.results.importing import Checked
from onewindow_policy.cases.results.importing import enter_results
from onewindow_policy.cases.results.waiting import count_waiting
from onewindow_policy.cases.results.waiting import MOST_CASES
from onewindow_policy.cases.results.waiting import sheet_of_waiting
from onewindow_policy.cases.results.waiting import units_of
from onewindow_policy.cases.results.waiting import Waiting
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.desks.api import MEDIA_TYPE
from onewindow_policy.desks.api import MOST_BYTES
from onewindow_policy.desks.api import PostView
from onewindow_policy.desks.api import too_large
from onewindow_policy.desks.exceptions import SheetError
from onewindow_policy.intake.api import park_upload
from onewindow_policy.intake.api import parked_content
from onewindow_policy.intake.exceptions import NoRoomToPark
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import local_date
from os import SEEK_END
from plone import api
from urllib.parse import quote
from zExceptions import Unauthorized
from zope.i18nmessageid import Message
from ZPublisher.HTTPRequest import FileUpload

import re
import secrets

TITLE = _("title_case_results", default="Results of my office")

_NONCE = re.compile("[0-9a-f]{32}")

NO_SHEET = _("error_no_sheet", default="Choose the sheet first.")
NO_ROOM = _(
    "error_no_room_for_sheet",
    default=(
        "This sheet could not be kept: too much is waiting just now. Please try again in"
        " half an hour."
    ),
)


class NotSent(SheetError):
    """No sheet was chosen, or there is no room for one."""

    def __init__(self, message: Message):
        super().__init__()
        self.message = message


class ResultsView(PostView):
    """A sheet of what waits; a sheet with results, which is checked, shown, and then
    entered by a second press. Between the two it waits sealed, for half an hour."""

    page_title = TITLE
    headers = {"X-Robots-Tag": "noindex", "Referrer-Policy": "same-origin"}
    refusals = (CaseError, SheetError)
    waiting: list[Waiting] = []
    #: What a sheet that was sent says, and what is wrong with one.
    checked: Checked | None = None
    faults: tuple[Fault, ...] = ()
    #: Where a sheet waits that was checked.
    parked = ""
    _sheet: bytes | None = None

    def answer(self):
        """See `PostView`."""
        if not units_of(self.user):
            raise Unauthorized("You decide for no office that works in this system.")
        page = super().answer()
        return page if self._sheet is None else self._hand_out(self._sheet)

    def read(self) -> None:
        """See `PostView`."""
        self.waiting = count_waiting(self.user)

    def act(self) -> tuple[Message, str] | None:
        """See `PostView`."""
        if "out" in self.request.form:
            self._sheet = sheet_of_waiting(
                self.user, self.submitted("item"), self.words, self.desk_url
            )
            return None
        if "enter" in self.request.form:
            return self._enter()
        content = self._sent_sheet()
        self.checked = check_results(content, self.user)
        self.parked = self._park(content)
        return None

    def problems_of(self, error: Exception):
        """See `PostView`."""
        if isinstance(error, ResultsUnfit):
            self.faults = error.faults
        return super().problems_of(error)

    def give_back(self, error: Exception) -> str:
        """See `PostView`. What could not be noted, or kept, is not shown."""
        self._sheet = self.checked = None
        # What comes now is a page.
        for header in ("content-type", "content-disposition", "x-content-type-options"):
            self.request.response.headers.pop(header, None)
        return super().give_back(error)

    def _hand_out(self, sheet: bytes) -> bytes:
        name = f"{self.words(TITLE)}-{local_date(utc_now()):%Y%m%d}.xlsx"
        response = self.request.response
        response.setHeader("Cache-Control", "no-store")
        response.setHeader("Content-Type", MEDIA_TYPE)
        response.setHeader(
            "Content-Disposition", f"attachment; filename*=UTF-8''{quote(name)}"
        )
        response.setHeader("X-Content-Type-Options", "nosniff")
        return sheet

    def _sent_sheet(self) -> bytes:
        """Return the file that was chosen. Raises `NotSent`, and `SheetTooLarge` for one
        that is larger than any that is read, before it is in memory."""
        sent = self.request.form.get("sheet")
        if not isinstance(sent, FileUpload) or not sent.filename:
            raise NotSent(NO_SHEET)
        sent.seek(0, SEEK_END)
        if sent.tell() > MOST_BYTES:
            raise too_large()
        sent.seek(0)
        return sent.read()

    def _park(self, content: bytes) -> str:
        """Let a sheet that was checked wait for the second press; return its id."""
        try:
            return park_upload(
                self.nonce,
                "results",
                "results.xlsx",
                MEDIA_TYPE,
                content,
                self.request.getClientAddr(),
                self.user.getId(),
            )
        except NoRoomToPark as error:
            self.checked = None
            raise NotSent(NO_ROOM) from error

    def _enter(self) -> tuple[Message, str]:
        """Enter the sheet that waits. It stays until its time is over, so that a second
        press finds that all is entered already."""
        content = parked_content(self.nonce, self.submitted("parked"))
        if content is None:
            raise SheetGone
        entered = enter_results(content, self.user)
        message = _(
            "message_results_entered",
            default="Entered: ${count}. Entered before: ${known}.",
            mapping={"count": len(entered.results), "known": len(entered.known)},
        )
        return message, self.address

    @cached_property
    def user(self):
        return api.user.get_current().getUser()

    @cached_property
    def words(self) -> CaseWording:
        return CaseWording(self.language)

    @property
    def title(self) -> str:
        return self.words(self.page_title)

    @property
    def address(self) -> str:
        return f"{self.site_url}/@@case-results"

    @property
    def desk_url(self) -> str:
        return f"{self.site_url}/@@desk"

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        return [(self.words(CaseList.title), self.desk_url), (self.title, None)]

    @cached_property
    def nonce(self) -> str:
        """What a sheet waits under."""
        sent = self.submitted("nonce")
        return sent if _NONCE.fullmatch(sent) else secrets.token_hex(16)

    @property
    def waiting_count(self) -> int:
        return sum(each.count for each in self.waiting)

    @property
    def most(self) -> int | None:
        """How many are handed out at once, where more wait; None where all are."""
        return MOST_CASES if self.waiting_count > MOST_CASES else None

    @property
    def items(self) -> list[dict[str, str]]:
        """What waits, by item, to choose from."""
        chosen = self.submitted("item")
        return [
            {
                "value": each.item_code,
                "title": f"{each.title} ({each.count})",
                "selected": "selected" if each.item_code == chosen else None,
            }
            for each in self.waiting
        ]

    @property
    def fault_rows(self) -> list[dict[str, str]]:
        """What is wrong with a sheet, cell by cell."""
        return [
            {
                "page": each.page,
                "row": str(each.row),
                "column": self.words(COLUMNS[each.column]),
                "message": self.words(each.message),
            }
            for each in self.faults
        ]

    @property
    def result_rows(self) -> list[dict[str, str]]:
        """What would be entered."""
        if self.checked is None:
            return []
        return [
            {
                "number": case_number_text(each.number),
                "url": f"{self.desk_url}/{each.number}",
                "result": self.words(RESULTS[each.transition]),
                "day": self._day(each.decided_on),
                "reason": each.reason,
            }
            for each in self.checked.results
        ]

    def _day(self, decided_on: str) -> str:
        day = date.fromisoformat(decided_on) if decided_on else local_date(utc_now())
        return self.words.day(day)

    @property
    def counted(self) -> list[str]:
        """What else a sheet that was checked holds."""
        known, empty = len(self.checked.known), self.checked.empty_rows
        told = []
        if known:
            message = _(
                "text_results_known",
                default="Entered before, and left as they are: ${count}.",
                mapping={"count": known},
            )
            told.append(self.words(message))
        if empty:
            message = _(
                "text_results_empty",
                default="Without a result, and left out: ${count}.",
                mapping={"count": empty},
            )
            told.append(self.words(message))
        return told
