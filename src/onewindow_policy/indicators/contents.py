"""What is told of the city's content, which keeps no history of its own."""

from DateTime import DateTime
from onewindow_policy import _
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.divisions import IMPLEMENTED
from onewindow_policy.indicators.counts import Count
from onewindow_policy.indicators.counts import Day
from onewindow_policy.indicators.interfaces import IIndicator
from plone import api
from zope.interface import implementer


@implementer(IIndicator)
class Coverage:
    """In how many communities of all one window is in operation (覆盖率).

    The city's plan asks for 80 % by the end of the first year, then for all. It stands as
    communities declare it; the whole is the communities of that day.
    """

    order = 210
    title = _("indicator_coverage", default="Communities with one window")
    is_share = True
    is_of_moment = True

    def tell(self, _day: Day) -> list[Count]:
        """See `IIndicator`."""
        return [
            Count(int(each.status == IMPLEMENTED), 1, division=each.place.code)
            for each in all_communities()
        ]


@implementer(IIndicator)
class PublishedGuides:
    """How many guides can be read: the city's, of no division, and those of districts."""

    order = 220
    title = _("indicator_guides_published", default="Guides published")
    is_share = False
    is_of_moment = True

    def tell(self, _day: Day) -> list[Count]:
        """See `IIndicator`."""
        items = {brain.getPath(): brain.item_code for brain in _public("ServiceItem")}
        return [
            Count(1, division=brain.district or "", item=items[item_path])
            for brain in _public("ServiceGuide")
            # A guide is readable exactly where its service is.
            if (item_path := brain.getPath().rpartition("/")[0]) in items
        ]


def _public(portal_type: str):
    catalog = api.portal.get_tool("portal_catalog")
    return catalog.unrestrictedSearchResults(
        portal_type=portal_type, review_state="published", effectiveRange=DateTime()
    )
