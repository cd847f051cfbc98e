"""How somebody can be reached: a phone number or an e-mail address, in one free line."""

from onewindow_policy.typed.exceptions import UnfitNumber
from onewindow_policy.typed.phones import read_phone
from onewindow_policy.typed.runs import left_over
from onewindow_policy.typed.runs import plain
from onewindow_policy.typed.texts import clean_text

import re

_EMAIL = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")

#: What a browser takes for one (HTML, "valid e-mail address"), within a domain.
_MAIL_ADDRESS = re.compile(
    r"[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]+@[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+"
)
_LONGEST_MAIL_ADDRESS = 254


def mail_address_of(contact: str | None) -> str | None:
    """Return the contact where it is a mail address that a server could take, else None."""
    contact = contact or ""
    is_one = len(contact) <= _LONGEST_MAIL_ADDRESS and _MAIL_ADDRESS.fullmatch(contact)
    return contact if is_one else None


def read_contact(text: str) -> str:
    """Return a phone number or an e-mail address in its one shape, anything else as it was
    typed: `138 0000 0000（儿子）` says more than a number."""
    text = clean_text(text)
    narrow = plain(text)
    if _EMAIL.fullmatch("".join(narrow.split())):
        return "".join(narrow.split())
    if left_over(narrow):
        return text
    try:
        return read_phone(narrow)
    except UnfitNumber:
        return text
