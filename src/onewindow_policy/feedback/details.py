"""What in a text tells who somebody is: numbers, addresses, the sender's own name.

A net with wide meshes, spread after a person has read the text: names of others, and
what can be guessed from the story, only people see.
"""

from collections.abc import Iterable
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field
from operator import attrgetter

import re
import unicodedata

ID_NUMBER = "id_number"
MOBILE = "mobile"
PHONE = "phone"
CARD = "card"
EMAIL = "email"
SENDER = "sender"

#: Stands for what lists must not show.
HIDDEN = "***"

#: A name of one character is in every second sentence.
_SHORTEST_OF_SENDER = 2

#: In this order: what one of them found, the next ones no longer see. Dates, and numbers
#: of hotlines such as 400-820-8888, have none of these shapes.
_PATTERNS = (
    # From where its characters begin, as a long word has no end; behind another address,
    # with which they are one word, 64 of them at most (RFC 5321, 4.5.3.1.1).
    (
        EMAIL,
        re.compile(
            r"(?:(?<![\w.+-])[\w.+-]++|[\w.+-]{1,64})@[\w-]+(?:\.[\w-]+)+", re.ASCII
        ),
    ),
    # GB 11643: 6 digits for the place, 8 for the day of birth, 4; before 1999 fifteen.
    (
        ID_NUMBER,
        re.compile(
            r"(?<!\d)\d{6}[ .-]?(?:\d{8}|\d{4}[ .-]\d{4})[ .-]?\d{3}[\dXx](?!\d)"
            r"|(?<!\d)\d{15}(?!\d)"
        ),
    ),
    # Permits for Hong Kong and Macau, passports, permanent residence cards before 2023.
    (
        ID_NUMBER,
        re.compile(
            r"(?<![A-Za-z0-9])(?:[HMEGhmeg]\d{8}(?:\d\d)?|E[A-HJ-NP-Z]\d{7}"
            r"|[A-Z]{3}\d{12})(?![A-Za-z0-9])"
        ),
    ),
    (
        MOBILE,
        re.compile(
            r"(?<!\d)(?:(?:\+|00)?86[ .-]?)?"
            r"(?:1[3-9]\d[ .-]?\d{4}[ .-]?\d{4}|1[3-9]\d\d[ .-]?\d{3}[ .-]?\d{4})(?!\d)"
        ),
    ),
    # E.164: numbers from elsewhere, Hong Kong and Macau among them.
    (PHONE, re.compile(r"(?<!\d)(?:\+|00)[1-9](?:[ .()-]{0,2}\d){7,14}(?!\d)")),
    # JR/T 0008: up to 19 digits, printed in fours; 12 are the fewest on passbooks.
    (
        CARD,
        re.compile(
            r"(?<!\d)(?:\d{12,}|\d{4}(?:[ .-]\d{4}){2,3}(?:[ .-]\d{1,4})?)(?!\d)"
        ),
    ),
    (PHONE, re.compile(r"(?<!\d)\(?0\d{2,3}\)?[ .-]?\d{7,8}(?!\d)")),
    # Digits set apart one by one, so that no pattern finds them.
    (CARD, re.compile(r"(?<!\d)\d(?:[ .-]\d){10,}(?!\d)")),
)


@dataclass(frozen=True, slots=True)
class Detail:
    """A place in a text that tells who somebody is."""

    kind: str
    start: int
    text: str = field(repr=False)

    @property
    def end(self) -> int:
        return self.start + len(self.text)


def find_details(
    text: str, *, sender: Iterable[str] = (), office_phones: Iterable[str] = ()
) -> tuple[Detail, ...]:
    """Return what in `text` tells who somebody is, in its order.

    `sender` are the name and the contact that the sender gave. `office_phones` are the
    digits of the numbers of halls and offices, which may stand.
    """
    found = _find(text, sender, frozenset(office_phones))
    return tuple(sorted(found, key=attrgetter("start")))


def hide_details(
    text: str, *, sender: Iterable[str] = (), office_phones: Iterable[str] = ()
) -> str:
    """Return `text` with `***` for all that `find_details` finds."""
    found = find_details(text, sender=sender, office_phones=office_phones)
    for detail in reversed(found):
        text = text[: detail.start] + HIDDEN + text[detail.end :]
    return text


def digits_of(phone: str) -> str:
    """Return a phone number without what stands between its digits."""
    return re.sub(r"\D", "", _plain(phone))


def _find(text: str, sender, office_phones: frozenset[str]) -> Iterator[Detail]:
    plain = _plain(text)
    for word in sender:
        word = _plain(word).strip()
        if len(word) >= _SHORTEST_OF_SENDER:
            for match in re.finditer(re.escape(word), plain, re.IGNORECASE):
                yield _detail(SENDER, match, text)
            plain = re.sub(re.escape(word), _blank, plain, flags=re.IGNORECASE)
    for kind, pattern in _PATTERNS:
        for match in pattern.finditer(plain):
            if kind != PHONE or digits_of(match[0]) not in office_phones:
                yield _detail(kind, match, text)
        plain = pattern.sub(_blank, plain)


def _plain(text: str) -> str:
    """Return `text` with digits, letters and marks in ASCII, character by character.

    What cannot be seen becomes a space: it must not keep two digits apart.
    """
    return "".join(map(_plain_character, text))


def _plain_character(character: str) -> str:
    if character.isascii():
        return character
    category = unicodedata.category(character)
    if category == "Nd":
        return str(unicodedata.decimal(character))
    if category == "Pd" or character == "−":
        return "-"
    if category in ("Zs", "Cf"):
        return " "
    narrow = unicodedata.normalize("NFKC", character)
    return narrow if len(narrow) == 1 else character


def _blank(match: re.Match) -> str:
    return "#" * len(match[0])


def _detail(kind: str, match: re.Match, text: str) -> Detail:
    return Detail(kind, match.start(), text[match.start() : match.end()])
