"""Finding the cases at a step."""

from onewindow_policy.cases.models import Case
from onewindow_policy.cases.process.models import CaseStep
from sqlalchemy import ColumnElement
from sqlalchemy import exists
from sqlalchemy.orm import aliased


def is_at_decision() -> ColumnElement[bool]:
    """Return the condition for the cases at a step in which they can be decided: behind it
    none counts any more but the last one of all (see `places.decision_at`)."""
    current, ahead, last = (aliased(CaseStep) for _each in range(3))
    is_ahead = exists().where(
        ahead.case_id == current.case_id,
        ahead.position > current.position,
        ahead.counted,
        last.case_id == current.case_id,
        last.position > ahead.position,
    )
    return exists().where(
        current.case_id == Case.id,
        current.begun_at.is_not(None),
        current.done_at.is_(None),
        current.counted,
        ~is_ahead,
    )
