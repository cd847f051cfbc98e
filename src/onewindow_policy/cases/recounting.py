"""Due dates when working days change: all open cases are reckoned anew, and what there is
to do about them, a part in each transaction, outside the request that entered the days.

What other rooms keep by working days follows at the end (`IReckonedByWorkingDays`). Until
that is done each case shows what is reckoned on the spot (`Case.due`); only the
order of lists, and what they call overdue, goes by what was stored.
"""

from datetime import timedelta
from onewindow_policy import _
from onewindow_policy.cases.duties import duty_of
from onewindow_policy.cases.interfaces import IReckonedByWorkingDays
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import Recount
from onewindow_policy.cases.models import THE_RECOUNT
from onewindow_policy.cases.process.following import reckon_steps
from onewindow_policy.cases.process.models import CaseStep
from onewindow_policy.cases.states import OPEN_STATES
from onewindow_policy.duties.api import open_duties
from onewindow_policy.installed import is_installed
from onewindow_policy.jobs.api import EACH_MINUTE
from onewindow_policy.jobs.api import LONG
from onewindow_policy.jobs.api import until_done
from onewindow_policy.jobs.interfaces import IJob
from onewindow_policy.records.api import brief_session
from onewindow_policy.records.api import insert_into
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.calendar import WORKING_DAYS_PREFIX
from sqlalchemy import select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm import load_only
from zope.component import getUtilitiesFor
from zope.interface import implementer

BATCH = 500

#: Who reckoned by the former days may commit so long after the new ones: a request that
#: had begun, or a process that hears of them later. So another turn is made after it.
SETTLED_AFTER = timedelta(minutes=2)

_RECKONED = (
    *(Case.number, Case.promised_days, Case.promised_day_type, Case.reckoned_from),
    *(Case.suspended_days, Case.extended_days, Case.deferred_until, Case.item_type),
    *(Case.due_on, Case.due_is_estimated),
    # And what their duties are made of.
    *(Case.state, Case.community_code, Case.unit_code, Case.deciding_unit_code),
    Case.erased_at,
    *(Case.step_name, Case.step_unit_code, Case.step_due_on),
    Case.step_due_is_estimated,
)


def recount_due_dates(event) -> None:
    """Have open cases reckoned anew when working days changed, whoever changed them.

    It is kept when Zope's transaction commits, with the days.
    """
    is_ours = event.record.__name__.startswith(f"{WORKING_DAYS_PREFIX}.")
    if is_ours and event.oldValue != event.newValue and is_installed():
        session = write_session()
        values = {"asked_at": utc_now(), "began_at": None, "after": ""}
        new = insert_into(session, Recount).values(id=THE_RECOUNT, **values)
        # One that has begun begins once more.
        session.execute(new.on_conflict_do_update(index_elements=["id"], set_=values))


@implementer(IJob)
class DueDateRecount:
    """Reckons open cases anew, where working days have changed."""

    title = _("job_due_dates", default="Reckon due dates anew when working days change")
    lane = LONG
    when = EACH_MINUTE

    def __call__(self, run) -> int:
        """See `IJob`."""
        with brief_session() as session:
            if session.get(Recount, THE_RECOUNT) is None:
                return 0
        # The city's days are content of the site.
        with run.open_site():
            return until_done(reckon_some, run.keep_on)


def _steps_of(session, cases) -> dict:
    """Return the steps that are under way of these cases, by their ids."""
    found: dict = {}
    under_way = select(CaseStep).where(
        CaseStep.case_id.in_([case.id for case in cases]),
        CaseStep.begun_at.is_not(None),
        CaseStep.done_at.is_(None),
    )
    for step in session.scalars(under_way):
        found.setdefault(step.case_id, []).append(step)
    return found


def reckon_some(size: int = BATCH) -> int:
    """Reckon the next open cases anew; return how many, 0 at the end of a turn.

    It is kept when Zope's transaction commits, with how far it has come.
    """
    session = write_session()
    recount = session.get(Recount, THE_RECOUNT, with_for_update=True)
    if recount is None:
        return 0
    if recount.began_at is None:
        recount.began_at = utc_now()
    query = (
        select(Case)
        .where(
            Case.state.in_(OPEN_STATES),
            Case.erased_at.is_(None),
            Case.number > recount.after,
        )
        .order_by(Case.number)
        .limit(size)
        .options(load_only(*_RECKONED), lazyload(Case.data_key))
        .with_for_update(of=Case)
    )
    cases = session.scalars(query).all()
    steps = _steps_of(session, cases)
    for case in cases:
        case.reckon()
        if case.id in steps:
            reckon_steps(case, steps[case.id])
    open_duties(session, map(duty_of, cases))
    if cases:
        recount.after = cases[-1].number
        return len(cases)
    for _name, reckon in getUtilitiesFor(IReckonedByWorkingDays):
        reckon(session)
    if recount.began_at < recount.asked_at + SETTLED_AFTER:
        recount.began_at, recount.after = None, ""
    else:
        session.delete(recount)
    return 0
