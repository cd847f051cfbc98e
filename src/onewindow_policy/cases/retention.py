"""What is kept of a case for a while only."""

from datetime import datetime
from onewindow_policy import _
from onewindow_policy.cases.archive.executing import execute_lines
from onewindow_policy.cases.archive.storing import store_old_cases
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.upkeep import erase_old_cases
from onewindow_policy.jobs.api import EACH_MINUTE
from onewindow_policy.jobs.api import Retention
from onewindow_policy.records.api import write_session
from sqlalchemy import update


class OldCases(Retention):
    """Cases that are closed for as long as their people were told."""

    title = _("job_old_cases", default="Erase applications whose term is over")
    reported = "cases erased"

    def forget(self, now: datetime) -> int:
        """See `IRetention`."""
        return erase_old_cases(now)


class StoredCases(Retention):
    """Cases whose term is over and that the archive wants kept."""

    title = _(
        "job_stored_cases",
        default="Only store applications that the archive wants kept",
    )
    reported = "cases only stored from now on, for the archive"

    def forget(self, now: datetime) -> int:
        """See `IRetention`."""
        return store_old_cases(now)


class Destruction(Retention):
    """Lines of destruction lists that two have signed."""

    title = _("job_destruction", default="Carry out signed destruction lists")
    reported = "lines of destruction lists carried out"

    def forget(self, now: datetime) -> int:
        """See `IRetention`."""
        return execute_lines(now)


class OldQueryCodes(Retention):
    """The query codes of receipts, which can be opened for a while only."""

    title = _("job_old_query_codes", default="Erase query codes of old receipts")
    reported = "query codes of old receipts erased"
    when = EACH_MINUTE

    def forget(self, now: datetime) -> int:
        """See `IRetention`."""
        codes = update(Case).where(Case.receipt_until <= now)
        codes = codes.values(query_code_sealed=None, receipt_until=None)
        codes = codes.execution_options(synchronize_session=False)
        return write_session().execute(codes).rowcount
