"""Logging in, and what staff keep of themselves."""

from onewindow_policy.accounts.api import landing_url
from onewindow_policy.pages.api import text_of
from onewindow_policy.portal.browser.unattended import is_of_a_screen
from onewindow_policy.portal.browser.unattended import PAGE
from plone import api
from plone.app.users.browser import userdatapanel
from Products.CMFPlone.browser.login import login as stock

#: What password managers are told of the fields (WCAG 2.2, 1.3.5 and 3.3.8).
PURPOSES = {"ac_name": "username", "ac_password": "current-password"}


class LoginForm(stock.LoginForm):
    """The stock form, with fields that a password manager can fill in. It leads on to pages
    that views answer for below their own address, as a case on the desk."""

    def updateWidgets(self):
        super().updateWidgets()
        for name, purpose in PURPOSES.items():
            self.widgets[name].attributes["autocomplete"] = purpose

    def redirect_after_login(self, came_from=None, _is_initial_login=False):
        # The stock form asks the content for the page, and takes what views answer for to
        # be not there.
        came_from = self.get_came_from() or ""
        url = landing_url(api.portal.get(), self.request, came_from)
        self.request.response.redirect(url)

    @property
    def retry_url(self) -> str | None:
        """The page that was asked for, which may open by itself: a screen was hidden, and
        is shown again. None where somebody has tried to log in."""
        came_from = text_of(self.request, "came_from")
        if self.request.method not in ("GET", "HEAD"):
            return None
        portal_url = api.portal.get_tool("portal_url")
        return came_from if came_from and portal_url.isURLInPortal(came_from) else None

    @property
    def retry_for(self) -> str | None:
        return PAGE if self.retry_url else None

    @property
    def is_of_a_screen(self) -> bool:
        """Whether it is a screen, which tries again without scripts, too."""
        return self.retry_url is not None and is_of_a_screen(self.retry_url)

    @property
    def refresh(self) -> str:
        """When to go where, for browsers without scripts."""
        return f"300;url={self.retry_url}"


class PersonalInformation(userdatapanel.UserDataPanel):
    """The stock form without the portrait, which no page shows and no label names."""

    def updateFields(self):
        super().updateFields()
        self.fields = self.fields.omit("portrait")
