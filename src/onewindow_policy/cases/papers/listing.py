"""Which papers a case has."""

from dataclasses import dataclass
from datetime import datetime
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.papers.models import Paper
from sqlalchemy import select
from sqlalchemy.orm import Session


@dataclass(frozen=True, slots=True)
class PaperFacts:
    """A paper, without what it says; `issued_by` is a user id, None for nobody."""

    kind: str
    number: str
    issued_at: datetime
    issued_by: str | None
    case_version: int


def papers_of(session: Session, case: Case) -> tuple[PaperFacts, ...]:
    """Return the papers of a case, the first first."""
    query = (
        select(
            Paper.kind,
            Paper.number,
            Paper.issued_at,
            Paper.issued_by,
            Paper.case_version,
        )
        .where(Paper.case_id == case.id)
        .order_by(Paper.case_version, Paper.number)
    )
    return tuple(PaperFacts(*row) for row in session.execute(query))


def whole_papers_of(session: Session, case: Case) -> tuple[Paper, ...]:
    """Return the papers of a case with what they say, the first first."""
    query = select(Paper).where(Paper.case_id == case.id)
    return tuple(session.scalars(query.order_by(Paper.case_version, Paper.number)))


def find_paper(session: Session, case: Case, number: str) -> Paper | None:
    """Return the paper of a case with this number, None where it has none such."""
    query = select(Paper).where(Paper.case_id == case.id, Paper.number == number)
    return session.scalar(query)
