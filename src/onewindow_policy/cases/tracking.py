"""What applicants see of their cases, and do with them, without an account."""

from collections.abc import Collection
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from datetime import date
from datetime import datetime
from hmac import compare_digest
from onewindow_policy.cases.committing.reading import committed_materials
from onewindow_policy.cases.exceptions import CaseOver
from onewindow_policy.cases.exceptions import CodeRefused
from onewindow_policy.cases.exceptions import ReceiptClosed
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.linking.reading import can_reapply
from onewindow_policy.cases.linking.reading import Link
from onewindow_policy.cases.linking.reading import links_of
from onewindow_policy.cases.looking import note_tracked
from onewindow_policy.cases.masks import marked_name
from onewindow_policy.cases.masks import masked_name
from onewindow_policy.cases.masks import masked_phone
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.cases.models import FileScan
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.moving import is_numbered
from onewindow_policy.cases.moving import move
from onewindow_policy.cases.papers.listing import PaperFacts
from onewindow_policy.cases.papers.listing import papers_of
from onewindow_policy.cases.process.notices import BOARD_PHOTO
from onewindow_policy.cases.process.reading import StepFacts
from onewindow_policy.cases.process.reading import steps_seen
from onewindow_policy.cases.reaching import choose_ways
from onewindow_policy.cases.reaching import Way
from onewindow_policy.cases.reaching import ways_of
from onewindow_policy.cases.repeats import is_same_phone
from onewindow_policy.cases.repeats import open_cases_like
from onewindow_policy.cases.repeats import other_case
from onewindow_policy.cases.repeats import OtherCase
from onewindow_policy.cases.scanning import state_of
from onewindow_policy.cases.settings import acceptance_days
from onewindow_policy.cases.states import ADDRESSEE
from onewindow_policy.cases.states import APPLICANT
from onewindow_policy.cases.states import BASIS
from onewindow_policy.cases.states import CARRIER
from onewindow_policy.cases.states import CAUSE
from onewindow_policy.cases.states import DAYS
from onewindow_policy.cases.states import DECIDED_ON
from onewindow_policy.cases.states import EXPECTED_ON
from onewindow_policy.cases.states import FINAL_STATES
from onewindow_policy.cases.states import GROUND
from onewindow_policy.cases.states import HANDED_ON
from onewindow_policy.cases.states import MATERIALS
from onewindow_policy.cases.states import MEND_ANSWER
from onewindow_policy.cases.states import MOVED_FROM
from onewindow_policy.cases.states import MOVED_TO
from onewindow_policy.cases.states import NOTE
from onewindow_policy.cases.states import OUTCOME
from onewindow_policy.cases.states import PARCEL
from onewindow_policy.cases.states import PHONE
from onewindow_policy.cases.states import RECTIFY_BY
from onewindow_policy.cases.states import require
from onewindow_policy.cases.states import SENT_ON
from onewindow_policy.cases.states import STEP
from onewindow_policy.cases.states import TAKE_BACK_COMMITMENT
from onewindow_policy.cases.states import transitions_for
from onewindow_policy.cases.states import UNTIL
from onewindow_policy.cases.states import UNTOLD
from onewindow_policy.cases.states import VALID_UNTIL
from onewindow_policy.cases.states import VOIDED
from onewindow_policy.cases.states import WAY
from onewindow_policy.cases.states import WHERE
from onewindow_policy.cases.states import WITHDRAWN
from onewindow_policy.cases.states import WORDS
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.submissions import code_hash_of
from onewindow_policy.cases.submissions import receipt_token_of
from onewindow_policy.cases.units import unit_in_turn
from onewindow_policy.cases.validity.reading import Validity
from onewindow_policy.cases.validity.reading import validity_of
from onewindow_policy.communities.scopes import DEPARTMENT_OFFICER
from onewindow_policy.forms.api import HANDED_OVER
from onewindow_policy.intake.api import is_proved
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import DueDate
from sqlalchemy import select
from sqlalchemy.orm import defer
from sqlalchemy.orm import Session
from typing import Any
from uuid import UUID

#: What applicants are told of what was given with a step.
_TOLD = frozenset(
    {
        *(
            CAUSE,
            EXPECTED_ON,
            GROUND,
            BASIS,
            WHERE,
            MATERIALS,
            UNTIL,
            DECIDED_ON,
            DAYS,
            WAY,
            NOTE,
        ),
        *(STEP, VOIDED, OUTCOME, WORDS, RECTIFY_BY),
        *(CARRIER, PARCEL, SENT_ON, HANDED_ON, VALID_UNTIL),
        *(MOVED_FROM, MOVED_TO),
    }
)

#: Is compared where there is no case, so that this takes as long.
_NOBODY = UUID(int=0)
_NO_HASH = bytes(32)


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """Something that happened to a case; see `CaseWording.event`.

    `by_unit` says that a unit's officer did it, `user_id` who of the staff;
    `facts` are what was given with it beside the reason (see `facts`).
    """

    at: datetime
    transition: str
    state: str
    reason: str | None = field(repr=False)
    by_unit: bool
    user_id: str | None = None
    facts: Mapping[str, Any] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class FileFacts:
    """A file of a case, without its content.

    `state` says whether it may be opened: see `scanning`.
    """

    id: str
    material_code: str | None
    name: str = field(repr=False)
    media_type: str
    size_bytes: int
    state: str


@dataclass(frozen=True, slots=True)
class TrackedCase:
    """What the applicant is told: nothing of it says who the applicant is but for the
    surname (`marked_name`), which tells several cases of a family apart.

    `unit` is the name of the unit that goes the next step, None where a window does; `due`
    is the day by which that is (see `Case.due`); `promised_days` and their type what was
    promised from acceptance on, None for nothing; `acceptance_days` are the working days
    within which it is accepted or not, `deferred_until` is until when papers follow;
    `expected_on` by when it is expected to be done where its own day has passed;
    `visits` is how often the person had to come; `result_way` by which way they want the
    result, `handing_out` how it waits for that (see `Case`), `parcel` with what it was
    sent, `goes_to` who gets it where it is sent or brought, masked. `validity` is until
    when what was approved is valid, None where it does not run out; `links` are the
    cases that it was made from, or that were made from it, and `can_reapply` says whether
    one can be. `steps` are those of the guide as it was then,
    none where the case has none. `committed` are the codes of the materials for which a
    commitment stands, which can be taken back with `can_take_back`. `query_code` and
    `earlier`, what the same person applied for already, are there on receipts only.
    """

    number: str
    query_code: str | None = field(repr=False)
    item_code: str
    item_title: str
    community_code: str
    unit: str | None
    state: str
    received_at: datetime
    person: str
    due: DueDate | None
    promised_days: int | None
    promised_day_type: str | None
    acceptance_days: int
    deferred_until: date | None
    visits: int
    version: int
    history: tuple[HistoryEntry, ...]
    files: tuple[FileFacts, ...]
    ways: tuple[Answer, ...]
    can_withdraw: bool
    committed: frozenset[str] = frozenset()
    can_take_back: bool = False
    papers: tuple[PaperFacts, ...] = ()
    steps: tuple[StepFacts, ...] = ()
    ways_to_tell: tuple[Way, ...] = ()
    result_way: str | None = None
    is_result_on_its_way: bool = False
    #: Its term is over, and the archive keeps it: nothing in it changes any more.
    is_stored: bool = False
    handing_out: str | None = None
    parcel: Mapping[str, str] | None = field(default=None, repr=False)
    goes_to: tuple[str, ...] = field(default=(), repr=False)
    validity: Validity | None = None
    links: tuple[Link, ...] = ()
    can_reapply: bool = False
    earlier: tuple[OtherCase, ...] = ()
    expected_on: date | None = None

    @property
    def last_step(self) -> str | None:
        """The transition that happened last, None where none has yet."""
        return self.history[-1].transition if self.history else None


def open_receipt(number: str, token: str) -> TrackedCase:
    """Return what the receipt of a case shows, with its query code.

    Raises `ReceiptClosed` when `token` is not the receipt's, or its time is over.
    """
    case = find_case(read_session(), number)
    expected = receipt_token_of(case.id if case is not None else _NOBODY)
    is_right = compare_digest(expected.encode(), token.encode(errors="replace"))
    if case is None or not is_right or not _has_open_receipt(case):
        raise ReceiptClosed
    case = note_tracked(case)
    return tracked_case(case, query_code=case.query_code, earlier=_earlier_of(case))


def open_by_code(number: str, query_code: str, address: str) -> TrackedCase:
    """Return what the applicant may know, who proved it by number and code.

    `address` is where the request came from. Raises `CodeRefused` when the two do not
    belong together, whichever is wrong, after the same work; `TooManyTries` when that
    happened too often from the address.

    Who sees that the case is over was told: its end is not undone any more (`undoing`).
    """
    require_code(number, query_code, address)
    case = find_case(read_session(), number)
    if case is None:
        # It was erased since the code was compared.
        raise CodeRefused
    return tracked_case(note_tracked(case))


def withdraw(number: str, query_code: str, address: str) -> TrackedCase:
    """Withdraw a case for its applicant, and return what the applicant may know then.

    What is withdrawn already stays so: a button is pressed twice. It is kept when Zope's
    transaction commits.

    Raises what `open_by_code` does, and `CaseOver` when the case is over otherwise.
    """
    require_code(number, query_code, address)
    session = write_session()
    case = find_case(session, number, to_move=True)
    if case is None:
        # It was erased since the code was compared.
        raise CodeRefused
    if case.state == WITHDRAWN:
        return tracked_case(note_tracked(case))
    try:
        transition = require("withdraw", case.state, {APPLICANT})
    except TransitionNotPossible as error:
        raise CaseOver(tracked_case(note_tracked(case))) from error
    move(session, case, transition, role=APPLICANT)
    return tracked_case(case)


def choose(
    number: str, query_code: str, address: str, keys: Collection[str]
) -> TrackedCase:
    """Have the applicant of a case told of it by the ways with these keys (see `Way`), and
    by no other one; return what the applicant may know. It is kept when Zope's transaction
    commits. Raises what `open_by_code` does.
    """
    require_code(number, query_code, address)
    case = find_case(write_session(), number, to_move=True)
    if case is None:
        # It was erased since the code was compared.
        raise CodeRefused
    choose_ways(case, keys)
    return tracked_case(note_tracked(case))


def require_code(number: str, query_code: str, address: str) -> None:
    """See that a query code opens a case (`intake.proving`). Raises `CodeRefused` and
    `TooManyTries`."""

    def compare(session: Session) -> bool:
        case_id, expected = _code_of(session, number)
        return compare_digest(expected, code_hash_of(case_id, query_code))

    if not is_proved("code", number, address, compare):
        raise CodeRefused


def _may_be_told(case: Case) -> bool:
    """Return whether somebody may still be told of a case: whoever is reminded of a result
    years after it was decided takes that back at any time (个人信息保护法 art. 15)."""
    waits = case.handing_out is not None or case.runs_out_on is not None
    return waits or case.state not in FINAL_STATES


def _code_of(session: Session, number: str) -> tuple[UUID, bytes]:
    """Return id and hash to compare with, where there is no case those of nobody."""
    query = select(Case.id, Case.code_hash).where(is_numbered(number))
    found = session.execute(query).first()
    return (_NOBODY, _NO_HASH) if found is None else (found.id, found.code_hash)


def history_of(session: Session, case: Case) -> tuple[HistoryEntry, ...]:
    """Return what happened to a case, the first first, with who sees to it."""
    events = session.scalars(
        select(CaseEvent).where(CaseEvent.case_id == case.id).order_by("version")
    )
    return tuple(
        HistoryEntry(
            event.at,
            event.transition,
            event.state,
            event.reason,
            by_unit=event.role == DEPARTMENT_OFFICER,
            user_id=event.user_id,
            facts=event.facts or {},
        )
        for event in events
    )


def files_of(session: Session, case: Case) -> tuple[FileFacts, ...]:
    """Return what was handed in with a case, as it was chosen."""
    files = session.execute(
        select(CaseFile, FileScan)
        .outerjoin(FileScan, FileScan.file_id == CaseFile.id)
        .where(CaseFile.case_id == case.id)
        .order_by(CaseFile.position)
        .options(defer(CaseFile.content_sealed))
    )
    return tuple(
        FileFacts(
            id=str(file.id),
            material_code=file.material_code,
            name=file.name,
            media_type=file.media_type,
            size_bytes=file.size_bytes,
            state=state_of(scan),
        )
        for file, scan in files
    )


def _has_open_receipt(case: Case) -> bool:
    return case.receipt_until is not None and case.receipt_until > utc_now()


def _earlier_of(case: Case) -> tuple[OtherCase, ...]:
    """Return the open cases for the same service that came before from the same person: the
    same document and the same phone.

    Who only knows somebody's number learns nothing by applying in their name; and a
    receipt is of an application that stands under a number of its own.
    """
    return tuple(
        other_case(each)
        for each in open_cases_like(case)
        if each.received_at < case.received_at
        and is_same_phone(each.applicant, case.applicant)
    )


def _told(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an applicant is told of what was given with a step: no names."""
    return {name: value for name, value in facts.items() if name in _TOLD}


def _goes_to(case: Case) -> tuple[str, ...]:
    """Return who gets a result that is sent or brought, masked; where they live is told to
    nobody who merely has the code."""
    destination = case.destination or {}
    if case.result_way == HANDED_OVER or not destination:
        return ()
    phone = destination.get(PHONE)
    name = destination.get(ADDRESSEE) or case.applicant["name"]
    return (masked_name(name), *([masked_phone(phone)] if phone else ()))


def tracked_case(
    case: Case,
    *,
    query_code: str | None = None,
    earlier: tuple[OtherCase, ...] = (),
) -> TrackedCase:
    """Return what the applicant may know of a case, who proved that it is theirs."""
    session = read_session()
    unit, committed = unit_in_turn(case), committed_materials(case)
    possible = transitions_for(case.state, {APPLICANT})
    return TrackedCase(
        number=case.number,
        query_code=query_code,
        item_code=case.item_code,
        item_title=case.item_title,
        community_code=case.community_code,
        unit=unit.title if unit is not None else None,
        state=case.state,
        received_at=case.received_at,
        person=marked_name(case.applicant["name"]),
        due=case.due,
        promised_days=case.promised_days,
        promised_day_type=case.promised_day_type,
        acceptance_days=acceptance_days(case.item_type),
        deferred_until=case.deferred_until,
        expected_on=case.expected_on,
        visits=case.visits,
        version=case.version,
        history=tuple(
            replace(
                entry,
                user_id=None,
                # What was wrong with a name or a number lies in no receipt.
                reason=entry.reason if entry.transition != MEND_ANSWER else None,
                facts=_told(entry.facts),
            )
            for entry in history_of(session, case)
            if entry.transition not in UNTOLD
        ),
        files=tuple(
            each
            for each in files_of(session, case)
            if each.material_code != BOARD_PHOTO
        ),
        ways=tuple(Answer(**each) for each in case.answers if each.get("material")),
        can_withdraw=any(each.target == WITHDRAWN for each in possible),
        committed=committed,
        can_take_back=bool(committed)
        and any(each.name == TAKE_BACK_COMMITMENT for each in possible),
        papers=tuple(
            each for each in papers_of(session, case) if not each.is_cancelled
        ),
        steps=tuple(replace(each, done_by=None) for each in steps_seen(session, case)),
        ways_to_tell=ways_of(case) if _may_be_told(case) else (),
        result_way=case.result_way,
        is_result_on_its_way=case.sent_at is not None or case.delivered_at is not None,
        is_stored=case.stored_at is not None,
        handing_out=case.handing_out,
        parcel=case.parcel,
        goes_to=_goes_to(case),
        validity=validity_of(case),
        links=links_of(case),
        can_reapply=can_reapply(case),
        earlier=earlier,
    )
