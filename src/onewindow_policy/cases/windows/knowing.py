"""What went from one window to another, for those who work at either, or oversee them."""

from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from onewindow_policy.cases.duties import MOVED_AWAY
from onewindow_policy.cases.duties import MOVED_HERE
from onewindow_policy.cases.exceptions import ChangeUnknown
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.permissions import LIST_CASES
from onewindow_policy.cases.permissions import MOVE_CASES
from onewindow_policy.cases.transferring.whereabouts import has_papers
from onewindow_policy.cases.transferring.whereabouts import may_send
from onewindow_policy.cases.transferring.whereabouts import next_place
from onewindow_policy.cases.transferring.whereabouts import whereabouts_of_each
from onewindow_policy.cases.units import is_seen_within
from onewindow_policy.cases.windows.models import WindowChange
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.duties.api import turn_to
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from sqlalchemy import and_
from sqlalchemy import ColumnElement
from sqlalchemy import or_
from sqlalchemy import select

#: As many are listed, the newest first.
MOST_LISTED = 50


@dataclass(frozen=True, slots=True)
class MovedCase:
    """A case that went from one window to another; it names no applicant.

    `subject` is what it is known by; `is_mine` says that it is up to the reader to say that
    their window knows, `reason` why it went, which only they are told. `is_seen` is whether
    they may open the case. `papers_to` is where the papers go, which are at `papers_at`, a
    place of theirs; both None where they hand none on.
    """

    subject: str
    number: str
    item_title: str
    from_code: str
    to_code: str
    changed_at: datetime
    changed_by: str
    is_mine: bool
    is_seen: bool
    papers_at: str | None
    papers_to: str | None
    reason: str = field(default="", repr=False)


def has_windows(user) -> bool:
    """Return whether `user` sees cases of any window, and so what went between them."""
    scope = scope_of(user, LIST_CASES)
    return scope.is_everywhere or bool(scope.communities)


def moved_cases(user) -> list[MovedCase]:
    """Return what went from or to the windows of `user`: first what these are to say that
    they know, then the newest, `MOST_LISTED` of each at most."""
    session = read_session()
    seen, own = scope_of(user, LIST_CASES), scope_of(user, MOVE_CASES)
    parts = (_is_unknown(own), and_(~_is_unknown(own), _is_about(seen)))
    found: list[tuple[WindowChange, Case, CaseEvent]] = []
    is_made_by = and_(
        CaseEvent.case_id == WindowChange.case_id,
        CaseEvent.version == WindowChange.version,
    )
    for condition in parts:
        query = (
            select(WindowChange, Case, CaseEvent)
            .join(Case, Case.id == WindowChange.case_id)
            .join(CaseEvent, is_made_by)
            .where(condition, Case.erased_at.is_(None), Case.stored_at.is_(None))
            .order_by(WindowChange.changed_at.desc(), WindowChange.subject)
            .limit(MOST_LISTED)
        )
        found += map(tuple, session.execute(query))
    at = whereabouts_of_each(session, [case for _change, case, _event in found])
    return [
        _row(change, case, event, at[case.id], own, seen, user)
        for change, case, event in found
    ]


def know_change(subject: str, user) -> None:
    """Note that somebody of each window of `user` knows of a change; once more is the
    same.

    It is kept when Zope's transaction commits. Raises `ChangeUnknown` for one that is none
    of their windows'.
    """
    session, scope = write_session(), scope_of(user, MOVE_CASES)
    change = session.scalar(
        select(WindowChange).where(WindowChange.subject == subject).with_for_update()
    )
    if change is None or not _is_of(change, scope):
        raise ChangeUnknown
    now = utc_now()
    if scope.has_community(change.from_code):
        change.from_knows_at = change.from_knows_at or now
        turn_to(session, subject, (MOVED_AWAY,), None)
    if scope.has_community(change.to_code):
        change.to_knows_at = change.to_knows_at or now
        turn_to(session, subject, (MOVED_HERE,), None)
    audit("case.know_window", subject.partition("-")[0])
    session.flush()


def _row(
    change: WindowChange,
    case: Case,
    event: CaseEvent,
    here,
    own: Scope,
    seen: Scope,
    user,
) -> MovedCase:
    is_mine, place = _is_to_know(change, own), next_place(case)
    hands_on = (
        has_papers(case, here)
        and here.list_number is None
        and here.place != place
        and may_send(user, here.place, place)
    )
    return MovedCase(
        subject=change.subject,
        number=case.number,
        item_title=case.item_title,
        from_code=change.from_code,
        to_code=change.to_code,
        changed_at=change.changed_at,
        changed_by=change.changed_by,
        is_mine=is_mine,
        is_seen=is_seen_within(case, seen),
        papers_at=here.place if hands_on else None,
        papers_to=place if hands_on else None,
        # Else it stays sealed.
        reason=(event.reason or "") if is_mine else "",
    )


def _is_of(change: WindowChange, scope: Scope) -> bool:
    return scope.has_community(change.from_code) or scope.has_community(change.to_code)


def _is_to_know(change: WindowChange, scope: Scope) -> bool:
    gone, come = (
        scope.has_community(code) for code in (change.from_code, change.to_code)
    )
    return (gone and change.from_knows_at is None) or (
        come and change.to_knows_at is None
    )


def _is_about(scope: Scope) -> ColumnElement[bool]:
    return or_(scope.sql(WindowChange.from_code), scope.sql(WindowChange.to_code))


def _is_unknown(scope: Scope) -> ColumnElement[bool]:
    """Return the condition for what a window of a scope is to say that it knows."""
    return or_(
        and_(WindowChange.from_knows_at.is_(None), scope.sql(WindowChange.from_code)),
        and_(WindowChange.to_knows_at.is_(None), scope.sql(WindowChange.to_code)),
    )
