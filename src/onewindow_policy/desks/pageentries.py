"""Entries for pages on which nothing is counted."""

from collections.abc import Callable
from onewindow_policy.desks.interfaces import IDeskEntry
from plone import api
from zope.i18nmessageid import Message
from zope.interface import implementer


@implementer(IDeskEntry)
class PageEntry:
    """A page for whoever has its permission in a place, which is the site unless said
    otherwise; `find_place` returns it, or None where there is none."""

    def __init__(
        self,
        order: int,
        title: Message,
        path: str,
        permission: str,
        find_place: Callable = api.portal.get,
    ):
        self.order = order
        self.title = title
        self._path = path
        self._permission = permission
        self._find_place = find_place

    def path_for(self, user) -> str | None:
        """See `IDeskEntry`."""
        place = self._find_place()
        if place is None or not user.has_permission(self._permission, place):
            return None
        return self._path

    def waiting_for(self, user) -> None:
        """See `IDeskEntry`."""
        return
