"""Papers of what happens to a case, issued with it."""

from onewindow_policy.cases.events import CaseMoved
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.papers.issuing import add_numbered
from onewindow_policy.cases.papers.issuing import sealed_paper
from onewindow_policy.cases.papers.matters import matter_of
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.papers.values import draft_of
from onewindow_policy.cases.process.notices import notice_of
from onewindow_policy.cases.states import MEND_ANSWER
from onewindow_policy.cases.states import PUBLIC_NOTICE
from onewindow_policy.cases.states import RECEIPT
from onewindow_policy.cases.states import SUSPEND
from onewindow_policy.cases.states import VOIDED
from onewindow_policy.records.api import write_session
from sqlalchemy.orm import Session


def issue_paper(session: Session, case: Case, kind: str, event: CaseEvent) -> Paper:
    """Issue a paper of this kind (see `kinds`) about what just happened to a case.

    It is kept with the transaction of `session`, or not, as what happened is.
    """
    draft = draft_of(kind, matter_of(session, case, event))
    paper = sealed_paper(draft, case, event)
    add_numbered(session, paper)
    return paper


def issue_paper_of_move(moved: CaseMoved) -> None:
    """Issue the papers that a transition makes; with a public notice its sheet as well."""
    session, case = write_session(), moved.case
    for kind in moved.transition.papers:
        issue_paper(session, case, kind, moved.entry)
    if moved.transition.name == MEND_ANSWER and VOIDED in (moved.entry.facts or {}):
        # The one that they have names them wrongly.
        issue_paper(session, case, RECEIPT, moved.entry)
    if moved.transition.name == SUSPEND and notice_of(case) is not None:
        issue_paper(session, case, PUBLIC_NOTICE, moved.entry)
