"""Text that can be printed, sent as XML and read aloud: no control characters."""

from onewindow_policy import _
from zope.interface import Invalid
from zope.schema import getFieldsInOrder

import re

#: C0 and C1 controls but for tab and line ends, lone halves of surrogate pairs and the two
#: characters that are none: a Word file or an XML feed with one of them cannot be opened.
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]"
)


class NotPrintable(Invalid):
    """A text holds control characters, as pasting from some programs brings along."""


def require_printable(data, schema) -> None:
    """Raise `NotPrintable` when a text in a field of `schema` has control characters.

    `data` holds the values as attributes (a content object or the data of a form); rows
    and lists are looked into.
    """
    for name, field in getFieldsInOrder(schema):
        if _is_unprintable(getattr(data, name, None)):
            raise NotPrintable(
                _(
                    "error_not_printable",
                    default=(
                        "“${field}” holds characters that cannot be printed. They come"
                        " with pasting: please type the passage again."
                    ),
                    mapping={"field": field.title},
                )
            )


def _is_unprintable(value) -> bool:
    if isinstance(value, str):
        return UNPRINTABLE.search(value) is not None
    if isinstance(value, dict):
        return any(map(_is_unprintable, value.values()))
    if isinstance(value, (list, tuple)):
        return any(map(_is_unprintable, value))
    return False
