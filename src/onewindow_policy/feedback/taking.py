"""Suggestions about a community that is merged into another."""

from onewindow_policy import _
from onewindow_policy.communities.matters import codes_in_rows
from onewindow_policy.communities.matters import Matter
from onewindow_policy.communities.matters import move_rows
from onewindow_policy.communities.providers import IPlaceMatters
from onewindow_policy.feedback.models import NEW
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.records.api import read_session
from sqlalchemy import func
from sqlalchemy import select
from zope.interface import implementer


@implementer(IPlaceMatters)
class SuggestionsOfPlace:
    """All of them go along, those that were answered and published too."""

    def codes(self) -> set[str]:
        """See `IPlaceMatters`."""
        return codes_in_rows(Suggestion)

    def count(self, community) -> list[Matter]:
        """See `IPlaceMatters`."""
        query = (
            select(Suggestion.state, func.count())
            .where(Suggestion.community_code == community.code)
            .group_by(Suggestion.state)
        )
        counts = {state: count for state, count in read_session().execute(query)}
        count = counts.get(NEW, 0)
        return [
            Matter(
                "suggestions_new",
                _("matter_new_suggestions", default="Suggestions without an answer"),
                count,
                _(
                    "fate_new_suggestions",
                    default="Are answered by the staff of the other community.",
                ),
            ),
            Matter(
                "suggestions_settled",
                _("matter_settled_suggestions", default="Suggestions that are settled"),
                sum(counts.values()) - count,
                _(
                    "fate_settled_suggestions",
                    default="Go along. What is published stays so, under the other name.",
                ),
            ),
        ]

    def hand_over(self, community, target) -> None:
        """See `IPlaceMatters`."""
        move_rows(Suggestion, community, target)


suggestions_of_place = SuggestionsOfPlace()
