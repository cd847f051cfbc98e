"""Writing duties: in the session in which their subject changes, and with it."""

from collections.abc import Collection
from collections.abc import Iterable
from dataclasses import asdict
from dataclasses import dataclass
from datetime import datetime
from onewindow_policy.duties.models import DONE
from onewindow_policy.duties.models import Duty
from onewindow_policy.duties.models import IS_OPEN
from onewindow_policy.duties.models import NEVER
from onewindow_policy.duties.models import OPEN
from onewindow_policy.records.api import insert_into
from onewindow_policy.records.api import utc_now
from sqlalchemy import delete
from sqlalchemy import select
from sqlalchemy import update
from sqlalchemy.orm import Session

#: What tells two duties of a subject apart, and what may change while one is open.
_KEY = ("kind", "subject")
_CHANGING = ("community_code", "unit_code", "grid_code", "assignee", "due_at")

_UNSEEN = {"synchronize_session": False}


@dataclass(frozen=True, slots=True)
class DutyFacts:
    """A duty that there is to be; see `Duty`."""

    kind: str
    subject: str
    community_code: str | None = None
    unit_code: str | None = None
    grid_code: str | None = None
    assignee: str | None = None
    due_at: datetime = NEVER

    @classmethod
    def of(cls, duty: Duty) -> "DutyFacts":
        """Return what an open duty says."""
        return cls(*(getattr(duty, name) for name in (*_KEY, *_CHANGING)))


def open_duties(session: Session, wanted: Iterable[DutyFacts]) -> None:
    """Have these duties open; what is open already takes on what is new of it."""
    now = utc_now()
    rows = [{**asdict(each), "state": OPEN, "opened_at": now} for each in wanted]
    if not rows:
        return
    new = insert_into(session, Duty)
    session.execute(
        new.on_conflict_do_update(
            index_elements=_KEY,
            index_where=IS_OPEN,
            set_={name: new.excluded[name] for name in _CHANGING},
        ),
        rows,
    )


def turn_to(
    session: Session,
    subject: str,
    kinds: Collection[str],
    wanted: DutyFacts | None,
    *,
    state: str = DONE,
) -> None:
    """Have one duty of a subject open among `kinds`, which are those of its room, or none.

    The others are closed, and are in `state` then: done, or lapsed where the subject goes
    on without anybody having done them.
    """
    closed = set(kinds) - ({wanted.kind} if wanted is not None else set())
    session.execute(
        update(Duty)
        .where(Duty.subject == subject, Duty.kind.in_(sorted(closed)), IS_OPEN)
        .values(state=state, closed_at=utc_now())
        .execution_options(**_UNSEEN)
    )
    if wanted is not None:
        open_duties(session, [wanted])


def with_open_duties(session: Session, subjects: Collection[str]) -> set[str]:
    """Return those of `subjects` about which somebody has something to do."""
    query = select(Duty.subject).where(Duty.subject.in_(subjects), Duty.state == OPEN)
    return set(session.scalars(query.distinct()))


def standing_as_open(
    session: Session, kind: str, after: str, size: int
) -> list[DutyFacts]:
    """Return the open duties of a kind as `IDutyKind.standing` does: for a kind that is
    about what is gone, so that nothing else says what there is to do."""
    query = (
        select(Duty)
        .where(Duty.kind == kind, IS_OPEN, Duty.subject > after)
        .order_by(Duty.subject)
        .limit(size)
        .with_for_update()
    )
    return [DutyFacts.of(each) for each in session.scalars(query)]


def forget_duties(session: Session, subject: str, kinds: Collection[str]) -> None:
    """Delete the duties of a subject, closed ones too: it was erased."""
    session.execute(
        delete(Duty)
        .where(Duty.subject == subject, Duty.kind.in_(sorted(kinds)))
        .execution_options(**_UNSEEN)
    )


def recode_duties(
    session: Session,
    column: str,
    former: str,
    code: str,
    *,
    subject: str | None = None,
    kinds: Collection[str] = (),
) -> None:
    """Give all duties with a code in a column another one: its place was merged away.

    With `subject` only those about it that are open, of these `kinds`: it went there.
    """
    query = update(Duty).where(getattr(Duty, column) == former)
    if subject is not None:
        query = query.where(
            Duty.subject == subject, Duty.kind.in_(sorted(kinds)), IS_OPEN
        )
    session.execute(query.values({column: code}).execution_options(**_UNSEEN))
