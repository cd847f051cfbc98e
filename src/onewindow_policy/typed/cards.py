"""What a reader of identity cards types: it stands for a keyboard, and its makers differ.

Number and name come in either order, with a tab, a space, a comma or the end of a line
between them; some readers add sex, nation, day of birth and address, which nobody needs
here.
"""

from dataclasses import dataclass
from dataclasses import field
from onewindow_policy import _
from onewindow_policy.typed.exceptions import UnfitName
from onewindow_policy.typed.exceptions import UnfitNumber
from onewindow_policy.typed.names import read_person_name
from onewindow_policy.typed.numbers import read_id_number
from onewindow_policy.typed.texts import narrow

import re

#: No reader types more; what is pasted beyond that is no card.
LONGEST_LINE = 500

_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9]{17}[0-9Xx](?![0-9A-Za-z])")
_BETWEEN = re.compile(r"[\t\r\n,;|、]+")
_LABEL = re.compile(r"^\s*(?:姓\s*名|NAME)\s*:?\s*", re.IGNORECASE)
#: What else stands on a card, by words or by what it ends with.
_NO_NAME = re.compile(r"男|女|[男女]性|汉|.*[族省市区县乡镇街路号局]|\W*")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]{2,}")

NO_NUMBER = _(
    "error_card_line",
    default=(
        "There is no identity number of 18 characters in it. Read the card once more, or"
        " enter name and number below."
    ),
)


@dataclass(frozen=True, slots=True)
class ReadCard:
    """What a card says; `name` is empty where the reader typed none that can be one."""

    number: str = field(repr=False)
    name: str = field(repr=False)


def read_card(line: str) -> ReadCard:
    """Return number and name out of what a reader typed.

    Raises `UnfitNumber` where there is no number, or several, and where the one there is
    cannot be right (GB 11643-1999).
    """
    text = narrow(line[:LONGEST_LINE])
    numbers = {each.upper() for each in _NUMBER.findall(text)}
    if len(numbers) != 1:
        raise UnfitNumber(NO_NUMBER)
    number = read_id_number(numbers.pop())
    parts = _BETWEEN.split(_NUMBER.sub("\n", text))
    return ReadCard(number, next(filter(None, map(_name_in, parts)), ""))


def _name_in(part: str) -> str:
    """Return the name that a part is, or begins with; empty for none."""
    part = _LABEL.sub("", part).strip()
    first = part.split(maxsplit=1)[0] if part else ""
    # A Chinese name ends at the space; one in letters has some, as has 张 三.
    candidate = first if _HAN.match(first) else part
    if _NO_NAME.fullmatch(candidate):
        return ""
    try:
        return read_person_name(candidate)
    except UnfitName:
        return ""
