"""Long tables in pages by key: each page begins after the last row of the one before.

What comes in or goes away meanwhile moves nothing from page to page, and the hundredth page
costs what the first one does where an index has the order.
"""

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from datetime import datetime
from datetime import UTC
from onewindow_policy.records.base import UtcDateTime
from operator import itemgetter
from sqlalchemy import ColumnElement
from sqlalchemy import literal
from sqlalchemy import Select
from sqlalchemy import tuple_
from sqlalchemy.orm import Session
from typing import Any
from typing import Generic
from typing import TypeVar

Row = TypeVar("Row")
Other = TypeVar("Other")

#: No number of ours has more digits.
_LONGEST_NUMBER = 20

#: Nor is any number of a row larger: both databases count in eight bytes.
_LARGEST_INTEGER = 2**63 - 1


@dataclass(frozen=True, slots=True)
class KeyedPage(Generic[Row]):
    """A page of a list; `next_page` asks for the one after it, None on the last."""

    rows: tuple[Row, ...]
    next_page: str | None

    def map(self, made_of: Callable[[Row], Other]) -> "KeyedPage[Other]":
        """Return the page with something made of each row."""
        return KeyedPage(tuple(map(made_of, self.rows)), self.next_page)


@dataclass(frozen=True, slots=True)
class KeyOrder:
    """An order in which each row has a place of its own: by `key`, a day or a moment that
    no row is without, and what is alike by `number`, which is digits or a number, and
    unique."""

    key: ColumnElement
    number: ColumnElement
    is_descending: bool = False

    def beyond(self, place: tuple[date | datetime, str | int]) -> ColumnElement[bool]:
        """Return the condition for what comes after a place, as an index finds it."""
        key, number = place
        here = tuple_(self.key, self.number)
        there = tuple_(literal(key, self.key.type), literal(number, self.number.type))
        return here < there if self.is_descending else here > there

    def read(self, page: str | None) -> tuple[date | datetime, str | int] | None:
        """Return the place after which a page begins; None for the first one, and for what
        is no page: whoever writes an address can ask for anything."""
        key, _separator, number = (page or "").rpartition("_")
        is_number = number.isascii() and number.isdigit()
        if not is_number or len(number) > _LONGEST_NUMBER:
            return None
        try:
            return self._read_key(key), self._read_number(number)
        except (ValueError, OverflowError):
            return None

    def _read_number(self, text: str) -> str | int:
        if not issubclass(self.number.type.python_type, int):
            return text
        if int(text) > _LARGEST_INTEGER:
            raise OverflowError(text)
        return int(text)

    def _read_key(self, text: str) -> date | datetime:
        if not isinstance(self.key.type, UtcDateTime):
            return date.fromisoformat(text)
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is None:
            raise ValueError("A moment needs a time zone.")
        return moment.astimezone(UTC)


def _rows_of(
    session: Session, query: Select, order: KeyOrder, place, count: int
) -> Sequence[Any]:
    """Return the first rows of what `query` selects beyond a place, with what they are
    ordered by."""
    if place is not None:
        query = query.where(order.beyond(place))
    columns = (order.key, order.number)
    if order.is_descending:
        query = query.order_by(*(each.desc() for each in columns))
    else:
        query = query.order_by(*columns)
    return session.execute(query.add_columns(*columns).limit(count)).all()


def read_page(
    session: Session,
    query: Select,
    order: KeyOrder,
    page: str | None,
    size: int,
    besides: Sequence[Select] = (),
) -> KeyedPage[Any]:
    """Return `size` of what `query` selects, one entity, from where `page` begins.

    `page` is what an earlier page called its next one. `besides` select more of the same,
    nothing twice: each finds an index of its own, where one condition would find none.
    """
    place = order.read(page)
    found = [
        row
        for each in (query, *besides)
        for row in _rows_of(session, each, order, place, size + 1)
    ]
    if besides:
        found.sort(key=itemgetter(1, 2), reverse=order.is_descending)
    rows = tuple(row[0] for row in found[:size])
    if len(found) <= size:
        return KeyedPage(rows, None)
    _entity, key, number = found[size - 1]
    return KeyedPage(rows, f"{key.isoformat()}_{number}")
