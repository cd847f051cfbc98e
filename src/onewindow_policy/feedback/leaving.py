"""Leaving a suggestion: one submission of the form becomes one suggestion, once."""

from dataclasses import dataclass
from dataclasses import field
from onewindow_policy.feedback.details import hide_details
from onewindow_policy.feedback.duties import begin_duty
from onewindow_policy.feedback.models import NEW
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.feedback.numbers import new_number
from onewindow_policy.records.api import content_hash_of
from onewindow_policy.records.api import DatabaseBusy
from onewindow_policy.records.api import DataKey
from onewindow_policy.records.api import keyed_hash
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import require_same
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

import json

_EXCERPT_LENGTH = 40
_NUMBER_TRIES = 10


@dataclass(frozen=True, slots=True)
class NewSuggestion:
    """A valid submission of the form; `nonce` is that of the rendered form, `content` a
    text that is the same for the same sending only (None: the values tell).

    `community_code` is None when the message is about no community in particular;
    `kept_months` is how long the form says it is kept once it was settled, None for no
    term.
    """

    nonce: str = field(repr=False)
    message: str = field(repr=False)
    community_code: str | None = None
    name: str | None = field(default=None, repr=False)
    contact: str | None = field(default=None, repr=False)
    kept_months: int | None = None
    content: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class LeftSuggestion:
    """What the sender is told; `created` is False where the submission came before."""

    number: str
    created: bool


def leave_suggestion(new: NewSuggestion) -> LeftSuggestion:
    """Keep a suggestion, or return the one that this submission became earlier.

    Needs no permission: anybody may say something. It is kept when Zope's transaction
    commits. Two requests with the same nonce make one suggestion, even at the same
    moment in two processes: the nonce is unique in SQL, and who comes second waits for
    the first. Raises `SentOtherwise` when another content came with this nonce before.
    """
    nonce_hash = _nonce_hash_of(new.nonce)
    content_hash = content_hash_of(new.content or _content_of(new))
    earlier = _left_earlier(read_session(), nonce_hash, content_hash)
    if earlier is not None:
        return earlier
    suggestion = _sealed(new, nonce_hash)
    suggestion.content_hash = content_hash
    session = write_session()
    for _try in range(_NUMBER_TRIES):
        suggestion.number = new_number(suggestion.received_at)
        try:
            with session.begin_nested():
                session.add(suggestion)
                session.flush()
                begin_duty(session, suggestion)
        except IntegrityError:
            earlier = _left_earlier(session, nonce_hash, content_hash)
            if earlier is not None:
                return earlier
        else:
            return LeftSuggestion(suggestion.number, created=True)
    raise DatabaseBusy("Every number that was drawn is taken.")


def left_earlier(nonce: str, content: str) -> LeftSuggestion | None:
    """Return what this very submission became before, None where there is nothing.

    Raises `SentOtherwise` when another content came with this nonce.
    """
    return _left_earlier(
        read_session(), _nonce_hash_of(nonce), content_hash_of(content)
    )


def _nonce_hash_of(nonce: str) -> bytes:
    return keyed_hash(nonce, "suggestion nonce")


def _left_earlier(
    session: Session, nonce_hash: bytes, content_hash: bytes
) -> LeftSuggestion | None:
    columns = Suggestion.number, Suggestion.content_hash, Suggestion.received_at
    found = session.execute(
        select(*columns).where(Suggestion.nonce_hash == nonce_hash)
    ).first()
    if found is None:
        return None
    require_same(found.content_hash, content_hash, found.received_at)
    return LeftSuggestion(found.number, created=False)


def _content_of(new: NewSuggestion) -> str:
    """Return what tells these values from others."""
    told = (new.message, new.community_code, new.name, new.contact)
    return json.dumps(told, ensure_ascii=False)


def _sealed(new: NewSuggestion, nonce_hash: bytes) -> Suggestion:
    sender = [each for each in (new.name, new.contact) if each]
    return Suggestion(
        DataKey.create(),
        version=1,
        nonce_hash=nonce_hash,
        received_at=utc_now(),
        community_code=new.community_code,
        has_contact=bool(new.contact),
        kept_months=new.kept_months,
        state=NEW,
        message=new.message,
        name=new.name or None,
        contact=new.contact or None,
        excerpt=_excerpt(new.message, sender),
    )


def _excerpt(message: str, sender: list[str]) -> str:
    """Return the beginning of a message, without what tells who somebody is."""
    text = " ".join(hide_details(message, sender=sender).split())
    if len(text) <= _EXCERPT_LENGTH:
        return text
    return f"{text[:_EXCERPT_LENGTH]}…"
