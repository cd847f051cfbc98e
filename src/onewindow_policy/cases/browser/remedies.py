"""The control panel for what the legal office confirmed that papers say of remedies."""

from dataclasses import asdict
from datetime import date
from onewindow_policy import _
from onewindow_policy.cases.papers.interfaces import IRemedies
from onewindow_policy.cases.papers.interfaces import PAPER_SETTINGS_PREFIX
from onewindow_policy.cases.papers.remedies import confirmed_remedies
from onewindow_policy.cases.papers.remedies import RECORD
from onewindow_policy.vocabularies.widgets import blocks_of_rows
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.app.registry.browser.controlpanel import RegistryEditForm
from plone.registry.interfaces import IRegistry
from zope.component import getUtility


class RemediesForm(RegistryEditForm):
    """The texts, as a grid of rows."""

    schema = IRemedies
    schema_prefix = PAPER_SETTINGS_PREFIX
    label = _("title_remedies", default="Remedies on papers")
    description = _(
        "help_remedies",
        default=(
            "What decisions of refusal and of non-acceptance say of reconsideration,"
            " lawsuits and complaints. Enter only what the city’s legal office has"
            " confirmed: where there is no text, the paper names the phone for questions"
            " alone. Papers that are issued already stay as they are."
        ),
    )

    def getContent(self):
        return {
            "remedies": [
                {**asdict(each), "confirmed_on": date.fromisoformat(each.confirmed_on)}
                for each in confirmed_remedies()
            ]
        }

    def applyChanges(self, data):
        rows = data.get("remedies") or []
        if rows == self.getContent()["remedies"]:
            return {}
        getUtility(IRegistry)[RECORD] = [
            {**row, "confirmed_on": row["confirmed_on"].isoformat()} for row in rows
        ]
        return data

    def updateFields(self):
        super().updateFields()
        self.fields["remedies"].widgetFactory = blocks_of_rows


class RemediesControlPanel(ControlPanelFormWrapper):
    """See `RemediesForm`."""

    form = RemediesForm
