"""What staff have to do about a case: to accept it, to see to a correction, to decide."""

from onewindow_policy import _
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.permissions import LIST_CASES
from onewindow_policy.cases.permissions import MOVE_CASES
from onewindow_policy.cases.states import ACCEPTED
from onewindow_policy.cases.states import ACCEPTED_CONDITIONALLY
from onewindow_policy.cases.states import AWAITING_CORRECTION
from onewindow_policy.cases.states import BEFORE_ACCEPTANCE
from onewindow_policy.cases.states import IN_PROGRESS
from onewindow_policy.cases.states import RECEIVED
from onewindow_policy.cases.states import SUBMITTED
from onewindow_policy.cases.states import SUSPENDED
from onewindow_policy.duties.api import DutyFacts
from onewindow_policy.duties.api import forget_duties
from onewindow_policy.duties.api import NEVER
from onewindow_policy.duties.api import open_duties
from onewindow_policy.duties.api import turn_to
from onewindow_policy.duties.interfaces import IDutyKind
from onewindow_policy.workdays.deadlines import end_of_day
from sqlalchemy import select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm import load_only
from sqlalchemy.orm import Session
from zope.i18nmessageid import Message
from zope.interface import implementer

ACCEPT = "cases.accept"
CORRECT = "cases.correct"
DECIDE = "cases.decide"
KINDS = (ACCEPT, CORRECT, DECIDE)

#: What there is to do in which state; nothing where it is over.
_IN_STATE = {
    SUBMITTED: ACCEPT,
    RECEIVED: ACCEPT,
    AWAITING_CORRECTION: CORRECT,
    ACCEPTED: DECIDE,
    ACCEPTED_CONDITIONALLY: CORRECT,
    IN_PROGRESS: DECIDE,
    SUSPENDED: DECIDE,
}

#: What a duty is made of.
_READ = (
    *(Case.number, Case.state, Case.community_code, Case.unit_code),
    *(Case.deciding_unit_code, Case.due_on),
)


def duty_of(case: Case) -> DutyFacts | None:
    """Return what staff have to do about a case, None where it is over or erased."""
    kind = _IN_STATE.get(case.state)
    if kind is None or case.erased_at is not None:
        return None
    is_accepted = case.state not in BEFORE_ACCEPTANCE
    return DutyFacts(
        kind,
        case.number,
        community_code=case.community_code,
        unit_code=case.deciding_unit_code if is_accepted else case.unit_code,
        due_at=NEVER if case.due_on is None else end_of_day(case.due_on),
    )


def begin_duty(session: Session, case: Case) -> None:
    """Have a new case wait for whoever accepts it."""
    open_duties(session, [duty_of(case)])


def keep_duty(session: Session, case: Case, **options) -> None:
    """Have the one duty open that a case means as it stands; see `turn_to`."""
    turn_to(session, case.number, KINDS, duty_of(case), **options)


def forget_duties_of(session: Session, case: Case) -> None:
    """Delete all duties of a case, which is erased."""
    forget_duties(session, case.number, KINDS)


@implementer(IDutyKind)
class CaseDuty:
    """A kind of duty for whoever leads cases on; who sees them oversees it."""

    permission = MOVE_CASES
    overseen_with = LIST_CASES

    def __init__(self, name: str, order: int, title: Message):
        self.name = name
        self.order = order
        self.title = title

    def path_of(self, subject: str) -> str:
        """See `IDutyKind`."""
        return f"@@desk/{subject}"

    def number_text(self, subject: str) -> str:
        """See `IDutyKind`."""
        return case_number_text(subject)

    def standing(self, session: Session, after: str, size: int) -> list[DutyFacts]:
        """See `IDutyKind`."""
        states = [state for state, kind in _IN_STATE.items() if kind == self.name]
        query = (
            select(Case)
            .where(
                Case.state.in_(states), Case.erased_at.is_(None), Case.number > after
            )
            .order_by(Case.number)
            .limit(size)
            .options(load_only(*_READ, Case.erased_at), lazyload(Case.data_key))
            .with_for_update(of=Case)
        )
        return [duty_of(case) for case in session.scalars(query)]


accepting = CaseDuty(
    ACCEPT, 10, _("duty_cases_accept", default="Applications to accept")
)
correcting = CaseDuty(
    CORRECT,
    11,
    _("duty_cases_correct", default="Applications that wait for a correction"),
)
deciding = CaseDuty(
    DECIDE, 12, _("duty_cases_decide", default="Applications to decide")
)
