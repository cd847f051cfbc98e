"""The form by which suggestions are left, as a new site gets it; editors may change it."""

from importlib.resources import files
from onewindow_policy import _
from onewindow_policy.feedback.reporting import beginning_about
from onewindow_policy.feedback.reporting import beginning_against
from onewindow_policy.forms.api import choices_of_city
from onewindow_policy.forms.interfaces import ISiteForm
from plone import api
from zope.interface import implementer

#: The path, from the site, of the form.
FORM_PATH = "forms/suggest"

#: How long a suggestion is kept once it was answered or closed.
KEPT_MONTHS = 12

#: Its one action.
ACTIONS = """\
<model xmlns="http://namespaces.plone.org/supermodel/schema">
  <schema>
    <field name="leave_suggestion"
           type="onewindow_policy.forms.suggesting.LeaveSuggestion">
      <title>放入意见箱</title>
    </field>
  </schema>
</model>
"""


def suggestion_form() -> dict[str, str | int]:
    """Return the fields of the form, by the names that EasyForm and its behaviors have.

    What it is made of is Chinese, as everything that the city writes. Its fields are
    those of `NewSuggestion`: message, community, sender_name, contact. The legal ground
    is a duty: state organs hear and answer suggestions (Constitution, article 27;
    Personal Information Protection Law, article 13, 3).
    """
    return {
        "title": "写意见",
        "description": "窗口办事哪里好、哪里不好，请告诉我们。提交后得到意见编号。",
        "submitLabel": "提交意见",
        "legal_ground": "duty",
        "purpose": "阅读、答复您的意见，改进服务。",
        "retention_months": KEPT_MONTHS,
        "fields_model": (files(__package__) / "form.xml").read_text(encoding="utf-8"),
        "actions_model": ACTIONS,
    }


@implementer(ISiteForm)
class SuggestionForm:
    """See `ISiteForm`."""

    action_type = "onewindow_policy.forms.suggesting.LeaveSuggestion"
    without_action = _(
        "fault_keeps_no_suggestion",
        default=(
            "This is the form of the suggestion box, and nothing in it puts suggestions"
            " there: they would be lost. It needs the action “Leave a suggestion”,"
            " switched on."
        ),
    )

    @property
    def fields_model(self) -> str:
        return suggestion_form()["fields_model"]

    @property
    def actions_model(self) -> str:
        return ACTIONS

    def first_answers(self, inputs) -> dict[str, str]:
        """Name the page that somebody comes from to say what is wrong with it, or the
        public notice that somebody objects to, and the window that sees to that."""
        objection = beginning_against(inputs.get("notice"))
        if objection:
            code = inputs.get("community")
            is_code = isinstance(code, str) and code in choices_of_city().names
            place = {"community": code} if is_code else {}
            return {"message": objection, **place}
        url = api.portal.get().absolute_url()
        beginning = beginning_about(inputs.get("about"), url)
        return {"message": beginning} if beginning else {}


the_suggestion_form = SuggestionForm()
