"""News about a community that is merged into another."""

from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.communities.matters import Matter
from onewindow_policy.communities.providers import IPlaceMatters
from plone import api
from zope.event import notify
from zope.interface import implementer
from zope.lifecycleevent import ObjectModifiedEvent


@implementer(IPlaceMatters)
class NewsOfPlace:
    """They name the other community from then on; what their texts say stays."""

    def codes(self) -> set[str]:
        """See `IPlaceMatters`."""
        return {code for news in _all_news() for code in _places_of(news)}

    def count(self, community) -> list[Matter]:
        """See `IPlaceMatters`."""
        return [
            Matter(
                "news",
                _("matter_news", default="News about it"),
                len(self._news(community)),
                _("fate_news", default="Name the other community. Texts stay."),
            )
        ]

    def hand_over(self, community, target) -> None:
        """See `IPlaceMatters`."""
        for news in self._news(community):
            named = [
                target.code if code == community.code else code
                for code in news.related_communities
            ]
            news.related_communities = list(dict.fromkeys(named))
            notify(ObjectModifiedEvent(news))

    def _news(self, community) -> list:
        return [each for each in _all_news() if community.code in _places_of(each)]


def _all_news() -> Iterator:
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(portal_type="News Item"):
        yield brain._unrestrictedGetObject()


def _places_of(news) -> list[str]:
    return getattr(news, "related_communities", None) or []


news_of_place = NewsOfPlace()
