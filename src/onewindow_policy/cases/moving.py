"""Leading a case from one state to the next: what changes with it, and its history."""

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from datetime import datetime
from onewindow_policy.cases.assigning.duties import keep_hand_over_duties
from onewindow_policy.cases.assigning.models import end_hand_over
from onewindow_policy.cases.delays import follow_delay
from onewindow_policy.cases.duties import HAND_OVER_KINDS
from onewindow_policy.cases.duties import keep_duty
from onewindow_policy.cases.duties import keep_hand_out_duty
from onewindow_policy.cases.events import CaseMoved
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.handingout.following import follow_handing_out
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.process.following import current_of
from onewindow_policy.cases.process.following import follow_steps
from onewindow_policy.cases.process.following import steps_of
from onewindow_policy.cases.process.following import waits_for_procedure
from onewindow_policy.cases.process.notices import hanging_sheet
from onewindow_policy.cases.process.notices import keep_hanging
from onewindow_policy.cases.states import ACCEPTED
from onewindow_policy.cases.states import ACCEPTED_CONDITIONALLY
from onewindow_policy.cases.states import ANEW
from onewindow_policy.cases.states import BY_NAME
from onewindow_policy.cases.states import DAYS
from onewindow_policy.cases.states import DEFERS
from onewindow_policy.cases.states import EXTENDS
from onewindow_policy.cases.states import FINAL_STATES
from onewindow_policy.cases.states import FINISH_STEP
from onewindow_policy.cases.states import PAUSES
from onewindow_policy.cases.states import REASON
from onewindow_policy.cases.states import RECEIVED
from onewindow_policy.cases.states import RESTORES
from onewindow_policy.cases.states import RESUME
from onewindow_policy.cases.states import STEP
from onewindow_policy.cases.states import SUSPEND
from onewindow_policy.cases.states import SUSPENDED
from onewindow_policy.cases.states import TAKE_DOWN_NOTICE
from onewindow_policy.cases.states import Transition
from onewindow_policy.cases.states import UNTIL
from onewindow_policy.cases.states import WITHDRAWN
from onewindow_policy.cases.undoing import restore
from onewindow_policy.cases.validity.duties import keep_renewal_duty
from onewindow_policy.cases.validity.following import follow_validity
from onewindow_policy.cases.validity.following import OF_VALIDITY
from onewindow_policy.cases.visits import is_visit
from onewindow_policy.duties.api import DONE
from onewindow_policy.duties.api import LAPSED
from onewindow_policy.duties.api import turn_to
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import counted_days
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import WORKING
from sqlalchemy import and_
from sqlalchemy import ColumnElement
from sqlalchemy import select
from sqlalchemy.orm import Session
from typing import Any
from zope.event import notify

#: As many are looked for by one statement: databases take a few hundred values of it.
_AT_ONCE = 200


def is_numbered(number: str) -> ColumnElement[bool]:
    """Return the condition for the case with this number, which was not erased.

    What is no number is asked for as an empty one: PostgreSQL takes no text with a NUL.
    """
    number = number if number.isdigit() else ""
    return and_(Case.number == number, Case.erased_at.is_(None))


def find_case(session: Session, number: str, *, to_move: bool = False) -> Case | None:
    """Return the case with this number, None where there is none or it was erased.

    With `to_move`, nobody else moves it until the transaction ends.
    """
    query = select(Case).where(is_numbered(number))
    return session.scalar(query.with_for_update() if to_move else query)


def find_cases(
    session: Session, numbers: Iterable[str], *, to_move: bool = False
) -> dict[str, Case]:
    """Return the cases with these numbers, by number, without those that there are not or
    that were erased: for many in a few statements.

    With `to_move`, nobody else moves them until the transaction ends. They are locked in
    the order of their numbers, so that two who want several do not wait for each other.
    """
    wanted = sorted(set(filter(str.isdigit, numbers)))
    found: dict[str, Case] = {}
    for start in range(0, len(wanted), _AT_ONCE):
        query = select(Case).where(
            Case.number.in_(wanted[start : start + _AT_ONCE]), Case.erased_at.is_(None)
        )
        query = query.order_by(Case.number)
        cases = session.scalars(query.with_for_update() if to_move else query)
        found.update((case.number, case) for case in cases)
    return found


def move(
    session: Session,
    case: Case,
    transition: Transition,
    *,
    role: str,
    user_id: str | None = None,
    facts: Mapping[str, Any] | None = None,
) -> CaseEvent:
    """Lead `case` along `transition`, which was found to be possible (see `require`), and
    return what that adds to its history.

    `facts` is what was given with it (see `facts.read_facts`). Days are reckoned from the
    day of acceptance, and before it from when all was there; days of special procedures do
    not count. What is over keeps the day it was due on. Steps of the guide follow; one
    whose days do not count suspends the case as soon as it is its turn. Raises
    `TransitionNotPossible` for what is only stored: nothing in it changes.
    """
    if case.stored_at is not None:
        raise TransitionNotPossible(transition.name, case.state)
    now = utc_now()
    facts = dict(facts or {})
    reason = facts.pop(REASON, None)
    was_in, suspended_at, due_before = case.state, case.suspended_at, case.due_on
    was_open = was_in not in FINAL_STATES
    steps = steps_of(session, case)
    step, sheet = current_of(steps), hanging_sheet(case, steps, local_date(now))
    if step is not None and transition.name in (FINISH_STEP, RESUME):
        facts[STEP] = step.name
    if transition.clock == RESTORES:
        restore(session, case)
    else:
        _turn_clock(case, transition, facts, now)
        case.state = transition.target or case.state
    if not was_open and case.state not in FINAL_STATES:
        case.reopen()
    is_resumed = suspended_at is not None and case.suspended_at is None
    follow_steps(
        case,
        steps,
        transition,
        facts,
        was_in=was_in,
        suspended_since=local_date(suspended_at) if is_resumed else None,
        user_id=user_id,
        now=now,
    )
    if case.state not in FINAL_STATES:
        case.reckon()
    elif was_open:
        case.close(now, is_withdrawn=case.state == WITHDRAWN)
        end_hand_over(session, case.id, now)
        turn_to(session, case.number, HAND_OVER_KINDS, None, state=LAPSED)
    if not was_open and case.state not in FINAL_STATES:
        # Who was asked to take it over, or has to know of it, is told so again.
        keep_hand_over_duties(session, case)
    follow_handing_out(case, transition, facts, now)
    follow_validity(case, transition, facts, now)
    follow_delay(case, transition, facts, due_before)
    if is_visit(session, case, transition.name, role, facts):
        case.note_visit(local_date(now))
    case.version += 1
    event = CaseEvent(
        case.data_key,
        case_id=case.id,
        version=case.version,
        at=now,
        role=role,
        user_id=user_id,
        transition=transition.name,
        state=case.state,
        reason=reason,
        facts=facts or None,
    )
    session.add(event)
    is_down = transition.name == TAKE_DOWN_NOTICE
    keep_hanging(case, None if is_down else sheet)
    if was_open or is_down or case.state not in FINAL_STATES:
        is_withdrawn = was_open and case.state == WITHDRAWN
        keep_duty(session, case, state=LAPSED if is_withdrawn else DONE)
    if case.result_way is not None and case.closed_at is not None or not was_open:
        keep_hand_out_duty(session, case)
    if case.renewal_stage or transition.name in OF_VALIDITY:
        keep_renewal_duty(session, case)
    session.flush()
    procedure = waits_for_procedure(case, steps)
    notify(CaseMoved(case, transition, event, is_passing=procedure is not None))
    if procedure is not None:
        pausing = {REASON: procedure.name}
        move(
            session,
            case,
            BY_NAME[SUSPEND],
            role=role,
            user_id=user_id,
            facts=pausing,
        )
    return event


def _turn_clock(case: Case, transition: Transition, facts: Mapping, now: datetime):
    """Have the days of a case counted as `transition` says, before it is gone."""
    today = local_date(now)
    if transition.clock == ANEW:
        case.reckoned_from, case.suspended_days = today, 0
    if case.state == SUSPENDED and transition.target is not None:
        since = local_date(case.suspended_at)
        day_type = case.promised_day_type or WORKING
        case.suspended_days += counted_days(since, today, day_type)
        case.suspended_at = None
    if transition.clock == PAUSES:
        case.suspended_at = now
    if transition.clock == EXTENDS:
        case.extended_days += facts[DAYS]
    if transition.clock == DEFERS:
        case.promised_until = case.promised_until or case.deferred_until
        case.deferred_until = date.fromisoformat(facts[UNTIL])
    if transition.target == RECEIVED:
        # What the time was extended by was that of an acceptance that is none any more.
        case.extended_days = 0
    is_promised = transition.target == ACCEPTED_CONDITIONALLY
    if transition.target is not None:
        if case.promised_until is not None and transition.target == ACCEPTED:
            # What was let come later kept nobody from deciding in time but its person.
            late = max(case.promised_until, today)
            day_type = case.promised_day_type or WORKING
            case.suspended_days += counted_days(case.promised_until, late, day_type)
        case.promised_until = None
        case.deferred_until = date.fromisoformat(facts[UNTIL]) if is_promised else None
