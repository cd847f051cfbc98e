"""What a window may fill in of a person whom it has had before: once they agree to it.

They stand at the window with the card whose number is asked. Nothing is found by anything
but the whole number, and nothing is told of what the earlier case was about, unless it is
what they come to renew, or to apply for once more.
"""

from collections.abc import Mapping
from collective.easyform.api import get_context
from onewindow_policy.cases.linking.reading import can_reapply
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.submissions import person_hash_of
from onewindow_policy.cases.validity.reading import is_offered
from onewindow_policy.forms.api import answers_for
from onewindow_policy.forms.api import item_of
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.typed.documents import RESIDENT_CARD
from sqlalchemy import or_
from sqlalchemy import select

#: The answers that are taken over besides who somebody is, by the names that templates
#: give to their questions.
_TAKEN_OVER = frozenset({"address"})


def known_of(
    action, id_number: str, id_kind: str | None = None, earlier: str | None = None
) -> tuple[Mapping[str, str | list[str]], str | None] | None:
    """Return what the person with this number said last, by the fields of the form whose
    settings `action` has, and the number of the case that the form is made from then, None
    for none; None where there was no case before, or it is erased.

    Of a case for the same service whose result runs out, or of the `earlier` one from which
    the window makes a new application, all is taken over that the form still asks, but for
    numbers of documents and bank cards.

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
    made_from = _case_to_take_over(person_hash, item_of(form), earlier)
    if made_from is None:
        return known, None
    if made_from.number != case.number:
        audit("case.prefill", made_from.number)
        write_session().flush()
    answers = [(each["title"], each["value"]) for each in made_from.answers]
    return {**answers_for(form, answers), **known}, made_from.number


def _case_to_take_over(person_hash: bytes, item, earlier: str | None) -> Case | None:
    """Return the case whose answers a form for `item` takes over, None for none."""
    if item is None:
        return None
    query = select(Case).where(
        Case.person_hash == person_hash,
        Case.item_code == item.code,
        or_(Case.runs_out_on.is_not(None), Case.number == earlier),
        Case.erased_at.is_(None),
    )
    found = read_session().scalars(query.order_by(Case.runs_out_on)).all()
    for case in found:
        if case.number == earlier and can_reapply(case):
            return case
    return next((each for each in found if is_offered(each)), None)
