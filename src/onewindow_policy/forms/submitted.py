"""What a browser sent, before anything reads it.

Anybody may send anything: a field twice, a file where text belongs, a number because the
name ended in `:int`, half a character. What no page of ours sends is dropped here, so that
widgets and converters meet only what they were written for.
"""

from collections.abc import Iterable
from collections.abc import MutableMapping
from onewindow_policy.forms.typed import without_invisible
from typing import Any
from ZPublisher.HTTPRequest import FileUpload

PREFIX = "form.widgets."

#: No answer to a form is longer; what goes on after it is cut off and said to be.
MAX_ANSWER_LENGTH = 5000


def forget_submission(form: MutableMapping[str, Any]) -> None:
    """Drop all answers and buttons from `form`, what was sent."""
    for name in [name for name in form if name.startswith("form.")]:
        del form[name]


def tidy_submission(form: MutableMapping[str, Any], lists: Iterable[str] = ()) -> None:
    """Leave in `form`, what was sent, only texts, files, and lists of them.

    `lists` are the names of inputs that may come several times; of any other the last
    value counts, as browsers have it. Keeps one character more than an answer may have,
    so that its reader can tell.
    """
    lists = frozenset(lists)
    for name in [name for name in form if name.startswith(PREFIX)]:
        values = form[name] if isinstance(form[name], (list, tuple)) else [form[name]]
        values = [_tidy(each) for each in values if isinstance(each, (str, FileUpload))]
        if name in lists:
            form[name] = values
        elif values:
            form[name] = values[-1]
        else:
            del form[name]


def _tidy(value):
    if isinstance(value, FileUpload):
        return value
    return without_invisible(value[: MAX_ANSWER_LENGTH + 1])
