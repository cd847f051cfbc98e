"""The control panel for what the legal office confirmed that papers say of remedies."""

from dataclasses import asdict
from datetime import date
from onewindow_policy import _
from onewindow_policy.cases.committing.words import all_commitment_words
from onewindow_policy.cases.committing.words import RECORD as COMMITMENTS
from onewindow_policy.cases.papers.interfaces import IRemedies
from onewindow_policy.cases.papers.interfaces import PAPER_SETTINGS_PREFIX
from onewindow_policy.cases.papers.remedies import confirmed_remedies
from onewindow_policy.cases.papers.remedies import RECORD
from onewindow_policy.vocabularies.widgets import blocks_of_rows
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.app.registry.browser.controlpanel import RegistryEditForm
from plone.registry.interfaces import IRegistry
from zope.component import getUtility

#: The grids of the form, each with where the registry keeps it, and what reads that.
_KEPT = {
    "remedies": (RECORD, confirmed_remedies),
    "commitments": (COMMITMENTS, all_commitment_words),
}


class RemediesForm(RegistryEditForm):
    """The texts, as grids of rows."""

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
            name: [
                {**asdict(each), "confirmed_on": date.fromisoformat(each.confirmed_on)}
                for each in confirmed()
            ]
            for name, (_record, confirmed) in _KEPT.items()
        }

    def applyChanges(self, data):
        old, registry = self.getContent(), getUtility(IRegistry)
        changed = {
            name: rows for name in _KEPT if (rows := data.get(name) or []) != old[name]
        }
        for name, rows in changed.items():
            record, _confirmed = _KEPT[name]
            registry[record] = [
                {**row, "confirmed_on": row["confirmed_on"].isoformat()} for row in rows
            ]
        return changed

    def updateFields(self):
        super().updateFields()
        for name in _KEPT:
            self.fields[name].widgetFactory = blocks_of_rows


class RemediesControlPanel(ControlPanelFormWrapper):
    """See `RemediesForm`."""

    form = RemediesForm
