"""What the pages about accounts have in common."""

from datetime import datetime
from datetime import UTC
from onewindow_policy import _
from onewindow_policy.pages.api import PrivatePage
from onewindow_policy.pages.api import text_of
from onewindow_policy.records.api import check_write
from onewindow_policy.workdays.api import time_text
from plone import api

DOORS = {
    "page": _("session_door_page", default="Browser"),
    "token": _("session_door_token", default="Program"),
}
UNKNOWN_DEVICE = _("session_device_unknown", default="Unknown device")


class AccountPage(PrivatePage):
    """A page with one form, posted with the token of the page."""

    is_staff_page = True
    #: What is wrong with what was posted.
    problem = None

    def answer(self):
        if self.request.method == "POST":
            check_write(self.request)
            target = self.do()
            if target is not None:
                return self.request.response.redirect(target, status=303)
        return self.index()

    def do(self) -> str | None:
        """Do what was posted; return where to go, or None to show the page."""
        raise NotImplementedError

    def posted(self, name: str) -> str:
        """Return what was posted under a name, "" for anything but text."""
        return text_of(self.request, name)

    def say(self, message) -> None:
        """Show a message on the next page."""
        api.portal.show_message(message, self.request)

    def moment(self, at: datetime | None) -> str:
        """Return a moment as the city's clocks show it."""
        return time_text(at) if at else ""

    def moment_utc(self, at: datetime) -> str:
        """Return a moment that Plone keeps without its zone, which is UTC."""
        return self.moment(at.replace(tzinfo=UTC))

    def door(self, session):
        """Return what a session is used by, in words."""
        return DOORS.get(session.door, session.door)

    def device(self, session):
        """Return the device of a session, in words."""
        return session.device or UNKNOWN_DEVICE
