"""What stands against removing a place: what persons ask about their own data there."""

from onewindow_policy import _
from onewindow_policy.communities.interfaces import ICommunity
from onewindow_policy.records.api import read_session
from onewindow_policy.rights.models import OPEN_STATES
from onewindow_policy.rights.models import RightsRequest
from sqlalchemy import func
from sqlalchemy import select
from zope.i18nmessageid import Message


def open_requests_in(contents: list) -> list[Message]:
    """Return how many requests about data are open in communities. See `IContentUse`."""
    codes = [each.code for each in contents if ICommunity.providedBy(each)]
    if not codes:
        return []
    count = read_session().scalar(
        select(func.count())
        .select_from(RightsRequest)
        .where(
            RightsRequest.state.in_(OPEN_STATES),
            RightsRequest.community_code.in_(codes),
        )
    )
    if not count:
        return []
    return [
        _(
            "use_open_rights",
            default=(
                "${count} persons wait for an answer about their own data: answer them"
                " first, or merge the community into another, or the street into another"
            ),
            mapping={"count": count},
        )
    ]
