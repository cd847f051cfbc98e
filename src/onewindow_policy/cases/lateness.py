"""What becomes of cases by itself in the night after a day: where nobody has said anything,
and where papers that were promised did not come.
"""

from datetime import date
from datetime import time
from datetime import timedelta
from onewindow_policy import _
from onewindow_policy.cases.delays import told_day
from onewindow_policy.cases.happened import DATED
from onewindow_policy.cases.happened import happened_since
from onewindow_policy.cases.happened import NAMING
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.models import is_recounting
from onewindow_policy.cases.moving import move
from onewindow_policy.cases.overruling.rules import was_corrected
from onewindow_policy.cases.settings import acceptance_days
from onewindow_policy.cases.settings import announces_delays
from onewindow_policy.cases.settings import ends_broken_promises
from onewindow_policy.cases.settings import hand_out_days
from onewindow_policy.cases.settings import paper_reminder_days
from onewindow_policy.cases.settings import silence_accepts
from onewindow_policy.cases.states import ACCEPTED
from onewindow_policy.cases.states import ACCEPTED_CONDITIONALLY
from onewindow_policy.cases.states import ANNOUNCE_DELAY
from onewindow_policy.cases.states import ASK_REST
from onewindow_policy.cases.states import CHOOSE_WAY
from onewindow_policy.cases.states import CLOCK
from onewindow_policy.cases.states import COME_BACK
from onewindow_policy.cases.states import IN_PROGRESS
from onewindow_policy.cases.states import REASON
from onewindow_policy.cases.states import REMIND_COLLECTION
from onewindow_policy.cases.states import require
from onewindow_policy.cases.states import TO_ACCEPT
from onewindow_policy.cases.telling import pauses_of
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.forms.api import HANDED_OVER
from onewindow_policy.jobs.api import Daily
from onewindow_policy.jobs.api import LONG
from onewindow_policy.jobs.api import until_done
from onewindow_policy.jobs.interfaces import IJob
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import start_of_day
from onewindow_policy.workdays.deadlines import WORKING
from onewindow_policy.workdays.deadlines import working_day_before
from sqlalchemy import ColumnElement
from sqlalchemy import exists
from sqlalchemy import select
from zope.interface import implementer

import transaction

BATCH = 20

#: Who was told twice knows.
MOST_REMINDERS = 2
TRIES = 4

#: With what staff show that they have looked at what came online.
LOOKED = (ASK_REST, "allow_later", "take_back_withdrawal")

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
    already; one whose sheet still hangs on the board (see `process.notices`) waits until
    somebody has taken it down, as it does for staff. It is kept when Zope's transaction
    commits.
    """
    yesterday = local_date(utc_now()) - timedelta(days=1)
    first_counted = working_day_before(yesterday, acceptance_days(item_type))
    is_late = Case.reckoned_from < first_counted
    # Before acceptance a case is at no step but that of a sheet that hangs.
    is_at_none = Case.step_name.is_(None)
    return go_by_itself(
        "accept_by_silence",
        (Case.state.in_(TO_ACCEPT), Case.item_type == item_type, is_late, is_at_none),
        {},
        size,
    )


def end_broken_promises(size: int = BATCH) -> int:
    """Withdraw cases whose promised papers did not come by their last day, `size` at most;
    return how many there were. What came online waits for a window to look at it.

    It is kept when Zope's transaction commits.
    """
    # Who was to come on a day of rest could still come on the working day after it.
    is_late = Case.deferred_until <= _last_working_day()
    return go_by_itself(
        "break_promise",
        (Case.state == ACCEPTED_CONDITIONALLY, is_late, ~_waits_for_look()),
        {REASON: CaseWording(CHINESE)(NOT_COME)},
        size,
    )


def remind_of_papers(size: int = BATCH) -> int:
    """Remind applicants of papers that they promised and that are due in
    `paper_reminder_days` working days, or sooner, `size` at most; return how many there
    were. Each is reminded once of a day: of another one, that is later, once more.

    It is kept when Zope's transaction commits.
    """
    today = local_date(utc_now())
    days = paper_reminder_days()
    return go_by_itself(
        "remind_papers",
        (
            Case.state == ACCEPTED_CONDITIONALLY,
            Case.deferred_until > _last_working_day(),
            Case.deferred_until <= due_date(today, days, WORKING).date,
            ~_waits_for_look(),
            ~happened_since("remind_papers", DATED),
        ),
        {},
        size,
    )


def remind_to_collect(size: int = BATCH) -> int:
    """Remind applicants of results that wait at the window for more than `hand_out_days`
    working days, `size` at most; return how many there were. Each is reminded twice at
    most, as many days apart; who chose anew, or whose parcel came back, so many days later.

    It is kept when Zope's transaction commits.
    """
    yesterday = local_date(utc_now()) - timedelta(days=1)
    begin = start_of_day(working_day_before(yesterday, hand_out_days()))
    told_lately = exists().where(
        CaseEvent.case_id == Case.id,
        CaseEvent.transition.in_((REMIND_COLLECTION, COME_BACK, CHOOSE_WAY)),
        CaseEvent.at >= begin,
    )
    return go_by_itself(
        REMIND_COLLECTION,
        (
            Case.handing_out.is_not(None),
            Case.handing_out == HANDED_OVER,
            Case.collection_reminders < MOST_REMINDERS,
            Case.closed_at < begin,
            ~told_lately,
        ),
        {},
        size,
    )


def announce_delays(after: str, size: int = BATCH) -> tuple[str | None, int]:
    """Tell applicants that the day has passed on which their case was to be done; return
    the number of the last case that was looked at, None after the last one, and how many
    were told. Cases are looked at in the order of their numbers, from `after` on, `size` at
    most.

    Each is told once of a day: where it was moved since, or another one is expected, once
    more when that one passes. While a special procedure may still come, the day moves, and
    nothing is late; nor is what working days that changed have moved beyond today. It is
    kept when Zope's transaction commits.
    """
    session = write_session()
    if is_recounting(session):
        # What is kept of days is not true yet; the next night tells of those that passed.
        return None, 0
    today = local_date(utc_now())
    late = session.scalars(
        select(Case)
        .where(
            Case.number > after,
            Case.state.in_((ACCEPTED, IN_PROGRESS)),
            Case.due_on < today,
            told_day < today,
            ~happened_since(ANNOUNCE_DELAY, NAMING),
            Case.erased_at.is_(None),
        )
        .order_by(Case.number)
        .limit(size)
        .with_for_update(skip_locked=True, of=Case)
    ).all()
    told = [each for each in late if not pauses_of(each)]
    for case in told:
        found = require(ANNOUNCE_DELAY, case.state, {CLOCK})
        move(session, case, found, role=CLOCK)
    return (late[-1].number if late else None), len(told)


def _last_working_day() -> date:
    """Return the last working day before today: what ended by it, is over."""
    return working_day_before(local_date(utc_now()) - timedelta(days=1), 1)


def _waits_for_look() -> ColumnElement[bool]:
    """Return the condition that something came online, and that staff have done nothing
    with the case since: whatever it is, somebody has to look at it."""
    return happened_since("hand_in", LOOKED)


def go_by_itself(
    transition: str, where: tuple[ColumnElement[bool], ...], facts: dict, size: int
) -> int:
    """Lead the cases that fit `where` along a transition of the clock, `size` at most;
    return how many there were. None is gone that a supervisor has put right."""
    session = write_session()
    is_kept = Case.erased_at.is_(None), Case.stored_at.is_(None)
    is_late = (*where, *is_kept, ~was_corrected(transition))
    late = session.scalars(
        select(Case)
        .where(*is_late)
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

                count += until_done(accept_some, run.keep_on)
            if ends_broken_promises():
                count += until_done(end_broken_promises, run.keep_on)
            if paper_reminder_days():
                count += until_done(remind_of_papers, run.keep_on)
            if hand_out_days():
                count += until_done(remind_to_collect, run.keep_on)
            if announces_delays():
                count += _announce_all(run)
        return count


def _announce_all(run) -> int:
    count, after = 0, ""
    while after is not None:

        def announce_some(after=after) -> tuple[str | None, int]:
            return announce_delays(after)

        after, told = transaction.manager.run(announce_some, tries=TRIES)
        count += told
        run.keep_on()
    return count
