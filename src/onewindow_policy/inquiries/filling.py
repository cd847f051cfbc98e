"""Inquiries of before they were found by phones are given what finds them, a part in each
transaction: what is sealed is opened here, and by nobody while a column is made."""

from onewindow_policy import _
from onewindow_policy import logger
from onewindow_policy.inquiries.finding import keep_finders
from onewindow_policy.inquiries.finding import NOT_KEPT_YET
from onewindow_policy.inquiries.models import Inquiry
from onewindow_policy.jobs.api import EACH_MINUTE
from onewindow_policy.jobs.api import LONG
from onewindow_policy.jobs.api import until_done
from onewindow_policy.jobs.interfaces import IJob
from onewindow_policy.records.api import brief_session
from onewindow_policy.records.api import Unreadable
from onewindow_policy.records.api import write_session
from sqlalchemy import select
from zope.interface import implementer

BATCH = 200


_LACKS = Inquiry.phone_tail_hash == NOT_KEPT_YET


@implementer(IJob)
class InquiryFinding:
    """Has inquiries of before found by the phones of those who asked."""

    title = _(
        "job_inquiry_finders", default="Take older inquiries into the search by phone"
    )
    lane = LONG
    when = EACH_MINUTE

    def __call__(self, run) -> int:
        """See `IJob`."""
        with brief_session() as session:
            if session.scalar(select(Inquiry.id).where(_LACKS).limit(1)) is None:
                return 0
        return until_done(fill_some, run.keep_on)


def fill_some(size: int = BATCH) -> int:
    """Give the next inquiries what finds them; return how many, 0 at the end. It is kept
    when Zope's transaction commits."""
    query = select(Inquiry).where(_LACKS).limit(size).with_for_update(of=Inquiry)
    inquiries = write_session().scalars(query).all()
    for inquiry in inquiries:
        try:
            keep_finders(inquiry)
        except Unreadable:
            # It opens for nobody; all others are found.
            inquiry.phone_hash = inquiry.phone_tail_hash = None
            logger.error("Inquiry %s cannot be read, and is not found.", inquiry.number)
    return len(inquiries)
