"""`@@self-check`: what an inspection would fault, for those who can mend it."""

from collections.abc import Iterable
from functools import cached_property
from itertools import islice
from onewindow_policy import _
from onewindow_policy.catalogue.api import get_catalogue
from onewindow_policy.communities.api import get_city
from onewindow_policy.inspection.checks import communities_without_grids
from onewindow_policy.inspection.checks import faulty_columns
from onewindow_policy.inspection.checks import Finding
from onewindow_policy.inspection.checks import former_places
from onewindow_policy.inspection.checks import incomplete_guides
from onewindow_policy.inspection.checks import overdue_reviews
from onewindow_policy.inspection.deadlinks import dead_links
from onewindow_policy.pages.api import PrivatePage
from onewindow_policy.portal.settings import portal_settings
from onewindow_policy.workdays.api import today
from plone import api
from Products.Five import BrowserView
from typing import NamedTuple
from zExceptions import NotFound
from zExceptions import Unauthorized
from zope.i18nmessageid import Message

#: More findings than this of a kind are not one day's work; mending some shows the rest.
SHOWN = 100


SELF_CHECK = "onewindow_policy: Use Self-Check"
MERGE_PLACES = "onewindow_policy: Merge Places"


class SelfCheckAddress(BrowserView):
    """`/@@self-check` of the site: leads to the catalogue's, where editors are at work."""

    def __call__(self) -> str:
        catalogue = get_catalogue()
        if catalogue is None:
            raise NotFound(self.request.get("ACTUAL_URL"))
        if not api.user.has_permission(SELF_CHECK, obj=catalogue):
            raise Unauthorized
        url = f"{catalogue.absolute_url()}/@@self-check"
        self.request.response.redirect(url)
        return ""


class Part(NamedTuple):
    """Findings of one kind; `has_more` than are shown."""

    name: str
    title: Message
    findings: list[Finding]
    has_more: bool


class SelfCheckView(PrivatePage):
    """Reads everything it speaks of, each time: it is asked for rarely."""

    is_staff_page = True
    page_title = _("title_self_check", default="Self-check")

    @cached_property
    def parts(self) -> list[Part]:
        settings = portal_settings()
        return [
            _part(
                "columns",
                _("check_columns", default="Columns that are empty or stale"),
                faulty_columns(settings, today()),
            ),
            _part(
                "guides",
                _("check_guides", default="Public guides that lack something"),
                incomplete_guides(),
            ),
            _part(
                "links",
                _("check_links", default="Links into the portal that lead nowhere"),
                dead_links(),
            ),
            _part(
                "reviews",
                _(
                    "check_reviews",
                    default="Services that nobody has reviewed for long",
                ),
                overdue_reviews(settings, today()),
            ),
            _part(
                "grids",
                _("check_grids", default="Communities without grids"),
                communities_without_grids(self.site_url),
            ),
            *self._former_places(),
        ]

    def _former_places(self) -> list[Part]:
        """Return what administrators alone can mend, nothing for others."""
        city = get_city()
        if city is None or not api.user.has_permission(MERGE_PLACES, obj=city):
            return []
        title = _(
            "check_former",
            default="What communities that are gone have left behind",
        )
        return [_part("former", title, former_places(city))]


def _part(name: str, title: Message, findings: Iterable[Finding]) -> Part:
    shown = list(islice(findings, SHOWN + 1))
    return Part(name, title, shown[:SHOWN], len(shown) > SHOWN)
