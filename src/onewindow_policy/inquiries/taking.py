"""Inquiries at a window whose community is merged into another."""

from onewindow_policy import _
from onewindow_policy.communities.matters import codes_in_rows
from onewindow_policy.communities.matters import Matter
from onewindow_policy.communities.matters import move_rows
from onewindow_policy.communities.providers import IPlaceMatters
from onewindow_policy.inquiries.models import Inquiry
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy import update
from zope.interface import implementer


@implementer(IPlaceMatters)
class InquiriesOfPlace:
    """All of them go along: who was promised a call waits for it at the other window."""

    def codes(self) -> set[str]:
        """See `IPlaceMatters`."""
        lived_in = read_session().scalars(select(Inquiry.lives_in).distinct())
        return codes_in_rows(Inquiry) | set(lived_in)

    def count(self, community) -> list[Matter]:
        """See `IPlaceMatters`."""
        query = (
            select(func.count())
            .select_from(Inquiry)
            .where(Inquiry.community_code == community.code)
        )
        return [
            Matter(
                "inquiries",
                _("matter_inquiries", default="Inquiries at its window"),
                read_session().scalar(query),
                _(
                    "fate_inquiries",
                    default=(
                        "Go along. Promised calls are up to the window of the other"
                        " community; numbers stay."
                    ),
                ),
            )
        ]

    def hand_over(self, community, target) -> None:
        """See `IPlaceMatters`."""
        move_rows(Inquiry, community, target)
        write_session().execute(
            update(Inquiry)
            .where(Inquiry.lives_in == community.code)
            .values(lives_in=target.code)
            .execution_options(synchronize_session=False)
        )


inquiries_of_place = InquiriesOfPlace()
