"""What stands against removing or re-coding a place: suggestions about it."""

from onewindow_policy import _
from onewindow_policy.communities.interfaces import ICommunity
from onewindow_policy.feedback.models import NEW
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.records.api import read_session
from sqlalchemy import func
from sqlalchemy import select
from zope.i18nmessageid import Message


def new_suggestions_about(contents: list) -> list[Message]:
    """Return how many suggestions about communities are new. See `IContentUse`."""
    codes = [each.code for each in contents if ICommunity.providedBy(each)]
    if not codes:
        return []
    count = read_session().scalar(
        select(func.count())
        .select_from(Suggestion)
        .where(Suggestion.state == NEW, Suggestion.community_code.in_(codes))
    )
    if not count:
        return []
    return [
        _(
            "use_new_suggestions",
            default=(
                "${count} suggestions wait for an answer: answer them first, or merge the"
                " community into another, or the street into another"
            ),
            mapping={"count": count},
        )
    ]


def suggestions_with(content, code: str) -> list[Message]:
    """Return how many suggestions, answered or not, are about a place. See `ICodeUse`."""
    if not ICommunity.providedBy(content):
        return []
    count = read_session().scalar(
        select(func.count())
        .select_from(Suggestion)
        .where(Suggestion.community_code == code)
    )
    if not count:
        return []
    return [
        _(
            "use_suggestions",
            default="${count} suggestions are about it",
            mapping={"count": count},
        )
    ]
