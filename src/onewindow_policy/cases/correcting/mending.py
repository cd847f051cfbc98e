"""What is wrong in an answer and is mended on the spot (当场更正).

Whoever applies is let mend there and then what can be, and is sent away for none of it
(Administrative Licensing Law, 行政许可法, art. 32 para. 1 no. 3).
What stood there before and what stands there now lie sealed in the history.
"""

from collections.abc import Mapping
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.states import BEFORE
from onewindow_policy.cases.states import BEFORE_ACCEPTANCE
from onewindow_policy.cases.states import FIELD
from onewindow_policy.cases.states import FIELD_TITLE
from onewindow_policy.cases.states import MENDED
from onewindow_policy.cases.stepexceptions import AnswerNotMendable
from onewindow_policy.cases.stepexceptions import AnswerNotPossible
from onewindow_policy.cases.stepexceptions import AnswerTheSame
from onewindow_policy.catalogue.api import find_item
from onewindow_policy.forms.api import application_form
from onewindow_policy.forms.api import read_text
from onewindow_policy.forms.api import text_questions
from onewindow_policy.typed.exceptions import UnfitAnswer
from typing import Any
from zope.schema.interfaces import ValidationError


def mendable_answers(case: Case) -> dict[str, str]:
    """Return the titles by name of the answers of a case that can be mended on the spot:
    words and numbers, as long as the form asks for them still and it is not accepted."""
    form = _form_of(case)
    if form is None or case.state not in BEFORE_ACCEPTANCE:
        return {}
    asked = text_questions(form)
    return {
        each["name"]: each["title"]
        for each in case.answers
        if isinstance(each["value"], str)
        and not each.get("material")
        and asked.get(each["name"]) == each["title"]
    }


def facts_of_mending(case: Case, facts: Mapping[str, Any]) -> dict[str, str]:
    """Return what mending an answer adds to its facts: the question, what stood there, and
    what is kept now, as the form reads it.

    Raises `AnswerNotMendable`, `AnswerNotPossible`, `AnswerTheSame`.
    """
    name = facts[FIELD]
    titles = mendable_answers(case)
    if name not in titles:
        raise AnswerNotMendable
    try:
        now = read_text(_form_of(case), name, facts[MENDED])
    except UnfitAnswer as error:
        raise AnswerNotPossible(error.args[0]) from error
    except ValidationError as error:
        raise AnswerNotPossible from error
    before = next(each["value"] for each in case.answers if each["name"] == name)
    if now == before:
        raise AnswerTheSame
    return {FIELD_TITLE: titles[name], BEFORE: before, MENDED: now}


def mend_answer(case: Case, facts: Mapping[str, Any]) -> None:
    """Have a case say what was mended."""
    case.answers = [
        {**each, "value": facts[MENDED]} if each["name"] == facts[FIELD] else each
        for each in case.answers
    ]


def _form_of(case: Case):
    """Return the form of the service as it is now, None where there is none."""
    item = find_item(case.item_code)
    return application_form(item) if item is not None else None
