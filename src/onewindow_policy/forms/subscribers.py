"""Keep forms as those who fill them in can trust them."""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collective.easyform.interfaces import IEasyForm
from onewindow_policy import _
from onewindow_policy.catalogue.interfaces import IServiceItem
from onewindow_policy.forms.accepting import judged_values
from onewindow_policy.forms.accepting import own_actions
from onewindow_policy.forms.api import APPLY_ID
from onewindow_policy.forms.api import set_registering
from onewindow_policy.forms.faults import FIELDS_MODEL
from onewindow_policy.forms.faults import sentences_of
from onewindow_policy.forms.guarding import types_in
from onewindow_policy.forms.items import item_of
from onewindow_policy.forms.justifying import unjustified_faults
from onewindow_policy.forms.materials import unlisted_faults
from onewindow_policy.forms.models import is_judged
from onewindow_policy.forms.saving import begin_with_ours
from onewindow_policy.forms.saving import judge_changed
from onewindow_policy.forms.saving import judge_moved
from onewindow_policy.forms.saving import judge_new
from onewindow_policy.publishing.api import is_published
from plone import api
from zExceptions import BadRequest
from zope.globalrequest import getRequest
from zope.i18n import translate

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
    registers = types_in(form.actions_model or "") & own_actions().keys()
    set_registering(form, bool(is_for_item or registers))


def follow_changed_actions(actions, event) -> None:
    """What the editor of actions changed decides whether a form registers."""
    form = aq_parent(aq_inner(actions))
    if is_judged(form):
        follow_actions(form)


def follow_new_place(form, event) -> None:
    """Judge a form, and look at its actions, however it came there: by import, by hand,
    copied or renamed."""
    if event.newParent is None or not is_judged(form):
        return
    if event.oldParent is None:
        begin_with_ours(form)
        judge_new(form)
    elif aq_base(event.object) is aq_base(form):
        judge_moved(form)
    follow_actions(form)
    follow_form_in_lists(form, event)


def follow_form_in_lists(form, event) -> None:
    """Let lists offer a service online as long as there is a public form for it."""
    container = aq_parent(aq_inner(form))
    if form.getId() == APPLY_ID and IServiceItem.providedBy(container):
        container.reindexObject(idxs=["channels"])


def judge_new_values(content, event) -> None:
    """Judge a form whenever it was changed.

    Registered for more than forms: so it comes before what publishing asks of them, which
    takes for granted that what may be accepted was.
    """
    if IEasyForm.providedBy(content) and is_judged(content):
        judge_changed(content, event)


def follow_new_values(form, event) -> None:
    """Look at the actions of a form whenever it was changed."""
    if is_judged(form):
        follow_actions(form)


def tell_of_questions(form, event) -> None:
    """Tell who changed a draft what will stand against its publication: its guide may be
    written after it. What is public is refused."""
    request = getRequest()
    if request is None or not is_judged(form) or is_published(form):
        return
    fields_model = judged_values(form)[FIELDS_MODEL]
    faults = [
        *unlisted_faults(form, fields_model),
        *unjustified_faults(form, fields_model),
    ]
    for sentence in sentences_of(faults):
        api.portal.show_message(sentence, request, type="warning")
