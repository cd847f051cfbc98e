"""Which papers a case has."""

from dataclasses import dataclass
from datetime import datetime
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.states import CORRECTIONS
from onewindow_policy.cases.states import MEND_ANSWER
from onewindow_policy.cases.states import REVOKE
from onewindow_policy.cases.states import UNDO
from onewindow_policy.cases.states import VOIDED
from sqlalchemy import ColumnElement
from sqlalchemy import exists
from sqlalchemy import select
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """A paper, without what it says; `issued_by` is a user id, None for nobody.

    `is_cancelled` says that the step which made it was undone before anybody opened it.
    """

    kind: str
    number: str
    issued_at: datetime
    issued_by: str | None
    case_version: int
    is_cancelled: bool = False


def papers_of(session: Session, case: Case) -> tuple[PaperFacts, ...]:
    """Return the papers of a case, the first first."""
    query = (
        select(
            Paper.kind,
            Paper.number,
            Paper.issued_at,
            Paper.issued_by,
            Paper.case_version,
            _is_cancelled(),
        )
        .where(Paper.case_id == case.id)
        .order_by(Paper.case_version, Paper.number)
    )
    return tuple(PaperFacts(*row) for row in session.execute(query))


def whole_papers_of(session: Session, case: Case) -> tuple[Paper, ...]:
    """Return the papers of a case with what they say, the first first."""
    query = select(Paper).where(Paper.case_id == case.id)
    return tuple(session.scalars(query.order_by(Paper.case_version, Paper.number)))


def voided_numbers(session: Session, case: Case) -> frozenset[str]:
    """Return the numbers of papers of a case that count no more, as what the clock did was
    put right, what was approved on a false commitment was revoked for good, or a receipt
    named somebody wrongly."""
    query = select(CaseEvent).where(
        CaseEvent.case_id == case.id,
        CaseEvent.transition.in_((*CORRECTIONS, REVOKE, MEND_ANSWER, UNDO)),
    )
    events = session.scalars(query).all()
    undone = {each.version - 1 for each in events if each.transition == UNDO}
    return frozenset(
        number
        for event in events
        if event.version not in undone
        for number in (event.facts or {}).get(VOIDED, ())
    )


def find_paper(session: Session, case: Case, number: str) -> Paper | None:
    """Return the paper of a case with this number, None where it has none such."""
    query = select(Paper).where(Paper.case_id == case.id, Paper.number == number)
    return session.scalar(query)


def is_cancelled(session: Session, paper: Paper) -> bool:
    """Return whether the step that made a paper was undone."""
    return session.scalar(select(_is_cancelled()).where(Paper.id == paper.id))


def _is_cancelled() -> ColumnElement[bool]:
    # What undoes a step comes right after it.
    return exists().where(
        CaseEvent.case_id == Paper.case_id,
        CaseEvent.version == Paper.case_version + 1,
        CaseEvent.transition == UNDO,
    )
