"""Forms for everybody else."""

from onewindow_policy.forms.accepting import closing_faults
from onewindow_policy.forms.accepting import own_actions
from onewindow_policy.forms.agents import OWN_AGENT
from onewindow_policy.forms.answers import answer_text
from onewindow_policy.forms.answers import chosen_ways
from onewindow_policy.forms.answers import handed_in_files
from onewindow_policy.forms.answers import plain_answers
from onewindow_policy.forms.applying import APPLICATION_ACTIONS
from onewindow_policy.forms.asking import ItemNeeds
from onewindow_policy.forms.communities import choices_of_city
from onewindow_policy.forms.consents import GUARDIAN as GUARDIAN_CONSENT
from onewindow_policy.forms.consents import PERSONAL as PERSONAL_CONSENT
from onewindow_policy.forms.consents import SMS as SMS_CONSENT
from onewindow_policy.forms.consents import SMS_TO_AGENT as SMS_TO_AGENT_CONSENT
from onewindow_policy.forms.consents import TOLD as TOLD_CONSENT
from onewindow_policy.forms.earlier import AGREED
from onewindow_policy.forms.earlier import answers_for
from onewindow_policy.forms.earlier import DOCUMENT
from onewindow_policy.forms.earlier import Earlier
from onewindow_policy.forms.earlier import IN_ADDRESS as EARLIER_IN_ADDRESS
from onewindow_policy.forms.earlier import LastTime
from onewindow_policy.forms.earlier import RENEW
from onewindow_policy.forms.earlier import titles_for
from onewindow_policy.forms.eligibility import Finding
from onewindow_policy.forms.faults import Fault
from onewindow_policy.forms.fields import UNKNOWN_COMMUNITY
from onewindow_policy.forms.generation import application_model
from onewindow_policy.forms.generation import packaged_template
from onewindow_policy.forms.generation import title_for
from onewindow_policy.forms.guarding import judge
from onewindow_policy.forms.handing import AT_WINDOW
from onewindow_policy.forms.handing import NOT_NEEDED
from onewindow_policy.forms.handing import PROMISE
from onewindow_policy.forms.handingout import ADDRESS as RESULT_ADDRESS
from onewindow_policy.forms.handingout import AT_HOME
from onewindow_policy.forms.handingout import BY_POST
from onewindow_policy.forms.handingout import chosen_way
from onewindow_policy.forms.handingout import HANDED_OVER
from onewindow_policy.forms.handingout import NAMES as RESULT_NAMES
from onewindow_policy.forms.handingout import OWN_ADDRESS
from onewindow_policy.forms.handingout import result_ways
from onewindow_policy.forms.handingout import TITLES as RESULT_WAYS
from onewindow_policy.forms.inquired import IN_ADDRESS
from onewindow_policy.forms.interfaces import BY_DUTY
from onewindow_policy.forms.interfaces import IRegisteringForm
from onewindow_policy.forms.items import application_form
from onewindow_policy.forms.items import APPLY_ID
from onewindow_policy.forms.items import item_of
from onewindow_policy.forms.items import TEMPLATE_PATH
from onewindow_policy.forms.keeping import begun_by
from onewindow_policy.forms.keeping import last_day
from onewindow_policy.forms.keeping import ResumedForm
from onewindow_policy.forms.mending import births_by
from onewindow_policy.forms.mending import choices_of
from onewindow_policy.forms.mending import kept_answer
from onewindow_policy.forms.mending import mendable_questions
from onewindow_policy.forms.mending import people_in
from onewindow_policy.forms.mending import read_answer
from onewindow_policy.forms.models import log_closed
from onewindow_policy.forms.models import require_model
from onewindow_policy.forms.notices import kept_months
from onewindow_policy.forms.notices import withdrawn_months
from onewindow_policy.forms.shown import version_of
from onewindow_policy.forms.submissions import Receipt
from onewindow_policy.forms.submitted import PREFIX
from onewindow_policy.forms.uploads import HandedInFile
from onewindow_policy.forms.uploads import material_filename
from onewindow_policy.forms.uploads import require_total
from onewindow_policy.forms.widgets import read_upload
from onewindow_policy.forms.window import ORIGINAL_SEEN
from onewindow_policy.forms.window import ORIGINAL_TAKEN
from onewindow_policy.forms.window import remember_window
from onewindow_policy.forms.window import TAKE_IN
from onewindow_policy.forms.window import TAKE_IN_CASES
from onewindow_policy.forms.window import TAKEN_AT_WINDOW
from onewindow_policy.forms.window import WINDOW_COOKIE
from onewindow_policy.forms.window import window_of
from onewindow_policy.forms.window import windows_of
from plone import api
from zope.interface import alsoProvides
from zope.interface import noLongerProvides

__all__ = (
    "AGREED",
    "DOCUMENT",
    "Earlier",
    "EARLIER_IN_ADDRESS",
    "LastTime",
    "RENEW",
    "answers_for",
    "births_by",
    "choices_of",
    "kept_answer",
    "mendable_questions",
    "people_in",
    "read_answer",
    "application_form",
    "begun_by",
    "last_day",
    "ResumedForm",
    "PREFIX",
    "remember_window",
    "WINDOW_COOKIE",
    "titles_for",
    "window_of",
    "windows_of",
    "APPLY_ID",
    "AT_HOME",
    "BY_POST",
    "HANDED_OVER",
    "OWN_ADDRESS",
    "RESULT_ADDRESS",
    "RESULT_NAMES",
    "RESULT_WAYS",
    "chosen_way",
    "result_ways",
    "AT_WINDOW",
    "Finding",
    "IN_ADDRESS",
    "HandedInFile",
    "NOT_NEEDED",
    "OWN_AGENT",
    "Receipt",
    "ORIGINAL_SEEN",
    "ORIGINAL_TAKEN",
    "GUARDIAN_CONSENT",
    "PERSONAL_CONSENT",
    "SMS_CONSENT",
    "SMS_TO_AGENT_CONSENT",
    "TOLD_CONSENT",
    "PROMISE",
    "TAKEN_AT_WINDOW",
    "TAKE_IN",
    "TAKE_IN_CASES",
    "TEMPLATE_PATH",
    "UNKNOWN_COMMUNITY",
    "answer_text",
    "choices_of_city",
    "chosen_ways",
    "faults_of_application",
    "generated_form",
    "handed_in_files",
    "item_of",
    "kept_months",
    "material_filename",
    "plain_answers",
    "read_upload",
    "require_model",
    "require_total",
    "set_registering",
    "version_of",
    "withdrawn_months",
)


def is_registering(form) -> bool:
    """Return whether sending this form makes a record of a resident."""
    return IRegisteringForm.providedBy(form)


def set_registering(form, registering: bool) -> None:
    """Say whether sending this form makes a record of a resident.

    From then on it is sent by POST only, is never prefilled from its address and shows
    the notice at collection. Whatever changes the actions of a form says so.
    """
    if registering and not is_registering(form):
        alsoProvides(form, IRegisteringForm)
        form.method = "post"
    elif not registering and is_registering(form):
        noLongerProvides(form, IRegisteringForm)


def site_template() -> str:
    """Return the model that the forms of items are made from: what editors made of it,
    else ours. Of a template that holds what is not on the list nothing is passed on."""
    template = api.portal.get().unrestrictedTraverse(TEMPLATE_PATH, None)
    model = getattr(template, "fields_model", None)
    if not model:
        return packaged_template()
    if faults := closing_faults(template):
        log_closed(template, faults)
        return packaged_template()
    return model


def faults_of_application(fields_model: str, actions_model: str) -> tuple[Fault, ...]:
    """Return what in the models of an item's form is not on the list."""
    verdict = judge(
        fields_model, actions_model, {}, own_actions(), is_for_residents=True
    )
    return verdict.faults


def generated_form(
    code: str, name: str, needs: ItemNeeds
) -> dict[str, str | int | None]:
    """Return the fields of the form for an item, made from the template.

    `code` and `name` are the item's. An item for which we bring a template of its own is
    made from that. Raises `UnfitModel`.
    """
    return {
        "title": title_for(name),
        "description": "在手机上填写、拍照上传，提交后得到办件编号。带“必填”的都要填。",
        "submitLabel": "提交申请",
        "legal_ground": BY_DUTY,
        "purpose": None,
        "retention_months": None,
        "retention": None,
        "fields_model": application_model(
            packaged_template(code) or site_template(), needs
        ),
        "actions_model": APPLICATION_ACTIONS,
    }
