"""Finding: candidates from the index, judged, put in order."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable
from itertools import chain
from onewindow_policy.search.asking import ask
from onewindow_policy.search.asking import Asked
from onewindow_policy.search.highlighting import matches_of
from onewindow_policy.search.index import get_index
from onewindow_policy.search.interfaces import Answer
from onewindow_policy.search.interfaces import GUESSED
from onewindow_policy.search.interfaces import Hit
from onewindow_policy.search.interfaces import Question
from onewindow_policy.search.interfaces import TYPES
from onewindow_policy.search.ranking import best_of
from onewindow_policy.search.ranking import by_name
from onewindow_policy.search.ranking import by_spelling
from onewindow_policy.search.ranking import Evidence
from onewindow_policy.search.ranking import judge
from onewindow_policy.search.ranking import NOTHING
from onewindow_policy.search.reading import Entry
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

import time

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

#: Less sure results are none; the second is for what has two telling words or more, as
#: it hardly has by chance. Far less sure ones than the best are noise.
SURE_ENOUGH = (0.36, 0.26)
WORTH_SHOWING = 0.5

#: A name that is found as surely needs no guessing at what else was meant.
FOUND_SURELY = 0.75

#: Results in order of sureness come in these steps; within one, by their types.
STEPS = (0.97, 0.7, 0.5)


def find(question: Question) -> Answer:
    """Return what answers `question`. Raises IndexMissing, DatabaseUnavailable."""
    asked = ask(question.text)
    if not asked.pieces:
        return Answer()
    now = int(time.time())
    with get_index().reading() as reader:
        found = _ranked(reader, asked, now)
        shown = [each for each in found if _passes(each[0], question)]
        page = shown[question.start : question.start + question.size]
        texts = reader.texts([entry.id for entry, _ in page]) if page else {}
    guess = ""
    if found and found[0][1].reason in GUESSED:
        guess = found[0][1].name
    return Answer(
        hits=tuple(
            _hit(asked, entry, evidence, texts.get(entry.id, ()), now)
            for entry, evidence in page
        ),
        total=len(shown),
        counts=_counts([entry for entry, _ in found], question),
        understood=asked.core,
        guess=guess,
    )


def names_in(reader: Reader, asked: Asked, most: int) -> list[int]:
    """Return codes of the documents with a name that is in the question, those first
    whose name says most of it: a little of what `find` does, for a little of its cost."""
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


def _ranked(reader: Reader, asked: Asked, now: int) -> list[tuple[Entry, Evidence]]:
    """Return what answers, the best first, with why."""
    having, candidates = _candidates(reader, asked)
    named_so = [
        (entry, best_of(by_name(asked, each) for each in entry.names))
        for entry in reader.visible(candidates, now)
    ]
    found = [(entry, judge(entry, having, name, now)) for entry, name in named_so]
    if max((each.score for _, each in found), default=0) < FOUND_SURELY:
        others = reader.visible(_near(reader, asked, set(candidates)), now)
        named_so += ((entry, NOTHING) for entry in others)
        found = [
            (entry, judge(entry, having, _nearly(asked, entry, name), now))
            for entry, name in named_so
        ]
    return _in_order(found)


def _candidates(reader: Reader, asked: Asked) -> tuple[Words, list[int]]:
    """Return where the question's words stand, and the ids of the surest documents."""
    words = {
        WORD + each
        for group in asked.alternatives.values()
        for other in group
        for each in phrase(other) or (other,)
    }
    named = {NAME + other: 0.85 * share for other, share in asked.also.items()}
    named |= _name_terms(asked)
    if asked.initials:
        named[INITIALS + asked.initials] = 0.8
    heads = reader.heads({*words, *named})
    having = Words(reader, asked, heads)
    sureness = {id: 0.0 for id in having.by_document}
    begun = reader.beginnings(_beginnings(asked), NEAR)
    for start, term, code in begun:
        _note(sureness, (code,), len(start) / len(term))
    for term, share in named.items():
        codes = heads.get(term, ())
        # Whole names come first.
        tails = bisect_left(codes, TAIL * CLASS << ID_BITS)
        _note(sureness, codes[:tails], share)
        _note(sureness, codes[tails:], TAIL_WORTH * share)
    for id, coverage in having.coverages():
        sureness[id] += coverage
    return having, _best(sureness, chain(*heads.values(), (code for *_, code in begun)))


def _note(sureness: dict[int, float], codes: Iterable[int], share: float) -> None:
    """Note that documents have a name that is so much of the question."""
    for code in codes:
        id = code & ID_MASK
        if share > sureness.get(id, -1.0):
            sureness[id] = share


def _nearly(asked: Asked, entry: Entry, name: Evidence) -> Evidence:
    return best_of((name, *(by_spelling(asked, each) for each in entry.names)))


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


def _near(reader: Reader, asked: Asked, known: set[int]) -> list[int]:
    """Return documents with names that share most pairs with the question."""
    terms = [PAIR + each for each in pairs(asked.core)]
    if len(asked.core) <= LONGEST_SLIP:
        terms += [PAIR + each for each in slipped_pairs(asked.core)]
    terms += [NEIGHBOURS + each for each in neighbours(asked.core_parts)]
    shared: Counter[int] = Counter()
    for codes in reader.heads(terms, NEAR_HEAD).values():
        for code in codes:
            shared[code & ID_MASK] += 1 / len(codes)
    for id in known:
        shared.pop(id, None)
    return [id for _, id in sorted((-pairs, id) for id, pairs in shared.items())[:NEAR]]


def _in_order(
    judged: list[tuple[Entry, Evidence]],
) -> list[tuple[Entry, Evidence]]:
    """Return what is sure enough, the surest first.

    A service comes before its guides and forms, as sure as the surest of them.
    """
    best = max((evidence.score for _, evidence in judged), default=0)
    least = [max(each, WORTH_SHOWING * best) for each in SURE_ENOUGH]
    kept = [
        pair
        for pair in judged
        if pair[1].score >= least[pair[1].telling > 1]
        # What nearly every document says (身份证) is what none is about.
        and (pair[1].telling or pair[1].reason != "content")
    ]
    steps: dict[str, int] = {}
    for entry, evidence in kept:
        if entry.item_code:
            step = _step(evidence.score)
            steps[entry.item_code] = min(step, steps.get(entry.item_code, step))

    def key(pair):
        entry, evidence = pair
        step = _step(evidence.score)
        if entry.type == "item":
            step = min(step, steps[entry.item_code])
        return step, TYPES.index(entry.type), -evidence.score, entry.path

    return sorted(kept, key=key)


def _step(score: float) -> int:
    return sum(score < step for step in STEPS)


def _passes(entry: Entry, question: Question, without: str = "") -> bool:
    """Return whether `entry` passes the filters of `question`, one of them left out."""
    return (
        (without == "type" or question.type in ("", entry.type))
        and (without == "category" or question.category in ("", entry.category))
        and (
            without == "district"
            or not question.district
            or not entry.districts
            or question.district in entry.districts
        )
    )


def _counts(entries: list[Entry], question: Question) -> dict[str, dict[str, int]]:
    types, districts, categories = Counter(), Counter(), Counter()
    everywhere = 0
    for entry in entries:
        if _passes(entry, question, without="type"):
            types[entry.type] += 1
        if _passes(entry, question, without="category") and entry.category:
            categories[entry.category] += 1
        if _passes(entry, question, without="district"):
            districts.update(entry.districts)
            everywhere += not entry.districts
    return {
        "type": dict(types),
        "district": {code: own + everywhere for code, own in districts.items()},
        "category": dict(categories),
    }


def _hit(asked: Asked, entry: Entry, evidence: Evidence, texts, now: int) -> Hit:
    tells = entry.told_from <= now < entry.told_until
    return Hit(
        uid=entry.uid,
        type=entry.type,
        path=entry.path,
        title=entry.title,
        description=entry.description,
        item_code=entry.item_code,
        category=entry.category,
        districts=entry.districts,
        reason=evidence.reason,
        matched_name=evidence.name,
        matches=matches_of(asked, entry, evidence, texts, tells=tells),
        score=round(evidence.score, 4),
    )
