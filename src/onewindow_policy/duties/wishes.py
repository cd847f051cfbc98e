"""Which mails somebody wants about what waits for them; all of them, until they say so."""

from collections.abc import Collection
from datetime import date
from onewindow_policy.duties.models import DutyMails
from onewindow_policy.records.api import insert_into
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from sqlalchemy import delete
from sqlalchemy import or_
from sqlalchemy import select

WEEK, DAY = "week", "day"
PERIODS = (WEEK, DAY)

_KEY = ("account_uid", "period")


def wanted_mails(account_uid: str) -> frozenset[str]:
    """Return the periods for which an account wants a mail. Raises RecordsError."""
    query = select(DutyMails.period).where(
        DutyMails.account_uid == account_uid, DutyMails.is_wanted.is_(False)
    )
    return frozenset(PERIODS).difference(read_session().scalars(query))


def want_mails(account_uid: str, periods: Collection[str]) -> None:
    """Note for which periods an account wants a mail, and that it wants no other."""
    session = write_session()
    new = insert_into(session, DutyMails)
    session.execute(
        new.on_conflict_do_update(
            index_elements=_KEY, set_={"is_wanted": new.excluded.is_wanted}
        ),
        [
            {"account_uid": account_uid, "period": each, "is_wanted": each in periods}
            for each in PERIODS
        ],
    )


def take_turn(account_uid: str, period: str, day: date) -> bool:
    """Note that the mail of a day is written; return whether it was still to be.

    Of two processes one is told so: the other waits for it here, and is told it is not.
    """
    session = write_session()
    new = insert_into(session, DutyMails).values(
        account_uid=account_uid, period=period, is_wanted=True, done_on=day
    )
    is_to_be = DutyMails.is_wanted & or_(
        DutyMails.done_on.is_(None), DutyMails.done_on < day
    )
    taking = new.on_conflict_do_update(
        index_elements=_KEY, set_={"done_on": day}, where=is_to_be
    )
    return session.execute(taking).rowcount == 1


def done_mails() -> dict[tuple[str, str], date]:
    """Return the last day of each account and period whose mail is done with; the end of
    time where none is wanted."""
    rows = read_session().execute(select(*DutyMails.__table__.columns)).all()
    return {
        (row.account_uid, row.period): (row.done_on or date.min)
        if row.is_wanted
        else date.max
        for row in rows
    }


def forget_wishes(account_uids: Collection[str]) -> None:
    """Forget accounts that are no more."""
    write_session().execute(
        delete(DutyMails)
        .where(DutyMails.account_uid.in_(sorted(account_uids)))
        .execution_options(synchronize_session=False)
    )
