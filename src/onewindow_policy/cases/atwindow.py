"""What a window does with a case as it takes it in: it hears of an open one of the same
person, sees what it has taken in, and prints the receipt."""

from collective.easyform.config import FORM_ERROR_MARKER
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from onewindow_policy import _
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.handling import transitions_of
from onewindow_policy.cases.masks import marked_name
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.papers.opening import paper_of
from onewindow_policy.cases.papers.printing import IssuedPaper
from onewindow_policy.cases.repeats import open_case_of
from onewindow_policy.cases.submissions import Person
from onewindow_policy.cases.submissions import receipt_token_of
from onewindow_policy.cases.tracking import open_receipt
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.forms.api import TAKE_IN_CASES
from onewindow_policy.forms.exceptions import SubmissionRefused
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.vocabularies.api import language_of
from onewindow_policy.workdays.deadlines import local_date
from zope.globalrequest import getRequest

#: What finishes an instant item where it was taken in; see `states`.
AT_ONCE = "complete_at_once"


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A case as the window that took it in is told of it, right after that: nothing of it
    says who the applicant is but for the surname.

    `can_print` says whether the receipt can still be printed with its query code,
    `can_complete` whether one press finishes it.
    """

    number: str
    version: int
    item_title: str
    community_code: str
    state: str
    received_at: datetime
    person: str = field(repr=False)
    can_print: bool
    can_complete: bool


def tell_of_open_case(submission, item_code: str, applicant: Person) -> None:
    """Tell the window of the person's open case for this service, once: whoever stands
    there shows the card, and wants to hear of it. The audit notes of which.

    Raises `SubmissionRefused`, which the page that comes back says.
    """
    if submission.is_confirmed:
        return
    found = open_case_of(item_code, applicant, submission.nonce_text)
    if found is None:
        return
    audit("case.tell_repeat", found.number, item_code)
    submission.asks_again = True
    words = CaseWording(language_of(getRequest()))
    told = _(
        "warning_open_case_at_window",
        default=(
            "This person has the service open already: case ${number}, received ${day},"
            " ${state}. Ask whether another one is meant; then tick the box at the end."
        ),
        mapping={
            "number": case_number_text(found.number),
            "day": words.day(local_date(found.received_at)),
            "state": words.state(found.state),
        },
    )
    raise SubmissionRefused({FORM_ERROR_MARKER: told})


def taken_in(number: str, user) -> TakenIn:
    """Return what the window of `user` took in under a number. Raises `CaseUnknown`."""
    case = _require_own(number, user)
    possible = transitions_of(case, user)
    return TakenIn(
        number=case.number,
        version=case.version,
        item_title=case.item_title,
        community_code=case.community_code,
        state=case.state,
        received_at=case.received_at,
        person=marked_name(case.applicant["name"]),
        can_print=case.receipt_until is not None and case.receipt_until > utc_now(),
        can_complete=any(each.name == AT_ONCE for each in possible),
    )


def open_receipt_at_window(number: str, user) -> IssuedPaper:
    """Return the receipt that `user` prints, with its query code; the audit notes it, or
    nothing is printed.

    Raises `CaseUnknown`, and `ReceiptClosed` when its time is over.
    """
    case = _require_own(number, user)
    opened = open_receipt(number, receipt_token_of(case.id))
    paper = paper_of(opened, opened.query_code, None)
    audit("case.print_receipt", number)
    write_session().flush()
    return paper


def _require_own(number: str, user) -> Case:
    case = find_case(read_session(), number)
    windows = scope_of(user, TAKE_IN_CASES)
    is_own = (
        case is not None
        and case.taken_in_at is not None
        and windows.has_community(case.taken_in_at)
    )
    if not is_own:
        raise CaseUnknown
    return case
