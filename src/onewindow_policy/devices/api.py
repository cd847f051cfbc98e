"""Shared devices for other rooms."""

from onewindow_policy.devices.browser.part import ending_part
from onewindow_policy.devices.browser.visitor import comes_from_ended_visit
from onewindow_policy.devices.browser.visitor import VisitorPage
from onewindow_policy.devices.cookies import keeps_cookies
from onewindow_policy.devices.cookies import try_cookies
from onewindow_policy.devices.visits import is_marked
from onewindow_policy.devices.visits import is_over
from onewindow_policy.devices.visits import is_shared
from onewindow_policy.devices.visits import RECEIPT_COOKIE
from onewindow_policy.devices.visits import tell_shared

__all__ = [
    "RECEIPT_COOKIE",
    "VisitorPage",
    "comes_from_ended_visit",
    "ending_part",
    "is_marked",
    "is_over",
    "is_shared",
    "keeps_cookies",
    "tell_shared",
    "try_cookies",
]
