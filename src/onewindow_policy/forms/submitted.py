"""What a browser sent, before anything reads it.

Anybody may send anything: a field twice, a file where text belongs, a number because the
name ended in `:int`, half a character. What no page of ours sends is dropped here, so that
widgets and converters meet only what they were written for.
"""

from collections.abc import Iterable
from collections.abc import MutableMapping
from onewindow_policy.typed.texts import clean_text
from typing import Any
from ZPublisher.HTTPRequest import FileUpload

PREFIX = "form.widgets."

#: No answer to a form is longer; what goes on after it is cut off and said to be.
MAX_ANSWER_LENGTH = 5000


def forget_submission(form: MutableMapping[str, Any]) -> None:
    """Drop all answers and buttons from `form`, what was sent."""
    for name in [name for name in form if name.startswith("form.")]:
        del form[name]


def tidy_submission(
    form: MutableMapping[str, Any], lists: Iterable[str] = ()
) -> dict[str, int]:
    """Leave in `form`, what was sent, only texts, files, and lists of them.

    `lists` are the names of inputs that may come several times; of any other the last
    value counts, as browsers have it. What is longer than an answer may be is cut behind
    the first character too many; returned is how long it was, by name.
    """
    lists = frozenset(lists)
    lengths = {}
    for name in [name for name in form if name.startswith(PREFIX)]:
        sent = form[name] if isinstance(form[name], (list, tuple)) else [form[name]]
        sent = [_lines(each) for each in sent if isinstance(each, (str, FileUpload))]
        values = [_tidy(each) for each in sent]
        if name in lists:
            form[name] = values
        elif values:
            form[name] = values[-1]
            if isinstance(sent[-1], str) and len(sent[-1]) > MAX_ANSWER_LENGTH:
                lengths[name] = len(sent[-1])
        else:
            del form[name]
    return lengths


def _lines(value):
    """Return a text with the ends of lines that a person would count as one character."""
    if isinstance(value, FileUpload):
        return value
    return value.replace("\r\n", "\n").replace("\r", "\n")


def _tidy(value):
    if isinstance(value, FileUpload):
        return value
    return clean_text(value[: MAX_ANSWER_LENGTH + 1])
