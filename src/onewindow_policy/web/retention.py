"""How long files that staff send in parts are kept when nobody goes on with them."""

from datetime import datetime
from onewindow_policy import _
from onewindow_policy.jobs.api import Retention
from onewindow_policy.records.database import get_database
from onewindow_policy.web.parts import tidy_parts


class UnfinishedParts(Retention):
    """Files of which nothing has come for an hour; what time that is, the files say."""

    title = _("job_unfinished_parts", default="Remove files that staff never finished")
    reported = "files of staff that were never finished removed"

    def forget(self, now: datetime) -> int:
        """See `IRetention`."""
        return tidy_parts(get_database().settings.var)
