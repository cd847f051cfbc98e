"""Answers as records keep them: in plain values, as they read."""

from collections.abc import Iterator
from collective.easyform.api import get_schema
from datetime import date
from onewindow_policy.forms.asking import HOW
from onewindow_policy.forms.communities import choices_of_city
from onewindow_policy.forms.interfaces import ICommunityCode
from onewindow_policy.forms.interfaces import IMaterialFiles
from onewindow_policy.forms.uploads import HandedInFile
from typing import Any
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IChoice
from zope.schema.interfaces import ICollection


def answer_text(value) -> str | None:
    """Return an answer as a text, None for none: an editor may let a field of any kind
    stand for what our actions need."""
    if isinstance(value, (list, tuple, set, frozenset)):
        value = "、".join(sorted(str(each) for each in value))
    return str(value) if value not in (None, "") else None


def plain_answers(form, fields) -> Iterator[tuple[str, str, Any]]:
    """Yield name and title of each field that was answered, with the answer in JSON's own
    types: the titles of choices, the names of files."""
    for name, each in getFieldsInOrder(get_schema(form)):
        if fields.get(name) not in (None, "", (), []):
            yield name, each.title, _plain(each.bind(form), fields[name])


def handed_in_files(form, fields) -> Iterator[tuple[str | None, HandedInFile]]:
    """Yield the files that were handed in, each with the code of its material."""
    for name, each in getFieldsInOrder(get_schema(form)):
        if IMaterialFiles.providedBy(each):
            yield from ((each.material, file) for file in fields.get(name) or ())


def chosen_ways(form, fields) -> dict[str, tuple[str, str]]:
    """Return how materials are handed in, by the names of the questions that asked: the
    code of the material, and the key of what was chosen."""
    return {
        how: (each.material, fields[how])
        for name, each in getFieldsInOrder(get_schema(form))
        if IMaterialFiles.providedBy(each) and each.material
        for how in (f"{name}{HOW}",)
        if fields.get(how)
    }


def _plain(field, value):
    if isinstance(value, HandedInFile):
        return value.filename
    if isinstance(value, date):
        return value.isoformat()
    if ICollection.providedBy(field):
        return [_plain(field.value_type, each) for each in value]
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(field, each) for each in value]
    if ICommunityCode.providedBy(field):
        return choices_of_city().names.get(value, value)
    if IChoice.providedBy(field):
        return str(field.vocabulary.getTerm(value).title or value)
    return value if isinstance(value, (bool, int, float)) else str(value)
