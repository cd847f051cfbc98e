"""Keep registering forms as residents can trust them."""

from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.easyform.api import get_actions
from onewindow_policy import _
from onewindow_policy.forms.actions import IRegisteringAction
from onewindow_policy.forms.api import APPLY_ID
from onewindow_policy.forms.api import set_registering
from onewindow_policy.forms.items import item_of
from zExceptions import BadRequest
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.schema import getFieldsInOrder

POST = "post"

POST_ONLY = _(
    "error_post_only",
    default=(
        "This form registers what residents enter. It is sent by POST only, so that"
        " nothing of it gets into addresses and logs."
    ),
)


def refuse_get(form, event) -> None:
    """A registering form cannot be set to be sent by GET, by whatever way of writing.

    Forms ask beforehand and say so at the field.
    """
    if form.method != POST:
        raise BadRequest(translate(POST_ONLY, context=getRequest()))


def follow_actions(form) -> None:
    """Let a form register when one of its actions does, or an item is applied for by it:
    without an action that form takes nothing in, and says so."""
    is_for_item = form.getId() == APPLY_ID and item_of(form) is not None
    registers = any(map(IRegisteringAction.providedBy, _actions(form)))
    set_registering(form, is_for_item or registers)


def follow_changed_actions(actions, event) -> None:
    """What the editor of actions changed decides whether a form registers."""
    follow_actions(aq_parent(aq_inner(actions)))


def _actions(form) -> list:
    return [action for _name, action in getFieldsInOrder(get_actions(form))]


def follow_new_place(form, event) -> None:
    """Look at the actions of a form however it came there: by import, by hand, copied or
    renamed."""
    if event.newParent is not None:
        follow_actions(form)


def follow_new_values(form, event) -> None:
    """Look at the actions of a form whenever it was changed."""
    follow_actions(form)
