"""What the inspection has on the page where staff begin."""

from onewindow_policy import _
from onewindow_policy.catalogue.api import get_catalogue
from onewindow_policy.desks.api import PageEntry

self_check = PageEntry(
    75,
    _("desk_self_check", default="Self-check: what an inspection would fault"),
    "@@self-check",
    "onewindow_policy: Use Self-Check",
    get_catalogue,
)
