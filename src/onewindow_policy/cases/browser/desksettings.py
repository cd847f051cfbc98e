"""The control panel for what windows hand out, and for papers that go on."""

from onewindow_policy import _
from onewindow_policy.cases.interfaces import CASE_SETTINGS_PREFIX
from onewindow_policy.cases.interfaces import ICaseSettings
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.app.registry.browser.controlpanel import RegistryEditForm
from z3c.form.browser.textlines import TextLinesFieldWidget

#: Which settings of cases it shows, in their order.
_SHOWN = ("carriers", "hand_out_days", "transfer_days", "missing_days")


class DeskSettingsForm(RegistryEditForm):
    """With whom results are sent, and by when what has to arrive."""

    schema = ICaseSettings
    schema_prefix = CASE_SETTINGS_PREFIX
    label = _("title_desk_settings", default="Handing out and handing on")
    description = _(
        "help_desk_settings",
        default=(
            "How windows send results, when somebody is reminded, and how long papers may"
            " be on their way between windows and units."
        ),
    )

    def updateFields(self):
        super().updateFields()
        self.fields = self.fields.select(*_SHOWN)
        self.fields["carriers"].widgetFactory = TextLinesFieldWidget


class DeskSettingsControlPanel(ControlPanelFormWrapper):
    """See `DeskSettingsForm`."""

    form = DeskSettingsForm
