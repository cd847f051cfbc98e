"""What has happened to a case since its day was moved last, as conditions for queries."""

from collections.abc import Collection
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.states import EXPLAIN_DELAY
from sqlalchemy import ColumnElement
from sqlalchemy import exists
from sqlalchemy.orm import aliased

#: What moves the day by which a case is due.
DATED = (
    *("accept", "accept_conditionally", "extend", "allow_later", "suspend", "resume"),
    *("take_back_silence", "take_back_withdrawal"),
)
#: What names a day that is to be kept: one of these, or one that is only expected.
NAMING = (*DATED, EXPLAIN_DELAY)


def happened_since(transition: str, moving: Collection[str]) -> ColumnElement[bool]:
    """Return the condition that something has happened to a case, and nothing that moved
    its day since."""
    event, later = aliased(CaseEvent), aliased(CaseEvent)
    moved = exists().where(
        later.case_id == event.case_id,
        later.version > event.version,
        later.transition.in_(moving),
    )
    return exists().where(
        event.case_id == Case.id, event.transition == transition, ~moved
    )
