"""The control panel of the search: words that mean the same, and who answers elsewhere."""

from onewindow_policy import _
from onewindow_policy.search.aliases import alias_lines
from onewindow_policy.search.elsewhere import elsewhere_problems
from onewindow_policy.search.settings import ISearchSettings
from onewindow_policy.search.settings import SETTINGS_PREFIX
from onewindow_policy.search.synonyms import keep_lines
from onewindow_policy.search.synonyms import Problem
from onewindow_policy.search.synonyms import problems_of
from onewindow_policy.search.synonyms import synonym_lines
from plone import api
from plone.app.registry.browser.controlpanel import ControlPanelFormWrapper
from plone.app.registry.browser.controlpanel import RegistryEditForm
from z3c.form import button
from z3c.form.browser.textlines import TextLinesFieldWidget
from z3c.form.validator import SimpleFieldValidator
from z3c.form.validator import WidgetValidatorDiscriminators
from zope.i18n import translate
from zope.interface import Invalid
from zope.schema.interfaces import IList

#: More lines than these are mended in a second try.
PROBLEMS_SHOWN = 5


#: What finds out what is wrong with the lines of each field.
PROBLEMS = {"synonyms": problems_of, "elsewhere": elsewhere_problems}


class LinesInvalid(Invalid):
    """Lines that cannot be kept; the text says which, and why."""


class SearchForm(RegistryEditForm):
    """The settings of `ISearchSettings`."""

    schema = ISearchSettings
    schema_prefix = SETTINGS_PREFIX
    label = _("title_search_settings", default="Search")
    description = _(
        "help_search_settings",
        default=(
            "What residents find, and where they are sent when there is nothing to find."
            " Changes count at once."
        ),
    )
    buttons = RegistryEditForm.buttons.copy()
    handlers = RegistryEditForm.handlers.copy()

    def updateFields(self):
        super().updateFields()
        for name in self.fields:
            self.fields[name].widgetFactory = TextLinesFieldWidget

    def updateWidgets(self):
        super().updateWidgets()
        for widget in self.widgets.values():
            widget.rows = 20
            widget.addClass("form-control")

    @button.buttonAndHandler(
        _("button_take_aliases", default="Add the other names of services"),
        name="take_aliases",
    )
    def handle_take_aliases(self, action):
        """Add what services are also called to what is stored, as groups."""
        lines = synonym_lines()
        new = alias_lines(lines)
        if new:
            keep_lines([*lines, *new])
        api.portal.show_message(
            _(
                "message_aliases_taken",
                default="${count} lines were added.",
                mapping={"count": len(new)},
            ),
            self.request,
        )
        self.request.response.redirect(self.request.getURL())


class SearchControlPanel(ControlPanelFormWrapper):
    """See `SearchForm`."""

    form = SearchForm


class LinesValidator(SimpleFieldValidator):
    """Refuses lines that cannot be kept, and says which."""

    def validate(self, value, force=False):
        super().validate(value, force)
        problems = PROBLEMS[self.field.__name__](value or ())
        if problems:
            raise LinesInvalid(
                " ".join(self._sentence(each) for each in problems[:PROBLEMS_SHOWN])
            )

    def _sentence(self, problem: Problem) -> str:
        said = translate(problem.message, context=self.request)
        sentence = _(
            "error_in_line",
            default="Line ${line}: ${problem}",
            mapping={"line": problem.line, "problem": said},
        )
        return translate(sentence, context=self.request)


# By the form: marking the fields themselves would keep the registry from storing them.
WidgetValidatorDiscriminators(LinesValidator, view=SearchForm, field=IList)
