"""A wrong step of the clock is put right by another one with a reason: history only grows.

An application was accepted by silence though a notice had been given on paper while this
system was away; a promise counts as broken though its papers had come to the window. The
case is then where it was before, its days are counted as if the clock had not acted, and
the clock does not do it a second time.
"""

from collections.abc import Iterable
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.papers.listing import papers_of
from onewindow_policy.cases.promising.deferring import promised_days_of
from onewindow_policy.cases.states import ACCEPTED_CONDITIONALLY
from onewindow_policy.cases.states import CLOCK
from onewindow_policy.cases.states import Transition
from onewindow_policy.cases.states import TRANSITIONS
from onewindow_policy.cases.states import UNDO
from onewindow_policy.cases.states import UNTIL
from onewindow_policy.cases.states import VOIDED
from sqlalchemy import ColumnElement
from sqlalchemy import exists
from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlalchemy.orm import object_session
from typing import Any

#: What leads to another state; the rest moves a day, or who sees to it.
_LEADING = [each.name for each in TRANSITIONS if each.target is not None]

#: From these on, the clock has a time of its own to look at again.
_BEGINS_ANEW = ("supplement", "allow_later")


def wrong_step(case: Case, transition: Transition) -> CaseEvent | None:
    """Return the entry of the history that `transition` puts right: the last one that led
    to another state and was not undone, if the clock made it. None where there is none
    such, or where its person has applied for it once more: nobody is to have two cases of
    one matter."""
    if case.later_number is not None:
        return None
    query = (
        select(CaseEvent)
        .where(
            CaseEvent.case_id == case.id, CaseEvent.transition.in_([*_LEADING, UNDO])
        )
        .order_by(CaseEvent.version.desc())
    )
    last = _last_standing(object_session(case).scalars(query))
    is_it = last is not None and last.transition == transition.corrects
    return last if is_it and last.role == CLOCK else None


def _last_standing(events: Iterable[CaseEvent]) -> CaseEvent | None:
    """Return the first of these, the latest first, that is and was not undone."""
    is_undone = False
    for event in events:
        if event.transition != UNDO and not is_undone:
            return event
        # What is undone is the one before.
        is_undone = event.transition == UNDO
    return None


def facts_of_correction(case: Case, transition: Transition) -> dict[str, Any]:
    """Return what a correction brings with it besides its reason: the papers of the wrong
    step and of what was built on it, which count no more, and by when papers follow where
    they did before.

    Raises `TransitionNotPossible` where there is nothing to put right.
    """
    wrong = wrong_step(case, transition)
    if wrong is None:
        raise TransitionNotPossible(transition.name, case.state)
    papers = papers_of(object_session(case), case)
    voided = [each.number for each in papers if each.case_version >= wrong.version]
    facts: dict[str, Any] = {VOIDED: voided} if voided else {}
    if transition.target == ACCEPTED_CONDITIONALLY:
        facts[UNTIL] = promised_days_of(case)[-1].isoformat()
    return facts


def was_corrected(name: str) -> ColumnElement[bool]:
    """Return the condition that a step of a case by this name was put right, and that its
    time has not begun anew since."""
    by = [each.name for each in TRANSITIONS if each.corrects == name]
    event, later = aliased(CaseEvent), aliased(CaseEvent)
    begun_anew = exists().where(
        later.case_id == event.case_id,
        later.version > event.version,
        later.transition.in_(_BEGINS_ANEW),
    )
    return exists().where(
        event.case_id == Case.id, event.transition.in_(by), ~begun_anew
    )
