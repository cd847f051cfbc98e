"""Cases from before it was asked how a result comes, and kept which originals are here.

The migration that made the column leaves 0 in it. What is sealed is opened here, by those
who have the keys, a part in each transaction.
"""

from onewindow_policy import _
from onewindow_policy import logger
from onewindow_policy.cases.duties import keep_hand_out_duty
from onewindow_policy.cases.handingout.following import note_waiting
from onewindow_policy.cases.handingout.originals import keep_originals
from onewindow_policy.cases.lateness import MOST_REMINDERS
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.progress import guide_for
from onewindow_policy.cases.states import DECIDED
from onewindow_policy.cases.states import OPEN_STATES
from onewindow_policy.forms.api import HANDED_OVER
from onewindow_policy.forms.api import result_ways
from onewindow_policy.jobs.api import EACH_MINUTE
from onewindow_policy.jobs.api import LONG
from onewindow_policy.jobs.api import until_done
from onewindow_policy.jobs.interfaces import IJob
from onewindow_policy.records.api import brief_session
from onewindow_policy.records.api import Unreadable
from onewindow_policy.records.api import write_session
from sqlalchemy import ColumnElement
from sqlalchemy import select
from sqlalchemy.orm import Session
from zope.interface import implementer

BATCH = 200


@implementer(IJob)
class EarlierCases:
    """Brings older cases onto the lists of what waits to be handed out, or is held."""

    title = _(
        "job_case_earlier",
        default="Find results and originals of older cases that were not handed out",
    )
    lane = LONG
    when = EACH_MINUTE

    def __call__(self, run) -> int:
        """See `IJob`."""
        with brief_session() as session:
            if (
                session.scalar(select(Case.id).where(*_not_looked_at()).limit(1))
                is None
            ):
                return 0
        return until_done(look_at_some, run.keep_on)


def look_at_some(size: int = BATCH) -> int:
    """Have the next cases from before know which originals of them are here, and that
    their result waits; return how many, 0 at the end.

    Nobody was asked how the result comes: it is handed out at the window, as it was then,
    until the person chooses another way. It is kept when Zope's transaction commits.
    """
    session = write_session()
    query = (
        select(Case)
        .where(*_not_looked_at())
        .order_by(Case.number)
        .limit(size)
        .with_for_update(of=Case)
    )
    cases = session.scalars(query).all()
    for case in cases:
        if case.stored_at is not None:
            # What is only stored stands on no list.
            case.originals_held = None
            continue
        try:
            keep_originals(case)
        except Unreadable:
            # It opens for nobody; all others are listed.
            case.originals_held = None
            logger.error("Case %s cannot be read, and is not listed.", case.number)
            continue
        _have_handed_out(session, case)
    return len(cases)


def _not_looked_at() -> tuple[ColumnElement[bool], ...]:
    # The first finds the index; of what is in it the second is kept apart.
    return Case.originals_held.is_not(None), Case.originals_held == 0


def _have_handed_out(session: Session, case: Case) -> None:
    is_waiting = case.state in OPEN_STATES or case.state in DECIDED
    if case.result_way is not None or case.delivered_at is not None or not is_waiting:
        return
    if not result_ways(guide_for(case.item_code, case.community_code)):
        return
    case.result_way = HANDED_OVER
    if case.closed_at is not None:
        # Some were collected without a note of it: nobody is reminded by a message. The
        # window looks, and notes it.
        case.collection_reminders = MOST_REMINDERS
    note_waiting(case)
    keep_hand_out_duty(session, case)
