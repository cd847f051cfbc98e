"""What the pages of divisions and halls have in common."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from dataclasses import dataclass
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.communities.browser.returning import guide_to_return_to
from onewindow_policy.communities.browser.returning import GuideToReturnTo
from onewindow_policy.communities.divisions import CommunityFacts
from onewindow_policy.communities.divisions import IMPLEMENTED
from onewindow_policy.communities.halls import hall_row
from onewindow_policy.communities.halls import HallFacts
from onewindow_policy.communities.halls import HallRow
from onewindow_policy.communities.units import UnitFacts
from onewindow_policy.communities.units import units_of
from onewindow_policy.pages.api import Page
from onewindow_policy.vocabularies.api import title_of
from plone.base.interfaces import IPloneSiteRoot


@dataclass(frozen=True, slots=True)
class CommunityRow:
    """A community as an entry of a list, with a tag that says how far it is."""

    title: str
    url: str
    tag: str
    tag_class: str
    code: str


class DivisionPage(Page):
    """A page about a place."""

    @property
    def page_title(self) -> str:
        return self.context.title

    @property
    def canonical_url(self) -> str:
        return self.context.absolute_url()

    @cached_property
    def returning(self) -> GuideToReturnTo | None:
        """The guide that the reader came from to choose a community."""
        return guide_to_return_to(self.request)

    @cached_property
    def containers(self) -> list:
        """The divisions that hold this place, the city first."""
        containers = []
        parent = aq_parent(aq_inner(self.context))
        while parent is not None and not IPloneSiteRoot.providedBy(parent):
            containers.insert(0, parent)
            parent = aq_parent(parent)
        return containers

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        return [
            *((self._crumb(each), each.absolute_url()) for each in self.containers),
            (self.page_title, None),
        ]

    def _crumb(self, division) -> str:
        """The city's page is known by what one finds there."""
        if division.portal_type == "City":
            return self.translate(
                _("nav_communities", default="Communities and windows")
            )
        return division.title

    def status_title(self, code: str | None) -> str:
        return title_of("rollout_statuses", code, self.language) if code else ""

    def hall_rows(self, halls: tuple[HallFacts, ...]) -> list[HallRow]:
        return [hall_row(each, self.site_url, self.translate) for each in halls]

    def community_rows(self, communities) -> list[CommunityRow]:
        return [self._community_row(each) for each in communities]

    def _community_row(self, community: CommunityFacts) -> CommunityRow:
        tag = self.status_title(community.status)
        tag_class = "tag tag-wait"
        if community.status == IMPLEMENTED:
            tag_class = "tag tag-good"
            if community.has_hall:
                tag = self.translate(
                    _(
                        "tag_with_window",
                        default="${status}, with windows",
                        mapping={"status": tag},
                    )
                )
        elif community.planned_on:
            tag = self.translate(
                _(
                    "tag_planned",
                    default="${status}, planned for ${month}",
                    mapping={
                        "status": tag,
                        "month": self.words.month(community.planned_on),
                    },
                )
            )
        place = community.place
        url = self.site_url + place.path
        return CommunityRow(place.title, url, tag, tag_class, place.code)

    @property
    def units(self) -> tuple[UnitFacts, ...]:
        """The offices of this division, with their phones."""
        return units_of(self.context.code)
