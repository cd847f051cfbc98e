"""What EasyForm's own editing forms must not let through, and what they say then."""

from AccessControl import Unauthorized
from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.easyform.browser.actions import EasyFormActionsView
from collective.easyform.browser.exportimport import EasyFormImportForm
from collective.easyform.browser.fields import EasyFormFieldsView
from collective.easyform.interfaces import IEasyForm
from lxml import etree
from onewindow_policy import _
from onewindow_policy.editing.api import RETURNED
from onewindow_policy.editing.api import save_of_content
from onewindow_policy.editing.api import TextsComparison
from onewindow_policy.forms.accepting import closing_faults
from onewindow_policy.forms.accepting import verdict_on
from onewindow_policy.forms.allowed import FIELDS
from onewindow_policy.forms.archives import require_fit_archive
from onewindow_policy.forms.archives import UnfitArchive
from onewindow_policy.forms.exceptions import FormClosed
from onewindow_policy.forms.exceptions import FormRefused
from onewindow_policy.forms.faults import ACTIONS_MODEL
from onewindow_policy.forms.faults import FIELDS_MODEL
from onewindow_policy.forms.faults import in_words
from onewindow_policy.forms.fitness import needed_names
from onewindow_policy.forms.guarding import parse_model
from onewindow_policy.forms.interfaces import IRegisteringForm
from onewindow_policy.forms.models import bring
from onewindow_policy.forms.saving import brought_by_user
from onewindow_policy.forms.saving import require_bringable
from onewindow_policy.forms.subscribers import follow_actions
from onewindow_policy.forms.subscribers import POST
from onewindow_policy.forms.subscribers import POST_ONLY
from onewindow_policy.pages.api import text_of
from plone.schemaeditor.browser.schema.traversal import SchemaContext
from plone.supermodel.model import Schema
from plone.z3cform import layout
from Products.Five import BrowserView
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from z3c.form import button
from z3c.form.interfaces import WidgetActionExecutionError
from z3c.form.util import getSpecification
from z3c.form.validator import SimpleFieldValidator
from zExceptions import NotFound
from zope.component import adapter
from zope.component import getMultiAdapter
from zope.interface import Interface
from zope.interface import Invalid
from zope.publisher.interfaces.browser import IBrowserRequest

import re

LABEL_SOURCE = _("label_model_source", default="The model")


class _MendableModel:
    """A model that can be edited, or only as XML while its form is closed: to show it
    otherwise would run it."""

    is_closed = False

    def __init__(self, context, request):
        try:
            super().__init__(context, request)
        except FormClosed:
            self.is_closed = True
            SchemaContext.__init__(self, Schema, request, name=self.name)
        else:
            # Listed without the button that would only be refused.
            self.fieldsWhichCannotBeDeleted = needed_names(context)

    def publishTraverse(self, request, name):
        if self.is_closed and name.removeprefix("@@") not in ("modeleditor", "view"):
            raise NotFound(name)
        return super().publishTraverse(request, name)

    def browserDefault(self, request):
        if self.is_closed:
            return self, ("@@modeleditor",)
        return super().browserDefault(request)


class MendableFields(_MendableModel, EasyFormFieldsView):
    """The fields of a form, for their editor."""

    name = "fields"

    @property
    def allowedFields(self) -> list[str]:
        """The kinds of fields that can be added: of those that are set, what is listed."""
        return [each for each in super().allowedFields if _written(each) in FIELDS]


class MendableActions(_MendableModel, EasyFormActionsView):
    """The actions of a form, for their editor."""

    name = "actions"


def _written(kind: str) -> str:
    """Return the type as which models have fields of a class, given by its dotted name."""
    return re.sub(r"^zope\.schema\._\w+\.", "zope.schema.", kind)


class ModelEditor(BrowserView):
    """The page for the XML of a model: judged before it is read as a model or stored.

    What is refused is shown again as it was typed, with all that is wrong, and so is what
    somebody else was faster with.
    """

    index = ViewPageTemplateFile("templates/modeleditor.pt")

    #: The attribute of the form.
    model: str

    typed: str | None = None
    problems: list[str] = []
    is_saved = False

    @property
    def form(self):
        return aq_parent(aq_inner(self.context))

    @property
    def source(self) -> str:
        """What stands in the editor."""
        return self.typed or getattr(self.form, self.model)

    def __call__(self) -> str:
        source = text_of(self.request, "source")
        if source and RETURNED in self.request.form:
            self.typed = source
        elif source and "form.button.save" in self.request.form:
            self._save(source)
        elif faults := closing_faults(self.form):
            verdict = verdict_on(self.form)
            self.problems = in_words(faults, verdict.is_for_residents)
        return self.index()

    def _save(self, source: str) -> None:
        self._require_token()
        # A declared encoding is that of a file; this is a text.
        source = re.sub(r"^\s*<\?xml[^>]*\?>", "", source)
        self.typed = source
        if self.comparison.is_refused:
            return
        try:
            changes = require_bringable(self.form, {self.model: source})
            # Where nothing was found, or a Manager brings it, it can be read as XML too.
            root = parse_model(source)
            tidy = etree.tostring(root, pretty_print=True, encoding=str)
            bring(self.form, changes | {self.model: tidy})
        except FormRefused as refused:
            self.problems = refused.sentences
            return
        follow_actions(self.form)
        self.typed = None
        self.is_saved = True

    @property
    def comparison(self) -> TextsComparison:
        """What was read, and what stands."""
        texts = {LABEL_SOURCE: getattr(self.form, self.model)}
        return TextsComparison(self.request, texts, save_of_content(self.form))

    @property
    def box(self) -> str:
        """What stands at the top of the form."""
        return self.comparison.box(self.form, is_saved=self.is_saved)

    def _require_token(self) -> None:
        authenticator = getMultiAdapter(
            (self.context, self.request), name="authenticator"
        )
        if self.request.method != "POST" or not authenticator.verify():
            raise Unauthorized


class FieldsModelEditor(ModelEditor):
    """The page for the XML of fields."""

    model = FIELDS_MODEL
    title = _("heading_edit_fields", default="Edit fields as XML")


class ActionsModelEditor(ModelEditor):
    """The page for the XML of actions."""

    model = ACTIONS_MODEL
    title = _("heading_edit_actions", default="Edit actions as XML")


class ImportForm(EasyFormImportForm):
    """EasyForm's page that reads a form from an archive: what is in it, the user brings."""

    buttons = EasyFormImportForm.buttons.copy()
    handlers = EasyFormImportForm.handlers.copy()

    @button.handler(buttons["import"])
    def handleImport(self, action):
        data, _errors = self.extractData()
        if data.get("upload"):
            try:
                require_fit_archive(data["upload"])
            except UnfitArchive as unfit:
                raise WidgetActionExecutionError("upload", unfit) from unfit
        with brought_by_user():
            EasyFormImportForm.handleImport(self, action)


ImportView = layout.wrap_form(ImportForm)


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


class ExpressionValidator(SimpleFieldValidator):
    """No expression where residents apply; else, who sees the field may enter one."""

    def validate(self, value, force=False):
        super().validate(value, force)
        changes = {self.field.__name__: value or ""}
        verdict = verdict_on(self.context, changes)
        if value and verdict.is_for_residents:
            faults = [each for each in verdict.faults if each.part in changes]
            raise Invalid(" ".join(in_words(faults, True)))


def expression_validator(field_name: str) -> type:
    """Return the validator of one of a form's expressions, to be registered."""

    @adapter(
        IEasyForm,
        IBrowserRequest,
        Interface,
        getSpecification(IEasyForm[field_name]),
        Interface,
    )
    class Validator(ExpressionValidator):
        pass

    return Validator


ThanksPageValidator = expression_validator("thanksPageOverride")
FormActionValidator = expression_validator("formActionOverride")
OnDisplayValidator = expression_validator("onDisplayOverride")
AfterValidationValidator = expression_validator("afterValidationOverride")
HeaderInjectionValidator = expression_validator("headerInjection")
SubmitLabelValidator = expression_validator("submitLabelOverride")
