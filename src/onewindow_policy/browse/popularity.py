"""Which services are talked about most."""

from collections import Counter
from collections.abc import Iterable
from onewindow_policy.browse.bits import numbers_of
from onewindow_policy.browse.inventory import inventory
from onewindow_policy.browse.inventory import visible_items
from onewindow_policy.patches.catalogs import index_named
from onewindow_policy.snapshots.api import until_content_changes
from onewindow_policy.snapshots.api import until_public_changes
from plone import api

#: How many of the newest news count: what was asked for years ago is not what is now.
NEWS_COUNTED = 50


def rank(mentions: Iterable[Iterable[str]]) -> dict[str, int]:
    """Return how often each item code is mentioned; twice in one place counts once."""
    return Counter(code for codes in mentions for code in set(codes))


@until_content_changes
def mentions_in_news() -> dict[str, int]:
    """Return how often the newest published news name each item, by its code.

    The codes are not in the catalog, so the news are loaded, once after each change.
    """
    brains = api.portal.get_tool("portal_catalog").unrestrictedSearchResults(
        portal_type="News Item",
        review_state="published",
        sort_on="effective",
        sort_order="descending",
        sort_limit=NEWS_COUNTED,
    )[:NEWS_COUNTED]
    newest = (brain._unrestrictedGetObject() for brain in brains)
    return rank(news.related_items or () for news in newest)


@until_public_changes
def often_asked(count: int) -> tuple[int, ...]:
    """Return the record ids of `count` items that the reader may see: those that the news
    name most, then by their number on the access list."""
    mentions = mentions_in_news()
    catalog = api.portal.get_tool("portal_catalog")
    code_of = index_named("item_code").getEntryForObject
    items, visible = inventory(), visible_items()
    named = {}
    for brain in catalog.unrestrictedSearchResults(item_code=list(mentions)):
        rid = brain.getRID()
        number = items.numbers.get(rid)
        if number is not None and visible >> number & 1:
            named[number] = mentions.get(code_of(rid), 0)
    first = sorted(named, key=lambda number: (-named[number], number))
    rest = numbers_of(visible, 0, count + len(named))
    ranked = [*first, *(number for number in rest if number not in named)]
    return tuple(items.rids[number] for number in ranked[:count])
