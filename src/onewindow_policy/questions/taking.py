"""Questions of a community or to a unit whose place is merged into another."""

from onewindow_policy import _
from onewindow_policy.communities.matters import codes_in_rows
from onewindow_policy.communities.matters import Matter
from onewindow_policy.communities.matters import move_rows
from onewindow_policy.communities.providers import IPlaceMatters
from onewindow_policy.communities.providers import IUnitMatters
from onewindow_policy.questions.models import ItemQuestion
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy import update
from zope.interface import implementer


@implementer(IPlaceMatters)
class QuestionsOfPlace:
    """All of them go along: the window that there is enters what was said by phone."""

    def codes(self) -> set[str]:
        """See `IPlaceMatters`."""
        return codes_in_rows(ItemQuestion)

    def count(self, community) -> list[Matter]:
        """See `IPlaceMatters`."""
        query = (
            select(func.count())
            .select_from(ItemQuestion)
            .where(ItemQuestion.community_code == community.code)
        )
        return [
            Matter(
                "item_questions",
                _("matter_questions", default="Questions of its window to departments"),
                read_session().scalar(query),
                _(
                    "fate_questions",
                    default="Go along, with the departments that they were put to.",
                ),
            )
        ]

    def hand_over(self, community, target) -> None:
        """See `IPlaceMatters`."""
        move_rows(ItemQuestion, community, target)


@implementer(IUnitMatters)
class QuestionsOfUnit:
    """The successor answers what its predecessor did not."""

    def hand_over(self, unit, successor) -> None:
        """See `IUnitMatters`."""
        write_session().execute(
            update(ItemQuestion)
            .where(ItemQuestion.unit_code == unit.code)
            .values(unit_code=successor.code)
            .execution_options(synchronize_session=False)
        )


questions_of_place = QuestionsOfPlace()
questions_of_unit = QuestionsOfUnit()
