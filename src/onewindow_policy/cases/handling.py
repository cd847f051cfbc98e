"""What staff do with the cases of their communities: list, open, lead on.

Whoever asks is passed in, and sees what `scope_of` says; of all others the answer is that
there is no such case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from onewindow_policy.cases.assigning.following import follow
from onewindow_policy.cases.assigning.following import open_hand_over
from onewindow_policy.cases.assigning.models import HandOver
from onewindow_policy.cases.assigning.rules import colleagues
from onewindow_policy.cases.assigning.rules import is_offered
from onewindow_policy.cases.assigning.rules import require_colleague
from onewindow_policy.cases.exceptions import CaseChanged
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.facts import Given
from onewindow_policy.cases.facts import read_facts
from onewindow_policy.cases.guarding import deferrable_materials
from onewindow_policy.cases.guarding import latest_day
from onewindow_policy.cases.guarding import require_fit
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.cases.models import FileScan
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.moving import move
from onewindow_policy.cases.papers.listing import PaperFacts
from onewindow_policy.cases.papers.listing import papers_of
from onewindow_policy.cases.permissions import EXTEND_CASES
from onewindow_policy.cases.permissions import LIST_CASES
from onewindow_policy.cases.permissions import MOVE_CASES
from onewindow_policy.cases.repeats import open_cases_like
from onewindow_policy.cases.repeats import other_case
from onewindow_policy.cases.repeats import OtherCase
from onewindow_policy.cases.scanning import require_open
from onewindow_policy.cases.seeing import require_opened
from onewindow_policy.cases.seeing import require_seen
from onewindow_policy.cases.showing import shown
from onewindow_policy.cases.states import COLLEAGUE
from onewindow_policy.cases.states import COORDINATOR
from onewindow_policy.cases.states import require
from onewindow_policy.cases.states import role_of
from onewindow_policy.cases.states import Transition
from onewindow_policy.cases.states import transitions_for
from onewindow_policy.cases.states import WINDOW_STAFF
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.submissions import Person
from onewindow_policy.cases.tracking import FileFacts
from onewindow_policy.cases.tracking import files_of
from onewindow_policy.cases.tracking import history_of
from onewindow_policy.cases.tracking import HistoryEntry
from onewindow_policy.cases.units import is_seen_within
from onewindow_policy.cases.units import is_within
from onewindow_policy.cases.units import unit_in_turn
from onewindow_policy.communities.scopes import roles_in
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import DueDate
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import select
from uuid import UUID

#: The transition by which a result is handed out; see `states`.
DELIVER = "deliver"


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """All that is known of a case, in clear: for the person at the window only.

    `unit` is the name of the unit that goes the next step, None where a window does;
    `transitions` are those that this person may go now; `version` comes back with one.
    `others` are what the same applicant has open for the same service. `taken_in_at` is the
    community whose window took it in, None online; `deferrable` are the names by code of
    the materials that may follow until `latest_deferral`, `deferred_until` is until when
    those do that were promised. `assignee` is who sees to it, `first_contact` who did
    first, `handed_to` who is asked to take it over: user ids, None for nobody; `colleagues`
    are the names by id of those who can.
    """

    number: str
    version: int
    item_code: str
    item_title: str
    community_code: str
    unit: str | None
    state: str
    received_at: datetime
    closed_at: datetime | None
    due: DueDate | None
    form_uid: str
    form_version: str
    guide_uid: str
    guide_version: str
    notice_version: str
    consents: tuple[str, ...]
    applicant: Person
    agent: Person | None
    answers: tuple[Answer, ...]
    files: tuple[FileFacts, ...]
    history: tuple[HistoryEntry, ...]
    papers: tuple[PaperFacts, ...]
    transitions: tuple[Transition, ...]
    others: tuple[OtherCase, ...]
    assignee: str | None
    first_contact: str | None
    handed_to: str | None
    colleagues: Mapping[str, str]
    channel: str
    taken_in_at: str | None
    deferred_until: date | None
    delivered_at: datetime | None
    deferrable: Mapping[str, str]
    latest_deferral: date | None


@dataclass(frozen=True, slots=True)
class OpenedFile:
    """A file that was handed in."""

    name: str = field(repr=False)
    media_type: str
    content: bytes = field(repr=False)


def open_case(number: str, user, purpose: str) -> OpenedCase:
    """Return a case in clear, and note in the audit that `user` opened it, for what.

    `purpose` is a word of the caller's (`handle`, `print`), never what somebody typed.
    Nothing is returned unless the note is written; it is kept when Zope's transaction
    commits. Raises `CaseUnknown`, and `CaseSealed` where `user` has to say why first
    (`seeing.disclose_case`).
    """
    session = read_session()
    case = require_opened(find_case(session, number), user)
    unit = unit_in_turn(case)
    waiting = open_hand_over(session, case)
    possible = transitions_of(case, user, waiting)
    asks_whom = any(COLLEAGUE in each.needs for each in possible)
    opened = OpenedCase(
        number=case.number,
        version=case.version,
        item_code=case.item_code,
        item_title=case.item_title,
        community_code=case.community_code,
        state=case.state,
        received_at=case.received_at,
        closed_at=case.closed_at,
        due=case.due,
        form_uid=case.form_uid,
        form_version=case.form_version,
        guide_uid=case.guide_uid,
        guide_version=case.guide_version,
        notice_version=case.notice_version,
        consents=tuple(case.consents),
        applicant=Person(**case.applicant),
        agent=Person(**case.agent) if case.agent is not None else None,
        answers=tuple(Answer(**answer) for answer in case.answers),
        files=files_of(session, case),
        history=history_of(session, case),
        papers=papers_of(session, case),
        unit=unit.title if unit is not None else None,
        transitions=possible,
        assignee=case.assignee,
        first_contact=case.first_contact,
        handed_to=waiting.to_user if waiting is not None else None,
        colleagues=colleagues(case, user.getId()) if asks_whom else {},
        others=_others_like(case, user),
        channel=case.channel,
        taken_in_at=case.taken_in_at,
        deferred_until=case.deferred_until,
        delivered_at=case.delivered_at,
        deferrable=deferrable_materials(case),
        latest_deferral=latest_day(case, local_date(utc_now())),
    )
    _note("case.open", number, purpose)
    return opened


def open_file(number: str, file_id: str, user) -> OpenedFile:
    """Return a file of a case, and note in the audit that `user` opened it.

    Raises `CaseUnknown`, for a file that is not the case's as well; `CaseSealed`; and
    `FileShut` for one in which a virus was found, or in which nobody has looked for one,
    and for a PDF that is not taken in any more: one of before may hold a script.
    """
    session = read_session()
    case = require_opened(find_case(session, number), user)
    try:
        wanted = UUID(file_id)
    except ValueError as error:
        raise CaseUnknown from error
    found = session.execute(
        select(CaseFile, FileScan)
        .outerjoin(FileScan, FileScan.file_id == CaseFile.id)
        .where(CaseFile.id == wanted, CaseFile.case_id == case.id)
    ).first()
    if found is None:
        raise CaseUnknown
    file, scan = found
    require_open(scan)
    opened = OpenedFile(file.name, file.media_type, shown(file))
    _note("case.open_file", number, file_id)
    return opened


def move_case(
    number: str,
    transition: str,
    user,
    *,
    version: int,
    facts: Given | None = None,
) -> str:
    """Lead a case along `transition` for `user`, and return the state it is in then.

    `version` is that of the case the user looked at, `facts` what they gave with it. It is
    kept when Zope's transaction commits. Raises `CaseUnknown`, `CaseChanged` when somebody
    else was faster, and what `states.require`, `facts.read_facts` and
    `guarding.require_fit` raise.
    """
    session = write_session()
    case = require_seen(find_case(session, number, to_move=True), user)
    if case.version != version:
        raise CaseChanged
    roles, unit_decides = _moving_roles(case, user), unit_in_turn(case) is not None
    if transition == DELIVER:
        roles |= _handing_out_roles(case, user)
    found = require(transition, case.state, roles, unit_decides, case.is_instant)
    waiting = open_hand_over(session, case)
    if not is_offered(found, case, waiting, user.getId()):
        raise TransitionNotPossible(transition, case.state)
    now = utc_now()
    today, was_at = local_date(now), _unit_code(case)
    read = read_facts(found, facts or {}, today)
    require_colleague(case, read, user.getId())
    require_fit(
        case,
        found,
        read,
        user_id=user.getId(),
        unit_decides=unit_decides,
        today=today,
    )
    role = role_of(found, roles, unit_decides)
    move(session, case, found, role=role, user_id=user.getId(), facts=read)
    follow(
        session,
        case,
        transition,
        read,
        waiting,
        user_id=user.getId(),
        role=role,
        now=now,
        was_at=was_at,
        is_at=_unit_code(case),
    )
    audit("case.move", number, transition)
    return case.state


def transitions_of(
    case: Case, user, waiting: HandOver | None = None
) -> tuple[Transition, ...]:
    """Return the transitions that `user` may go with a case now; `waiting` is the hand-over
    of it that waits to be accepted."""
    is_units = unit_in_turn(case) is not None
    own, handing_out = (
        transitions_for(case.state, roles, is_units, case.is_instant)
        for roles in (_moving_roles(case, user), _handing_out_roles(case, user))
    )
    names = {each.name for each in own}
    possible = (
        *own,
        *(
            each
            for each in handing_out
            if each.name == DELIVER and each.name not in names
        ),
    )
    user_id = user.getId()
    return tuple(each for each in possible if is_offered(each, case, waiting, user_id))


def _others_like(case: Case, user) -> tuple[OtherCase, ...]:
    """Return the other open cases of the same person for the same service that `user` may
    know of."""
    scope = scope_of(user, LIST_CASES)
    return tuple(
        other_case(each)
        for each in open_cases_like(case)
        if is_seen_within(each, scope)
    )


def _moving_roles(case: Case, user) -> frozenset[str]:
    """Return the roles in which `user` may move the case, none without permission."""
    unit = unit_in_turn(case)
    roles = roles_in(user, case.community_code, unit.code if unit else None)
    if not is_within(case, scope_of(user, EXTEND_CASES)):
        roles -= {COORDINATOR}
    if not is_within(case, scope_of(user, MOVE_CASES)):
        roles &= {COORDINATOR}
    return roles


def _unit_code(case: Case) -> str | None:
    unit = unit_in_turn(case)
    return unit.code if unit is not None else None


def _handing_out_roles(case: Case, user) -> frozenset[str]:
    """Return the roles in which `user` may hand out the result of a case: that is also for
    the window that took it in for another community."""
    windows = scope_of(user, MOVE_CASES)
    if case.taken_in_at is None or not windows.has_community(case.taken_in_at):
        return frozenset()
    return roles_in(user, case.taken_in_at) & {WINDOW_STAFF}


def _note(action: str, number: str, detail: str) -> None:
    """Write the audit now: what cannot be noted is not shown."""
    audit(action, number, detail)
    write_session().flush()
