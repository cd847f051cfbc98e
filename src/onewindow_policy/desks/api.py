"""Desks for other rooms: all they may import of this one, but for its interfaces."""

from onewindow_policy.desks.browser.list import ListView
from onewindow_policy.desks.browser.list import table_of
from onewindow_policy.desks.browser.post import PostView
from onewindow_policy.desks.browser.post import Problem
from onewindow_policy.desks.browser.post import sent_form
from onewindow_policy.desks.browser.work import WORK_TITLE
from onewindow_policy.desks.held import HeldOrder
from onewindow_policy.desks.held import StandingOrder
from onewindow_policy.desks.lists import Asked
from onewindow_policy.desks.lists import Cell
from onewindow_policy.desks.lists import Column
from onewindow_policy.desks.lists import DeskList
from onewindow_policy.desks.lists import EXPORT_LISTS
from onewindow_policy.desks.lists import Filter
from onewindow_policy.desks.lists import Option
from onewindow_policy.desks.lists import Order
from onewindow_policy.desks.lists import Tag
from onewindow_policy.desks.pageentries import PageEntry

__all__ = [
    "EXPORT_LISTS",
    "WORK_TITLE",
    "Asked",
    "Cell",
    "Column",
    "DeskList",
    "Filter",
    "HeldOrder",
    "ListView",
    "Option",
    "Order",
    "PageEntry",
    "StandingOrder",
    "PostView",
    "Problem",
    "Tag",
    "sent_form",
    "table_of",
]
