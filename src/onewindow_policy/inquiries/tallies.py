"""How many asked on a day, by window, service and way.

Told from moments that stay with an inquiry, also once it was erased.
"""

from collections.abc import Sequence
from datetime import datetime
from onewindow_policy.inquiries.models import Inquiry
from onewindow_policy.records.api import read_session
from sqlalchemy import func
from sqlalchemy import null
from sqlalchemy import Row
from sqlalchemy import select


def received_inquiries(begins: datetime, ends: datetime) -> Sequence[Row]:
    """Return rows of `division`, `item`, `channel`, `numerator` and `denominator`; a day is
    given as the moments at which it begins and ends, in the city's time."""
    by = (Inquiry.community_code, Inquiry.item_code, Inquiry.channel)
    query = (
        select(
            Inquiry.community_code.label("division"),
            Inquiry.item_code.label("item"),
            Inquiry.channel.label("channel"),
            func.count().label("numerator"),
            null().label("denominator"),
        )
        .where(Inquiry.received_at >= begins, Inquiry.received_at < ends)
        .group_by(*by)
    )
    return read_session().execute(query).all()
