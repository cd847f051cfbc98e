"""Staff find an inquiry by the phone of whoever asked, or its last digits.

What they type is personal: it is compared by keyed hashes, which tell nothing without the
key of the database, and stands in no log, address or audit.
"""

from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.cases.api import count_search
from onewindow_policy.cases.api import phone_tail
from onewindow_policy.cases.api import TAIL_DIGITS
from onewindow_policy.inquiries.exceptions import InquiryNumberMistyped
from onewindow_policy.inquiries.exceptions import InquiryUnfit
from onewindow_policy.inquiries.listing import inquiries_that
from onewindow_policy.inquiries.listing import InquiryRow
from onewindow_policy.inquiries.models import Inquiry
from onewindow_policy.inquiries.numbers import parse_inquiry_number
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import keyed_hash
from onewindow_policy.records.api import write_session
from onewindow_policy.typed.exceptions import UnfitAnswer
from onewindow_policy.typed.phones import read_phone
from onewindow_policy.typed.texts import clean_text
from sqlalchemy import ColumnElement
from unicodedata import normalize

import re

#: By what an inquiry is found.
NUMBER, PHONE, PHONE_TAIL = "number", "phone", "phone_tail"

#: In the column of what is found by: of an inquiry from before it was kept, until
#: `filling` has opened it.
NOT_KEPT_YET = b""

MOST_FOUND = 50

#: What is longer is none of it.
LONGEST_SOUGHT = 60

_ONLY_TAIL = re.compile(rf"[^0-9A-Za-z]*([0-9]{{{TAIL_DIGITS}}})[^0-9A-Za-z]*")


@dataclass(frozen=True, slots=True)
class FoundInquiries:
    """What was found, and by what; `has_more` says that there are more than these."""

    kind: str
    rows: tuple[InquiryRow, ...]
    has_more: bool


def keep_finders(inquiry: Inquiry) -> None:
    """Have an inquiry found by the phone of whoever asked, and by nothing else."""
    phone = _phone_in(inquiry.contact)
    tail = phone_tail(phone) if phone else None
    inquiry.phone_hash = _hash(PHONE, phone) if phone else None
    inquiry.phone_tail_hash = _hash(PHONE_TAIL, tail) if tail else None


def find_inquiries(user, text: str) -> FoundInquiries:
    """Return the inquiries that `user` may know of and `text` finds, masked, the newest
    first.

    The audit notes by what somebody searched, or nothing is shown; it is kept when Zope's
    transaction commits. Raises `InquiryUnfit` for what finds no inquiry, and
    `SearchedTooOften` of the room `cases`, as it counts with the searches there.
    """
    kind, condition = _read(text)
    count_search(user.getId())
    audit("inquiry.find", "inquiries", kind)
    write_session().flush()
    page = inquiries_that(user, condition, MOST_FOUND)
    return FoundInquiries(kind, page.rows, page.next_page is not None)


def _read(text: str) -> tuple[str, ColumnElement[bool]]:
    if len(text) > LONGEST_SOUGHT:
        raise InquiryUnfit("text", _UNFIT)
    typed = normalize("NFKC", clean_text(text)).strip()
    if found := _ONLY_TAIL.fullmatch(typed):
        return PHONE_TAIL, Inquiry.phone_tail_hash == _hash(PHONE_TAIL, found[1])
    try:
        return NUMBER, Inquiry.number == parse_inquiry_number(typed)
    except InquiryNumberMistyped:
        phone = _phone_in(typed)
    if phone is None:
        raise InquiryUnfit("text", _UNFIT)
    return PHONE, Inquiry.phone_hash == _hash(PHONE, phone)


def _phone_in(contact: str | None) -> str | None:
    """Return the phone in a contact, None for a mail address or anything else."""
    try:
        return read_phone(contact) if contact else None
    except UnfitAnswer:
        return None


def _hash(kind: str, value: str) -> bytes:
    return keyed_hash(value, f"finder of an inquiry: {kind}")


_UNFIT = _(
    "error_inquiry_search_unfit",
    default=(
        "This finds nothing. Type a phone number, its last 4 digits, or the number of an"
        " inquiry."
    ),
)
