"""What a suggestion is about, in words and in addresses."""

from collections.abc import Mapping
from onewindow_policy import _
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.feedback.numbers import number_text
from onewindow_policy.pages.api import Words
from onewindow_policy.snapshots.api import until_content_changes
from types import MappingProxyType


def place_of(code: str | None, words: Words) -> str:
    """Return what a suggestion is about: a community by its full name, or the city."""
    if code is None:
        return words(_("suggestion_whole_city", default="The whole city"))
    return _full_names().get(code, code)


def query_of(number: str) -> str:
    """Return the query by which an address names a suggestion, as people read it."""
    return f"number={number_text(number)}"


@until_content_changes
def _full_names() -> Mapping[str, str]:
    names = {each.place.code: each.full_name for each in all_communities()}
    return MappingProxyType(names)
