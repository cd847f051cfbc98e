"""What of content says nothing, is not true, or could be said more plainly.

Gaps keep something from being public; findings do not: they are told to whoever writes it,
whoever reviews it, and in the self-check.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.publishing.interfaces import ILintRule
from onewindow_policy.publishing.interfaces import IProse
from onewindow_policy.publishing.prose import Passage
from onewindow_policy.typed.plainwords import Advice
from onewindow_policy.typed.plainwords import find_advice
from onewindow_policy.typed.punctuation import punctuated
from typing import Literal
from zope.component import getUtilitiesFor
from zope.i18n import translate
from zope.i18nmessageid import Message

#: What is not true misleads somebody; what could be plainer only costs them time.
FAULT = "fault"
ADVICE = "advice"

#: Columns that repeat a source word by word.
_QUOTED = frozenset(("legal_basis",))

#: As much of a sentence as its writer needs to find it.
_EXCERPT = 40


@dataclass(frozen=True, slots=True)
class Finding:
    """A sentence to mend: where it stands, what it says, and what to write.

    `name` is the name of the field, `where` its title; `row` counts from 1, 0 where there
    are no rows.
    """

    rule: str
    name: str
    where: Message | str
    suggestion: Message
    row: int = 0
    column: Message | str = ""
    sentence: str = ""
    severity: Literal["fault", "advice"] = ADVICE


def find_findings(content) -> list[Finding]:
    """Return what there is to mend in `content`, what is not true first."""
    found = [
        finding
        for _name, rule in sorted(getUtilitiesFor(ILintRule))
        for finding in rule(content)
    ]
    return sorted(found, key=lambda each: each.severity != FAULT)


def place_in_words(finding: Finding, request) -> str:
    """Return where a finding is: field, row and column."""
    where = translate(finding.where, context=request)
    if finding.row:
        where = translate(
            _(
                "finding_row",
                default="${field}, row ${row}",
                mapping={"field": where, "row": finding.row},
            ),
            context=request,
        )
    column = translate(finding.column, context=request) if finding.column else ""
    return f"{where} {column}".strip()


def _of_passage(
    rule: str, passage: Passage, sentence: str, message: Message
) -> Finding:
    return Finding(
        rule,
        passage.name,
        passage.field,
        message,
        row=passage.row,
        column=passage.column,
        sentence=excerpt(sentence),
    )


def excerpt(text: str) -> str:
    """Return the beginning of a sentence."""
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"


def _passages(content) -> Iterator[Passage]:
    prose = IProse(content, None)
    return prose.passages() if prose is not None else iter(())


def find_punctuation(content) -> Iterator[Finding]:
    """Yield what was written before texts were printed as Chinese is."""
    for passage in _passages(content):
        if punctuated(passage.text) != passage.text:
            yield _of_passage(
                "punctuation",
                passage,
                passage.text,
                _(
                    "finding_punctuation",
                    default=(
                        "has half-width punctuation or spaces beside numbers. Save it"
                        " again: that sets them."
                    ),
                ),
            )


def find_plain_words(content) -> Iterator[Finding]:
    """Yield words of offices, and dates that are written otherwise."""
    for passage in _passages(content):
        if passage.name in _QUOTED:
            continue
        for advice in find_advice(passage.text):
            yield _of_passage(advice.kind, passage, passage.text, advice_text(advice))


def advice_text(advice: Advice) -> Message:
    """Return what to write in the place of a passage."""
    if not advice.plain:
        return _(
            "finding_word_goes",
            default="“${passage}” says nothing here: leave it out.",
            mapping={"passage": advice.passage},
        )
    return _(
        "finding_say_plainly",
        default="for “${passage}” write: ${plain}",
        mapping={"passage": advice.passage, "plain": advice.plain},
    )
