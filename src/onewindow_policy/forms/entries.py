"""What the forms have on the page where staff begin."""

from onewindow_policy import _
from onewindow_policy.catalogue.api import CATALOGUE_PATH
from onewindow_policy.desks.interfaces import IDeskEntry
from onewindow_policy.intake.api import filing_account
from zope.interface import implementer


@implementer(IDeskEntry)
class FilingEntry:
    """Applying for residents, who need no account for it: from the page of a service."""

    order = 50
    title = _("desk_filing", default="Apply for a resident: choose the service")

    def path_for(self, user) -> str | None:
        """See `IDeskEntry`."""
        return CATALOGUE_PATH if filing_account(user) is not None else None

    def waiting_for(self, user) -> None:
        """See `IDeskEntry`."""
        return
