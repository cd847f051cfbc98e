"""Whether a password is one of those that attackers try first."""

from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from unicodedata import normalize

import os
import re

#: A file of the operator's own, one password a line, beside the list in the package.
OWN_LIST = "ONEWINDOW_PASSWORD_LIST"

#: Pieces up to which a password is a known one: who strings more together chose a phrase.
MOST_PIECES = 4

#: Characters from which a run of neighbours on a keyboard or in the alphabet is one.
SHORTEST_RUN = 3

#: Rows of keyboards, the alphabet, the digits: read both ways, and the digits round.
ROWS = (
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890123456789",
    "qazwsxedcrfvtgbyhnujmikolp",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
    "zaq1xsw2cde3vfr4bgt5nhy6mju7ki8lo9p0",
    "1q2w3e4r5t6y7u8i9o0p",
    "1a2b3c4d5e6f7g8h9i",
    "a1b2c3d4e5f6g7h8i9",
)

#: The digits of a keyboard with shift: what looks hard and is a run.
SHIFTED = str.maketrans(")!@#$%^&*(", "0123456789")

#: What letters are written as.
LEET = str.maketrans("@$0134578!|+€", "asoieastbiite")

#: A year, a day of a year, a whole date: of birth, most often.
DATES = re.compile(
    r"(?:19|20)\d\d(?:(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])?)?"
    r"|(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
)

_NOTHING = re.compile(r"[\W_]+")


def plain(text: str) -> str:
    """Return a text as names and lists are compared: one writing, small letters."""
    return normalize("NFKC", text).casefold()


def bare(text: str) -> str:
    """Return letters and digits alone of a plain text."""
    return _NOTHING.sub("", text)


@lru_cache(maxsize=1)
def common_words() -> frozenset[str]:
    """Return what the list of the package names."""
    text = files(__package__).joinpath("common.txt").read_text(encoding="utf-8")
    return frozenset(_lines_of(text))


@lru_cache(maxsize=1)
def own_passwords() -> frozenset[str]:
    """Return what the operator's list names, as it is compared; nothing without one."""
    name = os.environ.get(OWN_LIST)
    if not name:
        return frozenset()
    text = Path(name).read_text(encoding="utf-8", errors="replace")
    return frozenset(plain(line) for line in _lines_of(text))


def _lines_of(text: str):
    for line in text.splitlines():
        if (line := line.strip()) and not line.startswith("#"):
            yield line


def is_common(password: str) -> bool:
    """Return whether a password is known, or made of a few pieces that are.

    Pieces are words of the list, runs along a keyboard, repetitions and dates, in
    whatever writing, with anything but letters and digits between them.
    """
    typed = plain(password)
    if typed in own_passwords():
        return True
    return any(
        _is_made_of_pieces(text)
        for text in {
            bare(typed),
            bare(typed.translate(SHIFTED)),
            bare(typed.translate(LEET)),
            # Letters written as digits, with a number after them: P@ssw0rd2024.
            bare(_leet_but_the_end(typed)),
        }
    )


def _leet_but_the_end(text: str) -> str:
    body = text.rstrip("0123456789!@#$%^&*()._- ")
    return body.translate(LEET) + text[len(body) :]


def _is_made_of_pieces(text: str) -> bool:
    """Return whether the fewest pieces that make up the text are few enough."""
    if not text:
        return False
    fewest = [0] + [MOST_PIECES + 1] * len(text)
    for start in range(len(text)):
        if fewest[start] >= MOST_PIECES:
            continue
        for end in range(start + 1, len(text) + 1):
            if fewest[end] > fewest[start] + 1 and _is_piece(text[start:end]):
                fewest[end] = fewest[start] + 1
    return fewest[-1] <= MOST_PIECES


def _is_piece(piece: str) -> bool:
    return (
        piece in common_words()
        or len(set(piece)) == 1
        or _is_repeated(piece)
        or (
            len(piece) >= SHORTEST_RUN
            and any(piece in row or piece[::-1] in row for row in ROWS)
        )
        or DATES.fullmatch(piece) is not None
    )


def _is_repeated(piece: str) -> bool:
    """Return whether something short stands there three times and more: abcabcabc."""
    return len(piece) >= 6 and any(
        len(piece) % size == 0 and piece == piece[:size] * (len(piece) // size)
        for size in range(1, min(4, len(piece) // 3) + 1)
    )
