"""The control panel in which a city edits its code lists."""

from onewindow_policy import _
from onewindow_policy.publishing.grids import table_of_rows
from onewindow_policy.vocabularies.api import PREFIX
from onewindow_policy.vocabularies.interfaces import IVocabularies
from onewindow_policy.vocabularies.uses import find_refusal
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.app.registry.browser.controlpanel import RegistryEditForm
from plone.registry.interfaces import IRegistry
from z3c.form.interfaces import IErrorViewSnippet
from zope.component import getMultiAdapter
from zope.component import getUtility
from zope.i18n import translate
from zope.interface import Invalid
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
            " names freely. Codes that content uses cannot be changed or deleted."
        ),
    )

    def getContent(self):
        registry = getUtility(IRegistry)
        return {name: registry[f"{PREFIX}.{name}"] for name in IVocabularies.names()}

    def extractData(self, setErrors=True):
        data, errors = super().extractData(setErrors)
        for name, new in self._changes_of(data).items():
            if not IList.providedBy(IVocabularies[name]):
                continue
            message = find_refusal(name, self.getContent()[name], new)
            if message is not None:
                errors = (*errors, self._error_about(name, message))
        if setErrors:
            self.widgets.errors = errors
        return data, errors

    def _error_about(self, name, message):
        """Return an error for the head of the form: grids have no place for theirs."""
        text = _(
            "error_in_code_list",
            default="“${title}”: ${reason}",
            mapping={
                "title": translate(IVocabularies[name].title, context=self.request),
                "reason": translate(message, context=self.request),
            },
        )
        error = getMultiAdapter(
            (Invalid(text), self.request, None, None, self, self.getContent()),
            IErrorViewSnippet,
        )
        error.update()
        return error

    def _changes_of(self, data):
        old = self.getContent()
        return {name: new for name, new in data.items() if new != old[name]}

    def applyChanges(self, data):
        registry = getUtility(IRegistry)
        changed = self._changes_of(data)
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
