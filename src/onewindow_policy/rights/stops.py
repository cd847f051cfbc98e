"""What persons ask about their data keeps a case from being destroyed meanwhile."""

from collections.abc import Collection
from onewindow_policy import _
from onewindow_policy.cases.interfaces import IDestructionStop
from onewindow_policy.rights.models import OPEN_STATES
from onewindow_policy.rights.models import RightsRequest
from sqlalchemy import select
from sqlalchemy.orm import Session
from zope.interface import implementer


@implementer(IDestructionStop)
class OpenRequests:
    """Requests that are not done: their persons are still to have an answer."""

    title = _("stop_rights", default="Its person asks about their own data")

    def stopped(self, session: Session, numbers: Collection[str]) -> set[str]:
        """See `IDestructionStop`."""
        query = select(RightsRequest.subject_number).where(
            RightsRequest.subject_number.in_(numbers),
            RightsRequest.state.in_(OPEN_STATES),
        )
        return set(session.scalars(query))
