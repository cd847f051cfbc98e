"""Checks of the forms by which items are applied for."""

from onewindow_policy import _
from onewindow_policy.exchange.places import excerpt
from onewindow_policy.exchange.places import Place
from onewindow_policy.exchange.places import Problems
from onewindow_policy.forms.api import require_model
from onewindow_policy.forms.exceptions import UnfitModel

MODELS = ("fields_model", "actions_model")


def check_form(form: Place, problems: Problems) -> None:
    """Check that the models of a form can be read."""
    for key in MODELS:
        model = form[key]
        if model.text is None:
            continue
        try:
            require_model(model.text)
        except UnfitModel as error:
            problems.add(
                model,
                _(
                    "problem_form_model",
                    default="Is no model of a form: ${reason}",
                    mapping={"reason": excerpt(str(error))},
                ),
            )
