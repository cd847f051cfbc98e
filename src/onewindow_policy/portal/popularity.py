"""Which services are talked about most."""

from collections import Counter
from collections.abc import Iterable
from onewindow_policy.communities.snapshots import until_content_changes
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
