"""What communities themselves hold, as the page that merges them tells it."""

from onewindow_policy import _
from onewindow_policy.communities.content import contents_of
from onewindow_policy.communities.content import Grid
from onewindow_policy.communities.halls import halls_in
from onewindow_policy.communities.matters import Matter
from onewindow_policy.communities.providers import IPlaceMatters
from zope.interface import implementer


@implementer(IPlaceMatters)
class HallsOfPlace:
    """Halls lie in their community, and are moved with all else that does."""

    def codes(self) -> set[str]:
        """See `IPlaceMatters`: no hall is without its community."""
        return set()

    def count(self, community) -> list[Matter]:
        """See `IPlaceMatters`."""
        return [
            Matter(
                "halls",
                _("matter_halls", default="Halls"),
                len(halls_in(community)),
                _(
                    "fate_halls",
                    default="Move along. Their addresses and QR codes lead on.",
                ),
            )
        ]

    def hand_over(self, community, target) -> None:
        """See `IPlaceMatters`: `merging` moves all that a community holds."""


@implementer(IPlaceMatters)
class GridsOfPlace:
    """Grids lie in their community, and are moved with it; their codes begin as its."""

    def codes(self) -> set[str]:
        """See `IPlaceMatters`: no grid is without its community."""
        return set()

    def count(self, community) -> list[Matter]:
        """See `IPlaceMatters`."""
        return [
            Matter(
                "grids",
                _("matter_grids", default="Grids"),
                len(contents_of(community, Grid)),
                _(
                    "fate_grids",
                    default=(
                        "Move along, and get codes that begin with the other community's."
                        " Their addresses lead on."
                    ),
                ),
            )
        ]

    def hand_over(self, community, target) -> None:
        """See `IPlaceMatters`: `merging` moves all that a community holds."""


halls_of_place = HallsOfPlace()
grids_of_place = GridsOfPlace()
