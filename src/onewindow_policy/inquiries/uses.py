"""What stands against re-coding a place or a service: inquiries that name it."""

from onewindow_policy import _
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.communities.interfaces import ICommunity
from onewindow_policy.inquiries.models import Inquiry
from onewindow_policy.records.api import read_session
from sqlalchemy import func
from sqlalchemy import or_
from sqlalchemy import select
from zope.i18nmessageid import Message


def inquiries_with(content, code: str) -> list[Message]:
    """Return how many inquiries have the code of `content`. See `ICodeUse`."""
    if ICommunity.providedBy(content):
        named = or_(Inquiry.community_code == code, Inquiry.lives_in == code)
    elif IServiceItem.providedBy(content):
        named = Inquiry.item_code == code
    else:
        return []
    query = select(func.count()).select_from(Inquiry).where(named)
    count = read_session().scalar(query)
    if not count:
        return []
    return [
        _(
            "use_inquiries",
            default="${count} inquiries name it",
            mapping={"count": count},
        )
    ]
