"""What services are also called, as words that mean the same."""

from collections.abc import Iterable
from onewindow_policy.search.synonyms import groups_of
from onewindow_policy.search.synonyms import LONGEST_WORD
from onewindow_policy.search.synonyms import normalise_word
from onewindow_policy.search.synonyms import problems_of
from plone import api


def alias_lines(lines: Iterable[str]) -> list[str]:
    """Return a line for each published service with other names, none that `lines` have.

    A service is found by its other names anyway; as synonyms they also find what else
    says them: news, forms, another service.
    """
    known = groups_of(tuple(lines))
    catalog = api.portal.get_tool("portal_catalog")
    found = []
    for brain in catalog.unrestrictedSearchResults(
        portal_type="ServiceItem", review_state="published", sort_on="item_code"
    ):
        item = brain._unrestrictedGetObject()
        names: dict[str, str] = {}
        for name in (item.short_name, *(item.aliases or ())):
            if name and len(name) <= LONGEST_WORD:
                names.setdefault(normalise_word(name), name)
        line = "、".join(names.values())
        if problems_of([line]) or any(set(names) <= group for group in known):
            continue
        found.append(line)
    return found
