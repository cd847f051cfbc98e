"""The tables of cases: what is known of each, what happened to it, what was handed in.

Everything personal lies in sealed columns under the data key of the case, so that erasing
the key erases the case. What remains in clear says what was asked for, where, when and
how it went: enough to count, not to know who.
"""

from datetime import date
from datetime import datetime
from onewindow_policy.cases.linking.kinds import RENEWAL
from onewindow_policy.cases.settings import acceptance_days
from onewindow_policy.cases.settings import answer_days
from onewindow_policy.cases.states import ACCEPTED
from onewindow_policy.cases.states import ACCEPTED_CONDITIONALLY
from onewindow_policy.cases.states import IN_PROGRESS
from onewindow_policy.cases.states import OPEN_STATES
from onewindow_policy.cases.states import SUBMITTED
from onewindow_policy.cases.states import TO_ACCEPT
from onewindow_policy.records.api import Base
from onewindow_policy.records.api import end_of_term
from onewindow_policy.records.api import SealedBytes
from onewindow_policy.records.api import SealedJson
from onewindow_policy.records.api import SealedRow
from onewindow_policy.records.api import SealedText
from onewindow_policy.scanning.api import LONGEST_SIGNATURE
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import DueDate
from onewindow_policy.workdays.deadlines import IMMEDIATE
from onewindow_policy.workdays.deadlines import WORKING
from onewindow_policy.workdays.deadlines import working_day_from
from sqlalchemy import ForeignKey
from sqlalchemy import Index
from sqlalchemy import JSON
from sqlalchemy import select
from sqlalchemy import String
from sqlalchemy import text
from sqlalchemy import UniqueConstraint
from sqlalchemy.orm import Mapped
from sqlalchemy.orm import mapped_column
from sqlalchemy.orm import object_session
from sqlalchemy.orm import Session
from uuid import UUID

#: By which way an application came in.
ONLINE = "online"
AT_WINDOW = "window"

#: What lists are ordered by, where what has no due date comes last; and what is not over.
#: Indexes are found by the very expressions that they are made of.
DUE_OR_NEVER = "coalesce(due_on, '9999-12-31')"
_IS_OPEN = text("closed_at IS NULL")
_IS_CLOSED = text("closed_at IS NOT NULL")
_IS_OPEN_AND_KEPT = text("closed_at IS NULL AND erased_at IS NULL")
_IS_TAKEN_IN_ELSEWHERE = text("taken_in_at <> community_code")
_IS_OPEN_ELSEWHERE = text("closed_at IS NULL AND taken_in_at <> community_code")
_IS_TAKEN = text("closed_at IS NULL AND assignee IS NOT NULL")
_IS_TAKEN_AND_KEPT = text(
    "closed_at IS NULL AND assignee IS NOT NULL AND erased_at IS NULL"
)
_IS_AT_STEP = text("step_name IS NOT NULL")
_IS_WITH_UNIT = text("step_unit_code IS NOT NULL")
_IS_WITHOUT_STEP = text("closed_at IS NULL AND step_name IS NULL")
_HAS_STEP_DUE = text("closed_at IS NULL AND step_due_on IS NOT NULL")
_IS_UNASSIGNED = text("closed_at IS NULL AND assignee IS NULL")
_IS_STORED = text("stored_at IS NOT NULL AND erased_at IS NULL")
_IS_TO_HAND_OUT = text("handing_out IS NOT NULL")
_RUNS_OUT = text("runs_out_on IS NOT NULL")
_IS_LINKED = text("earlier_number IS NOT NULL")
_HAS_GROUND = text("ground_kind IS NOT NULL")
_HAS_ORIGINALS = text("originals_held IS NOT NULL")
#: What lists of units are read by from an index alone.
_UNITS = ("unit_code", "deciding_unit_code", "step_unit_code")
_OF_OPEN_CASES = {"sqlite_where": _IS_OPEN, "postgresql_where": _IS_OPEN}


class Case(SealedRow, Base):
    """An application (办件), with what was promised and under which versions."""

    __tablename__ = "cases"
    __table_args__ = (
        Index(None, "person_hash", "item_code"),
        Index(None, "community_code", "state", "due_on"),
        Index(None, "community_code", "received_at"),
        Index(None, "unit_code", "state", "due_on"),
        Index(None, "deciding_unit_code", "state", "due_on"),
        # Lists of the whole city, in each order; those of open cases leave out what is over
        # and would come first.
        Index(None, "received_at", "number"),
        Index(None, "state", "received_at", "number"),
        Index("ix_cases_due_number", text(DUE_OR_NEVER), "number"),
        Index("ix_cases_state_due_number", "state", text(DUE_OR_NEVER), "number"),
        Index(
            "ix_cases_received_at_number_open",
            "received_at",
            "number",
            **_OF_OPEN_CASES,
        ),
        Index(
            "ix_cases_due_number_open", text(DUE_OR_NEVER), "number", **_OF_OPEN_CASES
        ),
        # What windows took in for other communities, which is little.
        Index(
            "ix_cases_taken_in_elsewhere",
            "taken_in_at",
            "received_at",
            sqlite_where=_IS_TAKEN_IN_ELSEWHERE,
            postgresql_where=_IS_TAKEN_IN_ELSEWHERE,
        ),
        Index(
            "ix_cases_taken_in_elsewhere_open",
            "taken_in_at",
            "state",
            sqlite_where=_IS_OPEN_ELSEWHERE,
            postgresql_where=_IS_OPEN_ELSEWHERE,
        ),
        # What somebody sees to, and what nobody does.
        Index(
            "ix_cases_assignee_due",
            "assignee",
            text(DUE_OR_NEVER),
            "number",
            sqlite_where=_IS_TAKEN,
            postgresql_where=_IS_TAKEN,
        ),
        Index(
            "ix_cases_unassigned_due",
            text(DUE_OR_NEVER),
            "number",
            sqlite_where=_IS_UNASSIGNED,
            postgresql_where=_IS_UNASSIGNED,
        ),
        # What is at a step of a unit, the most urgent first.
        Index(
            "ix_cases_step_unit_due",
            "step_unit_code",
            text(DUE_OR_NEVER),
            "number",
            sqlite_where=_IS_OPEN,
            postgresql_where=_IS_OPEN,
        ),
        # What is at a step, in each order: whose step is late, and which unit has it, is
        # read from the index alone.
        Index(
            "ix_cases_at_step_due",
            text(DUE_OR_NEVER),
            "number",
            "step_due_on",
            "step_unit_code",
            sqlite_where=_IS_AT_STEP,
            postgresql_where=_IS_AT_STEP,
        ),
        Index(
            "ix_cases_at_step_received_at",
            "received_at",
            "number",
            "step_due_on",
            "step_unit_code",
            sqlite_where=_IS_AT_STEP,
            postgresql_where=_IS_AT_STEP,
        ),
        # What is at a step of any unit, in each order. What is over is at none, or for a
        # few days: PostgreSQL would take two conditions for much fewer than they are.
        Index(
            "ix_cases_with_units_due",
            text(DUE_OR_NEVER),
            "number",
            sqlite_where=_IS_WITH_UNIT,
            postgresql_where=_IS_WITH_UNIT,
        ),
        Index(
            "ix_cases_with_units_received_at",
            "received_at",
            "number",
            sqlite_where=_IS_WITH_UNIT,
            postgresql_where=_IS_WITH_UNIT,
        ),
        # What may lie with a unit without any step: which one is read from the index alone.
        Index(
            "ix_cases_units_without_steps_due",
            text(DUE_OR_NEVER),
            "number",
            "state",
            "unit_code",
            "deciding_unit_code",
            sqlite_where=_IS_WITHOUT_STEP,
            postgresql_where=_IS_WITHOUT_STEP,
        ),
        Index(
            "ix_cases_units_without_steps_received_at",
            "received_at",
            "number",
            "state",
            "unit_code",
            "deciding_unit_code",
            sqlite_where=_IS_WITHOUT_STEP,
            postgresql_where=_IS_WITHOUT_STEP,
        ),
        Index(
            "ix_cases_step_due",
            "step_due_on",
            text(DUE_OR_NEVER),
            "number",
            sqlite_where=_HAS_STEP_DUE,
            postgresql_where=_HAS_STEP_DUE,
        ),
        # How much each colleague sees to is read from the index alone, of communities and
        # of units.
        Index(
            "ix_cases_workload",
            "community_code",
            "assignee",
            "due_on",
            *_UNITS,
            sqlite_where=_IS_TAKEN_AND_KEPT,
            postgresql_where=_IS_TAKEN_AND_KEPT,
        ),
        # What happened on a day is counted in the night after it.
        # Without those that are open: SQLite would take it for what lists of them go by.
        Index(
            "ix_cases_closed_at",
            "closed_at",
            sqlite_where=_IS_CLOSED,
            postgresql_where=_IS_CLOSED,
        ),
        # How often people came for each service is read from the index alone.
        Index(
            "ix_cases_visits",
            "item_code",
            "visits",
            sqlite_where=_IS_CLOSED,
            postgresql_where=_IS_CLOSED,
        ),
        # What is only stored, by when the archive's term of each is over.
        Index(
            "ix_cases_stored",
            "closed_at",
            "number",
            sqlite_where=_IS_STORED,
            postgresql_where=_IS_STORED,
        ),
        # Results that wait to be handed out, in each order of the list.
        Index(
            "ix_cases_handing_out_received_at",
            "received_at",
            "number",
            sqlite_where=_IS_TO_HAND_OUT,
            postgresql_where=_IS_TO_HAND_OUT,
        ),
        Index(
            "ix_cases_handing_out_due",
            text(DUE_OR_NEVER),
            "number",
            sqlite_where=_IS_TO_HAND_OUT,
            postgresql_where=_IS_TO_HAND_OUT,
        ),
        # Results that run out, in each order of the list; and what was made from one.
        Index(
            "ix_cases_runs_out",
            "runs_out_on",
            "number",
            sqlite_where=_RUNS_OUT,
            postgresql_where=_RUNS_OUT,
        ),
        Index(
            "ix_cases_runs_out_received_at",
            "received_at",
            "number",
            sqlite_where=_RUNS_OUT,
            postgresql_where=_RUNS_OUT,
        ),
        Index(
            "ix_cases_earlier_number",
            "earlier_number",
            sqlite_where=_IS_LINKED,
            postgresql_where=_IS_LINKED,
        ),
        # What was refused, by the kind of its ground.
        Index(
            "ix_cases_ground_kind",
            "ground_kind",
            "number",
            sqlite_where=_HAS_GROUND,
            postgresql_where=_HAS_GROUND,
        ),
        # Whose originals are here, which are few.
        Index(
            "ix_cases_originals_held",
            "assignee",
            "number",
            sqlite_where=_HAS_ORIGINALS,
            postgresql_where=_HAS_ORIGINALS,
        ),
        # Counts are read from the index alone.
        Index(
            "ix_cases_open_counts",
            "state",
            "community_code",
            "due_on",
            *_UNITS,
            sqlite_where=_IS_OPEN_AND_KEPT,
            postgresql_where=_IS_OPEN_AND_KEPT,
        ),
    )

    number: Mapped[str] = mapped_column(String(15), unique=True)
    #: Counts changes, so that nobody overwrites what they have not seen.
    version: Mapped[int]

    #: Of the form that was sent: one submission makes one case.
    nonce_hash: Mapped[bytes] = mapped_column(unique=True)
    #: What was sent with it; None where that is not known, or not any more.
    content_hash: Mapped[bytes | None]
    code_hash: Mapped[bytes]
    #: The code itself, for the receipt and for as long as that can be opened.
    query_code = SealedText(nullable=True)
    receipt_until: Mapped[datetime | None] = mapped_column(index=True)

    #: Online, or at a window: then who took it in, and of which community that window is.
    #: Any window takes in for all (通办); `community_code` is where it is handled.
    channel: Mapped[str] = mapped_column(String(8))
    taken_in_at: Mapped[str | None] = mapped_column(String(12))
    first_contact: Mapped[str | None]
    #: Who sees to it now (see `assigning`): None where nobody has taken it on.
    assignee: Mapped[str | None]

    #: What the person asked before they applied: see `forms.inquired`.
    inquiry_number: Mapped[str | None] = mapped_column(String(13))
    #: How often the person had to come, and when they last did: see `visits`.
    visits: Mapped[int] = mapped_column(default=0)
    visited_on: Mapped[date | None]

    item_code: Mapped[str]
    item_title: Mapped[str]
    #: What kind of thing the item is (事项类型): within how many days somebody says whether
    #: it is accepted depends on that.
    item_type: Mapped[str]
    community_code: Mapped[str] = mapped_column(String(12))
    #: Who accepts it, and who decides about it then (see `units`): None where the community
    #: does, or where it came before there were units.
    unit_code: Mapped[str | None]
    deciding_unit_code: Mapped[str | None]

    state: Mapped[str]
    received_at: Mapped[datetime]
    suspended_at: Mapped[datetime | None]
    #: By when materials follow that were missing when it was accepted (容缺受理).
    deferred_until: Mapped[date | None]
    #: By when they had been promised, where that day was moved: what is late beyond it
    #: counts towards no day of ours.
    promised_until: Mapped[date | None]
    #: By which way the person wants the result (see `handingout`), None where there is none
    #: or nobody asked; and where it goes then.
    result_way: Mapped[str | None] = mapped_column(String(8))
    destination = SealedJson(nullable=True)
    #: The parcel that is on its way with it, and since when.
    sent_at: Mapped[datetime | None]
    parcel = SealedJson(nullable=True)
    #: When the result was handed out.
    delivered_at: Mapped[datetime | None]
    #: How it waits to be handed out, kept for lists: by which way, or that it was sent;
    #: None where nothing waits. How often its person was reminded to collect it.
    handing_out: Mapped[str | None] = mapped_column(String(8))
    collection_reminders: Mapped[int] = mapped_column(default=0)
    #: The materials whose originals were given back, by code.
    given_back: Mapped[list | None] = mapped_column(JSON)
    #: After how many months what is approved runs out or is checked again, by the guide as
    #: it was (None: it does not); the last day of that, and since when nothing is to be
    #: done about it any more (see `validity`).
    valid_months: Mapped[int | None]
    valid_until: Mapped[date | None]
    validity_ended_at: Mapped[datetime | None]
    #: That day, kept for lists: None where nothing is to be renewed. How far its person was
    #: told of it, as a word of `validity.following`.
    runs_out_on: Mapped[date | None]
    renewal_stage: Mapped[int] = mapped_column(default=0)
    #: The number of the case that this one was made from, and of the one that was made from
    #: this; how, in a word of `linking.kinds`.
    earlier_number: Mapped[str | None] = mapped_column(String(15))
    earlier_link: Mapped[str | None] = mapped_column(String(16))
    later_number: Mapped[str | None] = mapped_column(String(15))
    later_link: Mapped[str | None] = mapped_column(String(16))
    #: On which kind of legal ground it was refused or not accepted, as a word of `grounds`;
    #: None where it was not.
    ground_kind: Mapped[str | None] = mapped_column(String(8))
    #: How many originals of it are still here, None for none; 0 of a case from before this
    #: was kept, until `handingout.earlier` has looked at it.
    originals_held: Mapped[int | None]
    closed_at: Mapped[datetime | None]
    #: How many months after that the person was told it is kept, None for no term; and
    #: when these are over, None while it is open or once it is erased.
    kept_months: Mapped[int | None]
    #: The same for one that is withdrawn, None where the person was told no other term.
    withdrawn_months: Mapped[int | None]
    erase_at: Mapped[datetime | None] = mapped_column(index=True)
    #: Since when it is only stored for the archive (see `archive.storing`).
    stored_at: Mapped[datetime | None]
    #: When the data key was erased: what is sealed cannot be read any more.
    erased_at: Mapped[datetime | None]

    #: The promise, how many days did not count, and by how many it was extended. Days are
    #: reckoned from when all was handed in, and once it is accepted from then.
    promised_days: Mapped[int | None]
    promised_day_type: Mapped[str | None]
    #: By how many days it may be extended at most, by the guide as it was; None where that
    #: was not kept yet.
    extension_limit: Mapped[int | None]
    reckoned_from: Mapped[date]
    suspended_days: Mapped[int]
    extended_days: Mapped[int]
    #: What comes of that (see `due`), kept for lists; of a closed case, that of its end.
    due_on: Mapped[date | None]
    due_is_estimated: Mapped[bool]
    #: By which day it is expected to be done where that one has passed (see `delays`).
    expected_on: Mapped[date | None]

    #: The step of the guide that it is at once it is accepted (see `process`), kept for
    #: lists: its name, the unit that has it (None: the window), and by when it is over.
    step_name: Mapped[str | None]
    step_unit_code: Mapped[str | None]
    step_due_on: Mapped[date | None]
    step_due_is_estimated: Mapped[bool]

    form_uid: Mapped[str]
    form_version: Mapped[str]
    guide_uid: Mapped[str]
    guide_version: Mapped[str]
    notice_version: Mapped[str]
    #: The names of the consents that were given.
    consents: Mapped[list] = mapped_column(JSON)

    #: Finds what else the same person applied for; None where no identity number was
    #: asked for, or the case was erased.
    person_hash: Mapped[bytes | None]
    applicant = SealedJson()
    agent = SealedJson(nullable=True)
    answers = SealedJson()
    #: What lists show, so that they open nothing else.
    masked = SealedJson()

    @property
    def renewed_by(self) -> str | None:
        """The number of the case that renews the result of this one, None for none."""
        return self.later_number if self.later_link == RENEWAL else None

    @property
    def due(self) -> DueDate | None:
        """By when whoever is in turn does the next thing: says whether it is accepted, and
        then decides. None where nothing was promised, while something else is waited for
        whose end nobody knows, and once it is over.

        It is reckoned by the working days of today, also while what is kept for lists is
        still being reckoned anew.
        """
        if self.state not in OPEN_STATES:
            return None
        if is_recounting(object_session(self)):
            return self._reckoned()
        if self.due_on is None:
            return None
        return DueDate(self.due_on, self.due_is_estimated)

    def note_visit(self, day: date) -> None:
        """Note that the person came: once for all that is done on a day."""
        if self.visited_on != day:
            self.visits += 1
            self.visited_on = day

    def close(self, at: datetime, *, is_withdrawn: bool) -> None:
        """Note that it is over; it is kept a while longer from then."""
        months = self.kept_months
        if is_withdrawn and self.withdrawn_months is not None:
            months = self.withdrawn_months
        self.closed_at = at
        self.erase_at = end_of_term(at, months)

    def reopen(self) -> None:
        """Note that it was not over: what ended it was put right."""
        self.closed_at = self.erase_at = None

    def reckon(self) -> None:
        """Reckon anew by when the next thing is due."""
        due = self._reckoned()
        self.due_on = due.date if due else None
        self.due_is_estimated = due is not None and due.is_estimated

    def _reckoned(self) -> DueDate | None:
        if self.state == ACCEPTED_CONDITIONALLY:
            # A day that became a rest day since is none on which papers can be brought.
            last = working_day_from(self.deferred_until)
            return DueDate(last, is_estimated=False)
        if self.state in TO_ACCEPT:
            is_new = self.state == SUBMITTED
            days = answer_days() if is_new else acceptance_days(self.item_type)
            answer = due_date(self.reckoned_from, days, WORKING)
            promised = self._promised()
            # What is promised on the spot does not wait five days to be looked at.
            is_sooner = promised is not None and promised.date < answer.date
            return promised if is_sooner else answer
        # What residents or special procedures take counts towards no day (art. 45).
        return self._promised() if self.state in (ACCEPTED, IN_PROGRESS) else None

    @property
    def step_due(self) -> DueDate | None:
        """By when the step is over that it is at, None where nobody knows."""
        if self.step_due_on is None:
            return None
        return DueDate(self.step_due_on, self.step_due_is_estimated)

    @property
    def is_instant(self) -> bool:
        """Whether it is promised on the spot (即办件)."""
        return self.promised_days == 0 or self.promised_day_type == IMMEDIATE

    def _promised(self) -> DueDate | None:
        if self.promised_days is None:
            return None
        days = self.promised_days + self.suspended_days + self.extended_days
        return due_date(self.reckoned_from, days, self.promised_day_type)


class CaseEvent(SealedRow, Base):
    """An entry of a case's history. The database refuses to change or delete it."""

    __tablename__ = "case_events"
    __table_args__ = (UniqueConstraint("case_id", "version"), Index(None, "at"))

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    #: The version of the case that this made.
    version: Mapped[int]
    at: Mapped[datetime]
    #: What somebody acted as, and the user id of staff.
    role: Mapped[str]
    user_id: Mapped[str | None]
    transition: Mapped[str]
    state: Mapped[str]
    #: Told to the applicant; sealed, as whoever writes it may name people.
    reason = SealedText(nullable=True)
    #: What else was given with it, by name: see `facts`.
    facts = SealedJson(nullable=True)


class CaseFile(SealedRow, Base):
    """A file that was handed in for a material of the guide."""

    __tablename__ = "case_files"
    __table_args__ = (UniqueConstraint("case_id", "position"),)

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    position: Mapped[int]
    material_code: Mapped[str | None]
    media_type: Mapped[str]
    size_bytes: Mapped[int]
    name = SealedText()
    content = SealedBytes()


class CaseFinder(Base):
    """A keyed hash by which staff find a case that they know something of; see `finders`.

    One column of its own would not do: a case has two persons, and what they are called
    and called by.
    """

    __tablename__ = "case_finders"

    #: What was hashed: a word of `finders`. The key of the table is what it is asked by.
    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    hash: Mapped[bytes] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(
        ForeignKey("cases.id"), primary_key=True, index=True
    )


class FinderFill(Base):
    """That cases of before there were finders still lack theirs, and how far giving them
    has come: there is one row, or none."""

    __tablename__ = "case_finder_fills"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: The number of the last case that it has come to, from the newest; "" before it has.
    before: Mapped[str] = mapped_column(String(15))


class FileScan(Base):
    """What the scanner found in a file of a case; without a row nobody has looked.

    A table of its own, since a column added to the files would lie behind ten megabytes.
    """

    __tablename__ = "file_scans"

    file_id: Mapped[UUID] = mapped_column(
        ForeignKey("case_files.id", ondelete="CASCADE"), primary_key=True
    )
    scanned_at: Mapped[datetime]
    #: The name of what was found, None for nothing.
    signature: Mapped[str | None] = mapped_column(String(LONGEST_SIGNATURE))


class Recount(Base):
    """That working days have changed since `asked_at`, and how far reckoning the open
    cases anew has come: there is one row, or none."""

    __tablename__ = "due_date_recounts"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    asked_at: Mapped[datetime]
    #: When this turn through all cases began, None before it has; and the number of the
    #: last case that it has come to.
    began_at: Mapped[datetime | None]
    after: Mapped[str] = mapped_column(String(15))


#: The id of the row that there is, in each table of one row.
THE_RECOUNT = 1
THE_FILL = 1


def is_recounting(session: Session) -> bool:
    """Return whether due dates of open cases are being reckoned anew."""
    if Recount not in session.info:
        query = select(Recount.id).where(Recount.id == THE_RECOUNT)
        session.info[Recount] = session.scalar(query) is not None
    return session.info[Recount]
