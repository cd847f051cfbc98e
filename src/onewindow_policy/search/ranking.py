"""How well a document answers a question: the one scorer for both databases.

Scores run from 0 to 1. There are two kinds of evidence. A *name* of the document is in the
question, or the other way round: as it is written, by sound, by initials, or nearly as it
is written. And the *words* of the question stand in the document, the rarer the better,
the nearer to its name the better. Exactness always ranks above tolerance.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import log
from onewindow_policy.search.asking import Asked
from onewindow_policy.search.reading import Entry
from onewindow_policy.search.reading import ID_BITS
from onewindow_policy.search.reading import ID_MASK
from onewindow_policy.search.reading import Reader
from onewindow_policy.search.terms import CLASS
from onewindow_policy.search.terms import FIELD_CLASSES
from onewindow_policy.search.terms import Name
from onewindow_policy.search.terms import WORD
from rapidfuzz.distance import Indel
from rapidfuzz.distance import OSA

#: What a word is worth by the class of the field it stands in (see `FIELD_CLASSES`).
FIELD_WORTH = (1.0, 0.75, 0.7, 0.5)

#: A synonym is worth less than the word itself.
SYNONYM_WORTH = 0.85

#: A name that is written so surely need not sound so.
SURE_NAME = 0.85

#: A part of a word is worth less, where the word itself is known.
PART_WORTH = 0.3

#: What unknown words are worth together, against one word that a single document has.
UNKNOWN_WORTH = 1.2

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


@dataclass(frozen=True, slots=True)
class Evidence:
    """How sure a result is, and why (see `REASONS`); `name` is the one that matched,
    `telling` how many telling words the document has."""

    score: float
    reason: str
    name: str = ""
    telling: int = 0


NOTHING = Evidence(0.0, "")


class Words:
    """The words of a question, and where in the index they stand."""

    def __init__(self, reader: Reader, asked: Asked, heads: dict[str, list[int]]):
        self.by_document: dict[int, dict[str, tuple[float, int]]] = {}
        counts = reader.counts(
            {term: codes for term, codes in heads.items() if term.startswith(WORD)}
        )
        having: dict[str, int] = {}
        for word, alternatives in asked.alternatives.items():
            having[word] = 0
            for each in alternatives:
                having[word] += counts.get(WORD + each, 0)
                self._note(word, heads.get(WORD + each, ()), is_other=each != word)
        self.weights, unknown = _weights(asked, having, reader.total)
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

    def coverage(self, id: int, *, tells: bool = True) -> float:
        """Return which part of what the words say stands in the document."""
        covered = 0.0
        for word, (value, rank_class) in self.by_document.get(id, {}).items():
            if tells or rank_class < TOLD_CLASS:
                covered += self.weights.get(word, 0.0) * value
        return covered / self.all_weights

    def telling(self, id: int, *, tells: bool = True) -> int:
        """Return how many words stand in the document that few others have."""
        found = self.by_document.get(id, {})
        return sum(
            self.weights.get(word, 0.0) >= TELLING
            for word, (_value, rank_class) in found.items()
            if tells or rank_class < TOLD_CLASS
        )

    def class_of(self, id: int) -> int:
        """Return the class of the best field in which any word stands."""
        found = self.by_document.get(id)
        return min((each[1] for each in found.values()), default=9) if found else 9


def _weights(
    asked: Asked, having: dict[str, int], total: int
) -> tuple[dict[str, float], float]:
    """Return what each word weighs, the more, the fewer documents have it; and what all
    words weigh of which nothing is known.

    A long word weighs by itself where the index knows it, and else by its parts. Unknown
    words say that something else is meant; several say it no louder than one, since a
    long question has many.
    """
    weights: dict[str, float] = {}
    unknown = 0.0
    for word, parts in asked.words.items():
        shares = {word: 1.0} | dict.fromkeys(parts, PART_WORTH)
        if not having[word]:
            if not any(having[part] for part in parts):
                unknown = UNKNOWN_WORTH * log(1 + total)
                continue
            shares = dict.fromkeys(parts, 1.0)
        for each, share in shares.items():
            if having[each]:
                weight = share * log(1 + total / having[each])
                weights[each] = max(weights.get(each, 0.0), weight)
    return weights, unknown


def by_name(asked: Asked, name: Name) -> Evidence:
    """Return what it says that a document has this name."""
    written = _as_written(asked, name)
    if written.score >= SURE_NAME:
        return written
    sounded = _as_sounded(asked, name)
    return sounded if sounded.score > written.score else written


def _as_written(asked: Asked, name: Name) -> Evidence:
    if name.text in (asked.whole, asked.core):
        return Evidence(1.0, "name", name.shown)
    share = asked.windows.get(name.text)
    if share is not None:
        return Evidence(0.5 + 0.45 * share, "name", name.shown)
    share = asked.also.get(name.text)
    if share is not None:
        return Evidence(SYNONYM_WORTH * (0.5 + 0.45 * share), "synonym", name.shown)
    if len(asked.core) > 1 and asked.core in name.text:
        part = len(asked.core) / len(name.text)
        return Evidence(0.55 + 0.4 * part, "name", name.shown)
    return NOTHING


def _as_sounded(asked: Asked, name: Name) -> Evidence:
    if asked.initials:
        if asked.initials == name.initials:
            return Evidence(0.85, "initials", name.shown)
        if len(asked.initials) > 2 and name.initials.startswith(asked.initials):
            part = len(asked.initials) / len(name.initials)
            return Evidence(0.5 + 0.3 * part, "initials", name.shown)
    heard = asked.heard
    if not heard:
        return NOTHING
    if heard == name.sound:
        return Evidence(0.8, "sound", name.shown)
    share = asked.sounds.get(name.sound)
    if share is not None:
        return Evidence(0.4 + 0.38 * share, "sound", name.shown)
    if not asked.has_han and heard in name.sound:
        return Evidence(0.45 + 0.33 * len(heard) / len(name.sound), "sound", name.shown)
    return NOTHING


def by_spelling(asked: Asked, name: Name) -> Evidence:
    """Return what it says that a name is nearly what was written, or sounds nearly so."""
    core = asked.core
    if len(core) < 3 or len(name.text) < 2:
        return NOTHING
    limit = 1 if len(core) < 6 else 2
    if asked.has_han:
        distance = OSA.distance(core, name.text, score_cutoff=limit)
        if distance <= limit and _shares(core, name.text):
            return Evidence(
                0.78 * (1 - distance / max(len(core), len(name.text))) + 0.1,
                "spelling",
                name.shown,
            )
    if len(asked.core_parts) > 2:
        near = Indel.normalized_similarity(asked.heard, name.sound, score_cutoff=0.82)
        if near:
            return Evidence(0.75 * near, "spelling", name.shown)
    return NOTHING


def _shares(one: str, other: str) -> bool:
    """Return whether two texts share their first or last character."""
    return one[0] == other[0] or one[-1] == other[-1]


def best_of(evidence: Iterable[Evidence]) -> Evidence:
    """Return the surest of `evidence`, the first of those that are as sure."""
    best = NOTHING
    for each in evidence:
        if each.score > best.score:
            best = each
    return best


def judge(entry: Entry, words: Words, name: Evidence, now: int) -> Evidence:
    """Return how well a document answers, given what its names say."""
    tells = entry.told_from <= now < entry.told_until
    told = 0.8 * words.coverage(entry.id, tells=tells)
    if name.score >= told:
        score = name.score + (1 - name.score) * 0.37 * told
        return Evidence(score, name.reason, name.name)
    score = told + (1 - told) * 0.3 * name.score
    in_name = words.class_of(entry.id) == 0
    reason = "words" if in_name else "content"
    return Evidence(score, reason, telling=words.telling(entry.id, tells=tells))
