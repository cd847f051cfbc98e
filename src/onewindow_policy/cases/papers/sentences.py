"""The sentences of papers that a city may put in its own words, and what their variables
say."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from onewindow_policy.cases.papers.kinds import KINDS
from onewindow_policy.wordings.api import BARRED
from onewindow_policy.wordings.api import read_sentences
from onewindow_policy.wordings.api import said_in
from onewindow_policy.wordings.api import sealed_wording
from onewindow_policy.wordings.api import Sentence
from typing import Any

#: What every paper can name, and what some can besides, by the group of values (see
#: `values`) that has it.
_ALWAYS = ("item", "issuer", "day")
_BESIDES = {
    "accepted": "accepted_on",
    "days": "days",
    "rectify_by": "rectify_by",
    "until": "until",
}


@cache
def sentences_of(kind: str) -> tuple[Sentence, ...]:
    """Return the sentences of a kind of paper."""
    text = (files(__package__) / "templates" / "sentences.toml").read_text("utf-8")
    return read_sentences(text)[kind]


def words_name(kind: str) -> str:
    """Return the name by which the wording of a kind is kept."""
    return f"cases.{kind}"


def wording_values(kind: str) -> dict[str, Any]:
    """Return what a paper that is issued now keeps of its wording."""
    return sealed_wording(words_name(kind), sentences_of(kind))


def variables_of(kind: str, values: Mapping[str, Any]) -> dict[str, str]:
    """Return what the variables of the sentences say.

    :param values: of the paper, with the day on which it was issued
    """
    said = {name: values[name] for name in _ALWAYS}
    for group in KINDS[kind].needs:
        if name := _BESIDES.get(group):
            # What was issued before says by its own day when it was accepted.
            said[name] = values.get(name, values["day"])
    for each in sentences_of(kind):
        if each.name == BARRED:
            # Where the city has settled that nothing follows, it says nothing.
            words = values.get("wording", {}).get(BARRED, each.shipped)
            said[BARRED] = words if values["bars"] else ""
    return said


def said_on(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the template of a kind prints of its sentences. A paper from before they
    could be changed says what is shipped."""
    variables = variables_of(kind, values)
    return said_in(sentences_of(kind), values.get("wording", {}), variables)
