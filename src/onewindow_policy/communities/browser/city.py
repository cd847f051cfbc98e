"""The city: where the windows are, and how far one window has spread."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.communities.browser.page import CommunityRow
from onewindow_policy.communities.browser.page import DivisionPage
from onewindow_policy.communities.browser.returning import guide_to_return_to
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.divisions import coverage_of
from onewindow_policy.communities.divisions import grouped
from onewindow_policy.communities.divisions import matching
from onewindow_policy.communities.halls import all_halls
from onewindow_policy.pages.api import text_of
from plone import api
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from typing import NamedTuple

import json

#: Characters of a search for a name that are looked at.
MAX_QUERY = 40


class Choice(NamedTuple):
    """An entry of the list: a community, and where a click on it leads.

    On the way back to a guide, `name` and `place_url` are what the device remembers.
    """

    community: CommunityRow
    url: str
    name: str | None = None
    place_url: str | None = None


class CityView(DivisionPage):
    """`/communities`: districts, streets, communities; `?q=` finds by name.

    `?community=<code>` leads on to a community, so that a list to choose from works
    without scripts; with `&item=<code>` back to the guide that one came from.
    """

    index = ViewPageTemplateFile("templates/city.pt")

    def __call__(self):
        chosen = text_of(self.request, "community")
        for community in all_communities():
            if community.place.code == chosen:
                url = self.site_url + community.place.path
                if self.returning is not None:
                    url = self.returning.url_for(chosen)
                return self.request.response.redirect(url)
        return super().__call__()

    @property
    def page_title(self) -> str:
        return self.translate(_("nav_communities", default="Communities and windows"))

    @cached_property
    def query(self) -> str:
        return text_of(self.request, "q").strip()[:MAX_QUERY]

    @cached_property
    def _found(self) -> tuple:
        return matching(all_communities(), self.query)

    @property
    def found_nothing(self) -> bool:
        return not self._found

    @cached_property
    def districts(self) -> list[dict]:
        """The districts with what was found in them, by street."""
        all_of = dict(grouped(all_communities(), "district"))
        return [
            {
                "id": f"d-{district.code}",
                "title": district.title,
                "url": self.site_url + district.path,
                "coverage": coverage_of(all_of[district]),
                "streets": [
                    {
                        "title": street.title,
                        "url": self.site_url + street.path,
                        "communities": self._choices(group),
                    }
                    for street, group in grouped(communities, "street")
                ],
            }
            for district, communities in grouped(self._found, "district")
        ]

    @cached_property
    def choices(self) -> list[dict]:
        """All communities by street, for a list to choose from."""
        return [
            {
                "title": f"{communities[0].district.title} {street.title}",
                "communities": [
                    {
                        "code": each.place.code,
                        "title": each.place.title,
                        # For the script that remembers it before it leads back.
                        "url": self.return_url and self.site_url + each.place.path,
                    }
                    for each in communities
                ],
            }
            for street, communities in grouped(all_communities(), "street")
        ]

    @property
    def return_url(self) -> str | None:
        """The guide to come back to, None for none."""
        return self.returning.url if self.returning is not None else None

    @property
    def return_code(self) -> str | None:
        return self.returning.code if self.returning is not None else None

    def _choices(self, communities) -> list[Choice]:
        """Return what a list of communities offers to choose."""
        rows = self.community_rows(communities)
        guide = self.returning
        if guide is None:
            return [Choice(row, row.url) for row in rows]
        return [
            Choice(row, guide.url_for(row.code), row.title, row.url) for row in rows
        ]

    @property
    def has_positions(self) -> bool:
        """Whether the nearest window can be found."""
        return any(hall.position for hall in all_halls())

    @property
    def positions_url(self) -> str:
        query = self.returning.query if self.returning is not None else ""
        return f"{self.context.absolute_url()}/@@hall-positions{query}"

    @cached_property
    def coverage(self) -> dict:
        """How far one window has spread, for words and for the bar."""
        coverage = coverage_of(all_communities())
        share, target = f"{coverage.share:.1%}", f"{coverage.target:.0%}"
        return {
            "implemented": coverage.implemented,
            "total": coverage.total,
            "share": share,
            "target": target,
            "label": self.translate(
                _(
                    "coverage_label",
                    default="${share} of the communities; the target is ${target}",
                    mapping={"share": share, "target": target},
                )
            ),
        }


class HallPositionsView(BrowserView):
    """`/communities/@@hall-positions`: where the halls are, for the browser to compare.

    The reader's own position stays on the device. `?item=<code>` goes along.
    """

    def __call__(self) -> str:
        site_url = api.portal.get().absolute_url()
        returning = guide_to_return_to(self.request)
        query = returning.query if returning is not None else ""
        self.request.response.setHeader("Content-Type", "application/json")
        return json.dumps(
            [
                {
                    "latitude": hall.position.latitude,
                    "longitude": hall.position.longitude,
                    "url": site_url + hall.community.path + query,
                }
                for hall in all_halls()
                if hall.position
            ]
        )
