"""What pages are made of, for every room that shows something."""

from onewindow_policy.pages.answers import SiteAnswer
from onewindow_policy.pages.drawings import qr_code
from onewindow_policy.pages.fragment import Fragment
from onewindow_policy.pages.hotline import hotline
from onewindow_policy.pages.hotline import STANDARD_HOTLINE
from onewindow_policy.pages.inputs import text_of
from onewindow_policy.pages.page import Page
from onewindow_policy.pages.page import PrivatePage
from onewindow_policy.pages.paging import batch_of
from onewindow_policy.pages.paging import page_links
from onewindow_policy.pages.paging import PAGE_SIZE
from onewindow_policy.pages.paging import read_start
from onewindow_policy.pages.paging import render_links
from onewindow_policy.pages.wording import content_language
from onewindow_policy.pages.wording import day_message
from onewindow_policy.pages.wording import Words

__all__ = [
    "PAGE_SIZE",
    "STANDARD_HOTLINE",
    "Fragment",
    "Page",
    "PrivatePage",
    "SiteAnswer",
    "Words",
    "batch_of",
    "content_language",
    "day_message",
    "hotline",
    "page_links",
    "qr_code",
    "read_start",
    "render_links",
    "text_of",
]
