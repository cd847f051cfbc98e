"""What becomes of hand-overs by itself."""

from onewindow_policy import _
from onewindow_policy.cases.assigning.following import has_late
from onewindow_policy.cases.assigning.following import return_late
from onewindow_policy.jobs.api import EACH_MINUTE
from onewindow_policy.jobs.api import LONG
from onewindow_policy.jobs.api import until_done
from onewindow_policy.jobs.interfaces import IJob
from onewindow_policy.records.api import brief_session
from zope.interface import implementer


@implementer(IJob)
class LateHandOvers:
    """Returns hand-overs that nobody accepted in time."""

    title = _("job_late_hand_overs", default="Return hand-overs that nobody accepted")
    lane = LONG
    when = EACH_MINUTE

    def __call__(self, run) -> int:
        """See `IJob`."""
        with brief_session() as session:
            if not has_late(session):
                return 0
        # Who is told of a move is asked of the site.
        with run.open_site():
            return until_done(return_late, run.keep_on)
