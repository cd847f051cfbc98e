"""Which services are talked about most."""

from collections import Counter
from collections.abc import Iterable
from onewindow_policy.portal.remembered import until_catalog_changes

#: How many of the newest news count: what was asked for years ago is not what is now.
NEWS_COUNTED = 50


def rank(mentions: Iterable[Iterable[str]]) -> dict[str, int]:
    """Return how often each item code is mentioned; twice in one place counts once."""
    return Counter(code for codes in mentions for code in set(codes))


def mentions_in_news(brains) -> dict[str, int]:
    """Return how often the newest of `brains` (catalog records of news) name each item.

    The codes are not in the catalog, so the news are loaded, once after each change.
    """

    def count() -> dict[str, int]:
        newest = (brain._unrestrictedGetObject() for brain in brains[:NEWS_COUNTED])
        return rank(news.related_items or () for news in newest)

    return until_catalog_changes("mentions in news", count)
