"""How long inquiries are kept, and how they are erased."""

from datetime import datetime
from onewindow_policy import _
from onewindow_policy.inquiries.duties import forget_duty
from onewindow_policy.inquiries.exceptions import InquiryUnknown
from onewindow_policy.inquiries.models import Inquiry
from onewindow_policy.jobs.api import Retention
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import write_session
from sqlalchemy import select

#: So that nobody waits long for the write lock; whoever erases goes on until none is left.
ERASED_AT_ONCE = 200


def erase_old_inquiries(now: datetime, size: int = ERASED_AT_ONCE) -> int:
    """Erase what is over its term, and return how much: `size` at most.

    Gone is all that was said, with name and contact; what waits for a call stays whole. It
    is kept when Zope's transaction commits; what another process is erasing is left to it.
    """
    old = (
        select(Inquiry)
        .where(Inquiry.erase_at <= now)
        .order_by(Inquiry.erase_at)
        .limit(size)
        .with_for_update(skip_locked=True, of=Inquiry)
    )
    inquiries = write_session().scalars(old).all()
    for inquiry in inquiries:
        _erase(inquiry, "retention")
    return len(inquiries)


def erase_inquiry(number: str, reason: str) -> None:
    """Erase what was said in an inquiry; that somebody asked stays, to be counted.

    Once erased, it stays as it is. `reason` goes to the audit, and is never personal. It
    is kept when Zope's transaction commits. Raises `InquiryUnknown`.
    """
    query = select(Inquiry).where(Inquiry.number == number)
    inquiry = write_session().scalar(query.with_for_update(of=Inquiry))
    if inquiry is None:
        raise InquiryUnknown
    if not inquiry.is_erased:
        _erase(inquiry, reason)


def _erase(inquiry: Inquiry, reason: str) -> None:
    inquiry.erase()
    forget_duty(write_session(), inquiry)
    audit("inquiry.erase", inquiry.number, reason)


class OldInquiries(Retention):
    """Inquiries whose term is over."""

    title = _("job_old_inquiries", default="Erase inquiries whose term is over")
    reported = "inquiries erased"

    def forget(self, now: datetime) -> int:
        """See `IRetention`."""
        return erase_old_inquiries(now)
