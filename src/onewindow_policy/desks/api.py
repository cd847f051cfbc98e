"""Desks for other rooms: all they may import of this one, but for its interfaces."""

from onewindow_policy.desks.awaywords import away_text
from onewindow_policy.desks.browser.find import FindView
from onewindow_policy.desks.browser.list import ListView
from onewindow_policy.desks.browser.post import PostView
from onewindow_policy.desks.browser.post import Problem
from onewindow_policy.desks.browser.post import sent_form
from onewindow_policy.desks.browser.work import WORK_TITLE
from onewindow_policy.desks.cells import append_row
from onewindow_policy.desks.cells import MEDIA_TYPE
from onewindow_policy.desks.cells import set_widths
from onewindow_policy.desks.held import HeldOrder
from onewindow_policy.desks.held import StandingOrder
from onewindow_policy.desks.keys import HELP
from onewindow_policy.desks.keys import KEEP_DRAFT
from onewindow_policy.desks.keys import Key
from onewindow_policy.desks.keys import keys_of_page
from onewindow_policy.desks.keys import NEXT_CASE
from onewindow_policy.desks.lists import Asked
from onewindow_policy.desks.lists import Cell
from onewindow_policy.desks.lists import Column
from onewindow_policy.desks.lists import count_text
from onewindow_policy.desks.lists import DeskList
from onewindow_policy.desks.lists import EXPORT_LISTS
from onewindow_policy.desks.lists import Filter
from onewindow_policy.desks.lists import Option
from onewindow_policy.desks.lists import Order
from onewindow_policy.desks.lists import Tag
from onewindow_policy.desks.lists import TICKED
from onewindow_policy.desks.pageentries import PageEntry
from onewindow_policy.desks.sheetreading import MOST_BYTES
from onewindow_policy.desks.sheetreading import read_sheet
from onewindow_policy.desks.sheetreading import SheetRow
from onewindow_policy.desks.sheetreading import too_large

__all__ = [
    "EXPORT_LISTS",
    "HELP",
    "KEEP_DRAFT",
    "NEXT_CASE",
    "TICKED",
    "WORK_TITLE",
    "Asked",
    "Cell",
    "Column",
    "DeskList",
    "Filter",
    "FindView",
    "HeldOrder",
    "Key",
    "ListView",
    "MEDIA_TYPE",
    "MOST_BYTES",
    "Option",
    "Order",
    "PageEntry",
    "StandingOrder",
    "PostView",
    "Problem",
    "SheetRow",
    "Tag",
    "append_row",
    "count_text",
    "read_sheet",
    "away_text",
    "keys_of_page",
    "sent_form",
    "set_widths",
    "too_large",
]
