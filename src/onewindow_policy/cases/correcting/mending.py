"""What is wrong in an answer and is mended on the spot (当场更正).

Whoever applies is let mend there and then what can be, and is sent away for none of it
(Administrative Licensing Law, 行政许可法, art. 32 para. 1 no. 3).
What stood there before and what stands there now lie sealed in the history.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy.cases.correcting.exceptions import AnswerNotMendable
from onewindow_policy.cases.correcting.exceptions import AnswerNotPossible
from onewindow_policy.cases.correcting.exceptions import AnswerTheSame
from onewindow_policy.cases.correcting.persons import changed_person
from onewindow_policy.cases.correcting.persons import IDENTITY
from onewindow_policy.cases.correcting.persons import receipts_of
from onewindow_policy.cases.correcting.persons import require_same_person
from onewindow_policy.cases.correcting.persons import require_shown
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.persons import follow_person
from onewindow_policy.cases.reaching import AGENT
from onewindow_policy.cases.states import BEFORE
from onewindow_policy.cases.states import BEFORE_ACCEPTANCE
from onewindow_policy.cases.states import FIELD
from onewindow_policy.cases.states import FIELD_TITLE
from onewindow_policy.cases.states import MENDED
from onewindow_policy.cases.states import VOIDED
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.catalogue.api import find_item
from onewindow_policy.forms.api import application_form
from onewindow_policy.forms.api import births_by
from onewindow_policy.forms.api import choices_of
from onewindow_policy.forms.api import kept_answer
from onewindow_policy.forms.api import mendable_questions
from onewindow_policy.forms.api import people_in
from onewindow_policy.forms.api import read_answer
from onewindow_policy.typed.documents import birth_of
from onewindow_policy.typed.exceptions import UnfitAnswer
from sqlalchemy.orm import object_session
from typing import Any
from zope.schema.interfaces import ValidationError


@dataclass(frozen=True, slots=True)
class Mended:
    """What an answer is from now on; `person` and `whose` where it says who somebody is."""

    value: Any
    person: Mapping[str, Any] | None = None
    whose: str | None = None
    part: str | None = None


def mendable_answers(case: Case) -> dict[str, str]:
    """Return the titles by name of the answers of a case that can be mended on the spot, as
    long as the form asks for them still and it is not accepted."""
    form = _form_of(case)
    if form is None or case.state not in BEFORE_ACCEPTANCE:
        return {}
    asked = mendable_questions(form)
    return {
        each["name"]: each["title"]
        for each in case.answers
        if isinstance(each["value"], (str, list, bool, int, float))
        and not each.get("material")
        and asked.get(each["name"]) == each["title"]
    }


def mending_choices(case: Case) -> tuple[str, ...]:
    """Return what there is to choose where a choice is mended."""
    return choices_of(_form_of(case)) if mendable_answers(case) else ()


def facts_of_mending(case: Case, facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what mending an answer adds to its facts: the question, what stood there, and
    what is kept now, as the form reads it; the receipts that count no more, where it is
    the name or the document of somebody.

    Raises `AnswerNotMendable`, `AnswerNotPossible`, `AnswerTheSame`, and where it says who
    somebody is and the window has not written why or not seen it, `MendingUnexplained` and
    `FactMissing`.
    """
    name = facts[FIELD]
    titles = mendable_answers(case)
    if name not in titles:
        raise AnswerNotMendable
    mended = _read(case, name, facts[MENDED])
    before = _answer(case, name)
    now = Answer(name, titles[name], mended.value)
    if now.value == before.value:
        raise AnswerTheSame
    found = {FIELD_TITLE: titles[name], BEFORE: before.text, MENDED: now.text}
    if mended.part in IDENTITY:
        require_shown(facts)
        require_same_person(case, mended.whose, mended.person)
        if voided := receipts_of(case):
            found[VOIDED] = voided
    return found


def mend_answer(case: Case, facts: Mapping[str, Any]) -> None:
    """Have a case say what was mended, and be of whom it says."""
    form, name = _form_of(case), facts[FIELD]
    mended = _read(case, name, facts[MENDED])
    changed = {name: mended.value}
    if mended.person is not None:
        person = mended.person
        born = birth_of(person.get("id_kind"), person["id_number"] or "")
        text = born.isoformat() if born is not None else ""
        changed |= dict.fromkeys(births_by(form, name), text)
    case.answers = [
        {**each, "value": changed[each["name"]]} if each["name"] in changed else each
        for each in case.answers
    ]
    if mended.person is None:
        return
    if mended.whose == AGENT:
        case.agent = dict(mended.person)
    else:
        case.applicant = dict(mended.person)
    follow_person(object_session(case), case)


def _read(case: Case, name: str, text: str) -> Mended:
    """Return what an answer is from now on. Raises `AnswerNotPossible`."""
    form = _form_of(case)
    whose, part = people_in(form).get(name, (None, None))
    person = case.agent if whose == AGENT else case.applicant
    kind = person.get("id_kind") if whose is not None and person else None
    try:
        value = read_answer(form, name, text, kind)
        kept = kept_answer(form, name, value)
        if whose is None or person is None:
            return Mended(kept)
        changed = changed_person(case, whose, person, part, value)
        return Mended(kept, changed, whose, part)
    except UnfitAnswer as error:
        raise AnswerNotPossible(error.args[0] if error.args else None) from error
    except ValidationError as error:
        raise AnswerNotPossible from error


def _answer(case: Case, name: str) -> Answer:
    return next(Answer(**each) for each in case.answers if each["name"] == name)


def _form_of(case: Case):
    """Return the form of the service as it is now, None where there is none."""
    item = find_item(case.item_code)
    return application_form(item) if item is not None else None
