"""What a window may fill in of a person whom it has had before: once they agree to it.

They stand at the window with the card whose number is asked. Nothing is found by anything
but the whole number, and nothing is told of what the earlier case was about.
"""

from collections.abc import Mapping
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.submissions import person_hash_of
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.typed.documents import RESIDENT_CARD
from sqlalchemy import select

#: The answers that are taken over besides who somebody is, by the names that templates
#: give to their questions.
_TAKEN_OVER = frozenset({"address"})


def known_of(
    action, id_number: str, id_kind: str | None = None
) -> Mapping[str, str] | None:
    """Return what the person with this number said last, by the fields of the form whose
    settings `action` has; None where there was no case before, or it is erased.

    The number is in its one shape (see `typed.documents`). The audit notes of which case,
    or nothing is returned.
    """
    person_hash = person_hash_of(id_number, id_kind or RESIDENT_CARD)
    query = select(Case).where(
        Case.person_hash == person_hash, Case.erased_at.is_(None)
    )
    newest = query.order_by(Case.received_at.desc()).limit(1)
    case = read_session().scalar(newest)
    if case is None:
        return None
    audit("case.prefill", case.number)
    write_session().flush()
    said = {
        action.applicant_name: case.applicant.get("name"),
        action.applicant_phone: case.applicant.get("phone"),
    }
    said |= {
        each["name"]: each["value"]
        for each in case.answers
        if each["name"] in _TAKEN_OVER and isinstance(each["value"], str)
    }
    return {name: text for name, text in said.items() if name and text}
