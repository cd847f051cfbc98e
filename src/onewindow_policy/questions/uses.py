"""What stands against re-coding a place or a service: questions that name it."""

from onewindow_policy import _
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.communities.interfaces import ICommunity
from onewindow_policy.communities.interfaces import IUnit
from onewindow_policy.questions.models import ItemQuestion
from onewindow_policy.records.api import read_session
from sqlalchemy import func
from sqlalchemy import select
from zope.i18nmessageid import Message

_COLUMNS = (
    (ICommunity, ItemQuestion.community_code),
    (IUnit, ItemQuestion.unit_code),
    (IServiceItem, ItemQuestion.item_code),
)


def questions_with_code(content, code: str) -> list[Message]:
    """Return how many questions have the code of `content`. See `ICodeUse`."""
    named = [column for kind, column in _COLUMNS if kind.providedBy(content)]
    if not named:
        return []
    query = select(func.count()).select_from(ItemQuestion).where(named[0] == code)
    count = read_session().scalar(query)
    if not count:
        return []
    return [
        _(
            "use_questions",
            default="${count} questions to departments name it",
            mapping={"count": count},
        )
    ]
