"""Names of people: how they are read, and when they cannot be right."""

from onewindow_policy import _
from onewindow_policy.forms.exceptions import UnfitName
from onewindow_policy.forms.typed import clean_text
from onewindow_policy.forms.typed import narrow

import re
import unicodedata

#: The dot between the parts of a name, as identity cards print it.
MIDDLE_DOT = "·"

MAX_LENGTH = 50

#: What input methods offer for it.
_DOTS = re.compile("\\s*[\u2022\u2027\u2219\u22c5\u25cf\u30fb\uff65\u0387.]\\s*")
_SPACE = re.compile(r"\s+")
_HAN = "[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_SPACE_IN_HAN = re.compile(f"(?<={_HAN}) (?={_HAN})")
_DOT_AT_END = re.compile(f"^{MIDDLE_DOT}|{MIDDLE_DOT}$")

#: Between the parts of a name, never at its ends: the dot, and what foreign names have.
_INNER_MARKS = frozenset(MIDDLE_DOT + " -'’")


def read_person_name(text: str) -> str:
    """Return a person's name in its one shape. Raises `UnfitName`.

    Chinese names, with the dot of Uyghur, Tibetan or Mongolian ones, and foreign ones in
    letters. Spaces inside a Chinese name (张 三) only line up names in print and go.
    Characters are never replaced: rare ones have look-alikes that are other names.
    """
    name = _SPACE.sub(" ", clean_text(narrow(text)))
    name = _SPACE_IN_HAN.sub("", _DOTS.sub(MIDDLE_DOT, name))
    name = _DOT_AT_END.sub("", name)
    if any(unicodedata.category(each).startswith("N") for each in name):
        raise UnfitName(
            _(
                "error_name_digits",
                default="There is a digit in the name. Please enter the name only.",
            )
        )
    if not 2 <= len(name) <= MAX_LENGTH:
        raise UnfitName(
            _(
                "error_name_length",
                default="Please enter the full name, as on the identity card.",
            )
        )
    if not all(map(_belongs_in_name, name)) or {name[0], name[-1]} & _INNER_MARKS:
        raise UnfitName(
            _(
                "error_name_characters",
                default=(
                    "A name has only characters or letters, and the dot “·” between its"
                    " parts. Please take out the other marks."
                ),
            )
        )
    return name


def _belongs_in_name(character: str) -> bool:
    # Private use: how registers write characters that had no code yet.
    category = unicodedata.category(character)
    return character in _INNER_MARKS or category[0] in "LM" or category == "Co"
