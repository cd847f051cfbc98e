"""Messages that wait a while, so that what they tell can still be taken back."""

from collections.abc import Collection
from collections.abc import Mapping
from datetime import datetime
from datetime import timedelta
from onewindow_policy.messages.models import Message
from onewindow_policy.messages.settings import earliest
from onewindow_policy.messages.states import SENDING
from onewindow_policy.messages.states import STATES
from onewindow_policy.messages.states import WAITING
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.api import city_time
from sqlalchemy import and_
from sqlalchemy import case
from sqlalchemy import ColumnElement
from sqlalchemy import or_
from sqlalchemy import Select
from sqlalchemy import select
from sqlalchemy.orm import Session
from typing import Any


def until_morning() -> timedelta:
    """Return for how long what happens by itself is told to nobody: at night until the time
    of day that the city has settled, else not at all."""
    now = city_time(utc_now())
    first = now.replace(
        hour=earliest().hour, minute=earliest().minute, second=0, microsecond=0
    )
    return max(first - now, timedelta())


def is_held_back(session: Session, subject: str, since: datetime) -> bool:
    """Return whether of all that was posted about `subject` since a moment nothing has left
    yet; also where nothing was posted."""
    query = _posted(subject, since).with_only_columns(Message.state, Message.tries)
    return all(
        state == WAITING and not tries for state, tries in session.execute(query)
    )


def take_back(subject: str, since: datetime) -> bool:
    """Delete all that was posted about `subject` since a moment; return whether that could
    be done: where some of it has left, nothing is deleted.

    It is kept when Zope's transaction commits.
    """
    session = write_session()
    posted = session.scalars(_posted(subject, since).with_for_update(of=Message)).all()
    if any(each.state != WAITING or each.tries for each in posted):
        return False
    for each in posted:
        session.delete(each)
    session.flush()
    return True


def drop_waiting(
    subject: str,
    *,
    template: str | None = None,
    but_for: Collection[str] = (),
    unless_to: Collection[tuple[str, str]] = (),
) -> bool:
    """Forget what was posted about `subject` and waits to go. With `template`, only that;
    never what is of the templates `but_for`, or goes by one of the channels to one of the
    recipients of `unless_to`. What did not go stays, until somebody has told it otherwise.

    Returns whether there was any. It is kept when Zope's transaction commits.
    """
    session, dropped = write_session(), False
    query = select(Message).where(Message.state == WAITING, Message.subject == subject)
    for each in session.scalars(query.with_for_update(of=Message)).all():
        is_other = each.template in but_for or template not in (None, each.template)
        if not is_other and (each.channel, each.recipient) not in unless_to:
            session.delete(each)
            dropped = True
    session.flush()
    return dropped


def amend_waiting(subject: str, changes: Mapping[str, Any]) -> None:
    """Have what was posted about `subject` and waits to go say something else: the values
    of `changes`, where a message has any of these names.

    It is kept when Zope's transaction commits.
    """
    session = write_session()
    query = select(Message).where(Message.state == WAITING, Message.subject == subject)
    for each in session.scalars(query.with_for_update(of=Message)).all():
        said = each.values or {}
        amended = {name: value for name, value in changes.items() if name in said}
        if amended:
            each.values = {**said, **amended}
    session.flush()


def waits_since() -> ColumnElement[datetime]:
    """Return since when a message waits that could be sent: what is held back does not, and
    the time for which it was counts for none until its first try is over."""
    is_first = or_(
        Message.tries == 0, and_(Message.state == SENDING, Message.tries == 1)
    )
    return case((is_first, Message.due_at), else_=Message.created_at)


def _posted(subject: str, since: datetime) -> Select:
    # By all states, as the index has them.
    return select(Message).where(
        Message.state.in_(STATES),
        Message.created_at >= since,
        Message.subject == subject,
    )
