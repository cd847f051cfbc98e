"""What is kept of the sessions of staff for a while only."""

from datetime import datetime
from onewindow_policy import _
from onewindow_policy.accounts.sessions import drop_old_sessions
from onewindow_policy.jobs.api import Retention
from onewindow_policy.records.api import write_session


class OldSessions(Retention):
    """Sessions that nobody has used for long."""

    title = _("job_old_sessions", default="Drop sessions of staff that are long over")
    reported = "sessions of staff that are long over dropped"

    def forget(self, now: datetime) -> int:
        """See `IRetention`."""
        return drop_old_sessions(write_session(), now)
