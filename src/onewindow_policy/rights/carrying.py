"""What was granted is carried out: a copy handed over, a record corrected or erased."""

from collections.abc import Mapping
from datetime import timedelta
from onewindow_policy.communities.scopes import EVERYWHERE
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.rights.duties import keep_duty
from onewindow_policy.rights.exceptions import NotPossible
from onewindow_policy.rights.models import COPY
from onewindow_policy.rights.models import CORRECTION
from onewindow_policy.rights.models import DONE
from onewindow_policy.rights.models import ERASURE
from onewindow_policy.rights.models import GRANTED
from onewindow_policy.rights.models import OPEN_STATES
from onewindow_policy.rights.models import RightsRequest
from onewindow_policy.rights.noting import note_step
from onewindow_policy.rights.records import held_record
from onewindow_policy.rights.requests import find_request
from onewindow_policy.rights.telling import tell
from onewindow_policy.rights.telling import told_of
from onewindow_policy.workdays.api import today
from typing import Any

#: Why a record was erased, in the audit.
BY_RIGHT = "rights"

#: How long a copy that was handed over is had once more: a printer jams, a file is lost.
COPY_DAYS = 7


def hand_over_copy(
    number: str, scope: Scope = EVERYWHERE, version: int | None = None
) -> dict[str, Any]:
    """Return all that is kept about the person of a granted request, in values of JSON.

    It is done with that, and in the audit. `scope` and `version` are as with `grant`.
    Raises `RequestUnknown`, `NotPossible`, `SubjectUnknown`.
    """
    request = _granted(number, COPY, scope, version)
    data = held_record(request.subject_number).copy()
    _finish(request)
    return data


def copy_again(number: str, scope: Scope = EVERYWHERE) -> dict[str, Any]:
    """Return once more what was handed over, for `COPY_DAYS` days; the audit notes it.

    Raises `RequestUnknown`, `NotPossible`, `SubjectUnknown`.
    """
    request = find_request(number, scope)
    if not is_copy_at_hand(request):
        raise NotPossible
    data = held_record(request.subject_number).copy()
    note_step(COPY, request)
    write_session().flush()
    return data


def is_copy_at_hand(request: RightsRequest) -> bool:
    """Return whether a copy was handed over a short time ago."""
    return (
        request.kind == COPY
        and request.state == DONE
        and not request.data_key.is_erased
        and request.done_at is not None
        and utc_now() - request.done_at < timedelta(days=COPY_DAYS)
    )


def correct(
    number: str,
    changes: Mapping[str, Any],
    scope: Scope = EVERYWHERE,
    version: int | None = None,
) -> RightsRequest:
    """Correct the record of a granted request: see `HeldRecord.correct`.

    `scope` and `version` are as with `grant`. Raises `RequestUnknown`, `NotPossible`,
    `SubjectUnknown`, `ValueError` for what the record does not have.
    """
    request = _granted(number, CORRECTION, scope, version)
    held = held_record(request.subject_number)
    held.correct(dict(changes))
    _finish(request)
    tell(request, told_of(held))
    return request


def erase(
    number: str, scope: Scope = EVERYWHERE, version: int | None = None
) -> RightsRequest:
    """Erase the record of a granted request, and with it what was written here; what an
    archive duty runs for is only stored from then on, and can still be read.

    `scope` and `version` are as with `grant`. Raises `RequestUnknown`, `NotPossible`,
    `SubjectUnknown`.
    """
    request = _granted(number, ERASURE, scope, version)
    held = held_record(request.subject_number)
    # Afterwards nobody knows who is to be told.
    recipients = told_of(held)
    held.erase(BY_RIGHT)
    _finish(request)
    tell(request, recipients)
    return request


def close_erased(
    number: str, scope: Scope = EVERYWHERE, version: int | None = None
) -> RightsRequest:
    """End a request whose record was erased before it was answered: nothing is kept that
    could be copied or corrected. Raises `RequestUnknown`, `NotPossible`."""
    request = find_request(number, scope, version)
    if request.state not in OPEN_STATES or not request.data_key.is_erased:
        raise NotPossible
    return _finish(request)


def _granted(
    number: str, kind: str, scope: Scope, version: int | None
) -> RightsRequest:
    request = find_request(number, scope, version)
    if (request.kind, request.state) != (kind, GRANTED):
        raise NotPossible
    if request.is_past_fetching(today()):
        raise NotPossible
    return request


def _finish(request: RightsRequest) -> RightsRequest:
    request.state, request.done_at = DONE, utc_now()
    request.version += 1
    keep_duty(write_session(), request)
    note_step(request.kind, request)
    return request
