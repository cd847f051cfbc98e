"""The action of the suggestion box, in EasyForm's own list of actions."""

from collective.easyform.actions import ActionFactory
from onewindow_policy import _
from onewindow_policy.forms.interfaces import IRegisteringAction
from onewindow_policy.forms.registering import RegisteringAction
from plone.supermodel.exportimport import BaseHandler
from zope import schema
from zope.interface import implementer


class ILeaveSuggestion(IRegisteringAction):
    """Puts what was entered into the suggestion box. The settings name the fields."""

    message = schema.ASCIILine(
        title=_("label_field_of_message", default="Field of the message"),
        default="message",
    )
    community = schema.ASCIILine(
        title=_("label_field_of_community", default="Field of the community"),
        default="community",
        required=False,
    )
    sender_name = schema.ASCIILine(
        title=_("label_field_of_sender", default="Field of the sender's name"),
        default="sender_name",
        required=False,
    )
    contact = schema.ASCIILine(
        title=_("label_field_of_contact", default="Field of the phone or e-mail"),
        default="contact",
        required=False,
    )


@implementer(ILeaveSuggestion)
class LeaveSuggestion(RegisteringAction):
    """See `ILeaveSuggestion`."""

    settings = ILeaveSuggestion
    kind = "suggestions"


LeaveSuggestionAction = ActionFactory(
    LeaveSuggestion,
    _("action_leave_suggestion", default="Leave a suggestion"),
    "onewindow_policy.AddRegisteringAction",
)
LeaveSuggestionHandler = BaseHandler(LeaveSuggestion)
