"""What journeys say of themselves to be found."""

from dataclasses import replace
from onewindow_policy.journeys.interfaces import IJourney
from onewindow_policy.publishing.interfaces import ISearchable
from onewindow_policy.publishing.searchable import Searchable
from onewindow_policy.publishing.searchable import with_text
from zope.component import adapter
from zope.interface import implementer


@implementer(ISearchable)
@adapter(IJourney)
class SearchableJourney(Searchable):
    """A journey, by its names, its event in life and its steps."""

    type = "journey"

    def document(self):
        """See `ISearchable`."""
        journey = self.context
        texts = [("keywords", journey.life_event or "")]
        for row in journey.steps or ():
            # Services are found by themselves.
            texts.append(("text", row.get("title") or ""))
        return replace(
            super().document(),
            names=tuple(journey.aliases or ()),
            texts=with_text(texts),
        )
