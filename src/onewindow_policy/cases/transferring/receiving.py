"""Receiving papers that were handed on: all there, or what is missing, and what became of
that."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from onewindow_policy import _
from onewindow_policy.cases.settings import missing_days
from onewindow_policy.cases.transferring.duties import keep_duties
from onewindow_policy.cases.transferring.exceptions import TransferChanged
from onewindow_policy.cases.transferring.exceptions import TransferRefused
from onewindow_policy.cases.transferring.exceptions import TransferUnknown
from onewindow_policy.cases.transferring.models import MISSING
from onewindow_policy.cases.transferring.models import ON_WAY
from onewindow_policy.cases.transferring.models import PaperPlace
from onewindow_policy.cases.transferring.models import RECEIVED
from onewindow_policy.cases.transferring.models import TransferLine
from onewindow_policy.cases.transferring.models import TransferList
from onewindow_policy.cases.transferring.reading import find_list
from onewindow_policy.cases.transferring.reading import lines_of
from onewindow_policy.cases.transferring.sending import read_words
from onewindow_policy.cases.transferring.whereabouts import may_receive
from onewindow_policy.cases.transferring.whereabouts import may_send
from onewindow_policy.cases.transferring.whereabouts import works_here
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import insert_into
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import WORKING
from sqlalchemy.orm import Session

#: What became of what was missing.
FOUND, EXPLAINED = "found", "explained"


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came of a list: of each line, by position, that it is whole (""), or what of it
    is missing. Where the receiver does not work here, who signed on paper, and when."""

    lines: Mapping[int, str] = field(repr=False)
    signed_by: str = field(default="", repr=False)
    signed_on: date | None = None


def receive_list(number: str, arrival: Arrival, user, *, version: int) -> None:
    """Receive a list. What is missing is up to its sender from then on.

    `version` is that of the list that was looked at: of two who receive it at once one is
    told that the other was quicker. Raises `TransferUnknown`, `TransferChanged`,
    `TransferRefused` with the input that is meant.
    """
    session, now = write_session(), utc_now()
    found = _require(session, number)
    if not may_receive(user, found.from_place, found.to_place):
        raise TransferUnknown
    if found.version != version or found.state != ON_WAY:
        raise TransferChanged
    signed = _signed(found, arrival)
    lines = lines_of(session, found)
    missing = {each.position: _missing_of(each, arrival) for each in lines}
    for line in lines:
        what = missing[line.position]
        line.state = MISSING if what else RECEIVED
        outcome = {**signed, **({"missing": what} if what else {})}
        if outcome and not line.data_key.is_erased:
            line.outcome = outcome
        _put(session, line, found.to_place)
    is_whole = not any(missing.values())
    found.state = RECEIVED if is_whole else MISSING
    found.received_at, found.received_by = now, user.getId()
    if is_whole:
        found.closed_at = now
    else:
        found.find_by = due_date(local_date(now), missing_days(), WORKING).date
    found.version += 1
    keep_duties(session, found)
    audit("transfer.receive", number, "" if is_whole else MISSING)
    session.flush()


def settle_missing(
    number: str, position: int, how: str, words: str, user, *, version: int
) -> None:
    """Say what became of what was missing of a line: it was `FOUND` and brought, or is
    `EXPLAINED`. With the last one the list is closed. Who sent the list says either; who
    received it knows that it was brought.

    Raises `TransferUnknown`, `TransferChanged`, `TransferRefused`.
    """
    session = write_session()
    found = _require(session, number)
    ways = ways_to_settle(user, found.from_place, found.to_place)
    if not ways:
        raise TransferUnknown
    lines = lines_of(session, found)
    line = next((each for each in lines if each.position == position), None)
    if found.version != version or line is None or line.state != MISSING:
        raise TransferChanged
    if how not in ways:
        raise TransferRefused(_NO_CHOICE, f"how-{position}")
    words = read_words(words, f"words-{position}")
    if how == EXPLAINED and not words:
        raise TransferRefused(_NO_WORDS, f"words-{position}")
    line.state = RECEIVED
    if not line.data_key.is_erased:
        line.outcome = {**(line.outcome or {}), "settled": how, "words": words}
    if all(each.state == RECEIVED for each in lines):
        found.state, found.closed_at = RECEIVED, utc_now()
    found.version += 1
    keep_duties(session, found)
    audit("transfer.settle", number, how)
    session.flush()


def ways_to_settle(user, from_place: str, to_place: str) -> tuple[str, ...]:
    """Return what `user` may say became of what was missing on the way between two places:
    to explain it is up to who sent it."""
    if may_send(user, from_place, to_place):
        return FOUND, EXPLAINED
    return (FOUND,) if may_receive(user, from_place, to_place) else ()


def _require(session: Session, number: str) -> TransferList:
    found = find_list(session, number, to_change=True)
    if found is None:
        raise TransferUnknown
    return found


def _missing_of(line: TransferLine, arrival: Arrival) -> str:
    """Return what is missing of a line, "" for nothing."""
    if line.position not in arrival.lines:
        raise TransferRefused(_NOT_TICKED, f"line-{line.position}")
    return read_words(arrival.lines[line.position], f"missing-{line.position}")


def _signed(found: TransferList, arrival: Arrival) -> dict[str, str]:
    """Return who signed on paper, and when, where the receiver does not work here."""
    if works_here(found.to_place):
        return {}
    by = read_words(arrival.signed_by, "signed_by")
    if not by:
        raise TransferRefused(_NOBODY_SIGNED, "signed_by")
    on = arrival.signed_on
    if on is None or not local_date(found.sent_at) <= on <= local_date(utc_now()):
        raise TransferRefused(_NO_DAY, "signed_on")
    return {"signed_by": by, "signed_on": on.isoformat()}


def _put(session: Session, line: TransferLine, place: str) -> None:
    """Note that the papers of a case are at a place now."""
    new = insert_into(session, PaperPlace).values(
        case_id=line.case_id, place=place, since=utc_now()
    )
    session.execute(
        new.on_conflict_do_update(
            index_elements=["case_id"],
            set_={"place": new.excluded.place, "since": new.excluded.since},
        )
    )


_NOT_TICKED = _(
    "error_transfer_not_ticked",
    default="Say of this case whether all its papers are there, or what is missing.",
)
_NOBODY_SIGNED = _(
    "error_transfer_nobody_signed",
    default="Enter who signed the list, as it stands on paper.",
)
_NO_DAY = _(
    "error_transfer_no_day",
    default="Enter the day on which it was signed: not before it was sent, not later than"
    " today.",
)
_NO_CHOICE = _(
    "error_transfer_no_choice",
    default="Choose whether it was found and brought, or is explained.",
)
_NO_WORDS = _(
    "error_transfer_no_words",
    default="Write down where it is, or why it cannot be brought.",
)
