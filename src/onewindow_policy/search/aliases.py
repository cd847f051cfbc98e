"""The other names that services bring themselves, and what they make as synonyms."""

from collections.abc import Iterable
from dataclasses import dataclass
from onewindow_policy.search.synonyms import groups_of
from onewindow_policy.search.synonyms import LONGEST_WORD
from onewindow_policy.search.synonyms import MOST_WORDS
from onewindow_policy.search.synonyms import normalise_word
from plone import api


@dataclass(frozen=True, slots=True)
class ItemNames:
    """A service, and what else it is called."""

    title: str
    url: str
    names: tuple[str, ...]


def item_names() -> list[ItemNames]:
    """Return the published services that have other names, by their number on the list.

    The catalog knows their names: no service is loaded for it.
    """
    brains = api.portal.get_tool("portal_catalog")(
        portal_type="ServiceItem",
        review_state="published",
        sort_on="access_list_no",
    )
    found = []
    for brain in brains:
        names = dict.fromkeys(
            name for name in (brain.short_name, *(brain.aliases or ())) if name
        )
        if names:
            found.append(ItemNames(brain.Title, brain.getURL(), tuple(names)))
    return found


def lines_from(items: Iterable[ItemNames], lines: Iterable[str]) -> list[str]:
    """Return a line for each item that tells more than `lines` and one another."""
    known = list(groups_of(tuple(lines)))
    new = []
    for item in items:
        words: dict[str, str] = {}
        for name in item.names:
            plain = normalise_word(name)
            if plain and len(name) <= LONGEST_WORD:
                words.setdefault(plain, name)
        group = frozenset(list(words)[:MOST_WORDS])
        if len(group) > 1 and not any(group <= other for other in known):
            known.append(group)
            new.append("、".join(words[plain] for plain in words if plain in group))
    return new
