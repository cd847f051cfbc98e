"""Taking back the step that ended a case, before anybody was told of it.

Who pressed the wrong button sees it at once. For some minutes the step can be undone by who
went it, while its paper lies unopened, nothing was sent and nobody who has the query code
has looked: until then no decision has reached anybody (民法典 art. 137: what is declared
takes effect when it arrives). Nothing is deleted: the history has the step and that it was
taken back, and the number of its paper stays, as that of a cancelled one.
"""

from collections.abc import Sequence
from datetime import timedelta
from itertools import takewhile
from onewindow_policy.cases.assigning.models import ENDED
from onewindow_policy.cases.assigning.models import HandOver
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.promising.deferring import promised_days_of
from onewindow_policy.cases.promising.deferring import restore_promise
from onewindow_policy.cases.settings import undo_minutes
from onewindow_policy.cases.states import ACCEPTED_CONDITIONALLY
from onewindow_policy.cases.states import ARRIVE
from onewindow_policy.cases.states import CARRIER
from onewindow_policy.cases.states import COME_BACK
from onewindow_policy.cases.states import DELIVER
from onewindow_policy.cases.states import ENDING
from onewindow_policy.cases.states import PARCEL
from onewindow_policy.cases.states import REMIND_COLLECTION
from onewindow_policy.cases.states import REVOKE
from onewindow_policy.cases.states import SEND
from onewindow_policy.messages.api import is_held_back
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import utc_now
from sqlalchemy import select
from sqlalchemy import update
from sqlalchemy.orm import Session

#: By what the audit tells that a paper was opened: at the desk, or by its person.
OPENED = ("paper.print", "paper.download")

#: By what it tells that the applicant looked at a case whose end can be undone still.
TRACKED = "case.track"


#: Before the number of a case, what messages are about.
MESSAGE_SUBJECT = "case "


def message_subject(case: Case) -> str:
    """Return what messages about a case are said to be about."""
    return f"{MESSAGE_SUBJECT}{case.number}"


def undo_wait() -> timedelta:
    """Return for how long the step that ended a case can be undone, and what tells of it is
    held back."""
    return timedelta(minutes=undo_minutes())


def undoable_step(session: Session, case: Case, user_id: str) -> CaseEvent | None:
    """Return the step that `user_id` may undo now, None where there is none.

    It is the last thing that happened to the case, by them, `undo_minutes` ago at most; its
    paper was not opened, nothing that tells of it has left, and its applicant has not
    looked, or applied once more.
    """
    # Who applies once more from it was told of it.
    if case.closed_at is None or case.later_number is not None:
        return None
    step = last_step(session, case)
    if step is None or step.transition not in ENDING or step.user_id != user_id:
        return None
    if utc_now() >= step.at + undo_wait():
        return None
    if is_paper_opened(session, case, step) or is_tracked(session, case, step):
        return None
    return step if is_held_back(session, message_subject(case), step.at) else None


def last_step(session: Session, case: Case) -> CaseEvent | None:
    """Return the entry of the history that made the case what it is, None where something
    else changed it since, as a correction does."""
    return session.scalar(
        select(CaseEvent).where(
            CaseEvent.case_id == case.id, CaseEvent.version == case.version
        )
    )


def is_paper_opened(session: Session, case: Case, step: CaseEvent) -> bool:
    """Return whether the paper of a step was printed or downloaded: the audit says so."""
    made = select(Paper.number).where(
        Paper.case_id == case.id, Paper.case_version == step.version
    )
    opened = select(AuditEntry.id).where(
        AuditEntry.subject == case.number,
        AuditEntry.action.in_(OPENED),
        AuditEntry.detail.in_(made),
    )
    return session.scalar(opened.limit(1)) is not None


def is_tracked(session: Session, case: Case, step: CaseEvent) -> bool:
    """Return whether the applicant has seen what a step made of the case: the audit says
    so (`looking`)."""
    looked = select(AuditEntry.id).where(
        AuditEntry.subject == case.number,
        AuditEntry.action == TRACKED,
        AuditEntry.detail == str(step.version),
    )
    return session.scalar(looked.limit(1)) is not None


def restore(session: Session, case: Case) -> None:
    """Have a case stand as it did before its last step, which ended it; what is due is
    reckoned by whoever calls this.

    Days went on meanwhile, as the promise did. A hand-over that ended with it waits again.
    A case that nobody had taken on stays with who ended it.
    """
    events = session.scalars(
        select(CaseEvent)
        .where(CaseEvent.case_id == case.id)
        .order_by(CaseEvent.version.desc())
    ).all()
    step, before = events[0], events[1]
    case.state = before.state
    if step.transition == REVOKE:
        _restore_result(case, events)
    if case.state == ACCEPTED_CONDITIONALLY:
        case.deferred_until = promised_days_of(case)[-1]
        restore_promise(case)
    session.execute(
        update(HandOver)
        .where(
            HandOver.case_id == case.id,
            HandOver.outcome == ENDED,
            HandOver.answered_at == step.at,
        )
        .values(answered_at=None, outcome=None)
        .execution_options(synchronize_session="fetch")
    )


def _restore_result(case: Case, events: Sequence[CaseEvent]) -> None:
    """Have a case know again what became of its result, by its history, the last first."""
    # What has come back was on its way, and is not any more.
    since = list(takewhile(lambda each: each.transition != COME_BACK, events))
    sent = next((each for each in since if each.transition == SEND), None)
    handed_out = (each.at for each in since if each.transition in (DELIVER, ARRIVE))
    case.delivered_at = next(handed_out, None)
    if sent is not None:
        case.sent_at = sent.at
        case.parcel = {each: sent.facts[each] for each in (CARRIER, PARCEL)}
    case.collection_reminders = sum(
        each.transition == REMIND_COLLECTION for each in since
    )
