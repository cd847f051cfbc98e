"""Desks for other rooms: all they may import of this one, but for its interfaces."""

from onewindow_policy.desks.browser.work import WORK_TITLE
from onewindow_policy.desks.pageentries import PageEntry

__all__ = [
    "WORK_TITLE",
    "PageEntry",
]
