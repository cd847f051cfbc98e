"""`@@onewindow-accounts`: passwords, limits of log-ins, how long a log-in lasts."""

from onewindow_policy import _
from onewindow_policy.accounts.interfaces import ISessionSettings
from onewindow_policy.accounts.interfaces import SESSIONS_PREFIX
from onewindow_policy.accounts.loginsettings import ILogInSettings
from onewindow_policy.accounts.loginsettings import PREFIX as LOG_INS_PREFIX
from onewindow_policy.accounts.settings import IPasswordSettings
from onewindow_policy.accounts.settings import SETTINGS_PREFIX
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.app.registry.browser.controlpanel import RegistryEditForm
from plone.registry.interfaces import IRegistry
from z3c.form.browser.textlines import TextLinesFieldWidget
from z3c.form.field import Fields
from z3c.form.group import Group
from zope.component import getUtility


class RegistryGroup(Group):
    """The settings of another schema, below those of the form."""

    def getContent(self):
        registry = getUtility(IRegistry)
        return registry.forInterface(self.schema, prefix=self.schema_prefix)


class LogInGroup(RegistryGroup):
    """Tries with wrong passwords."""

    label = _("title_log_in_settings", default="Wrong passwords")
    schema, schema_prefix = ILogInSettings, LOG_INS_PREFIX
    fields = Fields(ILogInSettings)


class SessionGroup(RegistryGroup):
    """How long staff stay logged in."""

    label = _("title_session_settings", default="Staying logged in")
    schema, schema_prefix = ISessionSettings, SESSIONS_PREFIX
    fields = Fields(ISessionSettings)


class AccountSettingsForm(RegistryEditForm):
    """What a city settles about the accounts of its staff, in three groups."""

    schema = IPasswordSettings
    schema_prefix = SETTINGS_PREFIX
    label = _("title_account_settings", default="Passwords and log-ins")
    description = _(
        "help_account_settings",
        default=(
            "What is preset follows present advice. Change it where those who assess"
            " your city's systems ask for something else."
        ),
    )

    def updateFields(self):
        super().updateFields()
        self.fields["second_factor_roles"].widgetFactory = TextLinesFieldWidget
        self.groups = (*self.groups, LogInGroup, SessionGroup)


class AccountSettings(ControlPanelFormWrapper):
    """See `AccountSettingsForm`."""

    form = AccountSettingsForm
