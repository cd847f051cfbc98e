"""Which cases are over the term of the archive, and what stands against destroying one."""

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import datetime
from onewindow_policy import _
from onewindow_policy.cases.archive.holds import are_held
from onewindow_policy.cases.archive.holds import held_kinds
from onewindow_policy.cases.archive.models import BY_APPRAISAL
from onewindow_policy.cases.archive.models import BY_ORDER
from onewindow_policy.cases.archive.models import DestructionLine
from onewindow_policy.cases.archive.terms import Terms
from onewindow_policy.cases.archive.terms import terms_in_force
from onewindow_policy.cases.interfaces import IDestructionStop
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.transferring.models import MISSING
from onewindow_policy.cases.transferring.models import ON_WAY
from onewindow_policy.cases.transferring.models import TransferLine
from onewindow_policy.duties.api import with_open_duties
from onewindow_policy.records.api import count_up_to_most
from sqlalchemy import and_
from sqlalchemy import ColumnElement
from sqlalchemy import exists
from sqlalchemy import or_
from sqlalchemy import select
from sqlalchemy.orm import load_only
from sqlalchemy.orm import Session
from uuid import UUID
from zope.component import getUtilitiesFor
from zope.i18nmessageid import Message

#: What may stand against it, besides what rooms above say (see `IDestructionStop`).
GONE = "gone"
NOT_OVER = "not_over"
DUTY = "duty"
PAPERS = "papers"
STOPS = {
    GONE: _("stop_gone", default="It was erased already"),
    NOT_OVER: _("stop_not_over", default="Its term is not over any more"),
    BY_ORDER: _("stop_order", default="It is kept by order"),
    BY_APPRAISAL: _("stop_appraisal", default="It was appraised to be kept longer"),
    DUTY: _("stop_duty", default="Somebody has something to do about it"),
    PAPERS: _("stop_papers", default="Papers of it are on their way or missing"),
}

#: As many are read at once.
_AT_ONCE = 200

_SHOWN = (
    *(Case.number, Case.item_code, Case.item_title, Case.item_type, Case.state),
    *(Case.closed_at, Case.stored_at, Case.erased_at, Case.data_key_id),
)


def overdue_cases(
    session: Session, now: datetime, size: int, *, after: Case | None = None
) -> Sequence[Case]:
    """Return cases that are over their term at `now` and on no list, the oldest first;
    `size` at most, those that come after one. Held ones are not among them."""
    query = select(Case).where(*_are_overdue(session, now))
    query = query.options(load_only(*_SHOWN))
    if after is not None:
        closed_at = after.closed_at
        is_later = and_(Case.closed_at == closed_at, Case.number > after.number)
        query = query.where(or_(Case.closed_at > closed_at, is_later))
    return session.scalars(
        query.order_by(Case.closed_at, Case.number).limit(size)
    ).all()


def cases_to_list(session: Session, now: datetime, size: int) -> list[Case]:
    """Return the oldest cases that are over their term at `now` and against which nothing
    stands, `size` at most: what stands against some keeps no other from a list."""
    terms = terms_in_force(session)
    found: list[Case] = []
    last: Case | None = None
    while cases := overdue_cases(session, now, _AT_ONCE, after=last):
        stops = stops_of(session, cases, terms, now)
        found += [each for each in cases if each.number not in stops]
        if len(found) >= size or len(cases) < _AT_ONCE:
            break
        last = cases[-1]
    return found[:size]


def count_overdue(session: Session, now: datetime) -> int:
    """Return how many these are, one more than `MOST_COUNTED` where there are more."""
    conditions = _are_overdue(session, now)
    counted = count_up_to_most(Case, *conditions, along=Case.closed_at)
    return session.scalar(select(counted))


def stops_of(
    session: Session, cases: Sequence[Case], terms: Terms, now: datetime
) -> Mapping[str, str]:
    """Return by number what stands against destroying each of `cases` at `now`; those of
    which nothing does are left out."""
    numbers = [each.number for each in cases]
    stops: dict[str, str] = {}
    for name, stop in sorted(getUtilitiesFor(IDestructionStop)):
        stops |= dict.fromkeys(stop.stopped(session, numbers), name)
    stops |= dict.fromkeys(with_open_duties(session, numbers), DUTY)
    on_way = _with_papers_on_way(session, [each.id for each in cases])
    stops |= {each.number: PAPERS for each in cases if each.id in on_way}
    held = held_kinds(session, [each.id for each in cases], now)
    stops |= {each.number: held[each.id] for each in cases if each.id in held}
    for each in cases:
        if each.erased_at is not None:
            stops[each.number] = GONE
        elif each.stored_at is None or not terms.is_over(each, now):
            stops[each.number] = NOT_OVER
    return stops


def _with_papers_on_way(session: Session, case_ids: Sequence[UUID]) -> set[UUID]:
    query = select(TransferLine.case_id).where(
        TransferLine.case_id.in_(case_ids), TransferLine.state.in_((ON_WAY, MISSING))
    )
    return set(session.scalars(query))


def stop_titles() -> dict[str, Message]:
    """Return what may stand against it, in words."""
    return STOPS | {
        name: stop.title for name, stop in getUtilitiesFor(IDestructionStop)
    }


def _are_overdue(session: Session, now: datetime) -> list[ColumnElement[bool]]:
    is_listed = exists().where(
        DestructionLine.case_id == Case.id, DestructionLine.outcome.is_(None)
    )
    return [
        Case.stored_at.is_not(None),
        Case.erased_at.is_(None),
        terms_in_force(session).are_over(now),
        ~are_held(now),
        ~is_listed,
    ]
