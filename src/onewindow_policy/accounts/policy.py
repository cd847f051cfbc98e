"""Which passwords are taken: long ones that nobody would guess of this person.

After NIST SP 800-63B-4, 3.1.1.2: length, a list of what is known, nothing of the person
or the service; no composition and no rotation, except where a city's settings say so.
"""

from collections.abc import Iterable
from onewindow_policy import _
from onewindow_policy.accounts.passwords import MAX_CHARS
from onewindow_policy.accounts.settings import LEAST_CHARS
from onewindow_policy.accounts.strength import bare
from onewindow_policy.accounts.strength import is_common
from onewindow_policy.accounts.strength import plain
from zope.i18nmessageid import Message

import re

#: Characters from which a name within a password says something; Chinese names are short.
SHORTEST_NAME = 3
SHORTEST_CHINESE_NAME = 2

_CHINESE = re.compile(r"[\u3400-\u9fff]+")
_BETWEEN_NAMES = re.compile(r"[\s@._\-]+")


def weakness(
    password: str,
    names: Iterable[str] = (),
    *,
    min_chars: int = LEAST_CHARS,
    min_kinds: int = 0,
) -> Message | None:
    """Return why a password is refused, or None when it is taken.

    `names` are what the person, the account and the site are called; `min_chars` and
    `min_kinds` are the city's settings.
    """
    if len(password) < min_chars:
        return _(
            "password_too_short",
            default=(
                "The password needs at least ${chars} characters. A sentence that only"
                " you would think of is best."
            ),
            mapping={"chars": min_chars},
        )
    if len(password) > MAX_CHARS:
        return _(
            "password_too_long",
            default="The password may have at most ${chars} characters.",
            mapping={"chars": MAX_CHARS},
        )
    if _holds_name(password, names):
        return _(
            "password_has_name",
            default=(
                "The password must not contain your name, the name of the account or of"
                " the site."
            ),
        )
    if is_common(password):
        return _(
            "password_common",
            default=(
                "This password is among those that attackers try first. Choose a"
                " sentence that only you would think of."
            ),
        )
    if _kinds_of(password) < min_kinds:
        return _(
            "password_kinds",
            default=(
                "The password needs ${kinds} of these: capital letters, small letters,"
                " digits, other characters."
            ),
            mapping={"kinds": min_kinds},
        )
    return None


def _holds_name(password: str, names: Iterable[str]) -> bool:
    text = bare(plain(password))
    return any(part in text for name in names for part in _parts_of(name))


def _parts_of(name: str) -> set[str]:
    """Return a name and its parts, so far as they are long enough to say something."""
    name = plain(name)
    parts = {bare(part) for part in [name, *_BETWEEN_NAMES.split(name)]}
    return {
        part
        for part in parts
        if len(part)
        >= (SHORTEST_CHINESE_NAME if _CHINESE.fullmatch(part) else SHORTEST_NAME)
    }


def _kinds_of(password: str) -> int:
    kinds = (str.isupper, str.islower, str.isdigit)
    found = sum(any(kind(char) for char in password) for kind in kinds)
    return found + any(not any(kind(char) for kind in kinds) for char in password)
