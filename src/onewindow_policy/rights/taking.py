"""What persons asked about their data in a community that is merged into another."""

from onewindow_policy import _
from onewindow_policy.communities.matters import codes_in_rows
from onewindow_policy.communities.matters import Matter
from onewindow_policy.communities.matters import move_rows
from onewindow_policy.communities.providers import IPlaceMatters
from onewindow_policy.records.api import read_session
from onewindow_policy.rights.models import RightsRequest
from sqlalchemy import func
from sqlalchemy import select
from zope.interface import implementer


@implementer(IPlaceMatters)
class RightsOfPlace:
    """A request goes where the application or suggestion goes that it is about."""

    def codes(self) -> set[str]:
        """See `IPlaceMatters`."""
        return codes_in_rows(RightsRequest)

    def count(self, community) -> list[Matter]:
        """See `IPlaceMatters`."""
        count = read_session().scalar(
            select(func.count())
            .select_from(RightsRequest)
            .where(RightsRequest.community_code == community.code)
        )
        return [
            Matter(
                "rights_requests",
                _("matter_rights", default="Requests of persons about their own data"),
                count,
                _("fate_rights", default="Go along, with the days they are due on."),
            )
        ]

    def hand_over(self, community, target) -> None:
        """See `IPlaceMatters`."""
        move_rows(RightsRequest, community, target)


rights_of_place = RightsOfPlace()
