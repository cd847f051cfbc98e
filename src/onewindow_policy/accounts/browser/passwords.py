"""`@@change-password`: one's own password, the present one asked for."""

from onewindow_policy import _
from onewindow_policy.accounts.duties import MUST_CHANGE
from onewindow_policy.accounts.landing import landing_url
from onewindow_policy.accounts.plugin import plugin_of
from plone.app.users.browser import passwordpanel as stock
from plone.base import PloneMessageFactory
from z3c.form import button

#: What password managers are told of the fields (WCAG 2.2, 1.3.5 and 3.3.8).
PURPOSES = {
    "current_password": "current-password",
    "new_password": "new-password",
    "new_password_ctl": "new-password",
}


class ChangePassword(stock.PasswordPanel):
    """The stock form, which says why it is shown, and leads on when it is done."""

    @property
    def must_change(self) -> bool:
        plugin = plugin_of(self.context.acl_users)
        return plugin is not None and plugin.must_change(self.member.getId())

    @property
    def description(self):
        if self.must_change:
            return MUST_CHANGE
        return _(
            "help_change_password",
            default="Every other device on which you are logged in is logged out.",
        )

    def updateWidgets(self):
        super().updateWidgets()
        for name, purpose in PURPOSES.items():
            self.widgets[name].attributes["autocomplete"] = purpose

    @button.buttonAndHandler(
        PloneMessageFactory("label_change_password", default="Change Password"),
        name="reset_passwd",
    )
    def action_reset_passwd(self, action):
        had_to = self.must_change
        stock.PasswordPanel.action_reset_passwd.func(self, action)
        if had_to and not self.must_change:
            self.request.response.redirect(landing_url(self.context, self.request))

    def render(self):
        # The stock widget would write what was typed into the page.
        for name in PURPOSES:
            self.widgets[name].value = ""
        return super().render()
