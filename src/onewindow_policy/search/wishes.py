"""What residents want done and did not find, for the editors to read.

It is what was typed into the search, told by a button. Nobody is asked who they are, and
numbers that may be a person's are masked before the words are sealed. It is kept as long as
the counts of questions are, or until an editor has read it.
"""

from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from onewindow_policy import _
from onewindow_policy.records.api import DataKey
from onewindow_policy.records.api import drop_keys
from onewindow_policy.records.api import network_of
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.attempts import count
from onewindow_policy.records.attempts import hold
from onewindow_policy.records.attempts import Limit
from onewindow_policy.records.attempts import require_fewer
from onewindow_policy.records.attempts import TooOften
from onewindow_policy.records.attempts import try_key
from onewindow_policy.search.counting import KEPT_DAYS
from onewindow_policy.search.models import Wish
from onewindow_policy.search.usage import MOST_DIGITS
from onewindow_policy.workdays.api import city_time
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import select
from uuid import UUID

import re

#: An office or a family shares an address; nobody wants more things in a day.
LIMITS = (Limit(20, timedelta(days=1)),)

#: More are not one day's work, and no program fills the table.
MOST_SHOWN = 50
MOST_KEPT = 5000

#: What may be the number of a person, however it is grouped, and addresses of mail.
_DIGIT = "[0-9０-９一二三四五六七八九零〇]"
_PERSONAL = re.compile(
    # From where it begins: a long word has no @, and is gone through once.
    rf"(?<![^\s@＠])[^\s@＠]+[@＠][^\s@＠]+|{_DIGIT}(?:[\s-]?{_DIGIT}){{{MOST_DIGITS},}}[Xx]?"
)
MASK = "***"


class TooManyWishes(TooOften):
    """As much was told from an address as in a day may be, or all there is room for."""

    message = _(
        "error_too_many_wishes",
        default="Much was told from your network today, and this was not kept. Please call"
        " the hotline.",
    )


@dataclass(frozen=True, slots=True)
class ToldWish:
    """A wish as editors read it."""

    id: str
    day: str
    text: str


def masked(text: str) -> str:
    """Return `text` without numbers and addresses that may be a person's."""
    return _PERSONAL.sub(MASK, text)


def tell_wish(text: str, address: str) -> None:
    """Keep what somebody wants done; raises `TooManyWishes`.

    It is kept when Zope's transaction commits.
    """
    now = utc_now()
    wish = Wish(DataKey.create(), told_at=now, text=masked(text))
    key = try_key("wishes", network_of(address))
    session = write_session()
    hold(session, key)
    require_fewer(session, key, LIMITS, now, TooManyWishes)
    if session.scalar(select(func.count()).select_from(Wish)) >= MOST_KEPT:
        raise TooManyWishes(timedelta(days=1))
    session.add(wish)
    count(session, key, now)


def told_wishes() -> list[ToldWish]:
    """Return what was told, the newest first."""
    newest = select(Wish).order_by(Wish.told_at.desc(), Wish.id).limit(MOST_SHOWN)
    return [
        ToldWish(str(each.id), city_time(each.told_at).date().isoformat(), each.text)
        for each in read_session().scalars(newest)
    ]


def forget_wish(wish_id: str) -> bool:
    """Erase what an editor has read, and return whether it was there still."""
    try:
        wanted = UUID(wish_id)
    except ValueError:
        return False
    return bool(_erase(Wish.id == wanted))


def drop_old_wishes(now: datetime) -> int:
    """Erase what was told as long ago as questions are counted; return how many."""
    return _erase(Wish.told_at <= now - timedelta(days=KEPT_DAYS))


def _erase(where) -> int:
    session = write_session()
    query = select(Wish.id, Wish.data_key_id).where(where)
    found = session.execute(query.with_for_update(skip_locked=True)).all()
    if found:
        ids, key_ids = zip(*found, strict=True)
        session.execute(delete(Wish).where(Wish.id.in_(ids)))
        drop_keys(session, key_ids)
    return len(found)
