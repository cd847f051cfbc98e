"""The gate for what editors write: what of content is prose, and how it is printed.

Fields and columns that hold what others repeat letter by letter (codes, names of forms and
of laws) are no prose: their schema names them under `VERBATIM`.
"""

from Acquisition import aq_base
from collections.abc import Callable
from collections.abc import Collection
from collections.abc import Iterator
from dataclasses import dataclass
from onewindow_policy.publishing.interfaces import IProse
from onewindow_policy.typed.markup import punctuated_markup
from onewindow_policy.typed.markup import texts_of_markup
from onewindow_policy.typed.punctuation import punctuated
from plone.app.textfield.interfaces import IRichText
from plone.app.textfield.interfaces import IRichTextValue
from plone.app.textfield.value import RichTextValue
from plone.dexterity.interfaces import IDexterityContent
from plone.dexterity.utils import iterSchemata
from typing import Any
from zope.component import adapter
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IChoice
from zope.schema.interfaces import IList
from zope.schema.interfaces import IText

#: The tagged value of a schema that names those of its fields that are no prose.
VERBATIM = "onewindow_policy.verbatim"

OURS = "onewindow_policy."

#: What editors write of any content.
_OF_ALL_CONTENT = ("title", "description")


@dataclass(frozen=True, slots=True)
class Passage:
    """A text of content and its place: the field, and the row and column of a table."""

    name: str
    field: Message | str
    text: str
    row: int = 0
    column: Message | str = ""


#: Takes a passage, and returns what is to stand in its place.
Change = Callable[[Passage], str]


@implementer(IProse)
@adapter(IDexterityContent)
class Prose:
    """See `IProse`."""

    def __init__(self, context):
        self.context = context

    def passages(self) -> Iterator[Passage]:
        found: list[Passage] = []

        def note(passage: Passage) -> str:
            found.append(passage)
            return passage.text

        for field, value in prose_fields(self.context):
            changed(field, value, note)
        yield from found

    def punctuate(self) -> list[Passage]:
        found: list[Passage] = []
        for field, value in prose_fields(self.context):
            new = changed(field, value, noting(found))
            if new is not value:
                setattr(self.context, field.__name__, new)
        return found


def noting(found: list[Passage]) -> Change:
    """Return what sets the punctuation of passages, and notes into `found` where it did."""

    def punctuate(passage: Passage) -> str:
        text = punctuated(passage.text)
        if text != passage.text:
            found.append(passage)
        return text

    return punctuate


def prose_fields(content) -> Iterator[tuple]:
    """Yield the fields of `content` that hold prose, with what it stores in them."""
    stored = aq_base(content).__dict__
    schemata = list(iterSchemata(content))
    verbatim = {name for each in schemata for name in verbatim_names(each)}
    for schema in schemata:
        is_ours = schema.__module__.startswith(OURS)
        for name, field in getFieldsInOrder(schema):
            is_written = (
                is_ours or name in _OF_ALL_CONTENT or IRichText.providedBy(field)
            )
            if is_written and name not in verbatim and stored.get(name):
                yield field, stored[name]


def verbatim_names(schema) -> Collection[str]:
    """Return the names of the fields of `schema` that are no prose."""
    return schema.queryTaggedValue(VERBATIM) or ()


def changed(field, value: Any, change: Change) -> Any:
    """Return `value` of `field` with its passages changed; itself where none was."""
    name, title = field.__name__, field.title
    if IRichText.providedBy(field):
        return _changed_markup(name, title, value, change)
    if is_text(field) and isinstance(value, str):
        return _kept(value, change(Passage(name, title, value)))
    if not (IList.providedBy(field) and isinstance(value, (list, tuple))):
        return value
    row_schema = getattr(field.value_type, "schema", None)
    if row_schema is not None:
        rows = [
            changed_row(name, title, row_schema, row, number, change)
            for number, row in enumerate(value, start=1)
        ]
    elif is_text(field.value_type):
        rows = [
            _kept(line, change(Passage(name, title, line, number)))
            if isinstance(line, str)
            else line
            for number, line in enumerate(value, start=1)
        ]
    else:
        return value
    return value if all(a is b for a, b in zip(rows, value, strict=True)) else rows


def changed_row(name, title, row_schema, row, number: int, change: Change):
    """Return a row of a table with its passages changed; itself where none was."""
    verbatim = verbatim_names(row_schema)
    new = dict(row)
    for column, field in getFieldsInOrder(row_schema):
        text = row.get(column)
        if column in verbatim or not is_text(field) or not isinstance(text, str):
            continue
        new[column] = change(Passage(name, title, text, number, field.title))
    return row if new == row else new


def is_text(field) -> bool:
    """Return whether a field takes a text that people write."""
    return IText.providedBy(field) and not IChoice.providedBy(field)


def _kept(old: str, new: str) -> str:
    return old if new == old else new


def _changed_markup(name, title, value, change: Change):
    if not IRichTextValue.providedBy(value):
        return value
    raw = value.raw or ""
    for line in texts_of_markup(raw):
        # Where each line stands in the markup is not known: it is only told.
        change(Passage(name, title, line))
    new = punctuated_markup(raw)
    if new == raw:
        return value
    return RichTextValue(new, value.mimeType, value.outputMimeType)
