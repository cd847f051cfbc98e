"""Several applications of one person for one service: how they are found, and who is told.

Whoever knows somebody's identity number could ask by it what they applied for, which is
sensitive for some services. So residents are told only where the phone is the same as well;
staff, whose cases they are, see them in any case.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.states import OPEN_STATES
from onewindow_policy.cases.submissions import Person
from onewindow_policy.cases.submissions import person_hash_of
from onewindow_policy.intake.api import nonce_hash_of
from onewindow_policy.records.api import read_session
from sqlalchemy import select


@dataclass(frozen=True, slots=True)
class OtherCase:
    """Another open case of the same person for the same service."""

    number: str
    state: str
    received_at: datetime


def has_open_case(item_code: str, applicant: Person, nonce: str | None) -> bool:
    """Return whether this person, with this phone, applied for the item before, and it is
    not over.

    What the form with `nonce` became itself does not count: it may be sent twice. With
    None all counts.
    """
    person_hash = person_hash_of(applicant.id_number, applicant.id_kind)
    if person_hash is None:
        return False
    own = nonce_hash_of(nonce) if nonce is not None else None
    return any(
        is_same_phone(each.applicant, {"phone": applicant.phone})
        for each in _open_cases(person_hash, item_code)
        if each.nonce_hash != own
    )


def open_case_of(
    item_code: str, applicant: Person, nonce: str | None
) -> OtherCase | None:
    """Return the latest open case of this person for the item, None for none: for staff
    before whom they stand. What the form with `nonce` became itself does not count."""
    person_hash = person_hash_of(applicant.id_number, applicant.id_kind)
    if person_hash is None:
        return None
    own = nonce_hash_of(nonce) if nonce is not None else None
    found = [
        each for each in _open_cases(person_hash, item_code) if each.nonce_hash != own
    ]
    return other_case(found[-1]) if found else None


def open_cases_like(case: Case) -> list[Case]:
    """Return the other open cases of the same person for the same service, the first first;
    none where no number of a document was asked for."""
    if case.person_hash is None:
        return []
    found = _open_cases(case.person_hash, case.item_code)
    return [each for each in found if each.id != case.id]


def other_case(case: Case) -> OtherCase:
    """Return what is told of a case to whoever reads another one."""
    return OtherCase(case.number, case.state, case.received_at)


def is_same_phone(
    one: Mapping[str, str | None], other: Mapping[str, str | None]
) -> bool:
    """Return whether two applicants left the same phone; who left none is nobody's like."""
    return bool(one["phone"]) and one["phone"] == other["phone"]


def _open_cases(person_hash: bytes, item_code: str) -> Sequence[Case]:
    query = select(Case).where(
        Case.person_hash == person_hash,
        Case.item_code == item_code,
        Case.state.in_(OPEN_STATES),
        Case.erased_at.is_(None),
    )
    return read_session().scalars(query.order_by(Case.received_at)).all()
