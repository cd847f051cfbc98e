"""Sheets of public notices (公示) that hang when their cases are erased or only stored.

Erasing reaches no board: somebody has to go there. The case itself opens to nobody any
more, so the duty alone says that a sheet hangs, until somebody says that it is down. It has
the case's number and where that was, and nothing personal.
"""

from collections.abc import Collection
from dataclasses import dataclass
from dataclasses import replace
from onewindow_policy import _
from onewindow_policy.cases.duties import duty_of
from onewindow_policy.cases.duties import DutyAboutCases
from onewindow_policy.cases.exceptions import SheetUnknown
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.permissions import LIST_CASES
from onewindow_policy.cases.permissions import MOVE_CASES
from onewindow_policy.cases.process.notices import hanging_sheet
from onewindow_policy.cases.process.reading import steps_of
from onewindow_policy.cases.states import PUBLIC_NOTICE
from onewindow_policy.duties.api import duties_of
from onewindow_policy.duties.api import DutyFacts
from onewindow_policy.duties.api import open_duties
from onewindow_policy.duties.api import standing_as_open
from onewindow_policy.duties.api import turn_to
from onewindow_policy.duties.interfaces import IDutyKind
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import end_of_day
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import WORKING
from sqlalchemy import select
from sqlalchemy.orm import Session
from zope.interface import implementer

TAKE_DOWN = "cases.take_down"
PATH = "@@left-sheets"

#: As many are shown; the next ones follow when these are down.
MOST_SHOWN = 50


@dataclass(frozen=True, slots=True)
class LeftSheet:
    """A sheet that hangs still: of which case, and the number that is printed on it."""

    case_number: str
    number: str
    place: str


def sheet_left_by(session: Session, case: Case) -> DutyFacts | None:
    """Return that the sheet of a case is to be taken down, None where none hangs. To be
    asked before the case is erased or stored, since its history says so."""
    today = local_date(utc_now())
    duty = duty_of(case)
    if duty is None or hanging_sheet(case, steps_of(session, case), today) is None:
        return None
    last = end_of_day(due_date(today, 1, WORKING).date)
    return replace(duty, kind=TAKE_DOWN, due_at=last)


def keep_left_sheet(session: Session, left: DutyFacts | None) -> None:
    """Have somebody take down what `sheet_left_by` said to hang."""
    if left is not None:
        open_duties(session, [left])


def left_sheets(user) -> list[LeftSheet]:
    """Return the sheets that `user` has to take down, the most overdue first."""
    found = duties_of(user, [(TAKE_DOWN, taking_down)], size=MOST_SHOWN).rows
    numbers = _numbers_of_sheets([each.subject for each in found])
    return [
        LeftSheet(each.subject, numbers.get(each.subject, ""), each.place)
        for each in found
    ]


def note_taken_down(case_number: str, user) -> None:
    """Note that a sheet is down. It is kept when Zope's transaction commits; the audit has
    it. Raises `SheetUnknown` for what is not `user`'s to take down, or is down."""
    if case_number not in {each.case_number for each in left_sheets(user)}:
        raise SheetUnknown
    turn_to(write_session(), case_number, (TAKE_DOWN,), None)
    audit("case.take_down_left", case_number)


def _numbers_of_sheets(case_numbers: Collection[str]) -> dict[str, str]:
    query = (
        select(Case.number, Paper.number)
        .join(Case, Case.id == Paper.case_id)
        .where(Case.number.in_(case_numbers), Paper.kind == PUBLIC_NOTICE)
        .order_by(Paper.case_version)
    )
    return {number: paper for number, paper in read_session().execute(query)}


@implementer(IDutyKind)
class LeftSheets(DutyAboutCases):
    """Taking down what hangs of cases that are gone."""

    order = 17
    title = _(
        "duty_cases_take_down", default="Public notices to take down, cases erased"
    )
    permission = MOVE_CASES
    overseen_with = LIST_CASES

    def path_of(self, subject: str) -> str:
        """See `IDutyKind`."""
        return PATH

    def holders(self, session: Session, subjects: Collection[str]) -> dict[str, str]:
        """See `IDutyKind`. Who saw to the case is not told of what is erased."""
        return {}

    def standing(self, session: Session, after: str, size: int) -> list[DutyFacts]:
        """See `IDutyKind`. Nothing else knows of it: what is open is what there is."""
        return standing_as_open(session, TAKE_DOWN, after, size)


taking_down = LeftSheets()
