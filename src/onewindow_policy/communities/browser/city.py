"""The city: where the windows are, and how far one window has spread."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.communities.browser.page import DivisionPage
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.divisions import coverage_of
from onewindow_policy.communities.divisions import grouped
from onewindow_policy.communities.divisions import matching
from onewindow_policy.communities.halls import all_halls
from plone import api
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile

import json

#: Characters of a search for a name that are looked at.
MAX_QUERY = 40


class CityView(DivisionPage):
    """`/communities`: districts, streets, communities; `?q=` finds by name.

    `?community=<code>` leads on to a community, so that a list to choose from works
    without scripts.
    """

    template = ViewPageTemplateFile("templates/city.pt")

    def __call__(self):
        chosen = self.request.form.get("community")
        for community in all_communities():
            if community.place.code == chosen:
                url = self.site_url + community.place.path
                return self.request.response.redirect(url)
        return super().__call__()

    @property
    def page_title(self) -> str:
        return self.translate(_("nav_communities", default="Communities and windows"))

    @property
    def canonical_url(self) -> str:
        return self.context.absolute_url()

    @cached_property
    def query(self) -> str:
        query = self.request.form.get("q", "")
        return query.strip()[:MAX_QUERY] if isinstance(query, str) else ""

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
                        "communities": self.community_rows(group),
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
                    {"code": each.place.code, "title": each.place.title}
                    for each in communities
                ],
            }
            for street, communities in grouped(all_communities(), "street")
        ]

    @property
    def has_positions(self) -> bool:
        """Whether the nearest window can be found."""
        return any(hall.position for hall in all_halls())

    @property
    def positions_url(self) -> str:
        return f"{self.context.absolute_url()}/@@hall-positions"

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

    The reader's own position stays on the device.
    """

    def __call__(self) -> str:
        site_url = api.portal.get().absolute_url()
        self.request.response.setHeader("Content-Type", "application/json")
        return json.dumps(
            [
                {
                    "latitude": hall.position.latitude,
                    "longitude": hall.position.longitude,
                    "url": site_url + hall.community.path,
                }
                for hall in all_halls()
                if hall.position
            ]
        )
