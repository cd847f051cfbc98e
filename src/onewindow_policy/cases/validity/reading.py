"""Until when a result is valid, for whoever reads of it, and whether it is renewed."""

from dataclasses import dataclass
from datetime import date
from datetime import timedelta
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.settings import renewal_days
from onewindow_policy.cases.states import COMPLETED_APPROVED
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import local_date

#: What there is to renew: it can be now; later; it was; nothing is to be; the case is only
#: stored for the archive; nobody could prove that it is theirs, as no number was asked for.
OFFERED = "offered"
TOO_EARLY = "too_early"
RENEWED = "renewed"
ENDED = "ended"
STORED = "stored"
UNPROVED = "unproved"

#: How many days before the end something can be renewed where nobody is reminded.
_DAYS_BEFORE = 30


@dataclass(frozen=True, slots=True)
class Validity:
    """Until when a result is valid, or before which day it is checked again.

    `is_over` says that the day has passed; `renewal` what there is to renew, a word of this
    module, from `renewed_from` on; `renewed_by` is the number of the case that does, None
    for none.
    """

    until: date
    is_over: bool
    renewal: str
    renewed_from: date
    renewed_by: str | None = None

    @property
    def is_ended(self) -> bool:
        """Whether staff noted that nothing is to be renewed."""
        return self.renewal == ENDED


def validity_of(case: Case, today: date | None = None) -> Validity | None:
    """Return until when the result of a case is valid, None where it does not run out, or
    where nothing is approved."""
    if case.valid_until is None or case.state != COMPLETED_APPROVED:
        return None
    today = today or local_date(utc_now())
    begin = case.valid_until - timedelta(days=renewal_days() or _DAYS_BEFORE)
    return Validity(
        case.valid_until,
        is_over=case.valid_until < today,
        renewal=_renewal_of(case, begin, today),
        renewed_from=begin,
        renewed_by=case.renewed_by,
    )


def is_offered(case: Case, today: date | None = None) -> bool:
    """Return whether the result of a case can be renewed now."""
    validity = validity_of(case, today)
    return validity is not None and validity.renewal == OFFERED


def _renewal_of(case: Case, begin: date, today: date) -> str:
    if case.renewed_by is not None:
        return RENEWED
    if case.validity_ended_at is not None:
        return ENDED
    if case.stored_at is not None:
        return STORED
    if today < begin:
        return TOO_EARLY
    return OFFERED if case.person_hash is not None else UNPROVED
