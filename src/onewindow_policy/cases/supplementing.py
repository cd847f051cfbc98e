"""What applicants hand in when something is missing, without starting over.

They do so with number and query code, as they withdraw: what was told to be missing, and
what may follow where it was accepted all the same (容缺受理).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from onewindow_policy.cases.exceptions import CodeRefused
from onewindow_policy.cases.exceptions import NothingMissing
from onewindow_policy.cases.facts import read_facts
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.moving import move
from onewindow_policy.cases.states import ACCEPTED_CONDITIONALLY
from onewindow_policy.cases.states import APPLICANT
from onewindow_policy.cases.states import AWAITING_CORRECTION
from onewindow_policy.cases.states import MATERIALS
from onewindow_policy.cases.states import NOTE
from onewindow_policy.cases.states import require
from onewindow_policy.cases.states import TAKE_BACK_COMMITMENT
from onewindow_policy.cases.submissions import add_files
from onewindow_policy.cases.submissions import NewFile
from onewindow_policy.cases.tracking import HistoryEntry
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.tracking import tracked_case
from onewindow_policy.cases.tracking import TrackedCase
from onewindow_policy.intake.api import count_submission
from onewindow_policy.records.api import keyed_hash
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import select
from sqlalchemy.orm import object_session

#: What of an event tells from which page something came.
_SENT = "sent"

#: By which step something comes to be missing, by the state that it leads to; and by which
#: it is handed in.
_ASKED_BY = {
    AWAITING_CORRECTION: ("ask_correction", TAKE_BACK_COMMITMENT),
    ACCEPTED_CONDITIONALLY: ("accept_conditionally",),
}
_HANDED_IN_BY = {
    AWAITING_CORRECTION: "supplement",
    ACCEPTED_CONDITIONALLY: "hand_in",
}


@dataclass(frozen=True, slots=True)
class Missing:
    """What an applicant was told to be missing: the codes of materials, in words, when."""

    materials: tuple[str, ...]
    reason: str | None = field(repr=False)
    at: datetime


def missing_in(case: TrackedCase) -> Missing | None:
    """Return what is missing in a case and can be handed in now, None where nothing is."""
    return told_missing(case.state, case.history)


def told_missing(state: str, history: Sequence[HistoryEntry]) -> Missing | None:
    """Return what the applicant of a case was told to be missing last, None where a case in
    `state` waits for nothing of theirs."""
    asked_by = _ASKED_BY.get(state, ())
    asked = [entry for entry in history if entry.transition in asked_by]
    if not asked:
        return None
    last = asked[-1]
    return Missing(tuple(last.facts.get(MATERIALS, ())), last.reason, last.at)


def hand_in(
    number: str,
    query_code: str,
    address: str,
    files: Sequence[NewFile],
    note: str = "",
    nonce: str = "",
) -> TrackedCase:
    """Hand in what was missing in a case for its applicant; return what they may know then.

    `files` were checked and scanned as those of forms are, `note` is what they say to it,
    `nonce` that of the page from which they come.
    What was missing and has come leads the case back to the window; what may follow is
    looked at there, and the case stays as it is until then. A second press changes nothing.
    It is kept when Zope's transaction commits.

    Raises what `open_by_code` does, `NothingMissing` where nothing is waited for, and
    `TooManyTries` where too much came from `address`.
    """
    open_by_code(number, query_code, address)
    session = write_session()
    case = find_case(session, number, to_move=True)
    if case is None:
        # It was erased since the code was compared.
        raise CodeRefused
    if was_handed_in(case, nonce):
        return tracked_case(case)
    name = _HANDED_IN_BY.get(case.state)
    if name is None:
        raise NothingMissing(tracked_case(case))
    transition = require(name, case.state, {APPLICANT})
    facts = read_facts(transition, {NOTE: note}, local_date(utc_now()))
    facts[_SENT] = _hash_of(nonce)
    count_submission(address)
    add_files(session, case, files)
    move(session, case, transition, role=APPLICANT, facts=facts)
    return tracked_case(case)


def was_handed_in(case: Case, nonce: str) -> bool:
    """Return whether something came into a case from the page with this nonce."""
    session = object_session(case)
    events = session.scalars(
        select(CaseEvent).where(
            CaseEvent.case_id == case.id,
            CaseEvent.transition.in_(_HANDED_IN_BY.values()),
        )
    )
    sent = _hash_of(nonce)
    return any((event.facts or {}).get(_SENT) == sent for event in events)


def _hash_of(nonce: str) -> str:
    return keyed_hash(nonce, "hand in").hex()
