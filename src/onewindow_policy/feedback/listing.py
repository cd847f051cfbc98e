"""Lists of suggestions: for staff, masked and in pages by key; and for everybody."""

from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.feedback.models import NEW
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.feedback.permissions import ANSWER_SUGGESTION
from onewindow_policy.records.api import read_session
from sqlalchemy import ColumnElement
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy import tuple_

PAGE_SIZE = 20


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
class SuggestionPage:
    """A page of staff's list; the next one comes `after` this key, None at the end."""

    rows: tuple[SuggestionRow, ...]
    next_after: str | None


@dataclass(frozen=True, slots=True)
class PublishedSuggestion:
    """Question and answer as everybody reads them."""

    number: str
    community_code: str | None
    question: str
    reply: str
    published_at: datetime


def suggestions_for(
    user, state: str, *, after: str | None = None, size: int = PAGE_SIZE
) -> SuggestionPage:
    """Return a page of the suggestions in `state` that `user` may answer.

    New ones come oldest first, since they have waited longest; the others newest first.
    """
    session = read_session()
    key = tuple_(Suggestion.received_at, Suggestion.number)
    found = select(Suggestion).where(Suggestion.state == state, _within(user))
    if after is not None:
        last = select(Suggestion.received_at, Suggestion.number)
        last = session.execute(last.where(Suggestion.number == after)).first()
        if last is not None:
            found = found.where(key > last if state == NEW else key < last)
    order = (Suggestion.received_at, Suggestion.number)
    if state != NEW:
        order = tuple(column.desc() for column in order)
    suggestions = session.scalars(found.order_by(*order).limit(size + 1)).all()
    return SuggestionPage(
        rows=tuple(map(_row, suggestions[:size])),
        next_after=suggestions[size - 1].number if len(suggestions) > size else None,
    )


def count_new_suggestions(user) -> int:
    """Return how many suggestions wait for `user` to answer them.

    Those of other states are not counted: there are ever more of them.
    """
    counting = select(func.count()).select_from(Suggestion)
    return read_session().scalar(counting.where(Suggestion.state == NEW, _within(user)))


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
