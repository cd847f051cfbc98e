"""Addresses of the site that lead to the catalogue's, where editors are at work."""

from onewindow_policy.catalogue.api import get_catalogue
from plone import api
from Products.Five import BrowserView
from zExceptions import NotFound
from zExceptions import Unauthorized


class CatalogueAddress(BrowserView):
    """`/@@<name>` leads to `/catalogue/@@<name>`, for those who may go there.

    Editors and reviewers have their roles in the rooms of the site, and not in the site.
    """

    permission = ""

    def __call__(self) -> str:
        catalogue = get_catalogue()
        if catalogue is None:
            raise NotFound(self.request.get("ACTUAL_URL"))
        if not api.user.has_permission(self.permission, obj=catalogue):
            raise Unauthorized
        url = f"{catalogue.absolute_url()}/@@{self.__name__}"
        query = self.request.get("QUERY_STRING", "")
        self.request.response.redirect(f"{url}?{query}" if query else url)
        return ""


class DeskAddress(CatalogueAddress):
    """`/@@search-desk`"""

    permission = "onewindow_policy: Use Search Desk"


class SettingsAddress(CatalogueAddress):
    """`/@@onewindow-search`"""

    permission = "onewindow_policy: Manage Search"
