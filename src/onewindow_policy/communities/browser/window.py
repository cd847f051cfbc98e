"""The window of one's own community, as a strip above pages that are the same for all.

Caches keep one page for everybody: what is personal comes from the browser, which asks
for the strip of the community that was chosen on it, or without scripts from the address.
"""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.communities.api import CITY_PATH
from onewindow_policy.communities.browser.returning import ITEM
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.divisions import CommunityFacts
from onewindow_policy.communities.halls import hall_row
from onewindow_policy.communities.halls import HallFacts
from onewindow_policy.communities.halls import HallRow
from onewindow_policy.communities.halls import halls_for_community
from onewindow_policy.communities.hours import opening_days
from onewindow_policy.pages.api import content_language
from onewindow_policy.pages.api import Fragment
from onewindow_policy.pages.api import Words
from onewindow_policy.vocabularies.api import language_of
from onewindow_policy.vocabularies.api import translation_target
from onewindow_policy.workdays.api import today
from onewindow_policy.workdays.calendar import city_calendar
from pathlib import Path
from plone import api
from Products.Five import BrowserView
from urllib.parse import urlencode

import json

#: How many days of hours the strip carries: as long as a cache or a browser may keep it,
#: and the longest holidays.
DAYS = 15

_TEMPLATE = Fragment(Path(__file__).parent / "templates" / "window.pt")


class WindowStrip:
    """What the template of the strip shows of a community's window."""

    def __init__(self, community: CommunityFacts, language: str, change_url: str):
        self.community = community
        self.language = language
        self.translate = Words(language)
        self.change_url = change_url

    @cached_property
    def site_url(self) -> str:
        return api.portal.get().absolute_url()

    @property
    def content_language(self) -> str | None:
        """The language of names where it is not the page's, for lang."""
        return content_language(self.language)

    @cached_property
    def _facts(self) -> HallFacts | None:
        return next(iter(halls_for_community(self.community.place.code)), None)

    @cached_property
    def hall(self) -> HallRow | None:
        """The community's hall, or where it has none its street's."""
        if self._facts is None:
            return None
        return hall_row(self._facts, self.site_url, self.translate)

    @property
    def community_url(self) -> str:
        return self.site_url + self.community.place.path

    @property
    def is_of_street(self) -> bool:
        return self._facts is not None and not self.community.has_hall

    @property
    def hours(self) -> str:
        """The hours of the next days as JSON: day, and its spans."""
        days = opening_days(
            self._facts.spans,
            today(),
            DAYS,
            city_calendar(),
            closes_on_holidays=self._facts.closes_on_holidays,
        )
        return json.dumps({day.isoformat(): spans for day, spans in days.items()})

    @property
    def words(self) -> dict[str, str]:
        """What the script says of the moment, with places for what it fills in."""
        return {
            "open": self.translate(
                _("window_open_now", default="Open now, until {time}")
            ),
            "later": self.translate(
                _("window_opens_later", default="Closed just now, opens at {time}")
            ),
            "closed": self.translate(
                _("window_opens_on", default="Closed now, opens {day} at {time}")
            ),
            "tomorrow": self.translate(_("word_tomorrow", default="tomorrow")),
        }

    def render(self) -> str:
        """Return the HTML of the strip."""
        return _TEMPLATE(strip=self, target_language=translation_target(self.language))


def choice_url(item_code: str | None = None) -> str:
    """Return where one chooses a community, to come back to the guide of an item."""
    url = f"{api.portal.get().absolute_url()}/{CITY_PATH}"
    return f"{url}?{urlencode({ITEM: item_code})}" if item_code else url


def window_strip(code: str, language: str, change_url: str) -> str:
    """Return the strip of the community with this code in `language`, empty for none.

    `change_url` is where it leads for another choice; see `choice_url`.
    """
    return next(
        (
            WindowStrip(community, language, change_url).render()
            for community in all_communities()
            if community.place.code == code
        ),
        "",
    )


class MyWindowView(BrowserView):
    """`/communities/<district>/<street>/<community>/@@my-window`: the strip alone."""

    def __call__(self) -> str:
        response = self.request.response
        # No page: Diazo has nothing to put around it.
        response.setHeader("X-Theme-Disabled", "1")
        response.setHeader("Content-Type", "text/html; charset=utf-8")
        language = language_of(self.request)
        return window_strip(self.context.code, language, choice_url())
