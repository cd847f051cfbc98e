"""Reading transfer lists: those of a place, one of them, and those of a case."""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.permissions import LIST_CASES
from onewindow_policy.cases.permissions import VIEW_CASES
from onewindow_policy.cases.transferring.exceptions import TransferUnknown
from onewindow_policy.cases.transferring.models import MISSING
from onewindow_policy.cases.transferring.models import ON_WAY
from onewindow_policy.cases.transferring.models import TransferLine
from onewindow_policy.cases.transferring.models import TransferList
from onewindow_policy.cases.transferring.whereabouts import has_place
from onewindow_policy.cases.transferring.whereabouts import may_receive
from onewindow_policy.cases.transferring.whereabouts import may_send
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import KeyedPage
from onewindow_policy.records.api import KeyOrder
from onewindow_policy.records.api import read_page
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from sqlalchemy import ColumnElement
from sqlalchemy import exists
from sqlalchemy import or_
from sqlalchemy import select
from sqlalchemy.orm import Session
from typing import Any

NEWEST_FIRST = KeyOrder(TransferList.sent_at, TransferList.id, is_descending=True)

#: Which lists somebody wants: what comes to them, what they sent, what lacks something.
TO_RECEIVE, SENT, LACKING, ALL = "to_receive", "sent", "lacking", "all"


@dataclass(frozen=True, slots=True)
class TransferRow:
    """A list as lists of them show it: it names nobody."""

    number: str
    state: str
    from_place: str
    to_place: str
    case_count: int
    sent_at: datetime
    due_on: date
    received_at: datetime | None
    find_by: date | None


@dataclass(frozen=True, slots=True)
class OpenedLine:
    """A case on a list; `says` and `outcome` are None once the case was erased, `outcome`
    also for whom what people wrote is sealed."""

    position: int
    state: str
    says: dict[str, Any] | None = field(repr=False)
    outcome: dict[str, Any] | None = field(repr=False)


@dataclass(frozen=True, slots=True)
class OpenedList:
    """A list as its page shows it; `version` comes back with what is done next."""

    row: TransferRow
    version: int
    sent_by: str
    received_by: str | None
    may_send: bool
    may_receive: bool
    lines: tuple[OpenedLine, ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class CaseTransfer:
    """That the papers of a case went somewhere, and what of them."""

    number: str
    state: str
    from_place: str
    to_place: str
    sent_at: datetime
    received_at: datetime | None
    find_by: date | None
    says: dict[str, Any] = field(repr=False)
    outcome: dict[str, Any] | None = field(repr=False)


_ROW = TransferRow.__dataclass_fields__


def find_list(
    session: Session, number: str, *, to_change: bool = False
) -> TransferList | None:
    """Return the list with this number, None where there is none. With `to_change`, nobody
    else does anything with it until the transaction ends."""
    query = select(TransferList).where(TransferList.number == number)
    return session.scalar(query.with_for_update() if to_change else query)


def lines_of(session: Session, found: TransferList) -> Sequence[TransferLine]:
    """Return the lines of a list, in its order."""
    query = select(TransferLine).where(TransferLine.list_id == found.id)
    return session.scalars(query.order_by(TransferLine.position)).all()


def lists_for(
    user, which: str, *, page: str | None = None, size: int = 30
) -> KeyedPage[TransferRow]:
    """Return a page of the lists that come to or from where `user` works, the newest first.

    `page` is what an earlier page called its next one.
    """
    scope = scope_of(user, LIST_CASES)
    wanted: list = []
    if which in (TO_RECEIVE, SENT):
        wanted = [TransferList.closed_at.is_(None), TransferList.state == ON_WAY]
    elif which == LACKING:
        wanted = [TransferList.closed_at.is_(None), TransferList.state == MISSING]
    own, *besides = (
        select(TransferList).where(*wanted, *each) for each in _parts(scope, which)
    )
    found = read_page(read_session(), own, NEWEST_FIRST, page, size, besides)
    return found.map(_row)


def open_list(number: str, user) -> OpenedList:
    """Return a list with its lines, and note in the audit that `user` opened it.

    Raises `TransferUnknown`, also where neither side is theirs.
    """
    session = read_session()
    found = _require_seen(session, number, user)
    seen = scope_of(user, VIEW_CASES)
    is_clear = has_place(seen, found.from_place) or has_place(seen, found.to_place)
    opened = OpenedList(
        row=_row(found),
        version=found.version,
        sent_by=found.sent_by,
        received_by=found.received_by,
        may_send=may_send(user, found.from_place, found.to_place),
        may_receive=may_receive(user, found.from_place, found.to_place),
        lines=tuple(_line(each, is_clear) for each in lines_of(session, found)),
    )
    audit("transfer.open", number)
    # What cannot be noted is not shown.
    write_session().flush()
    return opened


def list_to_print(number: str, user) -> tuple[TransferList, Sequence[TransferLine]]:
    """Return a list and its lines for printing, and note that in the audit.

    Raises `TransferUnknown`.
    """
    session = read_session()
    found = _require_seen(session, number, user)
    audit("transfer.print", number)
    write_session().flush()
    return found, lines_of(session, found)


def transfers_of(session: Session, case: Case) -> tuple[CaseTransfer, ...]:
    """Return where the papers of a case went, the first first. It is not erased."""
    query = (
        select(TransferLine, TransferList)
        .join(TransferList, TransferList.id == TransferLine.list_id)
        .where(TransferLine.case_id == case.id)
        .order_by(TransferList.sent_at, TransferList.id)
    )
    return tuple(
        CaseTransfer(
            number=of.number,
            state=line.state,
            from_place=of.from_place,
            to_place=of.to_place,
            sent_at=of.sent_at,
            received_at=of.received_at,
            find_by=of.find_by,
            says=line.says,
            outcome=line.outcome,
        )
        for line, of in session.execute(query)
    )


def went_on_since(moment) -> ColumnElement[bool]:
    """Return the condition that papers of a case went on, were received, or that it was
    said what became of what was missing, after a moment in SQL."""
    return exists().where(
        TransferLine.case_id == Case.id,
        TransferLine.list_id == TransferList.id,
        or_(
            *(
                column > moment
                for column in (
                    TransferList.sent_at,
                    TransferList.received_at,
                    TransferList.closed_at,
                )
            )
        ),
    )


def _require_seen(session: Session, number: str, user) -> TransferList:
    found = find_list(session, number)
    scope = scope_of(user, LIST_CASES)
    is_seen = found is not None and (
        has_place(scope, found.from_place) or has_place(scope, found.to_place)
    )
    if not is_seen:
        raise TransferUnknown
    return found


def _parts(scope: Scope, which: str) -> list[list]:
    """Return the conditions for the lists of a scope, which have none in common: each finds
    an index of its own."""
    if scope.is_everywhere:
        return [[]]
    own = sorted(scope.communities | scope.units)
    comes, goes = TransferList.to_place.in_(own), TransferList.from_place.in_(own)
    if which == TO_RECEIVE:
        return [[comes]]
    if which == SENT:
        return [[goes]]
    return [[comes], [goes, TransferList.to_place.not_in(own)]]


def _row(found: TransferList) -> TransferRow:
    return TransferRow(**{name: getattr(found, name) for name in _ROW})


def _line(line: TransferLine, is_clear: bool) -> OpenedLine:
    is_erased = line.data_key.is_erased
    return OpenedLine(
        line.position,
        line.state,
        None if is_erased else line.says,
        line.outcome if is_clear and not is_erased else None,
    )
