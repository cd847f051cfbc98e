"""A question as the index is asked: its words, its sound, and what may be names in it."""

from dataclasses import dataclass
from functools import cached_property
from functools import lru_cache
from onewindow_policy.search.sounds import sound
from onewindow_policy.search.sounds import syllables
from onewindow_policy.search.synonyms import synonym_groups
from onewindow_policy.search.texts import is_han
from onewindow_policy.search.texts import LONGEST
from onewindow_policy.search.texts import normalise
from onewindow_policy.search.texts import stop_words
from onewindow_policy.search.texts import tokens
from onewindow_policy.search.texts import words

#: A name in a question has no more words, or syllables, than this.
LONGEST_WINDOW = 12

#: In shorter questions each character may be one of a name.
LONGEST_SHORT = 6

#: Longer names are not sounded out: nobody types them.
LONGEST_SOUND = 12


@dataclass(frozen=True, slots=True)
class Piece:
    """A word of the question; `says` is how many characters of it say what is meant."""

    text: str
    says: int


@dataclass(frozen=True)
class Asked:
    """A question, analysed. `text` is normalised."""

    text: str

    @cached_property
    def pieces(self) -> tuple[Piece, ...]:
        """The words of the question, those of asking too, which say nothing."""
        asking = stop_words()
        found = tuple(
            Piece(token, 0 if token in asking else len(token))
            for token in tokens(self.text)
        )
        # Somebody asks for nothing but a word of asking (电话, 材料).
        if not any(piece.says for piece in found):
            found = tuple(Piece(piece.text, len(piece.text)) for piece in found)
        return found

    @cached_property
    def says(self) -> int:
        """How many characters say what is meant."""
        return sum(piece.says for piece in self.pieces)

    @cached_property
    def whole(self) -> str:
        """All of the question, without gaps."""
        return self.text.replace(" ", "")

    @cached_property
    def core(self) -> str:
        """The question without the words of asking around it, without gaps."""
        saying = [place for place, piece in enumerate(self.pieces) if piece.says]
        if not saying:
            return ""
        inner = self.pieces[saying[0] : saying[-1] + 1]
        return "".join(piece.text for piece in inner)

    @cached_property
    def singles(self) -> str:
        """The characters of a short question that are no words alone (老人卡: 卡)."""
        if len(self.core) > LONGEST_SHORT:
            return ""
        return "".join(
            piece.text
            for piece in self.pieces
            if piece.says == 1 and is_han(piece.text)
        )

    @cached_property
    def has_han(self) -> bool:
        return any(map(is_han, self.text))

    @cached_property
    def words(self) -> dict[str, tuple[str, ...]]:
        """The words that say what is meant, with those that they consist of; phrases
        count that have synonyms (一个人住: 独居)."""
        found = words(self.text) or {piece.text: () for piece in self.pieces}
        # What a phrase consists of says no more than the phrase.
        for phrase in self.phrases:
            parts = tuple(each for each in found if each in phrase)
            found = {each: found[each] for each in found if each not in parts}
            found[phrase] = parts
        return found

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """What consists of several words and has synonyms."""
        return tuple(
            each
            for each in self.windows
            if each in self._others and len(tokens(each)) > 1
        )

    @cached_property
    def alternatives(self) -> dict[str, tuple[str, ...]]:
        """For each word, and each that it consists of, itself and other words for it."""
        return {
            each: (each, *self._others.get(each, ()))
            for word, parts in self.words.items()
            for each in (word, *parts)
        }

    @cached_property
    def _others(self) -> dict[str, tuple[str, ...]]:
        """For each word that editors know others for, those; read once a question."""
        return others_by_word(synonym_groups())

    @cached_property
    def windows(self) -> dict[str, float]:
        """All that may be a name in the question → which part of what it says."""
        return _windows([piece.text for piece in self.pieces], self._shares)

    @cached_property
    def also(self) -> dict[str, float]:
        """Other names for what may be a name in the question → which part of it that is."""
        found: dict[str, float] = {}
        for window, share in self.windows.items():
            for other in self._others.get(window, ()):
                name = other.replace(" ", "")
                found[name] = max(found.get(name, 0), share)
        return found

    @cached_property
    def _shares(self) -> list[float]:
        return [piece.says / max(self.says, 1) for piece in self.pieces]

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The question in syllables."""
        return syllables(self.text)

    @cached_property
    def core_parts(self) -> tuple[str, ...]:
        """The question in syllables, without the words of asking around it."""
        return self.parts if not self.has_han else syllables(self.core)

    @cached_property
    def heard(self) -> str:
        """How the question sounds, without the words of asking; one syllable is none."""
        return sound(self.core_parts) if len(self.core_parts) > 1 else ""

    @cached_property
    def sounds(self) -> dict[str, float]:
        """All that may sound as a name in it → which part of what the question says."""
        if not self.has_han:
            count = len(self.parts)
            return _windows(self.parts, [1 / count] * count, key=sound)
        found: dict[str, float] = {}
        for window, share in self.windows.items():
            parts = syllables(window)
            if 1 < len(parts) <= LONGEST_SOUND:
                key = sound(parts)
                found[key] = max(found.get(key, 0), share)
        return found

    @cached_property
    def initials(self) -> str:
        """The question as initials, when it may be such: letters and digits alone."""
        if self.has_han or not 1 < len(self.whole) <= LONGEST_WINDOW:
            return ""
        return self.whole


def ask(text: str) -> Asked:
    """Return the question `text`, analysed."""
    return Asked(normalise(text[: 4 * LONGEST])[:LONGEST].strip())


@lru_cache(maxsize=4)
def others_by_word(
    groups: tuple[frozenset[str], ...],
) -> dict[str, tuple[str, ...]]:
    """Return for each word of `groups` the others that mean the same."""
    found: dict[str, set[str]] = {}
    for group in groups:
        for word in group:
            found.setdefault(word, set()).update(group - {word})
    return {word: tuple(sorted(others)) for word, others in found.items()}


def _windows(parts, shares, key="".join) -> dict[str, float]:
    found: dict[str, float] = {}
    for start in range(len(parts)):
        share = 0.0
        for end in range(start + 1, min(start + LONGEST_WINDOW, len(parts)) + 1):
            share += shares[end - 1]
            if share:
                window = key(tuple(parts[start:end]))
                found[window] = max(found.get(window, 0), share)
    return found
