"""How long counts of the search are kept, and what people told beside them."""

from datetime import datetime
from onewindow_policy import _
from onewindow_policy.jobs.api import Retention
from onewindow_policy.records.api import write_session
from onewindow_policy.search.counting import drop_old_counts
from onewindow_policy.search.wishes import drop_old_wishes
from onewindow_policy.workdays.api import city_time


class OldCounts(Retention):
    """What was asked more than a month ago."""

    title = _("job_old_counts", default="Drop counts of old searches")
    reported = "counts of old searches dropped"

    def forget(self, now: datetime) -> int:
        """See `IRetention`."""
        return drop_old_counts(write_session(), city_time(now).date())


class OldWishes(Retention):
    """What residents wanted done more than a month ago."""

    title = _("job_old_wishes", default="Erase what residents told the search desk")
    reported = "wishes of residents erased"

    def forget(self, now: datetime) -> int:
        """See `IRetention`."""
        return drop_old_wishes(now)
