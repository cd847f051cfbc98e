"""All journeys."""

from onewindow_policy.journeys.api import listed_journeys
from onewindow_policy.journeys.api import ListedJourney
from onewindow_policy.pages.api import Fragment
from onewindow_policy.pages.api import Page
from onewindow_policy.vocabularies.api import code_list
from pathlib import Path

_BODY = Fragment(Path(__file__).with_name("listing_body.pt"))


class JourneysListing(Page):
    """The journeys that residents see, by the order of events in life."""

    def body(self) -> str:
        return _BODY.render(page=self, target_language=self.translation_target)

    @property
    def page_title(self) -> str:
        return self.context.title

    @property
    def canonical_url(self) -> str:
        return self.context.absolute_url()

    @property
    def journeys(self) -> list[tuple[ListedJourney, str, str]]:
        """The journeys with their addresses and signs."""
        events = code_list("life_events")
        rows = []
        for each in listed_journeys():
            term = events.get(each.life_event)
            glyph = (term.glyph or term.title[:1]) if term else each.title[:1]
            rows.append((each, f"{self.site_url}{each.path}", glyph))
        return rows
