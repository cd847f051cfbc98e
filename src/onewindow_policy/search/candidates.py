"""The documents of the index that may answer questions, before any of them is judged.

Questions are asked together: many take no more statements than one does.
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from onewindow_policy.search.asking import Asked
from onewindow_policy.search.reading import ID_BITS
from onewindow_policy.search.reading import ID_MASK
from onewindow_policy.search.reading import Reader
from onewindow_policy.search.sounds import neighbours
from onewindow_policy.search.terms import CLASS
from onewindow_policy.search.terms import INITIALS
from onewindow_policy.search.terms import NAME
from onewindow_policy.search.terms import NEIGHBOURS
from onewindow_policy.search.terms import PAIR
from onewindow_policy.search.terms import SOUND
from onewindow_policy.search.terms import TAIL
from onewindow_policy.search.terms import WHOLE
from onewindow_policy.search.terms import WORD
from onewindow_policy.search.texts import pairs
from onewindow_policy.search.texts import phrase
from onewindow_policy.search.texts import slipped_pairs
from onewindow_policy.search.weighing import Words

#: As many documents are judged of all, and of each type at least.
JUDGED = 100
JUDGED_OF_TYPE = 20

#: What the later words of a name are worth, against the whole of it.
TAIL_WORTH = 0.7

#: As many more are judged where names are only nearly written so, of as many with each
#: pair in their names: a pair that very many have tells little.
NEAR = 60
NEAR_HEAD = 150

#: In longer questions a character too many, or too few, leaves pairs enough as it is.
LONGEST_SLIP = 5


@dataclass(frozen=True, slots=True)
class Candidates:
    """Where a question's words stand, and the ids of the surest documents."""

    having: Words
    ids: list[int]


def candidates_for(reader: Reader, questions: Sequence[Asked]) -> Iterator[Candidates]:
    """Yield the candidates for each of `questions`, in their order."""
    names = [_names(asked) for asked in questions]
    words = [_words(asked) for asked in questions]
    starts = [_beginnings(asked) for asked in questions]
    heads = reader.heads({*chain(*names, *words)})
    counts = reader.counts(
        {term: codes for term, codes in heads.items() if term.startswith(WORD)}
    )
    begun = reader.beginnings(list(dict.fromkeys(chain(*starts))), NEAR)
    for asked, named, said, begin in zip(questions, names, words, starts, strict=True):
        having = Words(asked, heads, counts, reader.total)
        sureness = {id: 0.0 for id in having.by_document}
        begun_so = [each for each in begun if each[0] in begin]
        for start, term, code in begun_so:
            _note(sureness, (code,), len(start) / len(term))
        for term, share in named.items():
            codes = heads.get(term, ())
            # Whole names come first.
            tails = bisect_left(codes, TAIL * CLASS << ID_BITS)
            _note(sureness, codes[:tails], share)
            _note(sureness, codes[tails:], TAIL_WORTH * share)
        for id, coverage in having.coverages():
            sureness[id] += coverage
        read = (heads.get(term, ()) for term in (*said, *named))
        codes = chain(*read, (code for *_, code in begun_so))
        yield Candidates(having, _best(sureness, codes))


def nearly_named(
    reader: Reader, questions: Sequence[Asked], known: Sequence[Collection[int]]
) -> Iterator[list[int]]:
    """Yield, for each of `questions`, the documents with names that share most pairs with
    it, but none that are `known` for it."""
    terms = [_pairs(asked) for asked in questions]
    heads = reader.heads({*chain(*terms)}, NEAR_HEAD)
    for own, known_ids in zip(terms, known, strict=True):
        shared: Counter[int] = Counter()
        # In one order: sums of fractions depend on it.
        for term in sorted(own):
            codes = heads.get(term, ())
            for code in codes:
                shared[code & ID_MASK] += 1 / len(codes)
        for id in known_ids:
            shared.pop(id, None)
        best = sorted((-pairs, id) for id, pairs in shared.items())
        yield [id for _, id in best[:NEAR]]


def names_in(reader: Reader, asked: Asked, most: int) -> list[int]:
    """Return codes of the documents with a name that is in the question, those first
    whose name says most of it: a little of what `candidates_for` does, for a little of
    its cost."""
    shares = _name_terms(asked)
    heads = reader.heads(shares, most)
    wholes = [
        (-shares[term], code)
        for term, codes in heads.items()
        for code in codes
        if (code >> ID_BITS) // CLASS == WHOLE
    ]
    return [code for _share, code in sorted(wholes)[:most]]


def _name_terms(asked: Asked) -> dict[str, float]:
    """Return the terms of all that may be a name in the question → what it would say."""
    terms = {NAME + window: share for window, share in asked.windows.items()}
    return terms | {SOUND + each: 0.8 * share for each, share in asked.sounds.items()}


def _names(asked: Asked) -> dict[str, float]:
    """Return the terms of all names by which the question may mean something, other names
    for them too → which part of it each would be."""
    named = {NAME + other: 0.85 * share for other, share in asked.also.items()}
    named |= _name_terms(asked)
    if asked.initials:
        named[INITIALS + asked.initials] = 0.8
    return named


def _words(asked: Asked) -> set[str]:
    """Return the terms of all words that the question may mean."""
    return {
        WORD + each
        for group in asked.alternatives.values()
        for other in group
        for each in phrase(other) or (other,)
    }


def _pairs(asked: Asked) -> set[str]:
    """Return the terms of what a name shares with the question that is nearly so."""
    terms = {PAIR + each for each in pairs(asked.core)}
    if len(asked.core) <= LONGEST_SLIP:
        terms |= {PAIR + each for each in slipped_pairs(asked.core)}
    return terms | {NEIGHBOURS + each for each in neighbours(asked.core_parts)}


def _note(sureness: dict[int, float], codes: Iterable[int], share: float) -> None:
    """Note that documents have a name that is so much of the question."""
    for code in codes:
        id = code & ID_MASK
        if share > sureness.get(id, -1.0):
            sureness[id] = share


def _beginnings(asked: Asked) -> list[str]:
    """Return the terms with which names begin that are typed only halfway."""
    found = []
    if len(asked.core) > 1:
        found.append(NAME + asked.core)
    if not asked.has_han:
        if asked.heard:
            found.append(SOUND + asked.heard)
        if len(asked.initials) > 2:
            found.append(INITIALS + asked.initials)
    return found


def _best(sureness: dict[int, float], codes: Iterable[int]) -> list[int]:
    """Return the ids to judge: the surest of all, and some of each type."""
    ordered = [id for _, id in sorted((-sure, id) for id, sure in sureness.items())]
    best = ordered[:JUDGED]
    if len(ordered) > JUDGED:
        types = {code & ID_MASK: (code >> ID_BITS) % CLASS for code in codes}
        room = Counter(types[id] for id in best)
        for id in ordered[JUDGED:]:
            if room[types[id]] < JUDGED_OF_TYPE:
                room[types[id]] += 1
                best.append(id)
    return best
