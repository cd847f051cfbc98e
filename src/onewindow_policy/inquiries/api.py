"""Inquiries for other rooms: all they may import of this one, besides its exceptions."""

from onewindow_policy.inquiries.addresses import INQUIRE
from onewindow_policy.inquiries.asked import item_asked_about
from onewindow_policy.inquiries.held import held_inquiry
from onewindow_policy.inquiries.numbers import number_text
from onewindow_policy.inquiries.numbers import parse_inquiry_number
from onewindow_policy.inquiries.permissions import RECORD_INQUIRIES
from onewindow_policy.inquiries.retention import erase_inquiry

__all__ = [
    "INQUIRE",
    "RECORD_INQUIRIES",
    "erase_inquiry",
    "held_inquiry",
    "item_asked_about",
    "number_text",
    "parse_inquiry_number",
]
