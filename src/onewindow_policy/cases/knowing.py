"""What a window may fill in of a person whom it has had before: once they agree to it.

They stand at the window with the card whose number is asked. Nothing is found by anything
but the whole number, and nothing is told of what the earlier case was about, unless it is
what they come to renew.
"""

from collections.abc import Mapping
from collective.easyform.api import get_context
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.submissions import person_hash_of
from onewindow_policy.cases.validity.reading import is_offered
from onewindow_policy.forms.api import answers_for
from onewindow_policy.forms.api import item_of
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
) -> tuple[Mapping[str, str | list[str]], str | None] | None:
    """Return what the person with this number said last, by the fields of the form whose
    settings `action` has, and the number of the case that the form renews then, None for
    none; None where there was no case before, or it is erased.

    Of a case for the same service whose result runs out, all is taken over that the form
    still asks, but for numbers of documents and bank cards.

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
    known = {name: text for name, text in said.items() if name and text}
    form = get_context(action)
    renewed = _case_that_runs_out(person_hash, item_of(form))
    if renewed is None:
        return known, None
    if renewed.number != case.number:
        audit("case.prefill", renewed.number)
        write_session().flush()
    answers = [(each["title"], each["value"]) for each in renewed.answers]
    return {**answers_for(form, answers), **known}, renewed.number


def _case_that_runs_out(person_hash: bytes, item) -> Case | None:
    if item is None:
        return None
    query = select(Case).where(
        Case.person_hash == person_hash,
        Case.item_code == item.code,
        Case.runs_out_on.is_not(None),
        Case.erased_at.is_(None),
    )
    found = read_session().scalars(query.order_by(Case.runs_out_on)).all()
    return next((each for each in found if is_offered(each)), None)
