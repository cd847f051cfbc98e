"""Telling somebody something: a row in the transaction of what it tells."""

from collections.abc import Mapping
from datetime import timedelta
from onewindow_policy.messages.exceptions import NotOffered
from onewindow_policy.messages.interfaces import IChannel
from onewindow_policy.messages.interfaces import ITemplate
from onewindow_policy.messages.models import Message
from onewindow_policy.messages.states import WAITING
from onewindow_policy.records.api import DataKey
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.vocabularies.api import translation_target
from plone import api
from typing import Any
from zope.component import getUtility
from zope.component import queryUtility


def is_offered(channel: str) -> bool:
    """Return whether messages can be sent in this way: whether it is set up."""
    # Records are read where no part of the portal is there, too.
    found = queryUtility(IChannel, channel)
    return found is not None and found.is_offered()


def post(
    template: str,
    recipient: str,
    values: Mapping[str, Any],
    *,
    subject: str,
    data_key: DataKey | None = None,
    language: str | None = None,
    wait: timedelta = timedelta(),
) -> None:
    """Keep a message, which the clock sends once Zope's transaction has committed.

    `template` is the name of an `ITemplate`, which makes the text of `values`: what JSON
    knows. `subject` says what it is about in clear, as the audit does. It is sealed under
    `data_key`, that of the record that it tells of; what is about none has a key of its
    own. Without `language` it is the site's. `wait` is for how long it is held back, while
    what it tells can still be taken back (`holding`). Raises `NotOffered`, and
    `DatabaseUnavailable`.
    """
    channel = getUtility(ITemplate, template).channel
    if not is_offered(channel):
        raise NotOffered(channel)
    now = utc_now()
    message = Message(
        data_key or DataKey.create(),
        has_own_key=data_key is None,
        channel=channel,
        template=template,
        language=translation_target(language or api.portal.get_default_language()),
        subject=subject,
        state=WAITING,
        created_at=now,
        due_at=now + wait,
        tries=0,
        unclear=0,
        recipient=recipient,
        values=dict(values),
    )
    session = write_session()
    session.add(message)
    session.flush()
