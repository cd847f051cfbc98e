"""The sentences of the notice that a city may put in its own words, and what their
variables say."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from onewindow_policy.wordings.api import read_sentences
from onewindow_policy.wordings.api import said_in
from onewindow_policy.wordings.api import sealed_wording
from onewindow_policy.wordings.api import Sentence
from typing import Any

#: By which its wording is kept.
NAME = "inquiries.told"


@cache
def sentences() -> tuple[Sentence, ...]:
    """Return its sentences."""
    text = (files(__package__) / "templates" / "sentences.toml").read_text("utf-8")
    return read_sentences(text)["told"]


def wording_values() -> dict[str, Any]:
    """Return what a notice that is issued now keeps of its wording."""
    return sealed_wording(NAME, sentences())


def variables_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Return what the variables say, of the values of a notice and its day."""
    return {name: values[name] for name in ("item", "issuer", "day")}


def said_on(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the template prints of them. A notice from before they could be changed
    says what is shipped."""
    return said_in(sentences(), values.get("wording", {}), variables_of(values))
