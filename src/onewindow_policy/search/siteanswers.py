"""The portal's own pages and acts, found by how people ask for them.

They are no documents: rooms register them (`pages.interfaces.ISiteAnswer`), and they are
compared with what was asked, by words and by sound. Editors add ways to ask as groups of
words that mean the same.
"""

from functools import lru_cache
from onewindow_policy.pages.interfaces import ISiteAnswer
from onewindow_policy.search.asking import ask
from onewindow_policy.search.asking import Asked
from onewindow_policy.search.sounds import sound
from onewindow_policy.search.sounds import syllables
from onewindow_policy.search.texts import is_han
from onewindow_policy.search.texts import normalise
from typing import NamedTuple
from zope.component import getUtilitiesFor
from zope.i18nmessageid import Message

#: More answers than this are none.
MOST_ANSWERS = 3

#: Shorter Chinese words stand in too many others (人工 in 人工耳蜗).
SHORTEST_WITHIN = 3

#: Words of fewer syllables sound like too many others, unless they are typed by sound.
SHORTEST_SOUND = 3

#: A synonym of less of the question than this says something else as well.
WHOLE = 0.99


class Spoken(NamedTuple):
    """A word as it is compared, and how it sounds; English ones have no sound."""

    text: str
    is_han: bool
    sound: str
    syllables: int

    def is_heard(self, asked: Asked) -> bool:
        """Return whether the whole question sounds so."""
        least = SHORTEST_SOUND if asked.has_han else 2
        return self.syllables >= least and sound(asked.parts) == self.sound


def site_answers(text: str) -> list[ISiteAnswer]:
    """Return what the portal itself answers to `text`, the surest first.

    Who asks for nothing else comes before who names it in passing.
    """
    asked = ask(text)
    found = []
    if asked.whole:
        for _name, answer in getUtilitiesFor(ISiteAnswer):
            best = max(_sureness(asked, word) for word in _spoken(answer.words))
            if best and answer.is_offered():
                found.append((-best, answer.order, answer))
    found.sort(key=lambda each: each[:2])
    return [answer for *_order, answer in found[:MOST_ANSWERS]]


def said_by(answer: ISiteAnswer) -> Message:
    """Return the sentence of `answer`, with the number to call as it is now."""
    return Message(answer.text, mapping={"phone": answer.phone()})


@lru_cache(maxsize=64)
def _spoken(words: tuple[str, ...]) -> tuple[Spoken, ...]:
    return tuple(read_spoken(word) for word in words)


def read_spoken(word: str) -> Spoken:
    """Return `word` as it is compared with questions."""
    text = normalise(word).strip()
    parts = syllables(text) if any(map(is_han, text)) else ()
    return Spoken(text, bool(parts), sound(parts), len(parts))


def _sureness(asked: Asked, word: Spoken) -> int:
    """Return how surely `word` is asked for: 2 for nothing else, 1 in passing."""
    if word.text in (asked.whole, asked.core, asked.text):
        return 2
    if word.is_heard(asked):
        return 2
    if asked.also.get(word.text, 0) >= WHOLE:
        return 2
    return int(stands_in(word, asked))


def stands_in(word: Spoken, asked: Asked) -> bool:
    """Return whether the question has `word` in it: English ones as whole words."""
    if not word.is_han:
        return f" {word.text} " in f" {asked.text} "
    return len(word.text) >= SHORTEST_WITHIN and word.text in asked.whole
