"""The control panel in which a city enters working days that no package knows yet."""

from datetime import date
from onewindow_policy import _
from onewindow_policy.cases.interfaces import IWorkingDays
from onewindow_policy.vocabularies.widgets import table_of_rows
from onewindow_policy.workdays.calendar import WORKING_DAYS_PREFIX
from plone import api
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.app.registry.browser.controlpanel import RegistryEditForm
from plone.registry.interfaces import IRegistry
from z3c.form.browser.textlines import TextLinesFieldWidget
from zope.component import getUtility

RECOUNTING = _(
    "message_recounting",
    default=(
        "Each open case shows its new due date now. Lists take a few minutes more to be"
        " in the new order."
    ),
)


class WorkingDaysForm(RegistryEditForm):
    """The days that differ, as a grid of rows, and the years that are complete."""

    schema = IWorkingDays
    schema_prefix = WORKING_DAYS_PREFIX
    label = _("title_working_days", default="Working days")
    description = _(
        "help_working_days",
        default=(
            "Due dates go by what the State Council announced, as far as the portal"
            " knows it. Enter here what it does not know: the next year's holidays as"
            " soon as they are announced, or a day off of your own."
        ),
    )

    def getContent(self):
        registry = getUtility(IRegistry)
        content = {
            name: registry[f"{WORKING_DAYS_PREFIX}.{name}"]
            for name in IWorkingDays.names()
        }
        content["exceptions"] = [
            {**row, "day": date.fromisoformat(row["day"])}
            for row in content["exceptions"] or ()
        ]
        return content

    def applyChanges(self, data):
        registry = getUtility(IRegistry)
        old = self.getContent()
        changed = {name: new for name, new in data.items() if new != old[name]}
        for name, value in changed.items():
            if name == "exceptions":
                value = _stored(value or ())
            registry[f"{WORKING_DAYS_PREFIX}.{name}"] = value
        if changed:
            api.portal.show_message(RECOUNTING, self.request)
        return changed

    def updateFields(self):
        super().updateFields()
        self.fields["exceptions"].widgetFactory = table_of_rows
        self.fields["announced_years"].widgetFactory = TextLinesFieldWidget


def _stored(rows) -> list[dict]:
    """Return rows as JSON keeps them, in the order of their days."""
    return [
        {**row, "day": row["day"].isoformat(), "is_working": bool(row["is_working"])}
        for row in sorted(rows, key=lambda row: row["day"])
    ]


class WorkingDaysControlPanel(ControlPanelFormWrapper):
    """See `WorkingDaysForm`."""

    form = WorkingDaysForm
