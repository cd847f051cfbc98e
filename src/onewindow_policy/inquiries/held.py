"""An inquiry for who asked: copied, corrected, erased (个人信息保护法 45–47)."""

from datetime import date
from functools import partial
from onewindow_policy import _
from onewindow_policy.inquiries.finding import keep_finders
from onewindow_policy.inquiries.heldwords import SEEN_BY
from onewindow_policy.inquiries.heldwords import words_of
from onewindow_policy.inquiries.models import Inquiry
from onewindow_policy.inquiries.recording import masked_asker
from onewindow_policy.inquiries.retention import erase_inquiry
from onewindow_policy.inquiries.telling import channel_to
from onewindow_policy.inquiries.telling import follow_contact
from onewindow_policy.records.api import HeldField
from onewindow_policy.records.api import HeldRecord
from onewindow_policy.records.api import uses_noted
from onewindow_policy.records.api import write_session
from onewindow_policy.typed.contacts import read_contact
from onewindow_policy.wordings.api import without_wording
from sqlalchemy import select
from typing import Any

#: What who asked may have corrected.
CORRECTED = {
    "name": _("label_inquiry_name", default="Name"),
    "contact": _("label_inquiry_contact", default="Phone or e-mail"),
}


def held_inquiry(number: str) -> HeldRecord | None:
    """Return the inquiry with this number, None where there is none any more."""
    query = select(Inquiry).where(Inquiry.number == number)
    inquiry = write_session().scalar(query.with_for_update(of=Inquiry))
    if inquiry is None or inquiry.is_erased:
        return None
    return HeldRecord(
        number=inquiry.number,
        community_code=inquiry.community_code,
        data_key=inquiry.data_key,
        copy=partial(_copy, inquiry),
        correct=partial(_correct, inquiry),
        erase=partial(erase_inquiry, inquiry.number),
        words=partial(words_of, inquiry),
        fields=partial(_fields, inquiry),
        reached=partial(_reached, inquiry),
    )


def _copy(inquiry: Inquiry) -> dict[str, Any]:
    return {
        "number": inquiry.number,
        "received_at": inquiry.received_at.isoformat(),
        "channel": inquiry.channel,
        "community": inquiry.community_code,
        "lives_in": inquiry.lives_in,
        "item": inquiry.item_code,
        "name": inquiry.name,
        "contact": inquiry.contact,
        "said": inquiry.said,
        "matter": inquiry.matter,
        "told": inquiry.told,
        "follow_up_on": _text(inquiry.follow_up_on),
        "followed_up_at": _text(inquiry.followed_up_at),
        "follow_up_note": inquiry.follow_up_note,
        "given_to": uses_noted(write_session(), inquiry.number, tuple(SEEN_BY)),
        "notice_number": inquiry.paper_number,
        "notice": without_wording(inquiry.values) if inquiry.values else None,
    }


def _text(moment: date | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _fields(inquiry: Inquiry) -> list[HeldField]:
    return [
        HeldField((name,), label, getattr(inquiry, name) or "")
        for name, label in CORRECTED.items()
    ]


def _reached(inquiry: Inquiry) -> list[tuple[str, str]]:
    channel = channel_to(inquiry.contact) if inquiry.contact else None
    return [(channel, inquiry.contact)] if channel is not None else []


def _correct(inquiry: Inquiry, changes: dict[str, Any]) -> None:
    unknown = changes.keys() - CORRECTED.keys()
    if unknown:
        raise ValueError(f"Of an inquiry is not corrected: {', '.join(unknown)}.")
    if inquiry.waits_for_call and not changes.get("contact", inquiry.contact):
        raise ValueError("A call is promised: enter another number first.")
    for name, value in changes.items():
        setattr(inquiry, name, value or None)
    if inquiry.contact:
        inquiry.contact = read_contact(inquiry.contact)
    inquiry.has_contact = bool(inquiry.contact)
    inquiry.masked = masked_asker(inquiry.name, inquiry.contact)
    keep_finders(inquiry)
    if "contact" in changes:
        follow_contact(inquiry)
    inquiry.version += 1
