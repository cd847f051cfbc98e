"""Values of fields, and steps of the workflow, in the words in which people read them."""

from collections.abc import Mapping
from onewindow_policy import _
from onewindow_policy.publishing.api import WORKFLOW
from onewindow_policy.publishing.rooms import ROOM_WORKFLOW
from onewindow_policy.publishing.states import workflow_of
from onewindow_policy.typed.markup import without_tags
from plone import api
from plone.app.textfield.interfaces import IRichTextValue
from plone.namedfile.interfaces import INamedFile
from z3c.relationfield.interfaces import IRelationValue
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IBool
from zope.schema.interfaces import IChoice
from zope.schema.interfaces import ICollection

import re

#: Elements of rich text that begin a new line.
BLOCK = re.compile(r"</(p|li|h[1-6]|tr|div|blockquote)>|<br\s*/?>", re.IGNORECASE)


def account_name(user_id: str) -> str:
    """Return what an account is called, its id where it is gone or has no name."""
    user = api.user.get(userid=user_id) if user_id else None
    return (user.getProperty("fullname") if user is not None else "") or user_id


def transition_title(transition, content) -> Message:
    """Return what the button of a transition of `content` says."""
    return Message(transition["name"], domain=_domain(content))


def state_title(content, state_id: str) -> Message:
    """Return what a state of `content` is called."""
    state = workflow_of(content).states.get(state_id)
    title = state.title if state is not None else state_id
    return Message(title, domain=_domain(content))


def _domain(content) -> str:
    is_ours = workflow_of(content).id in (WORKFLOW, ROOM_WORKFLOW)
    return "onewindow_policy" if is_ours else "plone"


def plain(value):
    """Return `value` as what can be compared and shown: text, numbers, lists, dicts.

    Rich text loses its markup, a file is its name and size, a relation the title of its
    target.
    """
    if IRichTextValue.providedBy(value):
        return without_tags(BLOCK.sub("\n", value.raw or "")).strip()
    if INamedFile.providedBy(value):
        return f"{value.filename} ({value.getSize()} B)"
    if IRelationValue.providedBy(value):
        target = value.to_object
        return target.Title() if target is not None else ""
    if isinstance(value, (list, tuple)):
        return [plain(each) for each in value]
    return value


def worded(field, value, context, request) -> str:
    """Return `value` of `field` as text, "" for nothing.

    Codes are given their titles, lists and rows a line for each entry.
    """
    if value is None or value == "":
        return ""
    if isinstance(value, Mapping):
        schema = getattr(field, "schema", None)
        return "\n".join(_cells(schema, value, context, request))
    if isinstance(value, (list, tuple)):
        entry = field.value_type if ICollection.providedBy(field) else field
        return "\n".join(worded(entry, each, context, request) for each in value)
    if IBool.providedBy(field):
        said = _("value_yes", default="Yes") if value else _("value_no", default="No")
        return translate(said, context=request)
    if IChoice.providedBy(field):
        return _title_of(field, value, context, request)
    return str(value)


def _cells(schema, row, context, request):
    for name, field in getFieldsInOrder(schema):
        if text := worded(field, row.get(name), context, request):
            yield f"{translate(field.title, context=request)}: {text}"


def _title_of(field, value, context, request) -> str:
    try:
        term = field.bind(context).vocabulary.getTerm(value)
    except LookupError:
        # A code that has left its list in the meantime.
        return str(value)
    return translate(term.title or str(value), context=request)
