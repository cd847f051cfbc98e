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
from sqlalchemy import ColumnElement
from sqlalchemy import Select
from sqlalchemy import select
from sqlalchemy import union_all

#: How many that can be taken by nobody are passed over before the search ends.
MOST_PASSED_OVER = 20

#: Besides these, so many may just be taken by others.
_MOST_LOOKED_AT = 3 * MOST_PASSED_OVER


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


def queue_of(scope: Scope, *conditions: ColumnElement[bool], size: int = 1) -> Select:
    """Return the query for the numbers of the first open cases whose next step is to be
    gone in `scope`, and that meet all `conditions`: `size` at most.

    The first ones of each part are found by an index of its own, whatever else is open.
    """
    firsts = (
        select(DUE_FIRST.key.label("due"), Case.number.label("number"))
        .where(part, Case.erased_at.is_(None), *conditions)
        .order_by(DUE_FIRST.key, Case.number)
        .limit(size)
        .subquery()
        for part in in_turn_within(scope)
    )
    found = union_all(*(select(each) for each in firsts)).subquery()
    return select(found.c.number).order_by(found.c.due, found.c.number).limit(size)


def _next_own(scope: Scope, user_id: str, after: str | None) -> str | None:
    session = read_session()
    conditions = [Case.assignee == user_id]
    here = None
    if after is not None:
        place = select(DUE_FIRST.key, Case.number).where(
            Case.number == after, Case.assignee == user_id
        )
        here = session.execute(place).first()
    if here is not None:
        conditions.append(DUE_FIRST.beyond(tuple(here)))
    return session.scalar(queue_of(scope, *conditions))


def _take_unassigned(scope: Scope, user) -> str:
    """Take the first one that nobody has. Each is locked before it is taken, and what
    others have locked, or taken meanwhile, is passed over."""
    session = write_session()
    is_nobodys = Case.assignee.is_(None), Case.closed_at.is_(None)
    passed_over = 0
    for number in session.scalars(
        queue_of(scope, *is_nobodys, size=_MOST_LOOKED_AT)
    ).all():
        query = select(Case.version).where(Case.number == number, *is_nobodys)
        version = session.scalar(query.with_for_update(of=Case, skip_locked=True))
        if version is None:
            continue
        try:
            move_case(number, "take", user, version=version)
        except (TransitionNotAllowed, TransitionNotPossible):
            passed_over += 1
        else:
            return number
        if passed_over == MOST_PASSED_OVER:
            break
    raise NothingToTake
