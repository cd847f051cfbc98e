"""What a document is filed under: terms, each with a rank.

The first letter of a term says what it is; the rank how much it says, and of what type
the document is. Smaller ranks stand first in the index, and are read first.
"""

from onewindow_policy.publishing.searchable import Document
from onewindow_policy.search.interfaces import TYPES
from onewindow_policy.search.sounds import initials
from onewindow_policy.search.sounds import neighbours
from onewindow_policy.search.sounds import sound
from onewindow_policy.search.sounds import syllables
from onewindow_policy.search.texts import all_words
from onewindow_policy.search.texts import normalise
from onewindow_policy.search.texts import pairs
from onewindow_policy.search.texts import tokens
from typing import NamedTuple

#: A word that stands anywhere in the document.
WORD = "w"
#: A name, or what is left of it from a later word on; the same by sound and by initials.
NAME = "n"
SOUND = "s"
INITIALS = "i"
#: The first characters or letters of a name, for boxes in which few have been typed.
EDGE = "e"
#: Two neighbouring characters of a name; two neighbouring syllables.
PAIR = "g"
NEIGHBOURS = "p"

#: Classes of the names' terms: the whole name, and its tail.
WHOLE = 0
TAIL = 1

#: Classes of words by the field they stand in (see `Match`): the less, the more they say.
FIELD_CLASSES = {
    "name": 0,
    "keywords": 1,
    "description": 1,
    "conditions": 2,
    "materials": 2,
    "questions": 2,
    "text": 3,
}

#: A type takes the last digit of a rank.
CLASS = 10

LONGEST_NAME = 40
LONGEST_TEXT = 4000
MOST_NAMES = 20
MOST_TAILS = 6
LONGEST_EDGE = 2


class Name(NamedTuple):
    """A name as it is compared: its text without gaps, its sound, its initials.

    `shown` is how people read it.
    """

    text: str
    sound: str
    initials: str
    shown: str


def read_name(shown: str) -> Name | None:
    """Return `shown` as it is compared, None when there is nothing to compare."""
    normal = normalise(shown)[:LONGEST_NAME].strip()
    if not normal:
        return None
    parts = syllables(normal)
    return Name(normal.replace(" ", ""), sound(parts), initials(parts), shown)


def names_of(document: Document) -> tuple[Name, ...]:
    """Return the names of `document`, each once, the title first."""
    names: dict[str, Name] = {}
    for shown in (document.title, *document.names, document.item_code):
        name = read_name(shown)
        if name is not None and len(names) < MOST_NAMES:
            names.setdefault(name.text, name)
    return tuple(names.values())


def terms_of(document: Document) -> dict[str, int]:
    """Return the terms of `document` with their ranks; of several ranks the smallest."""
    found: dict[str, int] = {}
    kind = TYPES.index(document.type)

    def add(letter: str, texts, rank_class: int) -> None:
        rank = rank_class * CLASS + kind
        for text in texts:
            term = letter + text
            if found.get(term, rank) >= rank:
                found[term] = rank

    for name in names_of(document):
        normal = normalise(name.shown)[:LONGEST_NAME]
        _add_name(add, normal)
        add(WORD, all_words(normal), FIELD_CLASSES["name"])
    for field, text in (("description", document.description), *document.texts):
        add(WORD, all_words(normalise(text[:LONGEST_TEXT])), FIELD_CLASSES[field])
    return found


def _add_name(add, normal: str) -> None:
    cut = tokens(normal)
    for place in range(min(len(cut), MOST_TAILS)):
        tail = "".join(cut[place:])
        if place and len(tail) < 2:
            break
        parts = syllables(tail if place else normal)
        rank_class = TAIL if place else WHOLE
        add(NAME, (tail,), rank_class)
        add(SOUND, (sound(parts),), rank_class)
        if len(parts) > 1:
            add(INITIALS, (initials(parts),), rank_class)
        add(EDGE, edges(tail, parts), rank_class)
        if not place:
            add(PAIR, pairs(tail), WHOLE)
            add(NEIGHBOURS, neighbours(parts), WHOLE)


def edges(text: str, parts: tuple[str, ...]) -> set[str]:
    """Return how `text` begins: too short to look names up by what follows."""
    return {text[:1]} | {
        key[:length]
        for key in (sound(parts), initials(parts))
        for length in range(1, LONGEST_EDGE + 1)
    }
