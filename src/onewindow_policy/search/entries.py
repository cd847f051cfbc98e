"""What the search has on the page where staff begin."""

from onewindow_policy import _
from onewindow_policy.catalogue.api import get_catalogue
from onewindow_policy.desks.api import PageEntry

search_desk = PageEntry(
    70,
    _("title_search_desk", default="What residents search for"),
    "@@search-desk",
    "onewindow_policy: Use Search Desk",
    get_catalogue,
)
