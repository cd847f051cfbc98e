"""What staff have to do about an inquiry: to call back, where they promised it."""

from collections.abc import Collection
from onewindow_policy import _
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.duties.api import DutyFacts
from onewindow_policy.duties.api import forget_duties
from onewindow_policy.duties.api import open_duties
from onewindow_policy.duties.api import turn_to
from onewindow_policy.duties.interfaces import IDutyKind
from onewindow_policy.inquiries.addresses import WAITING_LIST
from onewindow_policy.inquiries.models import Inquiry
from onewindow_policy.inquiries.numbers import number_text
from onewindow_policy.inquiries.permissions import LIST_INQUIRIES
from onewindow_policy.inquiries.permissions import RECORD_INQUIRIES
from onewindow_policy.workdays.deadlines import end_of_day
from plone import api
from sqlalchemy import select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm import load_only
from sqlalchemy.orm import Session
from zope.interface import implementer

CALL_BACK = "inquiries.call_back"


def begin_duty(session: Session, inquiry: Inquiry) -> None:
    """Have somebody call back, where that was promised: anybody of the window."""
    if inquiry.waits_for_call:
        open_duties(session, [_facts(inquiry)])


def end_duty(session: Session, inquiry: Inquiry) -> None:
    """Note that somebody called back."""
    turn_to(session, inquiry.number, [CALL_BACK], None)


def forget_duty(session: Session, inquiry: Inquiry) -> None:
    """Delete the duty of an inquiry, which is erased."""
    forget_duties(session, inquiry.number, [CALL_BACK])


def _facts(inquiry: Inquiry) -> DutyFacts:
    return DutyFacts(
        CALL_BACK,
        inquiry.number,
        community_code=inquiry.community_code,
        due_at=end_of_day(inquiry.follow_up_on),
    )


@implementer(IDutyKind)
class CallBack:
    """Calls that were promised to who asked."""

    order = 15
    title = _("duty_call_back", default="Promised calls")
    permission = RECORD_INQUIRIES
    overseen_with = LIST_INQUIRIES

    def path_of(self, subject: str) -> str:
        """See `IDutyKind`. Who oversees windows opens no inquiry, and is shown those that
        wait in the list, masked."""
        if not scope_of(api.user.get_current(), RECORD_INQUIRIES):
            return WAITING_LIST
        return f"@@inquiry?number={number_text(subject)}"

    def number_text(self, subject: str) -> str:
        """See `IDutyKind`."""
        return number_text(subject)

    def holders(self, session: Session, subjects: Collection[str]) -> dict[str, str]:
        """See `IDutyKind`: anybody of the window calls."""
        return {}

    def standing(self, session: Session, after: str, size: int) -> list[DutyFacts]:
        """See `IDutyKind`."""
        read = (Inquiry.number, Inquiry.community_code, Inquiry.follow_up_on)
        query = (
            select(Inquiry)
            .where(
                Inquiry.follow_up_on.is_not(None),
                Inquiry.followed_up_at.is_(None),
                Inquiry.number > after,
            )
            .order_by(Inquiry.number)
            .limit(size)
            .options(load_only(*read), lazyload(Inquiry.data_key))
            .with_for_update(of=Inquiry)
        )
        return [_facts(each) for each in session.scalars(query)]
