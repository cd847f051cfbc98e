"""The control panel for what a city settles about its applications."""

from onewindow_policy import _
from onewindow_policy.cases.interfaces import CASE_SETTINGS_PREFIX
from onewindow_policy.cases.interfaces import ICaseSettings
from onewindow_policy.duties.interfaces import DUTY_SETTINGS_PREFIX
from onewindow_policy.duties.interfaces import IDutySettings
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.app.registry.browser.controlpanel import RegistryEditForm
from plone.registry.interfaces import IRegistry
from z3c.form.browser.textlines import TextLinesFieldWidget
from z3c.form.field import Fields
from z3c.form.group import Group
from zope.component import getUtility
from zope.i18nmessageid import Message

#: Which settings stand on the first part of the page, and which on the others.
_DEADLINES = (
    *("answer_days", "acceptance_days", "acceptance_days_of_types", "silence_accepts"),
    *("extension_days", "warning_days", "announces_delays"),
    *("hand_over_days", "undo_minutes"),
)
_PROMISES = (
    *("ends_broken_promises", "paper_reminder_days", "broken_promises_bar"),
    *("commitment_check_days", "rectification_days"),
)
_HANDING = ("carriers", "hand_out_days", "transfer_days", "missing_days")
_VALIDITY = ("renewal_days", "renewal_again_days")
_DATA = (
    *("rights_reply_days", "rights_copy_days", "disclosure_minutes"),
    *("notices_on_web", "searches_per_hour", "submissions_per_hour"),
)
_PARTS = (
    (
        "promises",
        _PROMISES,
        _("fieldset_case_promises", default="Promises, commitments"),
    ),
    (
        "handing",
        _HANDING,
        _("fieldset_case_handing", default="Handing out, handing on"),
    ),
    ("validity", _VALIDITY, _("fieldset_case_validity", default="What runs out")),
    ("data", _DATA, _("fieldset_case_data", default="Data and access")),
)
_DUTIES = ("remind_days", "street_days", "district_days")


class CaseSettingsGroup(Group):
    """A part of what the registry keeps about cases."""

    def __init__(self, name: str, names: tuple[str, ...], label: Message, form):
        super().__init__(form.context, form.request, form)
        self.__name__ = name
        self.label = label
        self.fields = Fields(ICaseSettings).select(*names)
        if "carriers" in self.fields:
            self.fields["carriers"].widgetFactory = TextLinesFieldWidget

    def getContent(self):
        """See `z3c.form.interfaces.IForm`."""
        return self.parentForm.getContent()


class DutySettingsGroup(Group):
    """When somebody hears of what is due or overdue."""

    __name__ = "duties"
    label = _("fieldset_case_duties", default="Who hears of it when")

    def __init__(self, form):
        super().__init__(form.context, form.request, form)
        self.fields = Fields(IDutySettings).select(*_DUTIES)

    def getContent(self):
        """See `z3c.form.interfaces.IForm`."""
        registry = getUtility(IRegistry)
        return registry.forInterface(IDutySettings, prefix=DUTY_SETTINGS_PREFIX)


class DeskSettingsForm(RegistryEditForm):
    """By when things are done, who hears of it, and with whom results are sent."""

    schema = ICaseSettings
    schema_prefix = CASE_SETTINGS_PREFIX
    label = _("title_desk_settings", default="Deadlines and desks")
    description = _(
        "help_desk_settings",
        default=(
            "By when the city looks at applications, answers and hands out; who hears of"
            " what is late; and how papers go on."
        ),
    )

    def updateFields(self):
        super().updateFields()
        self.fields = self.fields.select(*_DEADLINES)
        for name in ("acceptance_days_of_types", "silence_accepts"):
            self.fields[name].widgetFactory = TextLinesFieldWidget
        self.groups = [
            DutySettingsGroup(self),
            *(CaseSettingsGroup(*part, self) for part in _PARTS),
        ]


class DeskSettingsControlPanel(ControlPanelFormWrapper):
    """See `DeskSettingsForm`."""

    form = DeskSettingsForm
