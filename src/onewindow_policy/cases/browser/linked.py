"""Cases that one was made from, or that were made from it, at the desk."""

from onewindow_policy.catalogue.api import find_item
from onewindow_policy.forms.api import application_form
from onewindow_policy.forms.api import EARLIER_IN_ADDRESS
from onewindow_policy.forms.api import TAKE_IN
from onewindow_policy.forms.api import windows_of
from urllib.parse import urlencode


class LinkedAtDesk:
    """What the page of a case says of others that belong to it."""

    @property
    def links(self) -> list[dict]:
        """See `AboutCase`; each is opened at the desk."""
        found = [] if self.is_sealed else super().links
        return [{**each, "url": f"{self.desk_url}/{each['number']}"} for each in found]

    @property
    def reapply_url(self) -> str | None:
        """Where the window makes a new application from a case that is over; None where
        that is not for the user, or the service is not applied for any more."""
        if self.case is None or self.is_sealed or not self.case.can_reapply:
            return None
        item = find_item(self.case.item_code)
        form = application_form(item) if item is not None else None
        if form is None or not windows_of(self.user):
            return None
        query = urlencode({EARLIER_IN_ADDRESS: self.case.number})
        return f"{form.absolute_url()}/{TAKE_IN}?{query}"
