"""What EasyForm's own editing forms must not let through."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.easyform.browser.actions import ModelEditorView
from collective.easyform.interfaces import IEasyForm
from onewindow_policy.forms.interfaces import IRegisteringForm
from onewindow_policy.forms.subscribers import follow_actions
from onewindow_policy.forms.subscribers import POST
from onewindow_policy.forms.subscribers import POST_ONLY
from z3c.form.util import getSpecification
from z3c.form.validator import SimpleFieldValidator
from zope.component import adapter
from zope.interface import Interface
from zope.interface import Invalid


class ActionsModelEditor(ModelEditorView):
    """EasyForm's page for the XML of actions, which tells nobody what it changed."""

    def save(self, source):
        """Store the model, and let the form register when its actions do."""
        super().save(source)
        follow_actions(aq_parent(aq_inner(self.context)))


@adapter(
    IRegisteringForm,
    Interface,
    Interface,
    getSpecification(IEasyForm["method"]),
    Interface,
)
class PostOnlyValidator(SimpleFieldValidator):
    """A registering form is sent by POST."""

    def validate(self, value, force=False):
        super().validate(value, force)
        if value != POST:
            raise Invalid(POST_ONLY)
