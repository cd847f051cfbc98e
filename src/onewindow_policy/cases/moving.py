"""Leading a case from one state to the next: what changes with it, and its history."""

from collections.abc import Mapping
from datetime import date
from datetime import datetime
from onewindow_policy.cases.assigning.models import end_hand_over
from onewindow_policy.cases.duties import keep_duty
from onewindow_policy.cases.events import CaseMoved
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.states import ACCEPTED_CONDITIONALLY
from onewindow_policy.cases.states import ANEW
from onewindow_policy.cases.states import DAYS
from onewindow_policy.cases.states import EXTENDS
from onewindow_policy.cases.states import FINAL_STATES
from onewindow_policy.cases.states import PAUSES
from onewindow_policy.cases.states import PROOF_OF_DELIVERY
from onewindow_policy.cases.states import REASON
from onewindow_policy.cases.states import SUSPENDED
from onewindow_policy.cases.states import Transition
from onewindow_policy.cases.states import UNTIL
from onewindow_policy.cases.states import WITHDRAWN
from onewindow_policy.duties.api import DONE
from onewindow_policy.duties.api import LAPSED
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
    not count. What is over keeps the day it was due on.
    """
    now = utc_now()
    facts = dict(facts or {})
    reason = facts.pop(REASON, None)
    was_open = case.state not in FINAL_STATES
    _turn_clock(case, transition, facts, now)
    case.state = transition.target or case.state
    if case.state not in FINAL_STATES:
        case.reckon()
    elif was_open:
        case.close(now, is_withdrawn=case.state == WITHDRAWN)
        end_hand_over(session, case.id, now)
    if transition.paper == PROOF_OF_DELIVERY:
        case.delivered_at = now
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
    if was_open:
        is_withdrawn = case.state == WITHDRAWN
        keep_duty(session, case, state=LAPSED if is_withdrawn else DONE)
    session.flush()
    notify(CaseMoved(case, transition, event))
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
    is_promised = transition.target == ACCEPTED_CONDITIONALLY
    if transition.target is not None:
        case.deferred_until = date.fromisoformat(facts[UNTIL]) if is_promised else None
