"""The action by which services are applied for, in EasyForm's own list of actions."""

from collective.easyform.actions import ActionFactory
from onewindow_policy import _
from onewindow_policy.forms.interfaces import IRegisteringAction
from onewindow_policy.forms.registering import RegisteringAction
from plone.supermodel.exportimport import BaseHandler
from zope import schema
from zope.interface import implementer


class IRegisterCase(IRegisteringAction):
    """Makes a case of what was entered. The settings name the fields that say who."""

    applicant_name = schema.ASCIILine(
        title=_("label_field_of_name", default="Field of the applicant's name"),
        default="applicant_name",
    )
    applicant_id_number = schema.ASCIILine(
        title=_("label_field_of_id_number", default="Field of the identity number"),
        default="id_number",
        required=False,
    )
    applicant_phone = schema.ASCIILine(
        title=_("label_field_of_phone", default="Field of the phone number"),
        default="phone",
        required=False,
    )
    applicant_email = schema.ASCIILine(
        title=_("label_field_of_email", default="Field of the e-mail address"),
        default="email",
        required=False,
    )
    community = schema.ASCIILine(
        title=_("label_field_of_community", default="Field of the community"),
        default="community",
    )
    agent_name = schema.ASCIILine(
        title=_("label_field_of_agent_name", default="Field of the agent's name"),
        default="agent_name",
        required=False,
    )
    agent_id_number = schema.ASCIILine(
        title=_(
            "label_field_of_agent_id_number",
            default="Field of the agent's identity number",
        ),
        default="agent_id_number",
        required=False,
    )
    agent_phone = schema.ASCIILine(
        title=_(
            "label_field_of_agent_phone", default="Field of the agent's phone number"
        ),
        default="agent_phone",
        required=False,
    )


@implementer(IRegisterCase)
class RegisterCase(RegisteringAction):
    """See `IRegisterCase`."""

    settings = IRegisterCase
    kind = "cases"


RegisterCaseAction = ActionFactory(
    RegisterCase,
    _("action_register_case", default="Register case"),
    "onewindow_policy.AddRegisteringAction",
)
RegisterCaseHandler = BaseHandler(RegisterCase)
