"""Checks of the forms by which items are applied for."""

from onewindow_policy import _
from onewindow_policy.exchange.places import excerpt
from onewindow_policy.exchange.places import Place
from onewindow_policy.exchange.places import Problems
from onewindow_policy.forms.api import faults_of_application
from onewindow_policy.forms.api import require_model
from onewindow_policy.forms.exceptions import UnfitModel

MODELS = ("fields_model", "actions_model")


def check_form(form: Place, problems: Problems) -> None:
    """Check that the models of a form hold only what is on the list, and can be read.

    Reading a model imports what it names, so that comes second.
    """
    texts = {key: form[key].text or "" for key in MODELS}
    if not any(texts.values()):
        return
    faults = faults_of_application(*texts.values())
    for fault in faults:
        problems.add(form[fault.part], fault.message)
    for key in MODELS:
        model = form[key]
        if model.text is None or any(fault.part == key for fault in faults):
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
