"""Names of people: how they are read, and when they cannot be right."""

from onewindow_policy import _
from onewindow_policy.typed.exceptions import UnfitName
from onewindow_policy.typed.texts import clean_text
from onewindow_policy.typed.texts import narrow
from zope.i18nmessageid import Message

import re
import unicodedata

#: The dot between the parts of a name, as identity cards print it.
MIDDLE_DOT = "·"

MAX_LENGTH = 50

#: Han characters by their blocks, for registers use some that are younger than any table
#: of Python's: with 〇 (in Unicode a number, in names a character), the repetition mark 々,
#: the compatibility ideographs, and all of the planes 2 and 3.
_HAN = (
    "\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
    # Private use: how registers write characters that had no code yet.
    "\ue000-\uf8ff\U000f0000-\U0010fffd"
)
#: Uyghur and Kazakh are written in Arabic letters.
_ARABIC = (
    "\u0620-\u065f\u066e-\u06d3\u06fa-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff"
)

#: What input methods offer for the dot, the full stop among them.
_DOTS = f"[{MIDDLE_DOT}.。\u2022\u2024\u2027\u2219\u22c5\u25cf\u30fb\uff65\uff61\u0387]"
_AFTER_PART = f"(?<=[{_HAN}{_ARABIC}])"
_BEFORE_PART = f"(?=[{_HAN}{_ARABIC}])"
_DOT_BETWEEN_PARTS = re.compile(rf"{_AFTER_PART}\s*{_DOTS}\s*{_BEFORE_PART}")
_DOT_AT_END = re.compile(rf"^\s*{_DOTS}\s*{_BEFORE_PART}|{_AFTER_PART}\s*{_DOTS}\s*$")
_SPACE = re.compile(r"\s+")
#: Spaces only line up names in print; capitals stand for a character that cannot be typed.
_SPACE_AT_HAN = re.compile(rf"(?<=[{_HAN}]) (?=[{_HAN}A-Z])|(?<=[A-Z]) (?=[{_HAN}])")

#: What copying from a PDF gives for some characters: radicals, which are none of a name.
_RADICAL = re.compile("[\u2e80-\u2fdf]")

_IS_HAN = re.compile(f"[{_HAN}]")

#: The mark between Tibetan syllables, at the end of a name too.
_TSHEG = "\u0f0b\u0f0c"

#: Between the parts of a name, never before it: the dot, and what foreign names have.
_INNER_MARKS = frozenset(MIDDLE_DOT + " -.'’" + _TSHEG)
#: Of these, what may end one: `Berg Jr.`, and the last syllable of a Tibetan name.
_LAST_MARKS = frozenset("." + _TSHEG)


def read_person_name(text: str) -> str:
    """Return a person's name in its one shape. Raises `UnfitName`.

    Chinese names, with the dot of Uyghur, Tibetan or Mongolian ones, and foreign ones in
    letters. Spaces inside a Chinese name (张 三) only line up names in print and go. A dot
    becomes `·` between Han or Uyghur parts only: `Anna M. Berg` keeps her full stop.
    Characters are never replaced: rare ones have look-alikes that are other names.
    """
    name = _SPACE.sub(" ", clean_text(narrow(text)))
    name = _RADICAL.sub(_character_of, name)
    name = _SPACE_AT_HAN.sub("", _DOT_BETWEEN_PARTS.sub(MIDDLE_DOT, name))
    name = _DOT_AT_END.sub("", name).strip()
    if any(map(_is_digit, name)):
        raise UnfitName(
            _(
                "error_name_digits",
                default="There is a digit in the name. Please enter the name only.",
            )
        )
    if not name:
        raise UnfitName(
            _(
                "error_name_missing",
                default="Please enter the full name, as on the identity card.",
            )
        )
    if len(name) > MAX_LENGTH:
        raise UnfitName(
            _(
                "error_name_long",
                default=(
                    "A name has at most ${allowed} characters; here are ${count}. Please"
                    " enter the name only."
                ),
                mapping={"allowed": MAX_LENGTH, "count": len(name)},
            )
        )
    _require_marks(name)
    return name


def doubts_about_person_name(name: str) -> tuple[Message, ...]:
    """Return a doubt where a name is a single character, which few names are."""
    if len(name) > 1:
        return ()
    return (
        _(
            "warning_name_short",
            default="This is one character. Is it the full name, as on the card?",
        ),
    )


def _require_marks(name: str) -> None:
    left_over = "".join(
        dict.fromkeys(each for each in name if not _belongs_in_name(each))
    )
    if not left_over and name[0] in _INNER_MARKS:
        left_over = name[0]
    if not left_over and name[-1] in _INNER_MARKS - _LAST_MARKS:
        left_over = name[-1]
    if left_over:
        raise UnfitName(
            _(
                "error_name_characters",
                default=(
                    "A name has no “${marks}”: please take that out. A"
                    " character that you cannot type: write its pinyin in capitals, such"
                    " as 王YAN, or come to the window."
                ),
                mapping={"marks": left_over[:20]},
            )
        )


def _character_of(match: re.Match) -> str:
    return unicodedata.normalize("NFKC", match[0])


def _is_digit(character: str) -> bool:
    return unicodedata.category(character).startswith("N") and not _IS_HAN.match(
        character
    )


def _belongs_in_name(character: str) -> bool:
    return (
        character in _INNER_MARKS
        or unicodedata.category(character)[0] in "LM"
        or bool(_IS_HAN.match(character))
    )
