"""What is wrong or doubtful about answers as a whole, once each was read by itself.

Each function takes the widgets of the fields that are asked, and the values that were
read; what it refuses is taken out of these, and the widget has the error.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from onewindow_policy import _
from onewindow_policy.forms.browser.remarks import AnswerError
from onewindow_policy.forms.browser.remarks import message_of
from onewindow_policy.forms.exceptions import UnfitFile
from onewindow_policy.forms.interfaces import IBirthDate
from onewindow_policy.forms.interfaces import IMaterialFiles
from onewindow_policy.forms.interfaces import IReadAnswer
from onewindow_policy.forms.interfaces import IResidentIdNumber
from onewindow_policy.forms.numbers import birth_date_of
from onewindow_policy.forms.submitted import MAX_ANSWER_LENGTH
from onewindow_policy.forms.typed import clean_text
from onewindow_policy.forms.uploads import require_total
from typing import Any
from zope.i18nmessageid import Message
from zope.schema.interfaces import IText
from zope.schema.interfaces import TooLong
from zope.schema.interfaces import TooShort


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


def derive_births(widgets: Iterable, data: dict[str, Any]) -> None:
    """Read days of birth off the identity numbers that they belong to.

    Only what a field of that kind has read is one, whatever an editor named.
    """
    widgets = list(widgets)
    numbers = {
        each.__name__: data.get(each.__name__)
        for each in widgets
        if IResidentIdNumber.providedBy(each.field)
    }
    for widget in widgets:
        if IBirthDate.providedBy(widget.field):
            number = numbers.get(widget.field.id_field)
            data[widget.__name__] = birth_date_of(number) if number else None


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


def find_doubts(
    widgets: Iterable, data: dict[str, Any]
) -> Iterator[tuple[Any, Message]]:
    """Yield what is worth a second look and no reason to refuse: widget and sentence."""
    for widget in widgets:
        value = data.get(widget.__name__)
        if value and IReadAnswer.providedBy(widget.field):
            for message in widget.field.doubts(value):
                yield widget, message


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
