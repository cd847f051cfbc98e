"""Reading one answer anew: what an applicant mends at the window is judged by the form."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from collective.easyform.api import get_actions
from collective.easyform.api import get_schema
from collective.easyform.interfaces import IFieldExtender
from onewindow_policy import _
from onewindow_policy.forms.actions import IRegisterCase
from onewindow_policy.forms.answers import plain_answers
from onewindow_policy.forms.asking import HOW
from onewindow_policy.forms.interfaces import IBirthDate
from onewindow_policy.forms.interfaces import ICommunityCode
from onewindow_policy.forms.interfaces import IResidentIdNumber
from onewindow_policy.typed.documents import read_document
from onewindow_policy.typed.exceptions import UnfitAnswer
from onewindow_policy.typed.texts import clean_text
from onewindow_policy.typed.texts import YES_NO
from typing import Any
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IBool
from zope.schema.interfaces import IChoice
from zope.schema.interfaces import ICollection
from zope.schema.interfaces import IFromUnicode
from zope.schema.interfaces import INumber
from zope.schema.interfaces import IText

import re

#: Whose an answer is, and which part of what is kept of them.
APPLICANT, AGENT = "applicant", "agent"
PERSON_NAME, NUMBER, KIND, PHONE, EMAIL = (
    *("name", "id_number", "id_kind", "phone", "email"),
)

_BETWEEN_CHOICES = re.compile(r"[、，,;；\n]+")
_NAMES = re.compile(r"\w+")


def mendable_questions(form) -> dict[str, str]:
    """Return the titles by name of the questions of `form`, as it is now, that are answered
    in words, numbers or choices, or by yes or no.

    Where a choice decides what else is asked, another one would leave questions open.
    """
    fields = dict(getFieldsInOrder(get_schema(form)))
    deciding = _deciding(fields.values()) - set(_kinds_of(fields))
    return {
        name: asked.title
        for name, asked in fields.items()
        if (_takes_text(asked) or _choices_in(asked))
        # Which community it is decides who handles it.
        and not ICommunityCode.providedBy(asked)
        and not name.endswith(HOW)
        and name not in deciding
    }


def choices_of(form) -> tuple[str, ...]:
    """Return what there is to choose in all questions that can be mended."""
    schema = get_schema(form)
    return tuple(
        dict.fromkeys(
            title
            for name in mendable_questions(form)
            for title in _choices_in(schema[name])
        )
    )


def people_in(form) -> dict[str, tuple[str, str]]:
    """Return which questions say who somebody is: whose, and which part of it, by name."""
    schema = get_schema(form)
    found: dict[str, tuple[str, str]] = {}
    for _name, action in getFieldsInOrder(get_actions(form)):
        if not IRegisterCase.providedBy(action):
            continue
        found |= {
            action.applicant_name: (APPLICANT, PERSON_NAME),
            action.applicant_id_number: (APPLICANT, NUMBER),
            action.applicant_phone: (APPLICANT, PHONE),
            action.applicant_email: (APPLICANT, EMAIL),
            action.agent_name: (AGENT, PERSON_NAME),
            action.agent_id_number: (AGENT, NUMBER),
            action.agent_phone: (AGENT, PHONE),
        }
    for name, (whose, part) in tuple(found.items()):
        kind = getattr(schema.get(name or ""), "kind_field", None)
        if part == NUMBER and kind:
            found[kind] = (whose, KIND)
    return {name: who for name, who in found.items() if name in schema}


def births_by(form, name: str) -> tuple[str, ...]:
    """Return the names of the days of birth that are read off the number in the question
    with this name, or off that whose kind it asks for."""
    schema = get_schema(form)
    return tuple(
        each
        for each, asked in getFieldsInOrder(schema)
        if IBirthDate.providedBy(asked)
        and name
        in (asked.id_field, getattr(schema.get(asked.id_field), "kind_field", None))
    )


def read_answer(form, name: str, text: str, kind: str | None = None) -> Any:
    """Return the value that a question of `form` takes for `text`; `kind` is that of the
    document whose number is asked, None where none was chosen.

    Raises `UnfitAnswer`, or `ValidationError` of `zope.schema`, where the form would not
    take it.
    """
    asked = get_schema(form)[name].bind(form)
    if IResidentIdNumber.providedBy(asked) and asked.kind_field:
        return read_document(kind, text)
    if ICollection.providedBy(asked):
        parts = filter(None, map(clean_text, _BETWEEN_CHOICES.split(text)))
        chosen = {_chosen(asked.value_type, part) for part in parts}
        return [each.value for each in asked.value_type.vocabulary if each in chosen]
    if IChoice.providedBy(asked):
        return _chosen(asked, clean_text(text)).value
    if IBool.providedBy(asked):
        return _read_yes_or_no(clean_text(text))
    return asked.fromUnicode(text)


def kept_answer(form, name: str, value) -> Any:
    """Return how a case keeps a value of `read_answer`."""
    for _name, _title, kept in plain_answers(form, {name: value}):
        return kept
    return ""


def _takes_text(asked) -> bool:
    is_typed = IText.providedBy(asked) or INumber.providedBy(asked)
    return is_typed and IFromUnicode.providedBy(asked)


def _choices_in(asked) -> Sequence[str]:
    """Return what there is to choose, as it reads; nothing where nothing is chosen."""
    if IBool.providedBy(asked):
        return list(YES_NO.values())
    one = asked.value_type if ICollection.providedBy(asked) else asked
    if not IChoice.providedBy(one):
        return ()
    return [str(each.title or each.value) for each in one.vocabulary or ()]


def _chosen(asked, text: str):
    found = [
        each
        for each in asked.vocabulary
        if text in (each.title, each.token, each.value)
    ]
    if len(found) != 1:
        raise _no_such_choice(_choices_in(asked))
    return found[0]


def _read_yes_or_no(text: str) -> bool:
    for value, word in YES_NO.items():
        if text == word:
            return value
    raise _no_such_choice(YES_NO.values())


def _no_such_choice(choices: Iterable[str]) -> UnfitAnswer:
    return UnfitAnswer(
        _(
            "error_no_such_choice",
            default="Write one of these, as it is written here: ${choices}.",
            mapping={"choices": "、".join(choices)},
        )
    )


def _deciding(fields) -> set[str]:
    """Return the names in the conditions of other questions."""
    conditions = (IFieldExtender(each).depends_on or "" for each in fields)
    return {name for text in conditions for name in _NAMES.findall(text)}


def _kinds_of(fields: Mapping[str, Any]) -> list[str]:
    return [
        each.kind_field
        for each in fields.values()
        if IResidentIdNumber.providedBy(each) and each.kind_field
    ]
