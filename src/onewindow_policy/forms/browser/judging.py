"""What is wrong or doubtful about answers as a whole, once each was read by itself.

Each function takes the widgets of the fields that are asked, and the values that were
read; what it refuses is taken out of these, and the widget has the error.
"""

from collections import Counter
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from onewindow_policy import _
from onewindow_policy.forms.agents import OWN_AGENT
from onewindow_policy.forms.browser.remarks import AnswerError
from onewindow_policy.forms.browser.remarks import message_of
from onewindow_policy.forms.browser.remarks import OpenQuestion
from onewindow_policy.forms.exceptions import UnfitFile
from onewindow_policy.forms.interfaces import IBirthDate
from onewindow_policy.forms.interfaces import IBirthday
from onewindow_policy.forms.interfaces import IMaterialFiles
from onewindow_policy.forms.interfaces import IReadAnswer
from onewindow_policy.forms.interfaces import IResidentIdNumber
from onewindow_policy.forms.submitted import MAX_ANSWER_LENGTH
from onewindow_policy.forms.uploads import material_filename
from onewindow_policy.forms.uploads import require_total
from onewindow_policy.guides.documents import refused_document
from onewindow_policy.typed.documents import birth_of
from onewindow_policy.typed.documents import holder_kind
from onewindow_policy.typed.documents import read_document
from onewindow_policy.typed.exceptions import UnfitAnswer
from onewindow_policy.typed.texts import clean_text
from typing import Any
from zope.i18nmessageid import Message
from zope.schema.interfaces import IText
from zope.schema.interfaces import TooLong
from zope.schema.interfaces import TooShort

_OTHER_BIRTHDAY = _(
    "error_birthday_differs",
    default=(
        "The identity number says another day of birth. Please compare both with the"
        " document."
    ),
)


def count_lengths(
    widgets: Iterable, data: dict[str, Any], lengths: Mapping[str, int]
) -> None:
    """Say of each text that is too long or too short how long it is, and may be.

    `lengths` has those of the answers that were cut, by the names of inputs.
    """
    for widget in widgets:
        fault = getattr(widget.error, "error", None)
        if widget.name in lengths:
            _refuse(widget, data, _too_long(MAX_ANSWER_LENGTH, lengths[widget.name]))
        elif isinstance(fault, TooLong):
            _refuse(widget, data, _too_long(fault.bound, len(fault.value)))
        elif isinstance(fault, TooShort):
            _refuse(widget, data, _too_short(fault.bound, len(fault.value)))


def clean_texts(widgets: Iterable, data: dict[str, Any]) -> None:
    """Take what cannot be seen out of all texts; what is nothing then is missing."""
    for widget in widgets:
        value = data.get(widget.__name__)
        if not isinstance(value, str) or not IText.providedBy(widget.field):
            continue
        if text := clean_text(value):
            data[widget.__name__] = text
        elif widget.required:
            _refuse(widget, data, message_of(None, widget))
        else:
            data[widget.__name__] = widget.field.missing_value


def read_documents(widgets: Iterable, data: dict[str, Any]) -> None:
    """Read the numbers of documents whose kind another field asks for.

    Where that was not answered, the number is nobody's yet; where it is not asked at all,
    the document is a resident identity card.
    """
    widgets = list(widgets)
    asked = {each.__name__ for each in widgets}
    for widget in widgets:
        name, field = widget.__name__, widget.field
        if not IResidentIdNumber.providedBy(field) or not data.get(name):
            continue
        kind_field = field.kind_field
        if kind_field in asked and not isinstance(data.get(kind_field), str):
            del data[name]
        elif kind_field is not None:
            try:
                data[name] = read_document(data.get(kind_field), data[name])
            except UnfitAnswer as error:
                _refuse(widget, data, error.args[0])


def require_accepted(
    widgets: Iterable, data: dict[str, Any], name: str | None, accepted: Collection[str]
) -> None:
    """Refuse a document that the service does not take, where its kind was chosen; `name`
    is that of the field of the number."""
    widgets = {each.__name__: each for each in widgets}
    number = widgets.get(name)
    if number is None or not IResidentIdNumber.providedBy(number.field):
        return
    kind = data.get(number.field.kind_field)
    asked = widgets.get(number.field.kind_field)
    if asked is not None and kind is None:
        return
    if message := refused_document(kind, accepted):
        _refuse(asked or number, data, message)


def birth_in(widgets: Iterable, data: dict[str, Any], name: str | None) -> date | None:
    """Return the day of birth in what the field with this name has read, None without.

    Only a number of a document tells one, whatever an editor named.
    """
    for widget in widgets:
        if widget.__name__ == name and IResidentIdNumber.providedBy(widget.field):
            number = data.get(name)
            kind = data.get(widget.field.kind_field)
            return birth_of(kind, number) if number else None
    return None


def kind_in(widgets: Iterable, data: dict[str, Any], name: str | None) -> str | None:
    """Return the kind of the document whose number the field with this name has read, None
    where it has none or its kind is not asked."""
    for widget in widgets:
        if widget.__name__ == name and IResidentIdNumber.providedBy(widget.field):
            return data.get(widget.field.kind_field) if data.get(name) else None
    return None


def derive_births(widgets: Iterable, data: dict[str, Any]) -> None:
    """Read days of birth off the identity numbers that they belong to."""
    widgets = list(widgets)
    for widget in widgets:
        if IBirthDate.providedBy(widget.field):
            data[widget.__name__] = birth_in(widgets, data, widget.field.id_field)


def compare_birthdays(widgets: Iterable, data: dict[str, Any]) -> None:
    """Refuse a day of birth that is another than the identity number beside it tells."""
    widgets = list(widgets)
    for widget in widgets:
        stated = data.get(widget.__name__)
        if not stated or not IBirthday.providedBy(widget.field):
            continue
        born = birth_in(widgets, data, widget.field.id_field)
        if born is not None and born.isoformat() != stated:
            _refuse(widget, data, _OTHER_BIRTHDAY)


def tell_agent_apart(
    widgets: Iterable, data: dict[str, Any], applicant: str | None, agent: str | None
) -> None:
    """Refuse an agent with the document of the applicant; these are the names of the fields
    of both numbers."""
    found = {
        widget.__name__: (holder_kind(data.get(widget.field.kind_field)), number)
        for widget in widgets
        if IResidentIdNumber.providedBy(widget.field)
        and (number := data.get(widget.__name__))
    }
    if agent in found and found[agent] == found.get(applicant):
        (widget,) = (each for each in widgets if each.__name__ == agent)
        _refuse(widget, data, OWN_AGENT)


def limit_files(widgets: Iterable, data: dict[str, Any]) -> None:
    """Refuse more than all files together may have, at the file that is too much."""
    sizes: list[int] = []
    for widget in widgets:
        if IMaterialFiles.providedBy(widget.field):
            sizes += [each.size for each in data.get(widget.__name__) or ()]
            try:
                require_total(sizes)
            except UnfitFile as error:
                _refuse(widget, data, error.args[0])
                return


def name_files(widgets: Iterable, data: dict[str, Any]) -> None:
    """Call each file by its material and number, through all fields that ask for it."""
    numbers: Counter[str] = Counter()
    for widget in widgets:
        files = data.get(widget.__name__)
        if not files or not IMaterialFiles.providedBy(widget.field):
            continue
        material = str(widget.field.title)
        named = []
        for file in files:
            numbers[material] += 1
            name = material_filename(material, numbers[material], file.content_type)
            named.append(replace(file, filename=name))
        data[widget.__name__] = tuple(named)


def find_doubts(
    widgets: Iterable, data: dict[str, Any]
) -> Iterator[tuple[Any, Message]]:
    """Yield what is worth a second look and no reason to refuse: widget and sentence."""
    for widget in widgets:
        value = data.get(widget.__name__)
        if value and IReadAnswer.providedBy(widget.field):
            for message in widget.field.doubts(value):
                yield widget, message


def open_questions(widgets: Iterable, data: dict[str, Any]) -> tuple[OpenQuestion, ...]:
    """Return the answers that are likely to be wrong and may be right, so that they are
    asked about once before anything is taken in."""
    return tuple(
        OpenQuestion(widget.id, widget.__name__, data[widget.__name__])
        for widget in widgets
        if data.get(widget.__name__)
        and IReadAnswer.providedBy(widget.field)
        and widget.field.question in widget.field.doubts(data[widget.__name__])
    )


def _too_long(allowed: int, count: int) -> Message:
    return _(
        "error_longer",
        default="At most ${allowed} characters, please; here are ${count}.",
        mapping={"allowed": allowed, "count": count},
    )


def _too_short(allowed: int, count: int) -> Message:
    return _(
        "error_shorter",
        default="At least ${allowed} characters, please; here are only ${count}.",
        mapping={"allowed": allowed, "count": count},
    )


def _refuse(widget, data: dict[str, Any], message: Message) -> None:
    data.pop(widget.__name__, None)
    widget.error = AnswerError(message, widget)
