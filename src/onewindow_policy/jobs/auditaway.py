"""Taking in what the audit kept in a file while the database was away."""

from datetime import timedelta
from onewindow_policy import _
from onewindow_policy.jobs.interfaces import IJob
from onewindow_policy.jobs.lanes import LONG
from onewindow_policy.jobs.times import Every
from onewindow_policy.records.api import take_in_audit
from zope.interface import implementer


@implementer(IJob)
class AuditAway:
    """What is in the file of this process's `VAR`, also where nobody acts any more."""

    title = _(
        "job_audit_away",
        default="Take in what the audit kept while the database was away",
    )
    lane = LONG
    when = Every(timedelta(minutes=10))

    def __call__(self, _run) -> int:
        """See `IJob`."""
        return take_in_audit()
