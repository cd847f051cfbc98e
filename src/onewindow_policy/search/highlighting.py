"""Where in a result the words of the question stand."""

from collections.abc import Iterable
from onewindow_policy.search.asking import Asked
from onewindow_policy.search.interfaces import Match
from onewindow_policy.search.interfaces import TOLD
from onewindow_policy.search.ranking import Evidence
from onewindow_policy.search.reading import Entry
from onewindow_policy.search.terms import FIELD_CLASSES
from onewindow_policy.search.texts import is_han

import re

#: As many texts of a result are shown beside its title, each no longer than this.
MOST_MATCHES = 2
LONGEST_SNIPPET = 60

#: The line that says for whom a service is.
LONGEST_ABOUT = 72
JOIN = "；"
_STOPS = "；;。. "

#: What stands before the first match in a snippet.
LEAD = 15


def matches_of(
    asked: Asked,
    entry: Entry,
    evidence: Evidence,
    texts: Iterable[tuple[str, str]],
    *,
    tells: bool,
) -> tuple[Match, ...]:
    """Return the title of a result, the name by which it was found, and what else of it
    has words of the question; `tells` says whether its guide may be quoted."""
    pattern = pattern_of(asked)
    matches = [Match("title", entry.title, spans_of(entry.title, pattern))]
    if evidence.name not in ("", entry.title):
        # What was found by sound or by spelling has none of the words: all of it counts.
        spans = spans_of(evidence.name, pattern) or ((0, len(evidence.name)),)
        matches.append(Match("name", evidence.name, spans))
    others = [
        Match(field, *_snippet(text, spans))
        for field, text in (("description", entry.description), *texts)
        if tells or field not in TOLD
        for spans in [spans_of(text, pattern)]
        if spans
    ]
    # Sorting is stable: of equally telling ones the first stays first.
    others.sort(key=lambda each: (-_marked(each), FIELD_CLASSES[each.field]))
    return (*matches, *others[:MOST_MATCHES])


def about_of(
    asked: Asked, texts: Iterable[tuple[str, str]], *, tells: bool
) -> Match | None:
    """Return for whom a service is: the conditions that its guide names first, in one
    line; None for what has no such guide."""
    conditions = [
        text.strip(_STOPS)
        for field, text in texts
        # What a guide says in English is found, and not shown among Chinese.
        if field == "conditions" and any(map(is_han, text))
    ]
    if not tells or not conditions:
        return None
    text = JOIN.join(conditions)
    if len(text) > LONGEST_ABOUT:
        kept = conditions[:1]
        for each in conditions[1:]:
            if len(JOIN.join((*kept, each))) > LONGEST_ABOUT:
                break
            kept.append(each)
        text = JOIN.join(kept)[:LONGEST_ABOUT] + "…"
    return Match("conditions", text, spans_of(text, pattern_of(asked)))


def pattern_of(asked: Asked) -> re.Pattern | None:
    """Return what finds the words of the question, and what means the same, in texts.

    Texts are as editors wrote them: in simplified characters, in either case.
    """
    words = {each for group in asked.alternatives.values() for each in group}
    words.add(asked.core)
    # One letter or digit stands anywhere. The longest first: it is what is marked.
    parts = sorted((each for each in words if len(each) > 1), key=len, reverse=True)
    if not parts:
        return None
    # Only where there are letters: without cases, what begins like no word is skipped.
    flags = re.IGNORECASE if any(map(str.isascii, parts)) else re.NOFLAG
    return re.compile("|".join(map(re.escape, parts)), flags)


def spans_of(text: str, pattern: re.Pattern | None) -> tuple[tuple[int, int], ...]:
    """Return where `pattern` is found in `text`."""
    if pattern is None:
        return ()
    return tuple(found.span() for found in pattern.finditer(text))


def _marked(match: Match) -> int:
    return len({match.text[start:end] for start, end in match.spans})


def _snippet(text: str, spans):
    """Return a part of `text` around its first span, and the spans within."""
    if len(text) <= LONGEST_SNIPPET:
        return text, spans
    start = max(0, min(spans[0][0] - LEAD, len(text) - LONGEST_SNIPPET))
    end = start + LONGEST_SNIPPET
    before, after = "…" if start else "", "…" if end < len(text) else ""
    shift = len(before) - start
    return before + text[start:end] + after, tuple(
        (begin + shift, stop + shift)
        for begin, stop in spans
        if start <= begin and stop <= end
    )
