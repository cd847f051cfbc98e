"""Registering: one submission of a form becomes one case, once.

What costs time – reading files, making hashes, sealing – is done before the write session
is opened: on SQLite all other writers wait from then on.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import asdict
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from datetime import datetime
from datetime import timedelta
from onewindow_policy.cases.duties import begin_duty
from onewindow_policy.cases.events import CaseRegistered
from onewindow_policy.cases.finders import finders_of
from onewindow_policy.cases.finders import insert_finders
from onewindow_policy.cases.handingout.originals import keep_originals
from onewindow_policy.cases.linking.reading import Link
from onewindow_policy.cases.masks import masked_person
from onewindow_policy.cases.models import AT_WINDOW
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.models import CaseFile
from onewindow_policy.cases.models import FileScan
from onewindow_policy.cases.models import ONLINE
from onewindow_policy.cases.numbers import new_case_number
from onewindow_policy.cases.papers.issuing import add_numbered
from onewindow_policy.cases.papers.issuing import PaperDraft
from onewindow_policy.cases.papers.issuing import sealed_paper
from onewindow_policy.cases.process.freezing import NewStep
from onewindow_policy.cases.process.freezing import rows_of
from onewindow_policy.cases.states import APPLICANT
from onewindow_policy.cases.states import RECEIVED
from onewindow_policy.cases.states import SUBMITTED
from onewindow_policy.cases.states import WINDOW_STAFF
from onewindow_policy.communities.scopes import GRID_WORKER
from onewindow_policy.intake.api import APPLICATIONS
from onewindow_policy.intake.api import drop_parked
from onewindow_policy.intake.api import has_parked
from onewindow_policy.intake.api import nonce_hash_of
from onewindow_policy.intake.api import require_room
from onewindow_policy.intake.api import sender_key
from onewindow_policy.records.api import content_hash_of
from onewindow_policy.records.api import DatabaseBusy
from onewindow_policy.records.api import DataKey
from onewindow_policy.records.api import keyed_hash
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import require_same
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.attempts import count
from onewindow_policy.typed.documents import holder_kind
from onewindow_policy.typed.documents import RESIDENT_CARD
from onewindow_policy.typed.serials import draw_code
from onewindow_policy.typed.texts import YES_NO
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from typing import Any
from uuid import UUID
from zope.event import notify

import hashlib
import json

#: How the history of a case begins: it was sent online, by the applicant or by somebody of
#: the staff for them, or taken in at a window.
REGISTER = "register"
REGISTER_BY_GRID_WORKER = "register_by_grid_worker"
REGISTER_BY_STAFF = "register_by_staff"
TAKE_IN = "take_in"
FILED_BY_STAFF = frozenset({REGISTER_BY_GRID_WORKER, REGISTER_BY_STAFF})

#: How long a receipt can be opened without the query code, which is kept until then.
RECEIPT_LIFETIME = timedelta(hours=2)

_NUMBER_TRIES = 10


@dataclass(frozen=True, slots=True)
class Person:
    """Who applies, or acts for the applicant.

    `id_kind` is the kind of the document (see `typed.documents`); cases from before there
    were others have None, which is the resident identity card. `told_by` are the names of
    the channels by which the person is told of the case, None where nobody chose: then an
    applicant is written to who left an address.
    """

    name: str = field(repr=False)
    id_number: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    id_kind: str | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    told_by: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """What a field of the form asked, and got: a value of JSON's own types.

    Where it asked how a material is handed in, `material` is the code of that, and `way`
    the key of what was chosen (see `forms.handing`).
    """

    name: str
    title: str
    value: Any = field(repr=False)
    material: str | None = None
    way: str | None = None

    @property
    def text(self) -> str:
        """What was answered, as staff read it."""
        if isinstance(self.value, list):
            return "、".join(map(str, self.value))
        if isinstance(self.value, bool):
            return YES_NO[self.value]
        return str(self.value)


@dataclass(frozen=True, slots=True)
class NewFile:
    """A checked file, for the material of the guide with this code.

    `scanned_at` is when no virus was found in it, None while nobody has looked.
    """

    material_code: str | None
    name: str = field(repr=False)
    media_type: str
    content: bytes = field(repr=False)
    scanned_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class NewCase:
    """A valid submission of a form.

    `nonce` is that of the rendered form, `content` a text that is the same for the same
    sending only (None: the values below tell), `address` where the request came from,
    `account` who files for a resident (see `senders.filing_account`), None for residents,
    `filed_as` in which role, None for them and at windows;
    `consents` names what was consented to; the versions say what the applicant had read
    when answering. `promised_days` is None where the guide promises nothing; `kept_months`
    is how long the notice says the case is kept once it is closed, None for no term;
    `withdrawn_months` the same once it is withdrawn, None where that is no other term.
    The codes of units are those of `units.units_for`. `taken_in_at` is the code of the
    community whose window takes it in, by the hands of `account`: None for what comes in
    online. `inquiry_number` is that of what the person asked before, `asked_on` the day on
    which they came for that, None for neither. `receipt` is the paper about it, None for
    none; `steps` are those of the guide, `extension_limit` the days by which it lets the
    promise be extended at most, `valid_months` for how many what is approved is valid by
    it, None for ever; `earlier` is the case that it is made from, None for none (see
    `linking`). `result_way` is by which way the person wants the result, None
    where there is none to be handed out; `destination` where it goes then (see
    `handingout`).
    """

    nonce: str = field(repr=False)
    address: str = field(repr=False)
    item_code: str
    item_title: str
    community_code: str
    applicant: Person
    form_uid: str
    form_version: str
    guide_uid: str
    guide_version: str
    notice_version: str
    promised_days: int | None
    promised_day_type: str | None
    kept_months: int | None
    agent: Person | None = None
    answers: Sequence[Answer] = ()
    files: Sequence[NewFile] = ()
    withdrawn_months: int | None = None
    unit_code: str | None = None
    deciding_unit_code: str | None = None
    consents: Sequence[str] = ()
    account: str | None = None
    filed_as: str | None = None
    item_type: str = ""
    taken_in_at: str | None = None
    inquiry_number: str | None = None
    asked_on: date | None = None
    content: str | None = field(default=None, repr=False)
    receipt: PaperDraft | None = field(default=None, repr=False)
    steps: Sequence[NewStep] = ()
    extension_limit: int | None = None
    valid_months: int | None = None
    earlier: Link | None = None
    result_way: str | None = None
    destination: Mapping[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class RegisteredCase:
    """What the receipt is made from.

    `created` is False where the submission had come before; `query_code` is None when
    that was too long ago. `receipt_token` opens the receipt (see `open_receipt`).
    """

    number: str
    query_code: str | None = field(repr=False)
    receipt_token: str = field(repr=False)
    created: bool


def register_case(submission: NewCase) -> RegisteredCase:
    """Register a submission as a case, or return the case that it became earlier.

    It is kept when Zope's transaction commits. Two requests with the same nonce make one
    case, even at the same moment in two processes: the nonce is unique in SQL, and who
    comes second waits for the first. Its receipt shows the query code as well, which is
    kept sealed for that; a code derived from the nonce would need no keeping, but would
    be known to whoever has an old page and an old master key.

    Raises `SentOtherwise` when another content came with this nonce before: it may be
    somebody else's. Raises `TooManyTries` when too much was submitted from the address, or
    by the account.
    """
    nonce_hash = nonce_hash_of(submission.nonce)
    content_hash = content_hash_of(submission.content or _content_of(submission))
    earlier = _registered_earlier(read_session(), nonce_hash, content_hash)
    if earlier is not None:
        return earlier
    now = utc_now()
    tries_key = sender_key(APPLICATIONS, submission.address, submission.account)
    require_room(read_session(), tries_key, now)
    # Asked here: each statement less while the session writes is time for others.
    drops_parked = has_parked(submission.nonce)
    case, event, *files = _sealed_rows(submission, nonce_hash, now)
    case.content_hash = content_hash
    scans = _scans(files, submission.files)
    receipt = None
    if submission.receipt is not None:
        receipt = sealed_paper(submission.receipt, case, event)
    finders = finders_of(case)
    steps = rows_of(case, submission.steps)
    session = write_session()
    for _try in range(_NUMBER_TRIES):
        case.number = new_case_number(local_date(now))
        try:
            with session.begin_nested():
                session.add(case)
                session.flush()
                session.add_all([event, *files, *steps])
                insert_finders(session, finders)
                begin_duty(session, case)
                if scans:
                    session.flush()
                    session.add_all(scans)
                if receipt is not None:
                    add_numbered(session, receipt)
        except IntegrityError:
            earlier = _registered_earlier(session, nonce_hash, content_hash)
            if earlier is not None:
                return earlier
        else:
            count(session, tries_key, now)
            if drops_parked:
                drop_parked(submission.nonce)
            notify(CaseRegistered(case))
            return _registered(case, created=True)
    raise DatabaseBusy("Every number that was drawn is taken.")


def registered_earlier(nonce: str, content: str) -> RegisteredCase | None:
    """Return the case that this very submission became before, None where there is none.

    Raises `SentOtherwise` when another content came with this nonce.
    """
    return _registered_earlier(
        read_session(), nonce_hash_of(nonce), content_hash_of(content)
    )


def person_hash_of(id_number: str | None, id_kind: str | None = None) -> bytes | None:
    """Return what finds a person's cases, None without the number of a document.

    The same number on documents of two kinds is that of two persons; resident identity
    cards, which all were once, hash by the number alone.
    """
    document = document_text(id_number, id_kind)
    return keyed_hash(document, "person") if document else None


def document_text(id_number: str | None, id_kind: str | None = None) -> str:
    """Return a document as it is hashed, "" without a number."""
    number = "".join((id_number or "").split()).upper()
    kind = holder_kind(id_kind)
    return f"{kind}\0{number}" if number and kind != RESIDENT_CARD else number


def code_hash_of(case_id: UUID, query_code: str) -> bytes:
    """Return what is kept of a query code for good."""
    return keyed_hash(f"{case_id}\0{query_code}", "query code")


def receipt_token_of(case_id: UUID) -> str:
    """Return what opens a receipt while it can be opened; it cannot be guessed."""
    return keyed_hash(str(case_id), "receipt").hex()


def _registered_earlier(
    session: Session, nonce_hash: bytes, content_hash: bytes
) -> RegisteredCase | None:
    case = session.scalar(select(Case).where(Case.nonce_hash == nonce_hash))
    if case is None:
        return None
    require_same(case.content_hash, content_hash, case.received_at)
    return _registered(case, created=False)


def _content_of(submission: NewCase) -> str:
    """Return what tells these values from others."""
    agent = submission.agent
    told = {
        "form": submission.form_uid,
        "community": submission.community_code,
        "applicant": asdict(submission.applicant),
        "agent": asdict(agent) if agent is not None else None,
        "answers": [(each.name, each.value) for each in submission.answers],
        "consents": list(submission.consents),
        "files": [
            (each.material_code, hashlib.sha256(each.content).hexdigest())
            for each in submission.files
        ],
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True)


def _registered(case: Case, *, created: bool) -> RegisteredCase:
    is_open = case.receipt_until is not None and case.receipt_until > utc_now()
    return RegisteredCase(
        number=case.number,
        query_code=case.query_code if is_open else None,
        receipt_token=receipt_token_of(case.id),
        created=created,
    )


def _sealed_rows(submission: NewCase, nonce_hash: bytes, now: datetime) -> list:
    """Return the rows of a new case: itself, its first event, its files."""
    key = DataKey.create()
    code = draw_code()
    at_window = submission.taken_in_at is not None
    applicant, agent = submission.applicant, submission.agent
    earlier = submission.earlier
    case = Case(
        key,
        version=1,
        nonce_hash=nonce_hash,
        query_code=code,
        receipt_until=now + RECEIPT_LIFETIME,
        channel=AT_WINDOW if at_window else ONLINE,
        taken_in_at=submission.taken_in_at,
        first_contact=submission.account if at_window else None,
        assignee=submission.account if at_window else None,
        inquiry_number=submission.inquiry_number,
        visits=0,
        item_type=submission.item_type,
        item_code=submission.item_code,
        item_title=submission.item_title,
        community_code=submission.community_code,
        unit_code=submission.unit_code,
        deciding_unit_code=submission.deciding_unit_code,
        state=RECEIVED if at_window else SUBMITTED,
        received_at=now,
        promised_days=submission.promised_days,
        promised_day_type=submission.promised_day_type,
        extension_limit=submission.extension_limit,
        valid_months=submission.valid_months,
        renewal_stage=0,
        earlier_number=earlier.number if earlier is not None else None,
        earlier_link=earlier.kind if earlier is not None else None,
        reckoned_from=local_date(now),
        suspended_days=0,
        extended_days=0,
        step_due_is_estimated=False,
        result_way=submission.result_way,
        destination=dict(submission.destination) if submission.destination else None,
        collection_reminders=0,
        kept_months=submission.kept_months,
        withdrawn_months=submission.withdrawn_months,
        form_uid=submission.form_uid,
        form_version=submission.form_version,
        guide_uid=submission.guide_uid,
        guide_version=submission.guide_version,
        notice_version=submission.notice_version,
        consents=list(submission.consents),
        person_hash=person_hash_of(applicant.id_number, applicant.id_kind),
        applicant=asdict(applicant),
        agent=asdict(agent) if agent is not None else None,
        answers=[asdict(answer) for answer in submission.answers],
        masked=masked_person(asdict(applicant)),
    )
    keep_originals(case)
    if submission.asked_on is not None:
        case.note_visit(submission.asked_on)
    if at_window:
        case.note_visit(local_date(now))
    case.code_hash = code_hash_of(case.id, code)
    case.reckon()
    event = _first_event(submission, case, key)
    return [case, event, *_file_rows(case.id, key, submission.files)]


def _file_rows(
    case_id, key: DataKey, files: Sequence[NewFile], begin: int = 0
) -> list[CaseFile]:
    """Return the sealed rows of files, the first at the position `begin`."""
    return [
        CaseFile(
            key,
            case_id=case_id,
            position=position,
            material_code=file.material_code,
            media_type=file.media_type,
            size_bytes=len(file.content),
            name=file.name,
            content=file.content,
        )
        for position, file in enumerate(files, begin)
    ]


def add_files(session: Session, case: Case, files: Sequence[NewFile]) -> None:
    """Seal files that come to a case later, after those that it has."""
    last = select(func.max(CaseFile.position)).where(CaseFile.case_id == case.id)
    begin = session.scalar(last)
    begin = 0 if begin is None else begin + 1
    rows = _file_rows(case.id, case.data_key, files, begin)
    session.add_all(rows)
    session.flush()
    session.add_all(
        FileScan(file_id=row.id, scanned_at=file.scanned_at)
        for row, file in zip(rows, files, strict=True)
        if file.scanned_at is not None
    )


def _first_event(submission: NewCase, case: Case, key: DataKey) -> CaseEvent:
    """Return how the history begins: with who handed it in, in which role."""
    if submission.taken_in_at is not None:
        transition, role = TAKE_IN, WINDOW_STAFF
    elif submission.account is None:
        transition, role = REGISTER, APPLICANT
    else:
        role = submission.filed_as or WINDOW_STAFF
        is_at_door = role == GRID_WORKER
        transition = REGISTER_BY_GRID_WORKER if is_at_door else REGISTER_BY_STAFF
    return CaseEvent(
        key,
        case_id=case.id,
        version=case.version,
        at=case.received_at,
        role=role,
        user_id=submission.account,
        transition=transition,
        state=case.state,
    )


def _scans(rows: Sequence[CaseFile], files: Sequence[NewFile]) -> list[FileScan]:
    """Return what was found in files: nothing, where somebody has looked."""
    return [
        FileScan(file_id=row.id, scanned_at=file.scanned_at)
        for row, file in zip(rows, files, strict=True)
        if file.scanned_at is not None
    ]
