"""Sentences of papers: plain text with variables in `${…}` and words in bold between `*…*`.

They come to Typst as data, as all that papers say: nothing typed here is ever source.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy import _
from typing import Any
from zope.i18nmessageid import Message

import re
import tomllib

NOTE = "note"
BARRED = "barred"
_HEADING = "_heading"

#: What the sentences of papers are called, by their names; of several papers the same name
#: means the same. Those that end in `_heading` are one line, in bold as they are; what is
#: `barred` stands within others, as their variable.
TITLES = {
    "opening": _("sentence_opening", default="Opening"),
    "opening_by_silence": _(
        "sentence_opening_by_silence", default="Opening, where nobody answered in time"
    ),
    "came_heading": _("sentence_came_heading", default="Heading: what came"),
    "nothing_came": _("sentence_nothing_came", default="Where no material came"),
    "to_bring_heading": _(
        "sentence_to_bring_heading", default="Heading: still to bring"
    ),
    "materials_heading": _("sentence_materials_heading", default="Heading: materials"),
    "conditions_heading": _(
        "sentence_conditions_heading", default="Heading: conditions"
    ),
    "unmet": _("sentence_unmet", default="Where conditions seem not to be met"),
    "nothing_to_bring": _(
        "sentence_nothing_to_bring", default="Where nothing is needed"
    ),
    "flow_heading": _("sentence_flow_heading", default="Heading: the steps"),
    "how_heading": _("sentence_how_heading", default="Heading: how, and how long"),
    "told_heading": _("sentence_told_heading", default="Heading: what is told"),
    "taking_back": _("sentence_taking_back", default="Taking it back, and the check"),
    "promise_heading": _("sentence_promise_heading", default="Heading: the promise"),
    "promise": _("sentence_promise", default="What is promised, each in a line"),
    "answer_heading": _("sentence_answer_heading", default="Heading: how to object"),
    "rights_heading": _("sentence_rights_heading", default="Heading: remedies"),
    "consequence": _("sentence_consequence", default="What follows"),
    BARRED: _(
        "sentence_barred", default="What follows for later promises, if anything"
    ),
    "copies": _("sentence_copies", default="How many copies there are"),
    "note": _("sentence_note", default="Note before the end"),
    "closing_heading": _("sentence_closing_heading", default="Heading: whom to ask"),
}


#: What fits on a page with all else that it says.
LONGEST_TEXT = 600
LONGEST_LINE = 40

VARIABLE = re.compile(r"\$\{([a-z_]+)\}")
#: What was meant to be a variable.
BROKEN_VARIABLE = re.compile(r"\$(?!\{[a-z_]+\})")
_STRONG = re.compile(r"\*([^*]+)\*")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A part of a paper in words: its name (see `TITLES`), and the words that are shipped.

    Whatever variables these name, others for them must name too; what is not empty must not
    become so.
    """

    name: str
    shipped: str

    @property
    def title(self) -> Message:
        return TITLES[self.name]

    @property
    def is_line(self) -> bool:
        """Whether it is one line, without words in bold."""
        return self.name.endswith(_HEADING) or self.name == BARRED

    @property
    def longest(self) -> int:
        return LONGEST_LINE if self.is_line else LONGEST_TEXT

    @property
    def needs(self) -> list[str]:
        """The variables that it must name, each once."""
        return list(dict.fromkeys(VARIABLE.findall(self.shipped)))


def read_sentences(text: str) -> dict[str, tuple[Sentence, ...]]:
    """Return the sentences of papers by the papers' names, from TOML with a table for each
    paper. Each has a note, which is empty where none is shipped."""
    return {
        paper: tuple(
            Sentence(name, words.get(name, "").strip())
            for name in TITLES
            if name in words or name == NOTE
        )
        for paper, words in tomllib.loads(text).items()
    }


def said_in(
    sentences: tuple[Sentence, ...],
    wording: Mapping[str, str],
    variables: Mapping[str, str],
) -> dict[str, Any]:
    """Return what a template prints of its sentences, by their names: a line as a text,
    else paragraphs, each of words and whether they are bold.

    `wording` is what holds in the place of what is shipped. What a variable says is filled
    in as it is: no sign in it is markup.
    """
    return {
        each.name: _said(each, wording.get(each.name, each.shipped), variables)
        for each in sentences
    }


def _said(sentence: Sentence, words: str, variables: Mapping[str, str]) -> Any:
    if sentence.is_line:
        return _filled(words, variables)
    return [
        [(_filled(part, variables), is_bold) for part, is_bold in _runs(line)]
        for line in words.splitlines()
        if line.strip()
    ]


def _runs(line: str) -> list[tuple[str, bool]]:
    """Return the parts of a line, each with whether it is bold."""
    # Every second part of what is divided by them is what stands between two stars.
    parts = _STRONG.split(line.strip())
    return [(part, bool(index % 2)) for index, part in enumerate(parts) if part]


def _filled(words: str, variables: Mapping[str, str]) -> str:
    return VARIABLE.sub(lambda found: variables[found[1]], words)
