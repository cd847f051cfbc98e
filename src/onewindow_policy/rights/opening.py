"""A request as staff open it, which the audit notes, and what they may do with it.

Whoever asks is passed in, and opens what `scope_of` says; of all others the answer is that
there is no such request.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from hashlib import sha256
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.records.api import HeldField
from onewindow_policy.records.api import OnlyStored
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.rights.carrying import correct
from onewindow_policy.rights.carrying import is_copy_at_hand
from onewindow_policy.rights.exceptions import NothingChanged
from onewindow_policy.rights.exceptions import NotPossible
from onewindow_policy.rights.exceptions import RequestUnknown
from onewindow_policy.rights.exceptions import SubjectUnknown
from onewindow_policy.rights.exceptions import ValuesUnfit
from onewindow_policy.rights.models import ASKED
from onewindow_policy.rights.models import CORRECTION
from onewindow_policy.rights.models import ERASURE
from onewindow_policy.rights.models import OPEN_STATES
from onewindow_policy.rights.models import RightsRequest
from onewindow_policy.rights.noting import note_step
from onewindow_policy.rights.permissions import DECIDE_RIGHTS
from onewindow_policy.rights.permissions import TAKE_RIGHTS
from onewindow_policy.rights.records import held_record
from onewindow_policy.workdays.api import today
from sqlalchemy import select
from typing import Any

import json

#: What is done with a request, as it stands, by who may.
DECIDE, HAND_OVER, CORRECT, ERASE, CLOSE = "decide", "copy", "correct", "erase", "close"


@dataclass(frozen=True, slots=True)
class OpenedRequest:
    """All that is known of a request; what was written is None once it `is_erased`.

    `offers` is what the user may do with it now. Of one to carry out `fields` are the texts
    of the record that may be corrected, with `fields_digest` of what they say, and `stored`
    what becomes of it when it is erased.
    """

    number: str
    version: int
    kind: str
    state: str
    subject_number: str
    community_code: str | None
    asked_at: datetime
    taken_by: str | None
    due_on: date
    decided_at: datetime | None
    decided_by: str | None
    done_at: datetime | None
    fetch_until: date | None
    is_erased: bool
    is_copy_at_hand: bool
    offers: frozenset[str]
    wish: str | None = field(repr=False)
    reason: str | None = field(repr=False)
    fields: Sequence[HeldField] = field(default=(), repr=False)
    stored: OnlyStored | None = None

    @property
    def fields_digest(self) -> str:
        return _digest(self.fields)


_AS_STORED = (
    *("number", "version", "kind", "state", "subject_number", "community_code"),
    *("asked_at", "taken_by", "due_on", "decided_at", "decided_by", "done_at"),
    "fetch_until",
)


def open_request(number: str, user) -> OpenedRequest:
    """Return a request with what its person wrote, and note in the audit that `user` opened
    it.

    Nothing is returned unless the note is written; it is kept when Zope's transaction
    commits. Raises `RequestUnknown`.
    """
    query = select(RightsRequest).where(RightsRequest.number == number)
    request = read_session().scalar(query)
    scope = scope_of(user, TAKE_RIGHTS)
    if request is None or not scope.has_community(request.community_code):
        raise RequestUnknown
    is_erased = request.data_key.is_erased
    offers = _offers(request, user)
    fields, stored = _record(request, offers)
    opened = OpenedRequest(
        **{name: getattr(request, name) for name in _AS_STORED},
        is_erased=is_erased,
        is_copy_at_hand=is_copy_at_hand(request),
        offers=offers,
        wish=None if is_erased else request.wish,
        reason=None if is_erased else request.reason,
        fields=fields,
        stored=stored,
    )
    note_step("open", request)
    # What cannot be noted is not shown.
    write_session().flush()
    return opened


def correct_fields(
    number: str,
    values: Sequence[str],
    user,
    *,
    version: int,
    digest: str,
) -> None:
    """Correct the record of a granted request.

    `values` are what was typed for each of the fields, in their order, and `digest` that of
    what they said: a record that changed meanwhile is looked at again. Raises
    `RequestUnknown`, `NotPossible`, `SubjectUnknown`, `NothingChanged`, `ValuesUnfit`.
    """
    scope = scope_of(user, DECIDE_RIGHTS)
    found = read_session().scalar(
        select(RightsRequest.subject_number).where(RightsRequest.number == number)
    )
    if found is None:
        raise RequestUnknown
    fields = held_record(found).fields()
    if _digest(fields) != digest or len(values) != len(fields):
        raise NotPossible
    changes: dict[str, Any] = {}
    for each, value in zip(fields, values, strict=True):
        if value.strip() == each.value.strip():
            continue
        place = changes
        for name in each.path[:-1]:
            place = place.setdefault(name, {})
        place[each.path[-1]] = value.strip()
    if not changes:
        raise NothingChanged
    try:
        correct(number, changes, scope, version)
    except ValueError as error:
        raise ValuesUnfit from error


def _offers(request: RightsRequest, user) -> frozenset[str]:
    decides = scope_of(user, DECIDE_RIGHTS).has_community(request.community_code)
    if request.state not in OPEN_STATES:
        return frozenset()
    if request.data_key.is_erased:
        return frozenset({CLOSE} if decides else ())
    if request.waits_to_be_fetched:
        # Who is at the window of the person hands it over.
        return frozenset(() if request.is_past_fetching(today()) else {HAND_OVER})
    if not decides:
        return frozenset()
    if request.state == ASKED:
        return frozenset({DECIDE})
    return frozenset({CORRECT if request.kind == CORRECTION else ERASE})


def _record(
    request: RightsRequest, offers: frozenset[str]
) -> tuple[Sequence[HeldField], OnlyStored | None]:
    """Return what a page needs of the record: nothing of it, unless that is done next."""
    is_to_erase = request.kind == ERASURE and offers & {DECIDE, ERASE}
    if not is_to_erase and CORRECT not in offers:
        return (), None
    try:
        held = held_record(request.subject_number)
    except SubjectUnknown:
        return (), None
    return (held.fields() if CORRECT in offers else ()), (
        held.stored() if is_to_erase else None
    )


def _digest(fields: Sequence[HeldField]) -> str:
    said = [[*each.path, each.value] for each in fields]
    return sha256(json.dumps(said, ensure_ascii=False).encode()).hexdigest()
