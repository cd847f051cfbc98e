"""Opening a case, or a file of one, in clear: for those who work with it, and noted.

Whoever asks is passed in, and sees what `scope_of` says; of all others the answer is that
there is no such case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from onewindow_policy.cases.assigning.following import open_hand_over
from onewindow_policy.cases.assigning.rules import colleagues
from onewindow_policy.cases.committing.reading import committed_materials
from onewindow_policy.cases.committing.rules import committable_materials
from onewindow_policy.cases.correcting.mending import mendable_answers
from onewindow_policy.cases.correcting.mending import mending_choices
from onewindow_policy.cases.correcting.rules import asked_before
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.grounds import grounds_of
from onewindow_policy.cases.guarding import deferrable_materials
from onewindow_policy.cases.guarding import latest_day
from onewindow_policy.cases.handingout.originals import originals_here
from onewindow_policy.cases.handingout.originals import originals_of
from onewindow_policy.cases.handingout.rules import ways_of
from onewindow_policy.cases.handling import own_undoable_step
from onewindow_policy.cases.handling import transitions_of
from onewindow_policy.cases.linking.reading import can_reapply
from onewindow_policy.cases.linking.reading import Link
from onewindow_policy.cases.linking.reading import links_of
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.cases.models import FileScan
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.noting.notes import may_note
from onewindow_policy.cases.noting.notes import Note
from onewindow_policy.cases.noting.notes import notes_of
from onewindow_policy.cases.papers.listing import PaperFacts
from onewindow_policy.cases.papers.listing import papers_of
from onewindow_policy.cases.permissions import LIST_CASES
from onewindow_policy.cases.process.notices import Notice
from onewindow_policy.cases.process.notices import notice_of
from onewindow_policy.cases.process.reading import StepFacts
from onewindow_policy.cases.process.reading import steps_seen
from onewindow_policy.cases.promising.bars import barred_since
from onewindow_policy.cases.repeats import open_cases_like
from onewindow_policy.cases.repeats import other_case
from onewindow_policy.cases.repeats import OtherCase
from onewindow_policy.cases.scanning import require_open
from onewindow_policy.cases.seeing import require_opened
from onewindow_policy.cases.showing import shown
from onewindow_policy.cases.states import BY_NAME
from onewindow_policy.cases.states import COLLEAGUE
from onewindow_policy.cases.states import TO_ACCEPT
from onewindow_policy.cases.states import Transition
from onewindow_policy.cases.states import UNDO
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.submissions import FILED_BY_STAFF
from onewindow_policy.cases.submissions import Person
from onewindow_policy.cases.tracking import FileFacts
from onewindow_policy.cases.tracking import files_of
from onewindow_policy.cases.tracking import history_of
from onewindow_policy.cases.tracking import HistoryEntry
from onewindow_policy.cases.transferring.reading import CaseTransfer
from onewindow_policy.cases.transferring.reading import transfers_of
from onewindow_policy.cases.transferring.whereabouts import known_whereabouts
from onewindow_policy.cases.transferring.whereabouts import may_hand_on
from onewindow_policy.cases.transferring.whereabouts import Whereabouts
from onewindow_policy.cases.undoing import undo_wait
from onewindow_policy.cases.units import is_seen_within
from onewindow_policy.cases.units import unit_in_turn
from onewindow_policy.cases.untold import may_phone
from onewindow_policy.cases.untold import untold_of
from onewindow_policy.cases.validity.following import validity_by_guide
from onewindow_policy.cases.validity.reading import Validity
from onewindow_policy.cases.validity.reading import validity_of
from onewindow_policy.cases.windows.rules import windows_for
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.duties.api import Away
from onewindow_policy.duties.api import away_today
from onewindow_policy.messages.api import MessageFacts
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import DueDate
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import select
from uuid import UUID


@dataclass(frozen=True, slots=True)
class OpenedCase:
    """All that is known of a case, in clear: for the person at the window only.

    `unit` is the name of the unit that goes the next step, None where a window does;
    `transitions` are those that this person may go now; `version` comes back with one.
    `others` are what the same applicant has open for the same service. `taken_in_at` is the
    community whose window took it in, None online; `inquiry_number` is that of what was
    asked before, None for nothing, `visits` how often the person had to come; `deferrable`
    are the names by code of the materials that may follow until `latest_deferral`,
    `deferred_until` is until when
    those do that were promised. `assignee` is who sees to it, `first_contact` who did
    first, `handed_to` who is asked to take it over: user ids, None for nobody; `colleagues`
    are the names by id of those who can, `windows` those by code of the communities to
    whose windows this person may give it. `undo_until` is until when
    this person may undo the step that ended it, `notes` are what colleagues wrote about it,
    `may_note` whether this person may. `committable` are the names by code of the
    materials for which a commitment will do, `committed` the codes of those for which one
    stands. `steps` are those of the guide as it was when it
    was applied for; `notice` is the public notice that it is at, None for none, and
    `objections` are those against it that are not answered.
    `originals` are the codes of materials whose originals a window took, `originals_here`
    of those that were not given back. `result_way` is by which way the result is wanted,
    `result_ways` among which it may be, `destination` where it goes then, `handing_out` how
    it waits for that (see `Case`), `parcel` what it was sent with. `validity` is until when
    what was approved is valid, None where it does not run out, `links` the cases
    that it was made from, or that were made from it, `can_reapply` whether one can be;
    `grounds` are the laws of its guide; `suggested_validity` until when it would be by the
    guide if it were approved today.
    `away` says of any of them that they are away today, and who stands in.
    `untold` are the messages to the applicant that did not go, or of which nobody knows;
    `may_phone` is whether it is up to this person to phone instead.
    `asked_before` has the days on which materials were asked for already, by code ("" for
    what was said in words), `mendable` are the titles by name of the answers that can be
    mended on the spot, `barred_since` since when the applicant makes no promise, None
    where they may. `whereabouts` says where its papers are, None where none came yet;
    `transfers` where they went, `may_hand_on` whether this person may hand them on.
    `is_stored` says that it is only stored for the archive.
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
    windows: Mapping[str, str]
    away: Mapping[str, Away]
    channel: str
    taken_in_at: str | None
    inquiry_number: str | None
    visits: int
    deferred_until: date | None
    delivered_at: datetime | None
    deferrable: Mapping[str, str]
    latest_deferral: date | None
    undo_until: datetime | None
    notes: tuple[Note, ...]
    may_note: bool
    steps: tuple[StepFacts, ...]
    notice: Notice | None
    objections: Mapping[int, str] = field(repr=False)
    untold: tuple[MessageFacts, ...]
    may_phone: bool
    committable: Mapping[str, str]
    committed: frozenset[str]
    originals: tuple[str, ...]
    originals_here: tuple[str, ...]
    result_way: str | None
    result_ways: tuple[str, ...]
    destination: Mapping[str, str] | None = field(repr=False)
    handing_out: str | None
    parcel: Mapping[str, str] | None = field(repr=False)
    validity: Validity | None
    links: tuple[Link, ...]
    grounds: tuple[str, ...]
    can_reapply: bool
    suggested_validity: date | None
    asked_before: Mapping[str, date]
    mendable: Mapping[str, str]
    mending_choices: tuple[str, ...]
    barred_since: date | None
    whereabouts: Whereabouts | None
    transfers: tuple[CaseTransfer, ...] = field(repr=False)
    may_hand_on: bool
    is_stored: bool

    @property
    def filed_by(self) -> str | None:
        """Who of the staff handed it in online for the applicant, None for nobody."""
        first = self.history[0] if self.history else None
        return first.user_id if first and first.transition in FILED_BY_STAFF else None


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
    ended = own_undoable_step(session, case, user)
    if ended is not None:
        possible = (BY_NAME[UNDO], *possible)
    notice = notice_of(case)
    asks_whom = any(COLLEAGUE in each.needs for each in possible)
    able = colleagues(case, user.getId()) if asks_whom else {}
    handed_to = waiting.to_user if waiting is not None else None
    here = known_whereabouts(session, case)
    people = filter(None, (case.assignee, case.first_contact, handed_to, *able))
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
        handed_to=handed_to,
        colleagues=able,
        windows=windows_for(case, user),
        away=away_today(list(people)),
        others=_others_like(case, user),
        channel=case.channel,
        taken_in_at=case.taken_in_at,
        inquiry_number=case.inquiry_number,
        visits=case.visits,
        deferred_until=case.deferred_until,
        delivered_at=case.delivered_at,
        deferrable=deferrable_materials(case),
        latest_deferral=latest_day(case, local_date(utc_now())),
        undo_until=ended.at + undo_wait() if ended is not None else None,
        notes=notes_of(session, case),
        may_note=may_note(case, user),
        steps=steps_seen(session, case),
        notice=notice,
        objections=notice.objections if notice is not None else {},
        untold=untold_of(session, case),
        may_phone=may_phone(case, user),
        committable=committable_materials(case) if case.state in TO_ACCEPT else {},
        committed=committed_materials(case),
        originals=originals_of(case),
        originals_here=originals_here(case),
        result_way=case.result_way,
        result_ways=ways_of(case),
        destination=case.destination,
        handing_out=case.handing_out,
        parcel=case.parcel,
        validity=validity_of(case),
        links=links_of(case),
        grounds=grounds_of(case),
        can_reapply=can_reapply(case),
        suggested_validity=validity_by_guide(case, local_date(utc_now())),
        asked_before=asked_before(session, case),
        mendable=mendable_answers(case),
        mending_choices=mending_choices(case),
        barred_since=barred_since(case) if case.state in TO_ACCEPT else None,
        whereabouts=here,
        transfers=transfers_of(session, case),
        may_hand_on=may_hand_on(session, case, here, user),
        is_stored=case.stored_at is not None,
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


def _others_like(case: Case, user) -> tuple[OtherCase, ...]:
    """Return the other open cases of the same person for the same service that `user` may
    know of."""
    scope = scope_of(user, LIST_CASES)
    return tuple(
        other_case(each)
        for each in open_cases_like(case)
        if is_seen_within(each, scope)
    )


def _note(action: str, number: str, detail: str) -> None:
    """Write the audit now: what cannot be noted is not shown."""
    audit(action, number, detail)
    write_session().flush()
