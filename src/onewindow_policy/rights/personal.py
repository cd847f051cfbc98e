"""What a person sees and fetches of what they asked, who proved to be it.

Number and query code stand on a receipt that lies about, and show how far something is;
all that is kept opens to nobody who does not know the number of the applicant's document
as well.
"""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from onewindow_policy.cases.api import require_code
from onewindow_policy.cases.api import require_person
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.rights.carrying import copy_again
from onewindow_policy.rights.carrying import hand_over_copy
from onewindow_policy.rights.carrying import is_copy_at_hand
from onewindow_policy.rights.exceptions import RequestUnknown
from onewindow_policy.rights.models import REFUSED
from onewindow_policy.rights.models import RightsRequest
from onewindow_policy.rights.noting import note_step
from onewindow_policy.workdays.api import today
from sqlalchemy import select
from typing import Any


@dataclass(frozen=True, slots=True)
class OwnRequest:
    """A request as its person reads it: not what they wrote nor why it was refused, which
    whoever only has the receipt does not read."""

    number: str
    kind: str
    state: str
    asked_at: datetime
    due_on: date
    decided_at: datetime | None
    done_at: datetime | None
    fetch_until: date | None
    can_fetch: bool
    has_reason: bool


def own_requests(case_number: str) -> list[OwnRequest]:
    """Return what was asked about a case, the latest first: for who proved to be its
    applicant, which the caller has seen to."""
    query = select(RightsRequest).where(RightsRequest.subject_number == case_number)
    query = query.order_by(RightsRequest.asked_at.desc(), RightsRequest.number)
    return [_own(each) for each in read_session().scalars(query)]


def read_reasons(case_number: str, document: str, address: str) -> dict[str, str]:
    """Return why requests about a case were refused, by their numbers; the audit notes it.

    The caller has seen to the query code; `document` and `address` are as with
    `fetch_copy`. Raises what `require_person` does.
    """
    require_person(case_number, document, address)
    query = select(RightsRequest).where(
        RightsRequest.subject_number == case_number, RightsRequest.state == REFUSED
    )
    reasons = {}
    for each in read_session().scalars(query):
        if not each.data_key.is_erased and each.reason is not None:
            reasons[each.number] = each.reason
            note_step("read_reason", each)
    # What cannot be noted is not shown.
    write_session().flush()
    return reasons


def fetch_copy(
    request_number: str,
    case_number: str,
    query_code: str,
    document: str,
    address: str,
) -> dict[str, Any]:
    """Return the copy that was granted to the applicant of a case, in values of JSON.

    `document` is the number of their identity document, `address` where this came from. It
    is done with that, and can be fetched again for some days. Raises what `require_code`
    and `require_person` do, and `RequestUnknown`, `NotPossible`, `SubjectUnknown`.
    """
    require_code(case_number, query_code, address)
    require_person(case_number, document, address)
    query = select(RightsRequest).where(
        RightsRequest.number == request_number,
        RightsRequest.subject_number == case_number,
    )
    found = read_session().scalar(query)
    if found is None:
        raise RequestUnknown
    if is_copy_at_hand(found):
        return copy_again(request_number)
    return hand_over_copy(request_number)


def _own(request: RightsRequest) -> OwnRequest:
    is_granted = request.waits_to_be_fetched and not request.is_past_fetching(today())
    is_erased = request.data_key.is_erased
    return OwnRequest(
        number=request.number,
        kind=request.kind,
        state=request.state,
        asked_at=request.asked_at,
        due_on=request.due_on,
        decided_at=request.decided_at,
        done_at=request.done_at,
        fetch_until=request.fetch_until,
        can_fetch=not is_erased and (is_granted or is_copy_at_hand(request)),
        has_reason=not is_erased and request.reason is not None,
    )
