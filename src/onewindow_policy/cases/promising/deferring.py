"""Materials that were promised and are let come later (不可抗力)."""

from collections.abc import Mapping
from datetime import date
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.promising.exceptions import DayNotLater
from onewindow_policy.cases.states import MATERIALS
from onewindow_policy.cases.states import UNTIL
from sqlalchemy import select
from sqlalchemy.orm import object_session

#: The steps that say by when what was promised is to come.
_DATED = ("accept_conditionally", "allow_later", "take_back_withdrawal")


def promised_materials(case: Case) -> list[str]:
    """Return the codes of the materials that were promised in a case, the last time."""
    query = select(CaseEvent).where(
        CaseEvent.case_id == case.id, CaseEvent.transition == "accept_conditionally"
    )
    session = object_session(case)
    promised = session.scalars(query.order_by(CaseEvent.version.desc())).first()
    return list((promised.facts or {}).get(MATERIALS, ())) if promised else []


def promised_days_of(case: Case) -> list[date]:
    """Return by when what was promised last was to come: the day that was promised, and
    those to which it was moved, or that came back with what was put right."""
    query = select(CaseEvent).where(
        CaseEvent.case_id == case.id, CaseEvent.transition.in_(_DATED)
    )
    days: list[date] = []
    for event in object_session(case).scalars(query.order_by(CaseEvent.version)):
        day = date.fromisoformat(event.facts[UNTIL])
        days = [day] if event.transition == "accept_conditionally" else [*days, day]
    return days


def restore_promise(case: Case) -> None:
    """Have the day count again that was promised first, where it had been moved."""
    days = promised_days_of(case)
    case.promised_until = days[0] if days[-1] != days[0] else None


def require_later(case: Case, facts: Mapping) -> None:
    """See that a new day for what was promised is after the one that there is; it may lie
    beyond the promise of the decision. Raises `DayNotLater`.

    Source: rules of procedure of civil affairs departments on 容缺受理 (force majeure
    extends).
    """
    if date.fromisoformat(facts[UNTIL]) <= case.deferred_until:
        raise DayNotLater(UNTIL, case.deferred_until)
