"""Opening papers: by staff, which is audited, and by whoever has number and query code."""

from onewindow_policy.cases.exceptions import PaperCancelled
from onewindow_policy.cases.exceptions import PaperUnknown
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.papers.kinds import RECEIPT
from onewindow_policy.cases.papers.listing import find_paper
from onewindow_policy.cases.papers.listing import is_cancelled
from onewindow_policy.cases.papers.matters import matter_of
from onewindow_policy.cases.papers.printing import drafted_paper
from onewindow_policy.cases.papers.printing import issued_paper
from onewindow_policy.cases.papers.printing import IssuedPaper
from onewindow_policy.cases.papers.values import draft_of
from onewindow_policy.cases.seeing import require_opened
from onewindow_policy.cases.tracking import TrackedCase
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session


def open_paper(number: str, paper_number: str, user) -> IssuedPaper:
    """Return a paper of a case, and note in the audit that `user` prints it.

    A receipt has the query code for as long as that is kept, for who took the case in at a
    window: it opens the case as its applicant does. Raises `CaseUnknown`,
    `CaseSealed`, `PaperUnknown` for what is no paper of the case, and `PaperCancelled`.
    """
    session = write_session()
    # Who undoes the step that made it waits, or was first.
    case = require_opened(find_case(session, number, to_move=True), user)
    paper = find_paper(session, case, paper_number)
    if paper is None:
        raise PaperUnknown
    if is_cancelled(session, paper):
        raise PaperCancelled
    issued = issued_paper(paper, case.number, _kept_code(case, paper.kind, user))
    audit("paper.print", number, paper.number)
    # What cannot be noted is not shown.
    write_session().flush()
    return issued


def paper_of(case: TrackedCase, query_code: str, number: str | None) -> IssuedPaper:
    """Return a paper of a case for whoever opened it by its query code (`open_by_code`):
    that with this number, or for None the receipt.

    Of a case from before papers were numbered, the receipt is made of what guide and
    windows are now. All others are noted in the audit (`paper.download`), by nobody's name.
    Raises `PaperUnknown`.
    """
    session = read_session()
    found = find_case(session, case.number)
    if found is None:
        # It was erased since the code was compared.
        raise PaperUnknown
    if number is None:
        # The last one: those of before name somebody wrongly.
        receipts = (each.number for each in case.papers if each.kind == RECEIPT)
        number = next(reversed(tuple(receipts)), None)
        if number is None:
            draft = draft_of(RECEIPT, matter_of(session, found))
            return drafted_paper(draft, found.number, found.received_at, query_code)
    paper = find_paper(session, found, number)
    if paper is None or is_cancelled(session, paper):
        raise PaperUnknown
    if paper.kind != RECEIPT:
        session = write_session()
        # As at the desk: what its person has opened is not taken back any more.
        found = find_case(session, case.number, to_move=True)
        if found is None or is_cancelled(session, paper):
            raise PaperUnknown
        audit("paper.download", case.number, paper.number)
        session.flush()
    code = query_code if paper.kind == RECEIPT else None
    return issued_paper(paper, found.number, code)


def _kept_code(case: Case, kind: str, user) -> str | None:
    is_kept = case.receipt_until is not None and case.receipt_until > utc_now()
    took_in = case.taken_in_at is not None and case.first_contact == user.getId()
    return case.query_code if kind == RECEIPT and is_kept and took_in else None
