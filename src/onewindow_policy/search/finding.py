"""Finding: candidates from the index, judged, put in order."""

from collections import Counter
from collections.abc import Collection
from collections.abc import Sequence
from itertools import chain
from onewindow_policy.search.asking import ask
from onewindow_policy.search.asking import Asked
from onewindow_policy.search.candidates import candidates_for
from onewindow_policy.search.candidates import nearly_named
from onewindow_policy.search.highlighting import about_of
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
from onewindow_policy.search.reading import Reader

import time

#: Less sure results are none; the second is for what has two telling words or more, as
#: it hardly has by chance. Far less sure ones than the best are noise.
SURE_ENOUGH = (0.36, 0.26)
WORTH_SHOWING = 0.5

#: A name that is found as surely needs no guessing at what else was meant.
FOUND_SURELY = 0.75

#: Results in order of sureness come in these steps; within one, by their types.
STEPS = (0.97, 0.7, 0.5)

#: Documents, each with what speaks for it.
Judged = list[tuple[Entry, Evidence]]


def find(question: Question) -> Answer:
    """Return what answers `question`. Raises IndexMissing, DatabaseUnavailable."""
    asked = ask(question.text)
    if not asked.pieces:
        return Answer()
    now = int(time.time())
    with get_index().reading() as reader:
        (found,) = _ranked(reader, [asked], now)
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


def answered(texts: Collection[str]) -> set[str]:
    """Return those of `texts` that find anything now, in as few statements as one of them
    takes. Raises IndexMissing, DatabaseUnavailable."""
    questions = {text: ask(text) for text in texts}
    asked = {text: each for text, each in questions.items() if each.pieces}
    if not asked:
        return set()
    with get_index().reading() as reader:
        found = _ranked(reader, list(asked.values()), int(time.time()))
    return {text for text, judged in zip(asked, found, strict=True) if judged}


def _ranked(reader: Reader, questions: Sequence[Asked], now: int) -> list[Judged]:
    """Return for each of `questions` what answers it, the best first, with why."""
    candidates = list(candidates_for(reader, questions))
    seen = reader.visible({*chain(*(each.ids for each in candidates))}, now)
    found: list[Judged] = []
    # Those that nothing answers surely, and what was judged by name for them.
    unsure: dict[int, Judged] = {}
    for number, (asked, each) in enumerate(zip(questions, candidates, strict=True)):
        named_so = [
            (seen[id], best_of(by_name(asked, name) for name in seen[id].names))
            for id in each.ids
            if id in seen
        ]
        judged = [
            (entry, judge(entry, each.having, name, now)) for entry, name in named_so
        ]
        found.append(judged)
        if max((evidence.score for _, evidence in judged), default=0) < FOUND_SURELY:
            unsure[number] = named_so
    near = list(
        nearly_named(
            reader,
            [questions[number] for number in unsure],
            [candidates[number].ids for number in unsure],
        )
    )
    seen = reader.visible({*chain(*near)}, now)
    for (number, named_so), ids in zip(unsure.items(), near, strict=True):
        asked, having = questions[number], candidates[number].having
        named_so += ((seen[id], NOTHING) for id in ids if id in seen)
        found[number] = [
            (entry, judge(entry, having, _nearly(asked, entry, name), now))
            for entry, name in named_so
        ]
    return [_in_order(judged) for judged in found]


def _nearly(asked: Asked, entry: Entry, name: Evidence) -> Evidence:
    return best_of((name, *(by_spelling(asked, each) for each in entry.names)))


def _in_order(judged: Judged) -> Judged:
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
        about=about_of(asked, texts, tells=tells),
    )
