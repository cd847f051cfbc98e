"""A reader's words as a query of the catalog's text index.

Plone's own search hands every `and`, bracket and asterisk on as an operator. Here a
query is words alone, whatever was typed.
"""

from collections.abc import Callable

import re
import unicodedata

#: More words than this do not make a question clearer, only dearer.
MOST_TERMS = 20

_RUNS = re.compile(r"[^\W_]+")
_WIDE = re.compile(r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+")

#: The words of the index's query language.
_OPERATORS = frozenset({"and", "or", "not"})


def terms_of(text: str) -> list[str]:
    """Return the terms that the text index would have of `text`, in its query language.

    Chinese is indexed by pairs of characters, other words by their beginnings.
    """
    terms = []
    for run in _RUNS.findall(unicodedata.normalize("NFKC", text)):
        terms += _terms_of_run(run)
    return list(dict.fromkeys(terms))[:MOST_TERMS]


def _terms_of_run(run: str):
    end = 0
    for wide in _WIDE.finditer(run):
        yield from _word(run[end : wide.start()])
        yield from _pairs(wide.group())
        end = wide.end()
    yield from _word(run[end:])


def _word(word: str):
    if word.lower() in _OPERATORS:
        yield f'"{word}"'
    elif word:
        yield f"{word}*"


def _pairs(characters: str):
    if len(characters) == 1:
        yield f"{characters}*"
    for place in range(len(characters) - 1):
        yield characters[place : place + 2]


def search_index(search: Callable, text: str):
    """Return what `search(SearchableText=…)` finds of `text`, best first.

    All terms first; when nothing has them all, whatever has any, so that a question
    (低保怎么办) finds its subject. Nothing, without asking, when `text` has no words.
    """
    results = ()
    terms = terms_of(text)
    for operator in (" AND ", " OR "):
        if terms:
            results = search(SearchableText=operator.join(terms))
        if results:
            break
    return results
