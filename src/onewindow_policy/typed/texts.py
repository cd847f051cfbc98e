"""Bring what people type into one shape, where that cannot change what they mean."""

from types import MappingProxyType

import re
import unicodedata

#: How a yes or a no reads, in the city's language, as all that records keep.
YES_NO = MappingProxyType({True: "是", False: "否"})

#: Full-width letters, digits and marks (as Chinese input methods leave them) and the
#: ideographic space.
_NARROW = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

#: What one cannot see: control characters but for tab and line ends, zero-width marks,
#: and marks that turn the direction of writing. Pasting brings them along.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069"
    "\ufeff\ufff9-\ufffb\ud800-\udfff]"
)

_BETWEEN_DIGITS = re.compile(r"[\s\-\u2010-\u2015\u2212\u00b7.,_/()]+")


def without_invisible(text: str) -> str:
    """Return `text` without what one cannot see."""
    return _INVISIBLE.sub("", text)


def clean_text(text: str) -> str:
    """Return `text` without what one cannot see, and without space around it.

    Nothing else changes: a full-width comma is right in Chinese, and NFKC would replace
    rare characters of names by others.
    """
    return without_invisible(text).strip()


def narrow(text: str) -> str:
    """Return `text` with full-width letters, digits and marks made half-width."""
    return text.translate(_NARROW)


def compact_number(text: str) -> str:
    """Return a number without spaces and separators, its digits and letters in ASCII.

    NFKC is right for a number: whatever form a digit was typed in, it is that digit.
    """
    return _BETWEEN_DIGITS.sub("", unicodedata.normalize("NFKC", clean_text(text)))
