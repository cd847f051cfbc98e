"""The lists of a form's questions and of its actions, which are forms as well: they save
the default of each question, and which actions are carried out.
"""

from collective.easyform.browser.actions import EasyFormActionsListing
from collective.easyform.browser.actions import EasyFormActionsListingPage
from collective.easyform.browser.fields import EasyFormFieldsListingPage
from collective.easyform.browser.fields import FieldsSchemaListing
from onewindow_policy.editing.api import compare
from onewindow_policy.editing.api import ICompared
from onewindow_policy.editing.api import REFUSAL
from onewindow_policy.editing.api import RETURNED
from plone.schemaeditor.browser.schema.listing import SchemaListing
from z3c.form import button
from zope.interface import implementer
from zope.schema import getFieldsInOrder


@implementer(ICompared)
class _Compared:
    """To be mixed into a list: what was refused is shown as it was typed."""

    #: The attribute of a field that the list shows and saves.
    shown: str

    is_outdated = False

    @property
    def formErrorsMessage(self):
        """See `z3c.form.form.Form`."""
        return REFUSAL if self.is_outdated else super().formErrorsMessage

    def compared_fields(self):
        """See `ICompared`."""
        for name, field in getFieldsInOrder(self.context.schema):
            yield name, field, {name: getattr(field, self.shown)}

    def extractData(self, setErrors=True):
        """Refuse what was read before somebody else saved. No validator would be asked
        where all questions lie in groups."""
        data, errors = super().extractData(setErrors)
        self.is_outdated = compare(self)
        return data, (*errors, REFUSAL) if self.is_outdated else errors

    def updateWidgets(self, prefix=None):
        sent = self.request.form
        self.ignoreRequest = "form.buttons.save" not in sent and RETURNED not in sent
        super().updateWidgets(prefix)


class FieldsListing(_Compared, FieldsSchemaListing):
    """The questions. EasyForm's list leads on as if it were saved, whatever was refused."""

    shown = "default"
    buttons = FieldsSchemaListing.buttons.copy()
    handlers = FieldsSchemaListing.handlers.copy()

    @button.handler(buttons["save"])
    def handleSave(self, action):
        SchemaListing.handleSaveDefaults(self, action)
        if self.status != self.formErrorsMessage:
            self.request.response.redirect(self.context.aq_parent.absolute_url())


class ActionsListing(_Compared, EasyFormActionsListing):
    """The actions."""

    shown = "required"

    def render(self):
        """See `z3c.form.interfaces.IForm`. EasyForm's boxes are ticked where an action is
        carried out, whatever was sent."""
        if not self.ignoreRequest:
            for widget in self._iterateOverWidgets():
                widget.required = bool(widget.value)
        return super().render()


class FieldsListingPage(EasyFormFieldsListingPage):
    """`fields`, with the questions."""

    form = FieldsListing


class ActionsListingPage(EasyFormActionsListingPage):
    """`actions`, with the actions."""

    form = ActionsListing
