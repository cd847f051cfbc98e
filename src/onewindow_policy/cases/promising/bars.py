"""Who did not keep a promise makes no other one until somebody has lifted that.

Source: rules of procedure of civil affairs departments on 容缺受理 (a bad record bars it
until it is repaired); 安阳市政务服务条例 art. 25–29 on 告知承诺. A city may do without.
"""

from datetime import date
from onewindow_policy.cases.events import CaseMoved
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.promising.exceptions import PromiseBarred
from onewindow_policy.cases.promising.models import PromiseBar
from onewindow_policy.cases.settings import broken_promises_bar
from onewindow_policy.cases.states import REVOKE
from onewindow_policy.cases.states import UNDO
from onewindow_policy.cases.submissions import document_text
from onewindow_policy.records.api import keyed_hash
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy.orm import object_session
from sqlalchemy.orm import Session


def barred_since(case: Case) -> date | None:
    """Return since when the applicant of a case makes no promise, None where they may."""
    found = _hash_of(case) if broken_promises_bar() else None
    if found is None:
        return None
    since = object_session(case).scalar(
        select(func.min(PromiseBar.since)).where(PromiseBar.person_hash == found)
    )
    return local_date(since) if since is not None else None


def require_unbarred(case: Case) -> None:
    """See that the applicant of a case may make a promise. Raises `PromiseBarred`."""
    since = barred_since(case)
    if since is not None:
        raise PromiseBarred(since)


def follow_promise(moved: CaseMoved) -> None:
    """Bar who did not keep a promise, and lift what bars them, also where they had."""
    if moved.transition.name in ("break_promise", REVOKE):
        _bar(write_session(), moved)
    elif moved.transition.name == "lift_bar":
        _lift(write_session(), moved)
    elif moved.transition.corrects == "break_promise":
        forget_bars(write_session(), moved.case)
    elif moved.transition.name == UNDO:
        _forget(write_session(), moved.case, moved.entry.version - 1)


def bars_of(session: Session, case: Case) -> tuple[PromiseBar, ...]:
    """Return what bars, or barred, because of promises made in a case."""
    query = select(PromiseBar).where(PromiseBar.case_id == case.id)
    return tuple(session.scalars(query.order_by(PromiseBar.case_version)))


def renew_bars(session: Session, case: Case) -> None:
    """Have what bars the applicant of a case find them by their corrected document."""
    for bar in bars_of(session, case):
        # Without a number it finds nobody, until there is one again.
        if bar.lifted_at is None:
            bar.person_hash = _hash_of(case)


def forget_bars(session: Session, case: Case) -> None:
    """Delete what bars somebody because of a case: it is erased, or was in the wrong."""
    session.execute(delete(PromiseBar).where(PromiseBar.case_id == case.id))


def _forget(session: Session, case: Case, version: int) -> None:
    """Delete what a step made that was undone, which was the one before."""
    session.execute(
        delete(PromiseBar).where(
            PromiseBar.case_id == case.id, PromiseBar.case_version == version
        )
    )


def _bar(session: Session, moved: CaseMoved) -> None:
    found = _hash_of(moved.case) if broken_promises_bar() else None
    if found is None:
        # Whoever was asked for no document cannot be told from others.
        return
    session.add(
        PromiseBar(
            moved.case.data_key,
            case_id=moved.case.id,
            case_version=moved.entry.version,
            person_hash=found,
            since=moved.entry.at,
        )
    )
    session.flush()


def _lift(session: Session, moved: CaseMoved) -> None:
    query = select(PromiseBar).where(PromiseBar.person_hash == _hash_of(moved.case))
    for bar in session.scalars(query.with_for_update(of=PromiseBar)).all():
        bar.person_hash = None
        bar.lifted_at, bar.lifted_by = utc_now(), moved.entry.user_id
        bar.reason = moved.entry.reason
    session.flush()


def _hash_of(case: Case) -> bytes | None:
    """Return what finds the applicant among those who did not keep a promise: another
    hash than that which finds their cases."""
    person = case.applicant
    document = document_text(person.get("id_number"), person.get("id_kind"))
    return keyed_hash(document, "promise") if document else None
