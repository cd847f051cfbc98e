"""What staff have to do about a case: to accept it, to see to a correction, to decide."""

from collections.abc import Collection
from onewindow_policy import _
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.permissions import LIST_CASES
from onewindow_policy.cases.permissions import MOVE_CASES
from onewindow_policy.cases.process.notices import hangs_on
from onewindow_policy.cases.process.notices import MAY_HANG
from onewindow_policy.cases.settings import hand_out_days
from onewindow_policy.cases.states import ACCEPTED
from onewindow_policy.cases.states import ACCEPTED_CONDITIONALLY
from onewindow_policy.cases.states import AWAITING_CORRECTION
from onewindow_policy.cases.states import BEFORE_ACCEPTANCE
from onewindow_policy.cases.states import IN_PROGRESS
from onewindow_policy.cases.states import RECEIVED
from onewindow_policy.cases.states import SUBMITTED
from onewindow_policy.cases.states import SUSPENDED
from onewindow_policy.cases.units import unit_code_in_turn
from onewindow_policy.duties.api import DutyFacts
from onewindow_policy.duties.api import forget_duties
from onewindow_policy.duties.api import LAPSED
from onewindow_policy.duties.api import NEVER
from onewindow_policy.duties.api import open_duties
from onewindow_policy.duties.api import turn_to
from onewindow_policy.duties.interfaces import IDutyKind
from onewindow_policy.forms.api import AT_HOME
from onewindow_policy.forms.api import BY_POST
from onewindow_policy.forms.api import HANDED_OVER
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import end_of_day
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import WORKING
from sqlalchemy import and_
from sqlalchemy import or_
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

#: Looking at what was asked for again (see `correcting`): beside what there is to do next.
ASKED_AGAIN = "cases.asked_again"
#: Checking what was promised to be so (see `committing`), once it is approved.
CHECK_COMMITMENT = "cases.check_commitment"

#: Phoning whom no message reached (see `untold`).
PHONE = "cases.phone"

#: Saying why a promise has passed, and by when instead (see `delays`).
EXPLAIN = "cases.explain_delay"

#: Sending or bringing a result, and one that nobody has collected: once a case is over.
HAND_OUT = "cases.hand_out"

#: Seeing to it that what runs out is renewed (see `validity`).
RENEW = "cases.renew"

#: Accepting what a colleague hands over, or declining it; and knowing that nobody did in
#: time, as who asked and as who was asked (see `assigning`).
ACCEPT_HAND_OVER = "cases.accept_hand_over"
HAND_OVER_BACK = "cases.hand_over_back"
HAND_OVER_MISSED = "cases.hand_over_missed"
#: Knowing that who coordinates gave a case to another one, as either of them.
ASSIGNED_AWAY = "cases.assigned_away"
ASSIGNED_TO = "cases.assigned"
#: Knowing that a case went to another window, at the one that had it and at the other (see
#: `windows`): about the change, as the case goes on.
MOVED_AWAY = "cases.moved_away"
MOVED_HERE = "cases.moved_here"
WINDOW_KINDS = (MOVED_AWAY, MOVED_HERE)
HAND_OVER_KINDS = (
    *(ACCEPT_HAND_OVER, HAND_OVER_BACK, HAND_OVER_MISSED),
    *(ASSIGNED_AWAY, ASSIGNED_TO),
)

#: All that there may be to do about a case.
ALL_KINDS = (
    *(*KINDS, ASKED_AGAIN, CHECK_COMMITMENT, PHONE, EXPLAIN, HAND_OUT, RENEW),
    *HAND_OVER_KINDS,
)

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
    *(Case.step_name, Case.step_unit_code, Case.step_due_on),
)


def duty_of(case: Case) -> DutyFacts | None:
    """Return what staff have to do about a case, None where it is over or erased."""
    hangs = hangs_on(case)
    kind = DECIDE if hangs else _IN_STATE.get(case.state)
    if kind is None or case.erased_at is not None:
        return None
    due_on = case.due_on if case.state in _IN_STATE else None
    # The window can always take a sheet down, also where another unit accepts the case.
    is_windows = hangs and case.state in BEFORE_ACCEPTANCE
    if case.step_due_on is not None and kind == DECIDE:
        # Whoever has a step ends it in its own time, so that all of them keep the promise.
        due_on = min(case.step_due_on, due_on or case.step_due_on)
    return DutyFacts(
        kind,
        case.number,
        community_code=case.community_code,
        unit_code=None if is_windows else unit_code_in_turn(case),
        due_at=NEVER if due_on is None else end_of_day(due_on),
    )


def hand_out_duty_of(case: Case) -> DutyFacts | None:
    """Return what the window has to do about the result of a case, None where there is
    nothing: to send or bring it within `hand_out_days`, or to see to one that nobody has
    collected, which has no term. What is on its way is up to the carrier."""
    if case.erased_at is not None or case.closed_at is None:
        return None
    days, due_at = hand_out_days(), NEVER
    if case.handing_out in (BY_POST, AT_HOME):
        if days:
            first = local_date(case.closed_at)
            due_at = end_of_day(due_date(first, days, WORKING).date)
    elif case.handing_out != HANDED_OVER or not case.collection_reminders:
        return None
    return DutyFacts(
        HAND_OUT, case.number, community_code=case.community_code, due_at=due_at
    )


def keep_hand_out_duty(session: Session, case: Case) -> None:
    """Have the duty open that the result of a case means as it stands, or none."""
    turn_to(session, case.number, (HAND_OUT,), hand_out_duty_of(case))


def begin_duty(session: Session, case: Case) -> None:
    """Have a new case wait for whoever accepts it."""
    open_duties(session, [duty_of(case)])


def keep_duty(session: Session, case: Case, **options) -> None:
    """Have the one duty open that a case means as it stands; see `turn_to`."""
    turn_to(session, case.number, KINDS, duty_of(case), **options)


def forget_duties_of(session: Session, case: Case) -> None:
    """Delete all duties of a case, which is erased."""
    forget_duties(session, case.number, ALL_KINDS)


def lapse_duties_of(session: Session, case: Case) -> None:
    """Have nothing to do about a case any more, which is only stored from now on: nobody
    could do it, and a duty would keep it from ever being destroyed."""
    turn_to(session, case.number, ALL_KINDS, None, state=LAPSED)


def holders_of(session: Session, numbers: Collection[str]) -> dict[str, str]:
    """Return the user ids of those who see to the cases with these numbers."""
    found = select(Case.number, Case.assignee).where(
        Case.number.in_(sorted(numbers)), Case.assignee.is_not(None)
    )
    return {number: user_id for number, user_id in session.execute(found)}


class DutyAboutCases:
    """What kinds of duties have in common that know their subject by the number of a case:
    they lead to its page, and lie with who sees to it."""

    def path_of(self, subject: str) -> str:
        """See `IDutyKind`."""
        return f"@@desk/{subject}"

    def number_text(self, subject: str) -> str:
        """See `IDutyKind`."""
        return case_number_text(subject)

    def holders(self, session: Session, subjects: Collection[str]) -> dict[str, str]:
        """See `IDutyKind`."""
        return holders_of(session, subjects)


@implementer(IDutyKind)
class CaseDuty(DutyAboutCases):
    """A kind of duty for whoever leads cases on; who sees them oversees it."""

    permission = MOVE_CASES
    overseen_with = LIST_CASES

    def __init__(self, name: str, order: int, title: Message):
        self.name = name
        self.order = order
        self.title = title

    def standing(self, session: Session, after: str, size: int) -> list[DutyFacts]:
        """See `IDutyKind`."""
        states = [state for state, kind in _IN_STATE.items() if kind == self.name]
        hangs = and_(Case.state.in_(sorted(MAY_HANG)), Case.step_name.is_not(None))
        is_theirs = and_(Case.state.in_(states), ~hangs)
        if self.name == DECIDE:
            # Its sheet comes down first.
            is_theirs = or_(is_theirs, hangs)
        query = (
            select(Case)
            .where(
                is_theirs,
                Case.erased_at.is_(None),
                Case.stored_at.is_(None),
                Case.number > after,
            )
            .order_by(Case.number)
            .limit(size)
            .options(load_only(*_READ, Case.erased_at), lazyload(Case.data_key))
            .with_for_update(of=Case)
        )
        return [duty_of(case) for case in session.scalars(query)]


class HandOutDuty(CaseDuty):
    """Results that wait to be sent or brought, or that nobody has collected."""

    def standing(self, session: Session, after: str, size: int) -> list[DutyFacts]:
        """See `IDutyKind`."""
        is_theirs = or_(
            Case.handing_out.in_((BY_POST, AT_HOME)),
            and_(Case.handing_out == HANDED_OVER, Case.collection_reminders > 0),
        )
        query = (
            select(Case)
            .where(
                Case.handing_out.is_not(None),
                is_theirs,
                Case.closed_at.is_not(None),
                Case.erased_at.is_(None),
                Case.stored_at.is_(None),
                Case.number > after,
            )
            .order_by(Case.number)
            .limit(size)
            .options(
                load_only(
                    *(Case.number, Case.community_code, Case.closed_at),
                    *(Case.handing_out, Case.collection_reminders, Case.erased_at),
                ),
                lazyload(Case.data_key),
            )
            .with_for_update(of=Case)
        )
        return [hand_out_duty_of(case) for case in session.scalars(query)]


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
handing_out = HandOutDuty(
    HAND_OUT,
    15,
    _("duty_cases_hand_out", default="Results to send, bring or follow up"),
)
