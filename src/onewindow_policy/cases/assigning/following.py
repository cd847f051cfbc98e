"""What a step with a case means for who sees to it."""

from collections.abc import Collection
from collections.abc import Mapping
from datetime import datetime
from onewindow_policy.cases.assigning.duties import keep_hand_over_duties
from onewindow_policy.cases.assigning.duties import note_returns
from onewindow_policy.cases.assigning.models import ACCEPTED
from onewindow_policy.cases.assigning.models import ASSIGNED
from onewindow_policy.cases.assigning.models import DECLINED
from onewindow_policy.cases.assigning.models import end_hand_over
from onewindow_policy.cases.assigning.models import HandOver
from onewindow_policy.cases.assigning.models import RETURNED
from onewindow_policy.cases.assigning.models import TAKEN_BACK
from onewindow_policy.cases.assigning.rules import acting_for
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import move
from onewindow_policy.cases.settings import hand_over_days
from onewindow_policy.cases.states import AMONG_STAFF
from onewindow_policy.cases.states import CHANGE_WINDOW
from onewindow_policy.cases.states import CLOCK
from onewindow_policy.cases.states import COLLEAGUE
from onewindow_policy.cases.states import require
from onewindow_policy.cases.states import WORKING_ROLES
from onewindow_policy.duties.api import LAPSED
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import WORKING
from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid import UUID

BATCH = 50


def open_hand_over(session: Session, case: Case) -> HandOver | None:
    """Return the hand-over of a case that waits to be accepted, None for none."""
    return session.scalar(
        select(HandOver).where(
            HandOver.case_id == case.id, HandOver.answered_at.is_(None)
        )
    )


def open_hand_overs(session: Session, cases: Collection[Case]) -> dict[UUID, HandOver]:
    """Return the hand-overs of cases that wait to be accepted, by the ids of the cases."""
    query = select(HandOver).where(
        HandOver.case_id.in_([each.id for each in cases]),
        HandOver.answered_at.is_(None),
    )
    return {each.case_id: each for each in session.scalars(query)}


def follow(
    session: Session,
    case: Case,
    transition: str,
    facts: Mapping,
    waiting: HandOver | None,
    *,
    user_id: str,
    role: str,
    now: datetime,
    was_at: str | None,
    is_at: str | None,
) -> None:
    """Note who sees to a case after a step that `user_id` went as `role`.

    Whoever works on it first is its first contact, and sees to it from then on; who
    coordinates or oversees leads none on. `waiting` is the hand-over that waited before;
    `was_at` and `is_at` are the codes of the unit in turn before and after: what goes on to
    others waits for one of them to take it on.
    """
    if transition == "hand_over":
        last = due_date(local_date(now), hand_over_days(), WORKING).date
        note_returns(session, case, now, to_users={facts[COLLEAGUE]})
        session.add(
            HandOver(
                case_id=case.id,
                from_user=user_id,
                to_user=facts[COLLEAGUE],
                asked_at=now,
                due_on=last,
            )
        )
    elif transition == "assign":
        end_hand_over(session, case.id, now)
        _assign(session, case, facts[COLLEAGUE], user_id, now)
    elif transition == "accept_hand_over":
        _answer(waiting, ACCEPTED, now)
        case.assignee = user_id
    elif transition == "decline_hand_over":
        _answer(waiting, DECLINED, now)
    elif transition == "take_back_hand_over":
        _answer(waiting, TAKEN_BACK, now)
    elif transition == "note_return":
        acting = acting_for(user_id)
        note_returns(session, case, now, from_users=acting, to_users=acting)
    elif _goes_on(transition, case, was_at, is_at):
        end_hand_over(session, case.id, now)
        note_returns(session, case, now)
        case.assignee = None
    elif role in WORKING_ROLES:
        case.assignee = case.assignee or user_id
    if role in WORKING_ROLES:
        case.first_contact = case.first_contact or user_id
    session.flush()
    if transition in AMONG_STAFF or transition == CHANGE_WINDOW or was_at != is_at:
        keep_hand_over_duties(session, case)


def _goes_on(
    transition: str, case: Case, was_at: str | None, is_at: str | None
) -> bool:
    """Return whether others go on with a case: the unit whose turn it is, or the window, or
    another community's where it is the turn of none."""
    if case.closed_at is not None:
        return False
    return was_at != is_at or (transition == CHANGE_WINDOW and is_at is None)


def _assign(
    session: Session, case: Case, colleague: str, user_id: str, now: datetime
) -> None:
    """Give a case to a colleague; both are told, also who had it until then."""
    former, case.assignee = case.assignee, colleague
    note_returns(session, case, now, to_users=() if former is None else {former})
    if former == colleague:
        return
    session.add(
        HandOver(
            case_id=case.id,
            from_user=former or user_id,
            to_user=colleague,
            asked_at=now,
            due_on=local_date(now),
            answered_at=now,
            outcome=ASSIGNED,
            # Where nobody had it, there is nobody else to tell.
            from_knows_at=now if former is None else None,
        )
    )


def return_late(size: int = BATCH) -> int:
    """Return hand-overs that nobody accepted in time to who had the case, `size` at most;
    return how many there were.

    It is kept when Zope's transaction commits. Cases are locked first, as whoever does
    something with one does.
    """
    session, now = write_session(), utc_now()
    late = session.scalars(
        select(HandOver.case_id)
        .where(*_is_late(now))
        .order_by(HandOver.due_on)
        .limit(size)
    ).all()
    for case_id in late:
        case = session.get(Case, case_id, with_for_update=True)
        waiting = open_hand_over(session, case)
        if waiting is None:
            # Somebody answered just now.
            continue
        waiting.answered_at, waiting.outcome = now, RETURNED
        back = require("return_hand_over", case.state, {CLOCK})
        move(session, case, back, role=CLOCK)
        keep_hand_over_duties(session, case, state=LAPSED)
    return len(late)


def has_late(session: Session) -> bool:
    """Return whether there are hand-overs that nobody accepted in time."""
    return session.scalar(select(HandOver.id).where(*_is_late(utc_now()))) is not None


def _is_late(now: datetime):
    return HandOver.answered_at.is_(None), HandOver.due_on < local_date(now)


def _answer(waiting: HandOver | None, outcome: str, now: datetime) -> None:
    if waiting is not None:
        waiting.answered_at, waiting.outcome = now, outcome
