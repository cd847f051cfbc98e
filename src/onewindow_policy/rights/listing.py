"""The list of requests: of where somebody works, a page at a time, about nobody by name."""

from dataclasses import dataclass
from datetime import date
from datetime import datetime
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.records.api import count_up_to_most
from onewindow_policy.records.api import KeyedPage
from onewindow_policy.records.api import KeyOrder
from onewindow_policy.records.api import read_page
from onewindow_policy.records.api import read_session
from onewindow_policy.rights.models import ASKED
from onewindow_policy.rights.models import DONE
from onewindow_policy.rights.models import GRANTED
from onewindow_policy.rights.models import LAPSED
from onewindow_policy.rights.models import OPEN_STATES
from onewindow_policy.rights.models import REFUSED
from onewindow_policy.rights.models import RightsRequest
from onewindow_policy.rights.permissions import TAKE_RIGHTS
from sqlalchemy import ColumnElement
from sqlalchemy import select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm import load_only

import dataclasses

#: What the list is narrowed down to, and which states that is.
OPEN, ENDED = "", "ended"
STATES_OF = {
    OPEN: OPEN_STATES,
    ASKED: (ASKED,),
    GRANTED: (GRANTED,),
    ENDED: (DONE, REFUSED, LAPSED),
}

_MOST_URGENT_FIRST = KeyOrder(RightsRequest.due_on, RightsRequest.number)
_LATEST_FIRST = dataclasses.replace(_MOST_URGENT_FIRST, is_descending=True)


@dataclass(frozen=True, slots=True)
class RequestRow:
    """A request as lists show it: nothing that its person wrote."""

    number: str
    kind: str
    state: str
    subject_number: str
    community_code: str | None
    asked_at: datetime
    due_on: date
    fetch_until: date | None


def is_to_fetch(row: RequestRow) -> bool:
    """Return whether a request is a copy that waits for its person."""
    return row.state == GRANTED and row.fetch_until is not None


_SHOWN = tuple(getattr(RightsRequest, name) for name in RequestRow.__dataclass_fields__)


def order_of(shown: str) -> KeyOrder:
    """Return the order of a list: what is open comes by its day, what is over the other way
    round."""
    return _LATEST_FIRST if shown == ENDED else _MOST_URGENT_FIRST


def requests_for(
    user,
    *,
    shown: str = OPEN,
    kind: str = "",
    page: str | None = None,
    size: int = 30,
) -> KeyedPage[RequestRow]:
    """Return a page of the requests of where `user` works.

    `shown` is one of `STATES_OF`, `page` what an earlier page called its next one.
    """
    wanted = [_within(user), RightsRequest.state.in_(STATES_OF[shown])]
    if kind:
        wanted.append(RightsRequest.kind == kind)
    query = select(RightsRequest).where(*wanted)
    query = query.options(load_only(*_SHOWN), lazyload(RightsRequest.data_key))
    return read_page(read_session(), query, order_of(shown), page, size).map(_row)


def count_requests(user, shown: str) -> int:
    """Return how many requests the list has, one more than `MOST_COUNTED` where there are
    more than that."""
    condition = RightsRequest.state.in_(STATES_OF[shown])
    counting = count_up_to_most(RightsRequest, condition, _within(user))
    return read_session().scalar(select(counting))


def is_for(user, number: str) -> bool:
    """Return whether there is a request of this number that `user` may open."""
    query = select(RightsRequest.number).where(
        RightsRequest.number == number, _within(user)
    )
    return read_session().scalar(query) is not None


def _within(user) -> ColumnElement[bool]:
    return scope_of(user, TAKE_RIGHTS).sql(RightsRequest.community_code)


def _row(request: RightsRequest) -> RequestRow:
    return RequestRow(
        *(getattr(request, name) for name in RequestRow.__dataclass_fields__)
    )
