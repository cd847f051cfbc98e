"""A community: where its residents go, and the news about it."""

from functools import cached_property
from itertools import chain
from onewindow_policy.communities.addresses import matching_grids
from onewindow_policy.communities.browser.page import DivisionPage
from onewindow_policy.communities.divisions import IMPLEMENTED
from onewindow_policy.communities.grids import GridFacts
from onewindow_policy.communities.grids import grids_of
from onewindow_policy.communities.halls import halls_for_community
from onewindow_policy.communities.halls import halls_of
from onewindow_policy.communities.units import UnitFacts
from onewindow_policy.communities.units import units_of
from onewindow_policy.news.api import news_entry
from onewindow_policy.news.api import published_news
from onewindow_policy.pages.api import text_of
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from urllib.parse import urlencode

#: How many of the newest news are looked at for those of a community, and how many are
#: shown: which communities a news item is about is not indexed.
NEWS_SEARCHED = 30
NEWS_SHOWN = 5

#: Characters of an address that are looked at.
MAX_ADDRESS = 60


class CommunityView(DivisionPage):
    """`/communities/<district>/<street>/<community>`: its window, or its street's."""

    index = ViewPageTemplateFile("community.pt")

    @property
    def district(self):
        return self.containers[1]

    @property
    def street(self):
        return self.containers[2]

    @property
    def full_name(self) -> str:
        return self.district.title + self.street.title + self.context.title

    @property
    def status(self) -> str:
        return self.status_title(self.context.rollout_status)

    @property
    def status_class(self) -> str:
        implemented = self.context.rollout_status == IMPLEMENTED
        return "tag tag-good" if implemented else "tag tag-wait"

    @cached_property
    def has_own_hall(self) -> bool:
        return bool(halls_of(self.context.code))

    @cached_property
    def halls(self) -> list:
        """The community's halls, or where it has none its street's."""
        return self.hall_rows(halls_for_community(self.context.code))

    @cached_property
    def grids(self) -> tuple[GridFacts, ...]:
        return grids_of(self.context)

    @cached_property
    def address(self) -> str:
        """The address whose grid somebody looks for."""
        return text_of(self.request, "q", MAX_ADDRESS).strip()

    @cached_property
    def found_grids(self) -> tuple[GridFacts, ...]:
        """The grids that an address may be in, all of them where none was typed."""
        if not self.address:
            return self.grids
        return matching_grids(self.grids, self.address)

    @property
    def supervise_phones(self) -> tuple[str, ...]:
        """The numbers at which to complain about the grids that are shown."""
        phones = (grid.supervise_phone for grid in self.found_grids)
        return tuple(dict.fromkeys(phone for phone in phones if phone))

    @property
    def grid_phone(self) -> str:
        """Whom to call when nothing fits: a window, the street's unit, or the hotline."""
        halls = (hall.phones[0] for hall in self.halls if hall.phones)
        units = (unit.phone for unit in self.street_units if unit.phone)
        return next(chain(halls, units), self.hotline)

    @property
    def street_units(self) -> tuple[UnitFacts, ...]:
        return units_of(self.street.code)

    @property
    def implemented_on(self) -> str:
        day = self.context.implemented_on
        return self.words.day(day) if day else ""

    @property
    def planned_on(self) -> str:
        day = self.context.planned_on
        return self.words.month(day) if day else ""

    @property
    def catalogue_url(self) -> str:
        # The community goes along: without scripts nothing else remembers it.
        chosen = {"district": self.district.code, "community": self.context.code}
        return f"{self.site_url}/catalogue?{urlencode(chosen)}"

    @property
    def return_url(self) -> str | None:
        """Where the guide that one came from shows this community's window."""
        guide = self.returning
        return guide.url_for(self.context.code) if guide is not None else None

    @property
    def list_url(self) -> str:
        return self.district.absolute_url()

    @cached_property
    def news(self) -> list:
        """The newest news about this community."""
        code = self.context.code
        brains = published_news(sort_limit=NEWS_SEARCHED)[:NEWS_SEARCHED]
        return [
            news_entry(brain, self.language)
            for brain in brains
            if code in (brain.getObject().related_communities or ())
        ][:NEWS_SHOWN]
