"""What becomes of cases by itself in the night after a day: where nobody has said anything,
and where papers that were promised did not come.
"""

from collections.abc import Callable
from datetime import time
from datetime import timedelta
from onewindow_policy import _
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.moving import move
from onewindow_policy.cases.settings import acceptance_days
from onewindow_policy.cases.settings import ends_broken_promises
from onewindow_policy.cases.settings import silence_accepts
from onewindow_policy.cases.states import ACCEPTED_CONDITIONALLY
from onewindow_policy.cases.states import CLOCK
from onewindow_policy.cases.states import REASON
from onewindow_policy.cases.states import require
from onewindow_policy.cases.states import TO_ACCEPT
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.jobs.api import Daily
from onewindow_policy.jobs.api import LONG
from onewindow_policy.jobs.interfaces import IJob
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import working_day_before
from sqlalchemy import ColumnElement
from sqlalchemy import exists
from sqlalchemy import select
from zope.interface import implementer

import transaction

BATCH = 20
TRIES = 4

#: What somebody reads whose promised papers did not come; papers are Chinese.
NOT_COME = _(
    "reason_papers_not_come",
    default="The papers that were promised did not come by their last day.",
)
CHINESE = "zh-cn"


def accept_silent(item_type: str, size: int = BATCH) -> int:
    """Accept applications for items of a type of which nobody has said in time whether
    they are accepted, `size` at most; return how many there were.

    They are accepted from the day on which all was handed in, by which days are reckoned
    already. It is kept when Zope's transaction commits.
    """
    yesterday = local_date(utc_now()) - timedelta(days=1)
    first_counted = working_day_before(yesterday, acceptance_days(item_type))
    is_late = Case.reckoned_from < first_counted
    return _go(
        "accept_by_silence",
        (Case.state.in_(TO_ACCEPT), Case.item_type == item_type, is_late),
        {},
        size,
    )


def end_broken_promises(size: int = BATCH) -> int:
    """Withdraw cases whose promised papers did not come by their last day, `size` at most;
    return how many there were. What came online waits for a window to look at it.

    It is kept when Zope's transaction commits.
    """
    came = exists().where(
        CaseEvent.case_id == Case.id, CaseEvent.transition == "hand_in"
    )
    is_late = Case.deferred_until < local_date(utc_now())
    return _go(
        "break_promise",
        (Case.state == ACCEPTED_CONDITIONALLY, is_late, ~came),
        {REASON: CaseWording(CHINESE)(NOT_COME)},
        size,
    )


def _go(
    transition: str, where: tuple[ColumnElement[bool], ...], facts: dict, size: int
) -> int:
    session = write_session()
    late = session.scalars(
        select(Case)
        .where(*where, Case.erased_at.is_(None))
        .order_by(Case.number)
        .limit(size)
        .with_for_update(skip_locked=True, of=Case)
    ).all()
    for case in late:
        found = require(transition, case.state, {CLOCK})
        move(session, case, found, role=CLOCK, facts=facts)
    return len(late)


@implementer(IJob)
class LateCases:
    """Does what a day that is over means for cases."""

    title = _(
        "job_late_cases",
        default="Accept what nobody answered in time; end what papers did not come for",
    )
    lane = LONG
    when = Daily(time(0, 30))

    def __call__(self, run) -> int:
        """See `IJob`."""
        count = 0
        with run.open_site():
            for item_type in sorted(silence_accepts()):

                def accept_some(item_type=item_type) -> int:
                    return accept_silent(item_type)

                count += _until_done(accept_some, run)
            if ends_broken_promises():
                count += _until_done(end_broken_promises, run)
        return count


def _until_done(step: Callable[[], int], run) -> int:
    count = 0
    while found := transaction.manager.run(step, tries=TRIES):
        count += found
        run.keep_on()
    return count
