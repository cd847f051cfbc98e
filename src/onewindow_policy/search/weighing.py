"""What the words of a question weigh, and where in the index they stand."""

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from math import log
from onewindow_policy.search.asking import Asked
from onewindow_policy.search.reading import Entry
from onewindow_policy.search.reading import ID_BITS
from onewindow_policy.search.reading import ID_MASK
from onewindow_policy.search.terms import CLASS
from onewindow_policy.search.terms import FIELD_CLASSES
from onewindow_policy.search.terms import WORD
from onewindow_policy.search.texts import phrase

import re

#: What a word is worth by the class of the field it stands in (see `FIELD_CLASSES`).
FIELD_WORTH = (1.0, 0.75, 0.7, 0.5)

#: A synonym is worth less than the word itself.
SYNONYM_WORTH = 0.85

#: A part of a word is worth less, where the word itself is known.
PART_WORTH = 0.3

#: What unknown words are worth together, against one word that a single document has.
UNKNOWN_WORTH = 1.25

#: What characters say that are not even a word, where nothing is known of them: a long
#: question has such of its own (怕摔了), and a name that is written wrongly, too.
UNKNOWN_CHARACTERS = 0.6

#: The weight from which on a word tells documents apart: few in twenty have it.
TELLING = 1.5

#: The class from which on a field is one that a guide tells.
TOLD_CLASS = FIELD_CLASSES["conditions"]


#: A word, and one that means the same, by the class of the field: what it is worth, and
#: that class.
_PLACES = tuple(
    tuple(
        (worth * field_worth, number) for number, field_worth in enumerate(FIELD_WORTH)
    )
    for worth in (1.0, SYNONYM_WORTH)
)


#: Ages, sums, how long and how many.
_NUMBER = re.compile(
    "[0-9零一二两三四五六七八九十百千万几多]+(?:周?岁|年|月|天|块|元)?$"
)


class Words:
    """The words of a question, and where in the index they stand.

    `heads` and `counts` are what was read of their terms, `total` how many documents the
    index has.
    """

    def __init__(
        self,
        asked: Asked,
        heads: Mapping[str, list[int]],
        counts: Mapping[str, int],
        total: int,
    ):
        self.by_document: dict[int, dict[str, tuple[float, int]]] = {}
        having: dict[str, int] = {}
        for word, alternatives in asked.alternatives.items():
            having[word] = 0
            for each in alternatives:
                is_other = each != word
                if several := phrase(each):
                    codes = _having_all([heads.get(WORD + one, ()) for one in several])
                    having[word] += len(codes)
                else:
                    codes = heads.get(WORD + each, ())
                    having[word] += counts.get(WORD + each, 0)
                self._note(word, codes, is_other=is_other)
        self.singles = asked.singles
        self.phrases = asked.phrases
        self.weights, unknown = _weights(asked, having, total)
        self.all_weights = sum(self.weights.values()) + unknown or 1.0

    def _note(self, word: str, codes: Iterable[int], *, is_other: bool) -> None:
        """Note the best field in which a document has `word`, or another for it."""
        by_document, places = self.by_document, _PLACES[is_other]
        for code in codes:
            place = places[(code >> ID_BITS) // CLASS]
            found = by_document.setdefault(code & ID_MASK, {})
            known = found.get(word)
            if known is None or place[0] > known[0]:
                found[word] = place

    def coverages(self) -> Iterator[tuple[int, float]]:
        """Yield all documents that have any word, with their coverage: thousands, so that
        a call for each would cost more than the sum."""
        weight_of, whole = self.weights.get, self.all_weights
        for id, found in self.by_document.items():
            covered = 0.0
            for word, place in found.items():
                covered += weight_of(word, 0.0) * place[0]
            yield id, covered / whole

    def coverage(self, id: int, *, tells: bool = True) -> float:
        """Return which part of what the words say stands in the document."""
        covered = 0.0
        for word, (value, rank_class) in self.by_document.get(id, {}).items():
            if tells or rank_class < TOLD_CLASS:
                covered += self.weights.get(word, 0.0) * value
        return covered / self.all_weights

    def telling(self, id: int, *, tells: bool = True) -> int:
        """Return how many words stand in the document that few others have; a phrase
        that has other words for it is two at least."""
        found = self.by_document.get(id, {})
        return sum(
            (self.weights.get(word, 0.0) >= TELLING) * (1 + (word in self.phrases))
            for word, (_value, rank_class) in found.items()
            if tells or rank_class < TOLD_CLASS
        )

    def in_a_name(self, entry: Entry) -> float:
        """Return which part of the characters that are no words stands in a name."""
        if not self.singles:
            return 0.0
        return max(
            sum(each in name.text for each in self.singles) for name in entry.names
        ) / len(self.singles)

    def class_of(self, id: int) -> int:
        """Return the class of the best field in which any word stands."""
        found = self.by_document.get(id)
        return min((each[1] for each in found.values()), default=9) if found else 9


def _having_all(heads: list[Iterable[int]]) -> list[int]:
    """Return the codes of documents that stand in all `heads`, with the larger rank."""
    shared: dict[int, int] | None = None
    for codes in heads:
        ranks = {code & ID_MASK: code for code in codes}
        if shared is not None:
            ranks = {
                id: max(code, shared[id]) for id, code in ranks.items() if id in shared
            }
        shared = ranks
    return sorted((shared or {}).values())


def _weights(
    asked: Asked, having: dict[str, int], total: int
) -> tuple[dict[str, float], float]:
    """Return what each word weighs, the more, the fewer documents have it; and what all
    words weigh of which nothing is known.

    A long word weighs by itself where the index knows it, and else by its parts. Unknown
    words say that something else is meant; several say it no louder than one, since a
    long question has many. Ages and sums (八十三, 十几万) say nothing of what is meant.
    """
    weights: dict[str, float] = {}
    unknown = 0.0
    written = {piece.text for piece in asked.pieces}
    for word, parts in _words_of(asked, having):
        shares = {word: 1.0} | dict.fromkeys(parts, PART_WORTH)
        if not having[word]:
            if _NUMBER.match(word):
                continue
            share = _unknown_part(word, parts, having)
            if word not in written:
                share *= UNKNOWN_CHARACTERS
            unknown = max(unknown, share)
            shares = dict.fromkeys(parts, 1.0)
        for each, share in shares.items():
            if having[each]:
                weight = share * log(1 + total / having[each])
                weights[each] = max(weights.get(each, 0.0), weight)
    return weights, unknown * UNKNOWN_WORTH * log(1 + total)


def _words_of(
    asked: Asked, having: dict[str, int]
) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the words of the question with their parts; those of a phrase that nothing
    has, nor any synonym of it, are words again."""
    for word, parts in asked.words.items():
        if word in asked.phrases and not having[word]:
            yield from ((part, ()) for part in parts)
        else:
            yield word, parts


def _unknown_part(word: str, parts: tuple[str, ...], having: dict[str, int]) -> float:
    """Return which part of a word that the index does not know is not known at all: half
    of 宠物医院, if it knows 医院."""
    if not any(having[part] for part in parts):
        return 1.0
    known = {place for part in parts if having[part] for place in _places(part, word)}
    lost = {
        place for part in parts if not having[part] for place in _places(part, word)
    }
    return len(lost - known) / len(word)


def _places(part: str, word: str) -> range:
    start = word.index(part)
    return range(start, start + len(part))
