"""The control panel in which a city edits its code lists."""

from dataclasses import dataclass
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.vocabularies.api import code_list
from onewindow_policy.vocabularies.interfaces import IVocabularies
from onewindow_policy.vocabularies.interfaces import PREFIX
from onewindow_policy.vocabularies.uses import fields_by_list
from onewindow_policy.vocabularies.uses import find_refusal
from onewindow_policy.vocabularies.uses import NOTE
from onewindow_policy.vocabularies.widgets import table_of_rows
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.app.registry.browser.controlpanel import RegistryEditForm
from plone.registry.interfaces import IRegistry
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from z3c.form.interfaces import IErrorViewSnippet
from zExceptions import NotFound
from zope.component import getMultiAdapter
from zope.component import getUtility
from zope.i18n import translate
from zope.interface import implementer
from zope.interface import Invalid
from zope.publisher.interfaces import IPublishTraverse
from zope.schema import getFieldNamesInOrder
from zope.schema.interfaces import IList

VIEW = "@@onewindow-code-lists"

#: The lists, in the order in which they are shown.
LISTS = tuple(
    name
    for name in getFieldNamesInOrder(IVocabularies)
    if IList.providedBy(IVocabularies[name])
)

#: The list whose values the note is about: it is edited with them.
NOTED = "satisfaction_levels"


@dataclass(frozen=True, slots=True)
class Listed:
    """A code list as the overview shows it; `uses` names fields of content by its type."""

    name: str
    title: str
    count: int
    uses: list[str]


class CodeListForm(RegistryEditForm):
    """One code list of `IVocabularies`, as a grid of rows."""

    schema = IVocabularies
    schema_prefix = PREFIX
    control_panel_view = VIEW
    description = _(
        "help_code_list",
        default=(
            "Content keeps the code: change names freely. Codes that content uses"
            " cannot be changed or deleted."
        ),
    )

    #: Which list; the control panel says it before the form is updated.
    list_name = None

    @property
    def label(self):
        return IVocabularies[self.list_name].title

    def getContent(self):
        registry = getUtility(IRegistry)
        return {name: registry[f"{PREFIX}.{name}"] for name in self.fields}

    def extractData(self, setErrors=True):
        data, errors = super().extractData(setErrors)
        if self.list_name in self._changes_of(data):
            old = self.getContent()[self.list_name]
            message = find_refusal(self.list_name, old, data[self.list_name])
            if message is not None:
                errors = (*errors, self._error_saying(message))
        if setErrors:
            self.widgets.errors = errors
        return data, errors

    def _error_saying(self, message):
        """Return an error for the head of the form: grids have no place for theirs."""
        text = _(
            "error_in_code_list",
            default="“${title}”: ${reason}",
            mapping={
                "title": translate(self.label, context=self.request),
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
        notes = [NOTE] if self.list_name == NOTED else []
        self.fields = self.fields.select(self.list_name, *notes)
        self.fields[self.list_name].widgetFactory = table_of_rows


@implementer(IPublishTraverse)
class CodeListsControlPanel(ControlPanelFormWrapper):
    """`@@onewindow-code-lists` shows which lists there are, `…/<name>` edits one.

    All in one form were slow to open and to save, and somebody else's change of any list
    stood in the way of all.
    """

    form = CodeListForm
    overview = ViewPageTemplateFile("code_lists.pt")
    index = ViewPageTemplateFile("code_list.pt")

    title = _("title_code_lists", default="Code lists")

    def publishTraverse(self, request, name):
        """Take the name of the list from the address."""
        if self.form_instance.list_name is not None or name not in LISTS:
            raise NotFound(name)
        self.form_instance.list_name = name
        return self

    def __call__(self):
        if self.form_instance.list_name is None:
            return self.overview()
        return super().__call__()

    @property
    def page_title(self) -> str:
        is_overview = self.form_instance.list_name is None
        return self.title if is_overview else self.form_instance.label

    @property
    def url(self) -> str:
        return f"{self.context.absolute_url()}/{VIEW}"

    @cached_property
    def lists(self) -> list[Listed]:
        """The lists with what is known of them."""
        fields = fields_by_list()
        return [
            Listed(
                name=name,
                title=IVocabularies[name].title,
                count=len(code_list(name)),
                uses=[
                    self._use(portal_type, titles)
                    for portal_type, titles in fields.get(name, {}).items()
                ],
            )
            for name in LISTS
        ]

    def _use(self, portal_type, titles) -> str:
        def words(message):
            return translate(message, context=self.request)

        return translate(
            _(
                "text_code_list_use",
                default="${type}: ${fields}",
                mapping={
                    "type": words(portal_type),
                    "fields": "、".join(words(title) for title in titles),
                },
            ),
            context=self.request,
        )
