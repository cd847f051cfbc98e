"""What is kept for a while only: files that wait for the rest of a form, forms that are
half filled in, counted tries.

Nothing that is over its time is ever shown or counted; erasing it frees room, and secrets.
"""

from datetime import datetime
from onewindow_policy import _
from onewindow_policy.intake.keeping import erase_old_forms
from onewindow_policy.intake.models import ParkedUpload
from onewindow_policy.intake.parking import erase_uploads
from onewindow_policy.jobs.api import EACH_MINUTE
from onewindow_policy.jobs.api import Retention
from onewindow_policy.records.api import write_session
from onewindow_policy.records.attempts import drop_old_tries


class ExpiredUploads(Retention):
    """Files that were chosen in a form which nobody sent."""

    title = _("job_expired_uploads", default="Erase files of unfinished forms")
    reported = "files of unfinished forms erased"
    when = EACH_MINUTE

    def forget(self, now: datetime) -> int:
        """See `IRetention`."""
        return erase_uploads(write_session(), ParkedUpload.expires_at <= now)


class OldKeptForms(Retention):
    """Forms that were kept half filled in, and that nobody sent."""

    title = _("job_kept_forms", default="Erase half-filled forms whose days are over")
    reported = "half-filled forms erased"

    def forget(self, now: datetime) -> int:
        """See `IRetention`."""
        return erase_old_forms(now)


class OldTries(Retention):
    """Tries that count against no limit any more."""

    title = _("job_old_tries", default="Forget tries that count no more")
    reported = "counted tries dropped"
    when = EACH_MINUTE

    def forget(self, now: datetime) -> int:
        """See `IRetention`."""
        return drop_old_tries(write_session(), now)
