"""What the clock does about results that run out: it reminds, and says that they have."""

from datetime import time
from datetime import timedelta
from onewindow_policy import _
from onewindow_policy.cases.lateness import BATCH
from onewindow_policy.cases.lateness import go_by_itself
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.settings import renewal_again_days
from onewindow_policy.cases.settings import renewal_days
from onewindow_policy.cases.states import REMIND_RENEWAL
from onewindow_policy.cases.states import RUN_OUT
from onewindow_policy.cases.validity.following import RAN_OUT
from onewindow_policy.cases.validity.following import REMINDED
from onewindow_policy.cases.validity.following import UNTOLD
from onewindow_policy.jobs.api import Daily
from onewindow_policy.jobs.api import LONG
from onewindow_policy.jobs.api import until_done
from onewindow_policy.jobs.interfaces import IJob
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import and_
from sqlalchemy import or_
from zope.interface import implementer


def remind_of_renewals(size: int = BATCH) -> int:
    """Remind persons of results that run out in `renewal_days` days or sooner, and once
    more in `renewal_again_days`, `size` at most; return how many there were. From the first
    time on it is up to the window, too.

    It is kept when Zope's transaction commits.
    """
    today, days, again = local_date(utc_now()), renewal_days(), renewal_again_days()
    is_due = and_(
        Case.renewal_stage == UNTOLD,
        Case.runs_out_on <= today + timedelta(days=days),
    )
    if again:
        is_last = Case.runs_out_on <= today + timedelta(days=again)
        is_due = or_(is_due, and_(Case.renewal_stage == REMINDED, is_last))
    return go_by_itself(
        REMIND_RENEWAL,
        (
            Case.runs_out_on.is_not(None),
            Case.runs_out_on >= today,
            Case.runs_out_on <= today + timedelta(days=max(days, again)),
            is_due,
        ),
        {},
        size,
    )


def note_run_out(size: int = BATCH) -> int:
    """Note in the history of cases that their result has run out, `size` at most; return
    how many there were. Whatever became of it, the window has nothing to do by a day any
    more.

    It is kept when Zope's transaction commits.
    """
    return go_by_itself(
        RUN_OUT,
        (
            Case.runs_out_on.is_not(None),
            Case.runs_out_on < local_date(utc_now()),
            Case.renewal_stage != RAN_OUT,
        ),
        {},
        size,
    )


@implementer(IJob)
class RenewalJob:
    """Reminds of results that run out, and notes which have."""

    title = _("job_renewals", default="Remind of results that run out")
    lane = LONG
    when = Daily(time(1, 0))

    def __call__(self, run) -> int:
        """See `IJob`."""
        count = 0
        with run.open_site():
            if renewal_days():
                count += until_done(remind_of_renewals, run.keep_on)
            count += until_done(note_run_out, run.keep_on)
        return count
