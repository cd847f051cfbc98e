"""Lists of inquiries: masked, a page at a time, of where somebody works."""

from collections.abc import Collection
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.inquiries.models import Inquiry
from onewindow_policy.inquiries.permissions import LIST_INQUIRIES
from onewindow_policy.inquiries.permissions import RECORD_INQUIRIES
from onewindow_policy.records.api import KeyedPage
from onewindow_policy.records.api import KeyOrder
from onewindow_policy.records.api import read_page
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import values_in
from sqlalchemy import ColumnElement
from sqlalchemy import select

#: Of more services than these nobody chooses from a list.
MOST_ITEMS = 300

NEWEST_FIRST = KeyOrder(Inquiry.received_at, Inquiry.number, is_descending=True)


@dataclass(frozen=True, slots=True)
class InquiryRow:
    """An inquiry as lists show it; `asker` is masked, None where nothing is known."""

    number: str
    received_at: datetime
    channel: str
    community_code: str
    item_title: str | None
    follow_up_on: date | None
    followed_up_at: datetime | None
    is_erased: bool
    asker: str | None = field(repr=False)

    @property
    def waits_for_call(self) -> bool:
        return self.follow_up_on is not None and self.followed_up_at is None


def inquiries_for(
    user,
    *,
    communities: Collection[str] | None = None,
    channel: str = "",
    item_code: str = "",
    is_waiting: bool = False,
    since: datetime | None = None,
    page: str | None = None,
    size: int = 30,
) -> KeyedPage[InquiryRow]:
    """Return a page of the inquiries of where `user` works, the newest first.

    `communities` narrows them down to windows, `since` to those from a moment on;
    `is_waiting` to those whose askers wait for a call. `page` is what an earlier page
    called its next one.
    """
    wanted = [scope_of(user, LIST_INQUIRIES).sql(Inquiry.community_code)]
    if communities is not None:
        wanted.append(Inquiry.community_code.in_(communities))
    if channel:
        wanted.append(Inquiry.channel == channel)
    if item_code:
        wanted.append(Inquiry.item_code == item_code)
    if since is not None:
        wanted.append(Inquiry.received_at >= since)
    if is_waiting:
        wanted += [Inquiry.follow_up_on.is_not(None), Inquiry.followed_up_at.is_(None)]
    found = select(Inquiry).where(*wanted)
    return read_page(read_session(), found, NEWEST_FIRST, page, size).map(_row)


def inquiries_that(
    user, condition: ColumnElement[bool], size: int
) -> KeyedPage[InquiryRow]:
    """Return inquiries that fit `condition`, of where `user` works: the newest first,
    `size` at most. What is left over has a next page."""
    within = scope_of(user, LIST_INQUIRIES).sql(Inquiry.community_code)
    query = select(Inquiry).where(within, condition)
    return read_page(read_session(), query, NEWEST_FIRST, None, size).map(_row)


def items_asked_about() -> Sequence[str]:
    """Return the codes of the services that somebody asked about, `MOST_ITEMS` at most."""
    return values_in(Inquiry.item_code, most=MOST_ITEMS)


def is_for(user, number: str) -> bool:
    """Return whether there is an inquiry of this number that `user` may open."""
    within = scope_of(user, RECORD_INQUIRIES).sql(Inquiry.community_code)
    is_there = select(Inquiry.number).where(Inquiry.number == number, within)
    return read_session().scalar(is_there) is not None


def _row(inquiry: Inquiry) -> InquiryRow:
    return InquiryRow(
        number=inquiry.number,
        received_at=inquiry.received_at,
        channel=inquiry.channel,
        community_code=inquiry.community_code,
        item_title=inquiry.item_title,
        follow_up_on=inquiry.follow_up_on,
        followed_up_at=inquiry.followed_up_at,
        is_erased=inquiry.is_erased,
        asker=inquiry.masked,
    )
