"""Having the room that posted a message hear of it when it needs a person, or no longer."""

from onewindow_policy.messages.interfaces import IUntold
from onewindow_policy.messages.models import Message
from sqlalchemy.orm import object_session
from zope.component import queryUtility


def follow_up(message: Message) -> None:
    """Tell the room by which `message` was posted that somebody has to decide about it, or
    that this is over; in the transaction in which that is so."""
    room = message.template.partition(".")[0]
    follower = queryUtility(IUntold, room)
    if follower is not None:
        session = object_session(message)
        session.flush()
        follower(session, message.subject)
