"""The control panel for what a city settles about messages."""

from onewindow_policy import _
from onewindow_policy.messages.interfaces import IMessageSettings
from onewindow_policy.messages.interfaces import MESSAGE_SETTINGS_PREFIX
from onewindow_policy.messages.sms import is_key_missing
from plone import api
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.app.registry.browser.controlpanel import RegistryEditForm

KEY_MISSING = _(
    "message_sms_key_missing",
    default=(
        "No short messages are sent: ONEWINDOW_SMS_KEY_FILE names no file with a key of 32"
        " characters or more. Whoever operates the portal sets it, and starts it anew."
    ),
)


class MessageSettingsForm(RegistryEditForm):
    """When a message is late, how mails travel, and the gateway for short messages."""

    schema = IMessageSettings
    schema_prefix = MESSAGE_SETTINGS_PREFIX
    label = _("title_message_settings", default="Messages to residents")
    description = _(
        "help_message_settings",
        default=(
            "How residents are told what becomes of their applications. The mail server"
            " stands in Plone’s mail settings."
        ),
    )

    def update(self):
        super().update()
        if is_key_missing():
            api.portal.show_message(KEY_MISSING, self.request, "warning")


class MessageSettingsControlPanel(ControlPanelFormWrapper):
    """See `MessageSettingsForm`."""

    form = MessageSettingsForm
