"""Requests of persons about their own data: taken in, decided, and carried out.

The Personal Information Protection Law (个人信息保护法) gives everybody a copy of their
data (article 45), its correction (46) and its erasure (47), wants a convenient way to ask
for them, and a reason for each refusal (50). How soon is not said there: the city settles
it, and the day is kept with each request.
"""

from onewindow_policy.cases.api import held_case
from onewindow_policy.cases.api import open_by_code
from onewindow_policy.cases.api import rights_reply_days
from onewindow_policy.communities.scopes import EVERYWHERE
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.records.api import DatabaseBusy
from onewindow_policy.records.api import HeldRecord
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.rights.duties import keep_duty
from onewindow_policy.rights.exceptions import NotCorrected
from onewindow_policy.rights.exceptions import NotPossible
from onewindow_policy.rights.exceptions import ReasonMissing
from onewindow_policy.rights.exceptions import RequestUnknown
from onewindow_policy.rights.exceptions import SubjectUnknown
from onewindow_policy.rights.exceptions import WishUnfit
from onewindow_policy.rights.lapsing import lapse
from onewindow_policy.rights.lapsing import let_fetch
from onewindow_policy.rights.models import ASKED
from onewindow_policy.rights.models import CORRECTION
from onewindow_policy.rights.models import GRANTED
from onewindow_policy.rights.models import KINDS
from onewindow_policy.rights.models import OPEN_STATES
from onewindow_policy.rights.models import REFUSED
from onewindow_policy.rights.models import RightsRequest
from onewindow_policy.rights.noting import note_step
from onewindow_policy.rights.numbers import new_number
from onewindow_policy.rights.records import find_held
from onewindow_policy.rights.records import held_record
from onewindow_policy.rights.records import require_held
from onewindow_policy.rights.telling import tell
from onewindow_policy.rights.telling import told_of
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

LONGEST_WISH = 2000

_NUMBER_TRIES = 10


def ask_by_code(
    kind: str, number: str, query_code: str, address: str, wish: str = ""
) -> RightsRequest:
    """Take in what an applicant asks, who proved to be it by number and code of a case.

    `address` is where the request came from. Asking again while it is open changes
    nothing. It is kept when Zope's transaction commits. Raises what `open_by_code` does,
    and `WishUnfit`.
    """
    open_by_code(number, query_code, address)
    return _take_in(kind, require_held(held_case(number)), wish, taken_by=None)


def ask_at_window(
    kind: str, number: str, taken_by: str, wish: str = "", scope: Scope = EVERYWHERE
) -> RightsRequest:
    """Take in what somebody asks at the window, who showed there who they are.

    `number` is that of a case, a suggestion or a form that was kept, `taken_by` the user
    id of staff, `scope` where they may. Raises `SubjectUnknown`,
    `WishUnfit`.
    """
    held = held_record(number)
    if not scope.has_community(held.community_code):
        raise SubjectUnknown
    return _take_in(kind, held, wish, taken_by=taken_by)


def open_requests(scope: Scope = EVERYWHERE) -> list[RightsRequest]:
    """Return what waits for a decision or is granted and not done, the most urgent first:
    in `scope`."""
    query = select(RightsRequest).where(RightsRequest.state.in_(OPEN_STATES))
    query = query.order_by(RightsRequest.due_on, RightsRequest.number)
    found = read_session().scalars(query)
    return [each for each in found if scope.has_community(each.community_code)]


def grant(
    number: str,
    decided_by: str,
    scope: Scope = EVERYWHERE,
    version: int | None = None,
) -> RightsRequest:
    """Decide that a request is carried out.

    `scope` is where `decided_by`, a user id, may decide; `version` that of the request they
    looked at, None for whatever it is. Raises `RequestUnknown`, `NotPossible`.
    """
    return _decide(number, GRANTED, decided_by, None, scope, version)


def refuse(
    number: str,
    decided_by: str,
    reason: str,
    scope: Scope = EVERYWHERE,
    version: int | None = None,
) -> RightsRequest:
    """Decide that a request is not carried out, for a reason that the person is told.

    `scope` and `version` are as with `grant`. Raises `ReasonMissing`, `RequestUnknown`,
    `NotPossible`.
    """
    request = find_request(number, scope, version)
    reason = reason.strip()
    if not reason or len(reason) > LONGEST_WISH:
        raise ReasonMissing
    return _decide(request.number, REFUSED, decided_by, reason, scope, version)


def find_request(
    number: str, scope: Scope = EVERYWHERE, version: int | None = None
) -> RightsRequest:
    """Return a request to change, locked, with what was looked at.

    Raises `RequestUnknown` outside of `scope`, and `NotPossible` where it is of another
    `version` than the one that somebody looked at.
    """
    query = select(RightsRequest).where(RightsRequest.number == number)
    request = write_session().scalar(query.with_for_update(of=RightsRequest))
    if request is None or not scope.has_community(request.community_code):
        raise RequestUnknown
    if version is not None and request.version != version:
        raise NotPossible
    return request


def _take_in(
    kind: str, held: HeldRecord, wish: str, *, taken_by: str | None
) -> RightsRequest:
    wish = wish.strip()
    if (
        kind not in KINDS
        or len(wish) > LONGEST_WISH
        or (kind == CORRECTION and not wish)
    ):
        raise WishUnfit
    if kind == CORRECTION and not held.fields():
        raise NotCorrected
    session = write_session()
    # Who asks twice at once has waited for the record, which is held.
    earlier = session.scalar(
        select(RightsRequest).where(
            RightsRequest.subject_number == held.number,
            RightsRequest.kind == kind,
            RightsRequest.state.in_(OPEN_STATES),
        )
    )
    now = utc_now()
    if earlier is not None and earlier.is_past_fetching(local_date(now)):
        # Nobody waits for the night to ask again.
        lapse(earlier)
    elif earlier is not None:
        return earlier
    request = RightsRequest(
        held.data_key,
        version=1,
        kind=kind,
        state=ASKED,
        subject_number=held.number,
        community_code=held.community_code,
        asked_at=now,
        taken_by=taken_by,
        promised_days=rights_reply_days(),
        wish=wish or None,
    )
    request.reckon()
    for _try in range(_NUMBER_TRIES):
        request.number = new_number(now)
        try:
            with session.begin_nested():
                session.add(request)
        except IntegrityError:
            continue
        keep_duty(session, request)
        note_step("ask", request)
        tell(request, told_of(held))
        return request
    raise DatabaseBusy("Every number that was drawn is taken.")


def _decide(
    number: str,
    state: str,
    decided_by: str,
    reason: str | None,
    scope: Scope,
    version: int | None,
) -> RightsRequest:
    request = find_request(number, scope, version)
    if request.state != ASKED or request.data_key.is_erased:
        raise NotPossible
    request.state, request.decided_by, request.decided_at = state, decided_by, utc_now()
    request.reason = reason
    if request.waits_to_be_fetched:
        let_fetch(request, request.decided_at)
    request.version += 1
    keep_duty(write_session(), request)
    note_step("grant" if state == GRANTED else "refuse", request)
    tell(request, told_of(find_held(request.subject_number)))
    return request
