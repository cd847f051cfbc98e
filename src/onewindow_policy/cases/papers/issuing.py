"""Issuing papers: what is done to a case and the paper about it are one transaction."""

from dataclasses import dataclass
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.papers.kinds import KINDS
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.papers.numbers import next_number
from onewindow_policy.prints.api import printer
from onewindow_policy.prints.api import version_of
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy.orm import Session
from typing import Any


@dataclass(frozen=True, slots=True)
class PaperDraft:
    """A paper that has no number yet: its kind, the code of who issues it (see `issuers`),
    and all that it says (see `values`)."""

    kind: str
    issuer: str
    values: dict[str, Any]


def sealed_paper(draft: PaperDraft, case: Case, event: CaseEvent) -> Paper:
    """Return a paper of what happened to a case, sealed and without a number.

    What takes time is done here, before others have to wait.
    """
    made_by = printer()
    return Paper(
        case.data_key,
        case_id=case.id,
        case_version=event.version,
        kind=draft.kind,
        issuer=draft.issuer,
        issued_at=event.at,
        issued_by=event.user_id,
        template_version=version_of(KINDS[draft.kind].template),
        typst_version=made_by.typst,
        fonts_version=made_by.fonts,
        values=draft.values,
    )


def add_numbered(session: Session, paper: Paper) -> None:
    """Give a paper its number and keep it, with the transaction of `session`.

    Comes as late in it as can be: others who issue something wait from then on.
    """
    year = local_date(paper.issued_at).year
    paper.number = next_number(session, paper.issuer, year)
    session.add(paper)
    session.flush()
