"""Desks for other rooms: all they may import of this one, but for its interfaces."""

from onewindow_policy.desks.pageentries import PageEntry

__all__ = [
    "PageEntry",
]
