"""The control panel in which a city edits its code lists."""

from onewindow_policy import _
from onewindow_policy.publishing.grids import table_of_rows
from onewindow_policy.vocabularies.api import PREFIX
from onewindow_policy.vocabularies.interfaces import IVocabularies
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.app.registry.browser.controlpanel import RegistryEditForm
from plone.registry.interfaces import IRegistry
from zope.component import getUtility
from zope.schema.interfaces import IList


class CodeListsForm(RegistryEditForm):
    """All code lists of `IVocabularies`, each as a grid of rows."""

    schema = IVocabularies
    schema_prefix = PREFIX
    label = _("title_code_lists", default="Code lists")
    description = _(
        "help_code_lists",
        default=(
            "The values that guides and filters offer. Content keeps the code: change"
            " names freely, and codes only of values that nothing uses yet."
        ),
    )

    def getContent(self):
        registry = getUtility(IRegistry)
        return {name: registry[f"{PREFIX}.{name}"] for name in IVocabularies.names()}

    def applyChanges(self, data):
        registry = getUtility(IRegistry)
        old = self.getContent()
        changed = {name: new for name, new in data.items() if new != old[name]}
        for name, value in changed.items():
            registry[f"{PREFIX}.{name}"] = value
        return changed

    def updateFields(self):
        super().updateFields()
        for name in self.fields:
            if IList.providedBy(self.fields[name].field):
                self.fields[name].widgetFactory = table_of_rows


class CodeListsControlPanel(ControlPanelFormWrapper):
    """See `CodeListsForm`."""

    form = CodeListsForm
