"""Screens of a community that is merged into another."""

from onewindow_policy import _
from onewindow_policy.communities.matters import Matter
from onewindow_policy.communities.providers import IPlaceMatters
from onewindow_policy.screens.uses import all_screens
from zope.event import notify
from zope.interface import implementer
from zope.lifecycleevent import ObjectModifiedEvent


@implementer(IPlaceMatters)
class ScreensOfPlace:
    """They hang where they hang, and show the other community from then on."""

    def codes(self) -> set[str]:
        """See `IPlaceMatters`."""
        return {each.community for each in all_screens() if each.community}

    def count(self, community) -> list[Matter]:
        """See `IPlaceMatters`."""
        return [
            Matter(
                "screens",
                _("matter_screens", default="Screens"),
                len(self._screens(community)),
                _("fate_screens", default="Keep their addresses, show the other one."),
            )
        ]

    def hand_over(self, community, target) -> None:
        """See `IPlaceMatters`."""
        for screen in self._screens(community):
            screen.community = target.code
            notify(ObjectModifiedEvent(screen))

    def _screens(self, community) -> list:
        return [each for each in all_screens() if each.community == community.code]


screens_of_place = ScreensOfPlace()
