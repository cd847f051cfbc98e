"""Lists of suggestions: for staff, masked and in pages by key; and for everybody."""

from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.feedback.models import NEW
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.feedback.permissions import ANSWER_SUGGESTION
from onewindow_policy.records.api import count_up_to_most
from onewindow_policy.records.api import KeyedPage
from onewindow_policy.records.api import KeyOrder
from onewindow_policy.records.api import read_page
from onewindow_policy.records.api import read_session
from sqlalchemy import ColumnElement
from sqlalchemy import func
from sqlalchemy import select

import dataclasses

_OLDEST_FIRST = KeyOrder(Suggestion.received_at, Suggestion.number)
_NEWEST_FIRST = dataclasses.replace(_OLDEST_FIRST, is_descending=True)


@dataclass(frozen=True, slots=True)
class SuggestionRow:
    """A suggestion as staff's list shows it; `excerpt` is None once it was erased."""

    number: str
    received_at: datetime
    community_code: str | None
    state: str
    has_contact: bool
    is_published: bool
    excerpt: str | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class PublishedSuggestion:
    """Question and answer as everybody reads them."""

    number: str
    community_code: str | None
    question: str
    reply: str
    published_at: datetime


def order_of(state: str) -> KeyOrder:
    """Return the order of a list: new ones come oldest first, since they have waited
    longest; the others newest first."""
    return _OLDEST_FIRST if state == NEW else _NEWEST_FIRST


def suggestions_for(
    user, state: str, *, page: str | None = None, size: int = 20
) -> KeyedPage[SuggestionRow]:
    """Return a page of the suggestions in `state` that `user` may answer.

    `page` is what an earlier page called its next one.
    """
    found = select(Suggestion).where(Suggestion.state == state, _within(user))
    return read_page(read_session(), found, order_of(state), page, size).map(_row)


def count_new_suggestions(user) -> int:
    """Return how many suggestions wait for `user` to answer them, one more than
    `MOST_COUNTED` where there are more than that.

    Those of other states are not counted: there are ever more of them.
    """
    waiting = count_up_to_most(Suggestion, Suggestion.state == NEW, _within(user))
    return read_session().scalar(select(waiting))


def is_for(user, number: str) -> bool:
    """Return whether there is a suggestion of this number that `user` may answer."""
    is_there = select(Suggestion.number).where(
        Suggestion.number == number, _within(user)
    )
    return read_session().scalar(is_there) is not None


def count_published() -> int:
    """Return how many suggestions everybody may read."""
    counting = select(func.count()).select_from(Suggestion)
    return read_session().scalar(counting.where(_is_published()))


def published_suggestions(start: int, size: int) -> list[PublishedSuggestion]:
    """Return `size` published suggestions from the `start`-th on, newest first."""
    order = (Suggestion.published_at.desc(), Suggestion.number.desc())
    found = select(*_PUBLIC).where(_is_published()).order_by(*order)
    rows = read_session().execute(found.offset(start).limit(size))
    return [PublishedSuggestion(*row) for row in rows]


def published_suggestion(number: str) -> PublishedSuggestion | None:
    """Return the suggestion with this number, None unless it is published."""
    found = select(*_PUBLIC).where(_is_published(), Suggestion.number == number)
    row = read_session().execute(found).first()
    return PublishedSuggestion(*row) if row is not None else None


#: What everybody may read: nothing else is fetched.
_PUBLIC = (
    Suggestion.number,
    Suggestion.community_code,
    Suggestion.public_question,
    Suggestion.public_reply,
    Suggestion.published_at,
)


def _is_published() -> ColumnElement[bool]:
    return Suggestion.published_at.is_not(None)


def _within(user) -> ColumnElement[bool]:
    return scope_of(user, ANSWER_SUGGESTION).sql(Suggestion.community_code)


def _row(suggestion: Suggestion) -> SuggestionRow:
    return SuggestionRow(
        number=suggestion.number,
        received_at=suggestion.received_at,
        community_code=suggestion.community_code,
        state=suggestion.state,
        has_contact=suggestion.has_contact,
        is_published=suggestion.is_published,
        excerpt=suggestion.excerpt,
    )
