"""Due dates of requests when working days change: all open ones are reckoned anew.

There are few, so that one transaction does it, at the end of each turn through the cases.
"""

from onewindow_policy.cases.api import rights_reply_days
from onewindow_policy.rights.duties import keep_duty
from onewindow_policy.rights.models import OPEN_STATES
from onewindow_policy.rights.models import RightsRequest
from sqlalchemy import select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm import Session


def reckon_requests(session: Session) -> None:
    """See `IReckonedByWorkingDays`."""
    query = (
        select(RightsRequest)
        .where(RightsRequest.state.in_(OPEN_STATES))
        .order_by(RightsRequest.id)
        .options(lazyload(RightsRequest.data_key))
        .with_for_update(of=RightsRequest)
    )
    for request in session.scalars(query):
        if request.promised_days is None:
            request.promised_days = rights_reply_days()
        request.reckon()
        keep_duty(session, request)
