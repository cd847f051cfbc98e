"""Figures on the page where staff begin."""

from onewindow_policy import _
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.desks.interfaces import IDeskEntry
from onewindow_policy.indicators.permissions import VIEW_FIGURES
from zope.interface import implementer


@implementer(IDeskEntry)
class FiguresEntry:
    """Of where the user sees figures; nothing of it waits."""

    order = 78
    title = _("desk_figures", default="Daily figures")

    def path_for(self, user) -> str | None:
        """See `IDeskEntry`."""
        return "@@figures" if scope_of(user, VIEW_FIGURES) else None

    def waiting_for(self, user) -> None:
        """See `IDeskEntry`."""
        return
