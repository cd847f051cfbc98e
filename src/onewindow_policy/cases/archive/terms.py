"""For which cases an archive duty runs, and until when.

Sources: Regulation on implementing the Archives Law (档案法实施条例, 2024) art. 19: scope
and terms are approved by the archive authority; art. 24: what is over its term is appraised
before it is destroyed. Personal Information Protection Law (个人信息保护法) art. 47 last
paragraph: while a law demands that something is kept, it is stored and protected, and used
for nothing else.

What is entered binds earlier cases too, whatever their people were told. Nothing of it
needs the site: the clock and `onewindow records tidy` go by it.
"""

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import date
from datetime import datetime
from onewindow_policy.cases.archive.exceptions import ApprovalMissing
from onewindow_policy.cases.archive.exceptions import ApprovedLater
from onewindow_policy.cases.archive.exceptions import ItemUnknown
from onewindow_policy.cases.archive.exceptions import TermUnknown
from onewindow_policy.cases.archive.exceptions import TooLong
from onewindow_policy.cases.archive.exceptions import YearsUnfit
from onewindow_policy.cases.archive.models import ArchiveTerm
from onewindow_policy.cases.archive.models import LONGEST_CODE
from onewindow_policy.cases.archive.models import LONGEST_NAME
from onewindow_policy.cases.archive.models import OF_ALL
from onewindow_policy.cases.archive.models import OF_ITEM
from onewindow_policy.cases.archive.models import OF_TYPE
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.states import WITHDRAWN
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import start_of_day
from sqlalchemy import and_
from sqlalchemy import ColumnElement
from sqlalchemy import false
from sqlalchemy import func
from sqlalchemy import or_
from sqlalchemy import select
from sqlalchemy import true
from sqlalchemy.orm import Session

#: The longest term with an end that the national classes know is 30 years; a city may have
#: its own.
MOST_YEARS = 100


@dataclass(frozen=True, slots=True)
class TermFacts:
    """What was entered for all services, a type or an item; `id` is None of what holds
    where nobody has entered anything. The rest is as in `ArchiveTerm`."""

    kind: str
    code: str
    is_archived: bool
    years: int | None
    covers_withdrawn: bool
    approved_by: str | None = None
    approval_number: str | None = None
    approved_on: date | None = None
    entered_at: datetime | None = None
    entered_by: str | None = None
    id: int | None = None


#: Where nobody has entered anything nothing is destroyed: what was erased comes back by no
#: correction, what was kept can be erased still. What its person took back was never
#: decided about, and is no file of the archive until the archive says so.
UNSETTLED = TermFacts(OF_ALL, "", is_archived=True, years=None, covers_withdrawn=False)


class Terms:
    """The terms that are in force: for one case, and as conditions for many."""

    def __init__(self, facts: Sequence[TermFacts]):
        has_all = any(each.kind == OF_ALL for each in facts)
        self._facts = (*facts, *(() if has_all else (UNSETTLED,)))
        self._codes = {
            kind: [each.code for each in facts if each.kind == kind]
            for kind in (OF_ITEM, OF_TYPE)
        }

    def __iter__(self):
        """The one for all services first, then those of types, then those of items."""
        return iter(sorted(self._facts, key=_place_of))

    def of(self, case: Case) -> TermFacts:
        """Return the term that is about a case: the closest one."""
        by_scope = {(each.kind, each.code): each for each in self._facts}
        scopes = (OF_ITEM, case.item_code), (OF_TYPE, case.item_type), (OF_ALL, "")
        return next(by_scope[each] for each in scopes if each in by_scope)

    def is_kept(self, case: Case) -> bool:
        """Return whether an archive duty runs for a case."""
        term = self.of(case)
        is_covered = term.covers_withdrawn or case.state != WITHDRAWN
        return case.closed_at is not None and term.is_archived and is_covered

    def is_over(self, case: Case, now: datetime) -> bool:
        """Return whether no duty runs for a case, or its term is over at `now`."""
        ends_on = self.ends_on(case)
        return not self.is_kept(case) or (
            ends_on is not None and ends_on < local_date(now)
        )

    def ends_on(self, case: Case) -> date | None:
        """Return the last day of the archive's term of a case, None for no end, and where
        no duty runs."""
        years = self.of(case).years
        if not self.is_kept(case) or years is None:
            return None
        return date(local_date(case.closed_at).year + years, 12, 31)

    @property
    def are_kept(self) -> ColumnElement[bool]:
        """The condition for the cases for which an archive duty runs."""
        kept = (
            and_(self._fits(each), _is_covered(each))
            for each in self._facts
            if each.is_archived
        )
        return and_(Case.closed_at.is_not(None), or_(false(), *kept))

    def are_over(self, now: datetime) -> ColumnElement[bool]:
        """Return the condition for the cases whose archive term is over at `now`, and for
        those for which no duty runs any more.

        Terms are counted in whole years from the one after that in which a case was closed.
        """
        year = local_date(now).year
        over = (
            and_(
                self._fits(each),
                Case.closed_at < start_of_day(date(year - each.years, 1, 1)),
            )
            for each in self._facts
            if each.is_archived and each.years is not None
        )
        return or_(~self.are_kept, *over)

    def _fits(self, term: TermFacts) -> ColumnElement[bool]:
        """Return the condition for the cases to which no closer term applies."""
        is_of_no_item = Case.item_code.not_in(self._codes[OF_ITEM])
        if term.kind == OF_ITEM:
            return Case.item_code == term.code
        if term.kind == OF_TYPE:
            return and_(Case.item_type == term.code, is_of_no_item)
        return and_(Case.item_type.not_in(self._codes[OF_TYPE]), is_of_no_item)


def _place_of(term: TermFacts) -> tuple[int, str]:
    return (OF_ALL, OF_TYPE, OF_ITEM).index(term.kind), term.code


def _is_covered(term: TermFacts) -> ColumnElement[bool]:
    return true() if term.covers_withdrawn else Case.state != WITHDRAWN


def terms_in_force(session: Session) -> Terms:
    """Return the terms that are in force."""
    query = select(ArchiveTerm).where(ArchiveTerm.ended_at.is_(None))
    return Terms([_facts(each) for each in session.scalars(query)])


def stored_counts(session: Session) -> dict[tuple[str, str], int]:
    """Return how many cases are only stored, by type and code of their item."""
    query = (
        select(Case.item_type, Case.item_code, func.count())
        .where(Case.stored_at.is_not(None), Case.erased_at.is_(None))
        .group_by(Case.item_type, Case.item_code)
    )
    return {(kind, code): count for kind, code, count in session.execute(query)}


def enter_term(
    term: TermFacts, user_id: str, is_item: Callable[[str], bool]
) -> ArchiveTerm:
    """Have a term hold from now on, in place of the one for the same services.

    `is_item` tells whether there is a service with a code. That no duty runs, and that it
    runs for some years, takes the approval of the archive authority; without one it runs
    without end. It is kept when Zope's transaction commits; the audit notes it. Raises
    `YearsUnfit`, `ItemUnknown`, `ApprovalMissing`, `ApprovedLater` and `TooLong`.
    """
    _require_fit(term, is_item)
    session, now = write_session(), utc_now()
    earlier = session.scalar(
        select(ArchiveTerm)
        .where(
            ArchiveTerm.kind == term.kind,
            ArchiveTerm.code == term.code,
            ArchiveTerm.ended_at.is_(None),
        )
        .with_for_update()
    )
    if earlier is not None:
        earlier.ended_at, earlier.ended_by = now, user_id
        # The index lets one be in force.
        session.flush()
    entered = ArchiveTerm(
        kind=term.kind,
        code=term.code,
        is_archived=term.is_archived,
        years=term.years,
        covers_withdrawn=term.covers_withdrawn,
        approved_by=term.approved_by,
        approval_number=term.approval_number,
        approved_on=term.approved_on,
        entered_at=now,
        entered_by=user_id,
    )
    session.add(entered)
    session.flush()
    audit("archive.enter_term", _subject(entered), f"{_said(entered)} ({entered.id})")
    return entered


def end_term(term_id: int, user_id: str) -> None:
    """Have what holds for more services hold for these, too.

    It is kept when Zope's transaction commits; the audit notes it. Raises `TermUnknown`
    for what is not in force any more.
    """
    session = write_session()
    term = session.get(ArchiveTerm, term_id, with_for_update=True)
    if term is None or term.ended_at is not None:
        raise TermUnknown
    term.ended_at, term.ended_by = utc_now(), user_id
    audit("archive.end_term", _subject(term), f"{_said(term)} ({term.id})")
    session.flush()


def _require_fit(term: TermFacts, is_item: Callable[[str], bool]) -> None:
    if term.years is not None and not 1 <= term.years <= MOST_YEARS:
        raise YearsUnfit(MOST_YEARS)
    if term.kind == OF_ITEM and not is_item(term.code):
        raise ItemUnknown
    if len(term.code) > LONGEST_CODE:
        raise ItemUnknown
    approval = {
        "approved_by": term.approved_by,
        "approval_number": term.approval_number,
        "approved_on": term.approved_on,
    }
    needs_approval = not term.is_archived or term.years is not None
    for name, given in approval.items():
        # One that is given is given whole.
        if not given and (needs_approval or any(approval.values())):
            raise ApprovalMissing(name)
    if term.approved_on is not None and term.approved_on > local_date(utc_now()):
        raise ApprovedLater
    for name in ("approved_by", "approval_number"):
        if len(approval[name] or "") > LONGEST_NAME:
            raise TooLong(name, LONGEST_NAME)


def _facts(term: ArchiveTerm) -> TermFacts:
    return TermFacts(
        kind=term.kind,
        code=term.code,
        is_archived=term.is_archived,
        years=term.years,
        covers_withdrawn=term.covers_withdrawn,
        approved_by=term.approved_by,
        approval_number=term.approval_number,
        approved_on=term.approved_on,
        entered_at=term.entered_at,
        entered_by=term.entered_by,
        id=term.id,
    )


def _subject(term: ArchiveTerm) -> str:
    return term.code or term.kind


def _said(term: ArchiveTerm) -> str:
    if not term.is_archived:
        return "no duty"
    return "no end" if term.years is None else f"{term.years} years"


def without_duty(term: TermFacts) -> TermFacts:
    """Return a term that is none: without a duty nothing lasts, and nothing is covered."""
    return replace(term, years=None, covers_withdrawn=False)
