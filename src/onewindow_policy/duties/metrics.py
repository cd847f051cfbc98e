"""How much is overdue, for operators' monitors."""

from collections.abc import Iterator
from onewindow_policy.duties.interfaces import IDutyKind
from onewindow_policy.duties.models import Duty
from onewindow_policy.duties.models import IS_OPEN
from onewindow_policy.records.api import count_up_to_most
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.interfaces import IMetric
from sqlalchemy import Connection
from sqlalchemy import select
from zope.component import getUtilitiesFor
from zope.interface import implementer


@implementer(IMetric)
class OverdueDuties:
    """How much of each kind is overdue; what is counted ends soon after 1,000."""

    meaning = "Open duties of the kind that are overdue, 1001 for more than 1000."

    def __call__(self, connection: Connection) -> Iterator[tuple[dict, float]]:
        """See `IMetric`."""
        now = utc_now()
        for name, _kind in sorted(getUtilitiesFor(IDutyKind)):
            is_counted = (IS_OPEN, Duty.kind == name, Duty.due_at <= now)
            counted = count_up_to_most(Duty, *is_counted, along=Duty.due_at)
            yield {"kind": name}, connection.scalar(select(counted))
