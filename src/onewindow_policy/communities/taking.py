"""What communities themselves hold, as the page that merges them tells it."""

from onewindow_policy import _
from onewindow_policy.communities.interfaces import IHall
from onewindow_policy.communities.interfaces import IPlaceMatters
from onewindow_policy.communities.matters import Matter
from zope.interface import implementer


@implementer(IPlaceMatters)
class HallsOfPlace:
    """Halls lie in their community, and are moved with all else that does."""

    def codes(self) -> set[str]:
        """See `IPlaceMatters`: no hall is without its community."""
        return set()

    def count(self, community) -> list[Matter]:
        """See `IPlaceMatters`."""
        halls = [each for each in community.objectValues() if IHall.providedBy(each)]
        return [
            Matter(
                "halls",
                _("matter_halls", default="Halls"),
                len(halls),
                _(
                    "fate_halls",
                    default="Move along. Their addresses and QR codes lead on.",
                ),
            )
        ]

    def hand_over(self, community, target) -> None:
        """See `IPlaceMatters`: `merging` moves all that a community holds."""


halls_of_place = HallsOfPlace()
