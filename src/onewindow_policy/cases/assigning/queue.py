"""The queue of whoever leads cases on: what is most due of it, one at a time."""

from onewindow_policy.cases.exceptions import NothingToTake
from onewindow_policy.cases.exceptions import TransitionNotAllowed
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.orders import DUE_FIRST
from onewindow_policy.cases.permissions import MOVE_CASES
from onewindow_policy.cases.units import in_turn_within
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from sqlalchemy import Select
from sqlalchemy import select

#: How many that can be taken by nobody are passed over before the search ends.
MOST_PASSED_OVER = 20


def has_queue(user) -> bool:
    """Return whether `user` leads cases on anywhere, and so has a queue."""
    return bool(scope_of(user, MOVE_CASES))


def take_next(user, after: str | None = None) -> str:
    """Return the number of the case that `user` is to go on with, who sees to it then.

    That is the most due of those that they see to and can do something with; with `after`,
    the number of one of these, the next one in that order, so that one which has to wait
    holds up none behind it. Where there is none, it is the most due of those that nobody
    sees to, taken as by the step `take`: of two people at once each gets another one; and
    where there is none of these either, it is the first of their own again, but for
    `after`. The number of a case that is not theirs means nothing. It is kept when Zope's
    transaction commits.

    Raises `NothingToTake`.
    """
    scope = scope_of(user, MOVE_CASES)
    if not scope:
        raise NothingToTake
    own = _next_own(scope, user.getId(), after)
    if own is not None:
        return own
    try:
        return _take_unassigned(scope, user)
    except NothingToTake:
        first = _next_own(scope, user.getId(), None)
        if first is None or first == after:
            raise
        return first


def queue_of(scope: Scope) -> Select:
    """Return the query for the first open case whose next step is to be gone in `scope`."""
    return (
        select(Case.number, Case.version)
        .where(
            Case.closed_at.is_(None), Case.erased_at.is_(None), in_turn_within(scope)
        )
        .order_by(DUE_FIRST.key, Case.number)
        .limit(1)
    )


def _next_own(scope: Scope, user_id: str, after: str | None) -> str | None:
    session = read_session()
    query = queue_of(scope).where(Case.assignee == user_id)
    here = None
    if after is not None:
        place = select(DUE_FIRST.key, Case.number).where(
            Case.number == after, Case.assignee == user_id
        )
        here = session.execute(place).first()
    if here is not None:
        query = query.where(DUE_FIRST.beyond(tuple(here)))
    return session.scalar(query)


def _take_unassigned(scope: Scope, user) -> str:
    """Take the first one that nobody has. It is locked as it is found, and what others have
    locked is passed over: they take it just now."""
    session = write_session()
    passed_over: list[str] = []
    while len(passed_over) < MOST_PASSED_OVER:
        query = queue_of(scope).where(
            Case.assignee.is_(None), Case.number.not_in(passed_over)
        )
        found = session.execute(
            query.with_for_update(of=Case, skip_locked=True)
        ).first()
        if found is None:
            break
        try:
            move_case(found.number, "take", user, version=found.version)
        except (TransitionNotAllowed, TransitionNotPossible):
            passed_over.append(found.number)
        else:
            return found.number
    raise NothingToTake
