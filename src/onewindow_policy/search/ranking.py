"""How well a document answers a question: the one scorer for both databases.

Scores run from 0 to 1. There are two kinds of evidence. A *name* of the document is in the
question, or the other way round: as it is written, by sound, by initials, or nearly as it
is written. And the *words* of the question stand in the document, the rarer the better,
the nearer to its name the better. Exactness always ranks above tolerance.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate
from onewindow_policy.search.asking import Asked
from onewindow_policy.search.reading import Entry
from onewindow_policy.search.sounds import fold
from onewindow_policy.search.sounds import syllables
from onewindow_policy.search.terms import Name
from onewindow_policy.search.weighing import SYNONYM_WORTH
from onewindow_policy.search.weighing import Words
from rapidfuzz.distance import Indel
from rapidfuzz.distance import OSA

#: A name that is written so surely need not sound so.
SURE_NAME = 0.85

#: What all characters are worth that are no words, and that a name has: they put in order
#: what is as sure.
SINGLES_WORTH = 0.05


@dataclass(frozen=True, slots=True)
class Evidence:
    """How sure a result is, and why (see `REASONS`); `name` is the one that matched,
    `telling` how many telling words the document has."""

    score: float
    reason: str
    name: str = ""
    telling: int = 0


NOTHING = Evidence(0.0, "")


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
    if not asked.has_han and _is_heard_in(heard, name):
        return Evidence(0.45 + 0.33 * len(heard) / len(name.sound), "sound", name.shown)
    return NOTHING


def _is_heard_in(heard: str, name: Name) -> bool:
    """Return whether whole syllables of a name sound so (tian qi is not in 天琴)."""
    if heard not in name.sound:
        return False
    ends = [0, *accumulate(len(fold(part)) for part in syllables(name.text))]
    return any(
        name.sound.startswith(heard, start) and start + len(heard) in ends
        for start in ends
    )


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
    told *= 1 + SINGLES_WORTH * words.in_a_name(entry)
    score = told + (1 - told) * 0.3 * name.score
    in_name = words.class_of(entry.id) == 0
    reason = "words" if in_name else "content"
    return Evidence(score, reason, telling=words.telling(entry.id, tells=tells))
