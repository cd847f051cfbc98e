"""The sentences of a transfer list that a city may put in its own words, and what their
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
NAME = "cases.transfer_list"


@cache
def sentences() -> tuple[Sentence, ...]:
    """Return its sentences."""
    text = (files(__package__) / "templates" / "sentences.toml").read_text("utf-8")
    return read_sentences(text)["transfer_list"]


def wording_values() -> dict[str, Any]:
    """Return what a list that is made now keeps of its wording."""
    return sealed_wording(NAME, sentences())


def variables_of(values: Mapping[str, Any]) -> dict[str, str]:
    """Return what the variables say, of the values of a list."""
    return {name: values[name] for name in ("from", "to", "day", "due")}


def said_on(wording: Mapping[str, str], values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the template prints of them."""
    return said_in(sentences(), wording, variables_of(values))
