"""Knowing that a case went to another window: at the one that had it, and at the other."""

from collections.abc import Collection
from onewindow_policy import _
from onewindow_policy.cases.duties import CaseDuty
from onewindow_policy.cases.duties import MOVED_AWAY
from onewindow_policy.cases.duties import MOVED_HERE
from onewindow_policy.cases.duties import WINDOW_KINDS
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.windows.models import WindowChange
from onewindow_policy.duties.api import DutyFacts
from onewindow_policy.duties.api import forget_duties
from onewindow_policy.duties.api import LAPSED
from onewindow_policy.duties.api import turn_to
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import end_of_day
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import WORKING
from sqlalchemy import select
from sqlalchemy.orm import Session

#: Working days within which somebody of each window says that they know.
_DAYS = 1

#: Where the pages are on which it is done.
MOVED_CASES = "@@moved-cases"

_KNOWN = {
    MOVED_AWAY: WindowChange.from_knows_at,
    MOVED_HERE: WindowChange.to_knows_at,
}


def duties_of_change(change: WindowChange) -> list[DutyFacts]:
    """Return what both windows have to do about a case that has just gone from the one to
    the other."""
    return [_duty_of(kind, change) for kind in WINDOW_KINDS]


def _duty_of(kind: str, change: WindowChange) -> DutyFacts:
    last = due_date(local_date(change.changed_at), _DAYS, WORKING).date
    return DutyFacts(
        kind,
        change.subject,
        community_code=change.from_code if kind == MOVED_AWAY else change.to_code,
        due_at=end_of_day(last),
    )


def forget_notices(session: Session, case: Case) -> None:
    """Delete what windows had to know of a case, which is erased."""
    for subject in _subjects(session, case):
        forget_duties(session, subject, WINDOW_KINDS)


def lapse_notices(session: Session, case: Case) -> None:
    """Have nobody told any more which window had a case, which is only stored."""
    for subject in _subjects(session, case):
        turn_to(session, subject, WINDOW_KINDS, None, state=LAPSED)


def _subjects(session: Session, case: Case) -> list[str]:
    query = select(WindowChange.subject).where(WindowChange.case_id == case.id)
    return list(session.scalars(query))


class WindowDuty(CaseDuty):
    """What somebody of a window has to know of a case, whatever becomes of it since."""

    def path_of(self, subject: str) -> str:
        """See `IDutyKind`: who had it may not open it any more."""
        return MOVED_CASES

    def number_text(self, subject: str) -> str:
        """See `IDutyKind`."""
        return case_number_text(subject.partition("-")[0])

    def holders(self, session: Session, subjects: Collection[str]) -> dict[str, str]:
        """See `IDutyKind`: it is up to all who work there."""
        return {}

    def standing(self, session: Session, after: str, size: int) -> list[DutyFacts]:
        """See `IDutyKind`."""
        query = (
            select(WindowChange)
            .join(Case, Case.id == WindowChange.case_id)
            .where(
                _KNOWN[self.name].is_(None),
                Case.erased_at.is_(None),
                Case.stored_at.is_(None),
                WindowChange.subject > after,
            )
            .order_by(WindowChange.subject)
            .limit(size)
            .with_for_update(of=WindowChange)
        )
        return [_duty_of(self.name, each) for each in session.scalars(query)]


knowing_gone = WindowDuty(
    MOVED_AWAY,
    23,
    _("duty_moved_away", default="Cases that went to another window"),
)
knowing_come = WindowDuty(
    MOVED_HERE,
    24,
    _("duty_moved_here", default="Cases that came from another window"),
)
