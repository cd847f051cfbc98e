"""Logging in, and what staff keep of themselves."""

from plone.app.users.browser import userdatapanel
from Products.CMFPlone.browser.login import login as stock

#: What password managers are told of the fields (WCAG 2.2, 1.3.5 and 3.3.8).
PURPOSES = {"ac_name": "username", "ac_password": "current-password"}


class LoginForm(stock.LoginForm):
    """The stock form, with fields that a password manager can fill in."""

    def updateWidgets(self):
        super().updateWidgets()
        for name, purpose in PURPOSES.items():
            self.widgets[name].attributes["autocomplete"] = purpose


class PersonalInformation(userdatapanel.UserDataPanel):
    """The stock form without the portrait, which no page shows and no label names."""

    def updateFields(self):
        super().updateFields()
        self.fields = self.fields.omit("portrait")
