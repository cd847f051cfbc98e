"""The models of forms, judged before anything of them is run, and parsed once a text.

EasyForm parses the XML of a form anew whenever anything asks for its schema, a dozen
times in a request. The text decides what a model is, so that one that was changed in the
meantime is parsed anew. Each request has a schema of its own, though: forms and editors
write into it.
"""

from Acquisition import aq_base
from collections.abc import Iterable
from collective.easyform.api import CONTEXT_KEY
from collective.easyform.interfaces import IEasyForm
from copy import copy
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from onewindow_policy import logger
from onewindow_policy.forms import defaults
from onewindow_policy.forms.accepting import accept
from onewindow_policy.forms.accepting import closing_faults
from onewindow_policy.forms.accepting import judged_values
from onewindow_policy.forms.accepting import may_accept
from onewindow_policy.forms.accepting import verdict_on
from onewindow_policy.forms.exceptions import ChangeRefused
from onewindow_policy.forms.exceptions import FormClosed
from onewindow_policy.forms.exceptions import UnfitForm
from onewindow_policy.forms.exceptions import UnfitFormChange
from onewindow_policy.forms.exceptions import UnfitModel
from onewindow_policy.forms.faults import ACTIONS_MODEL
from onewindow_policy.forms.faults import FIELDS_MODEL
from onewindow_policy.forms.fitness import require_fit
from onewindow_policy.forms.interfaces import IRegisteringForm
from onewindow_policy.installed import is_installed
from plone.autoform.interfaces import WIDGETS_KEY
from plone.supermodel import serializeSchema
from plone.supermodel.interfaces import FIELDSETS_KEY
from plone.supermodel.model import Fieldset
from plone.supermodel.parser import SupermodelParseError
from zope.annotation.interfaces import IAnnotations
from zope.event import notify
from zope.globalrequest import getRequest
from zope.interface.interface import InterfaceClass
from zope.lifecycleevent import ObjectModifiedEvent
from zope.schema import Field
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import IChoice

import collective.easyform.api

_RADIO = "z3c.form.browser.radio.RadioFieldWidget"

#: As many models are kept as a city has forms, two for each.
PATTERNS = 1024

ANNOTATION = "onewindow_policy.forms.models"


def parsed_once(original, data: str | None, context) -> InterfaceClass:
    """Return the schema that the XML `data` describes; replaces EasyForm's `get_model`.

    `context` is the form. Within a request the same schema is returned for the same
    text, since nothing but the form's editor changes a schema, and that writes it back.
    Raises `FormClosed` for a form that cannot be used, before anything of it is read.
    """
    if not is_judged(context):
        return original(data, context)
    request = getRequest()
    models = {} if request is None else IAnnotations(request).setdefault(ANNOTATION, {})
    # The object itself is held too: an address may be given to another one.
    base = aq_base(context)
    key = (id(base), data)
    if key not in models:
        require_usable(context, data)
        models[key] = (base, _parsed(data))
    _base, schema = models[key]
    schema.setTaggedValue(CONTEXT_KEY, context)
    return schema


@dataclass(frozen=True, slots=True)
class Besides:
    """A question that is asked besides those of a form's model: a choice by radio buttons,
    before the field `before`, which is asked then with the answer `answer` to it."""

    name: str
    field: Field
    before: str
    answer: str


def ask_besides(form, schema: InterfaceClass, asked: Iterable[Besides]):
    """Return `schema`, the one of `form` in this request, with more questions in it: from
    now on whatever asks for it in this request gets these, too. Nothing is stored."""
    members, tags = _parts_of(schema)
    conditions = tags.setdefault("depends_on", {})
    widgets = tags.setdefault(WIDGETS_KEY, {})
    for each in asked:
        members[each.name] = each.field
        each.field.order = members[each.before].order - 0.5
        if each.before in conditions:
            conditions[each.name] = conditions[each.before]
        conditions[each.before] = f"{each.name}={each.answer}"
        widgets[each.name] = _RADIO
        for fieldset in tags.get(FIELDSETS_KEY, ()):
            if each.before in fieldset.fields:
                place = fieldset.fields.index(each.before)
                fieldset.fields.insert(place, each.name)
    return _made_of(form, schema, members, tags)


@dataclass(frozen=True, slots=True)
class AskedAtEnd:
    """A question that is asked after those of a form's model; `condition` says when (see
    `conditions`), "" for always. Choices are made by radio buttons."""

    name: str
    field: Field
    condition: str = ""


def ask_at_end(
    form, schema: InterfaceClass, group: str, title, asked: Iterable[AskedAtEnd]
):
    """Return `schema`, the one of `form` in this request, with a group of questions at its
    end; see `ask_besides`. Nothing is stored."""
    members, tags = _parts_of(schema)
    conditions = tags.setdefault("depends_on", {})
    widgets = tags.setdefault(WIDGETS_KEY, {})
    asked = list(asked)
    last = max((each.order for each in members.values()), default=0)
    for place, each in enumerate(asked, 1):
        members[each.name] = each.field
        each.field.order = last + place
        if each.condition:
            conditions[each.name] = each.condition
        if IChoice.providedBy(each.field):
            widgets[each.name] = _RADIO
    names = [each.name for each in asked]
    tags[FIELDSETS_KEY] = [
        *tags.get(FIELDSETS_KEY, ()),
        Fieldset(group, label=title, fields=names),
    ]
    return _made_of(form, schema, members, tags)


def _parts_of(schema: InterfaceClass) -> tuple[dict, dict]:
    """Return the fields of a schema by name, and a copy of what is written beside them."""
    tags = {
        tag: deepcopy(schema.getDirectTaggedValue(tag))
        for tag in schema.getDirectTaggedValueTags()
        if tag != CONTEXT_KEY
    }
    return dict(getFieldsInOrder(schema)), tags


def _made_of(form, schema: InterfaceClass, members: dict, tags: dict):
    """Return a schema like `schema` with other fields, which all of this request get."""
    for member in members.values():
        member.interface = None
    made = type(schema)(
        schema.__name__, schema.__bases__, members, __module__=schema.__module__
    )
    for tag, value in tags.items():
        made.setTaggedValue(tag, value)
    made.setTaggedValue(CONTEXT_KEY, form)
    models = IAnnotations(getRequest())[ANNOTATION]
    models[(id(aq_base(form)), form.fields_model)] = (aq_base(form), made)
    return made


def is_judged(form) -> bool:
    """Return whether it is for us what this form may hold: not in a site beside ours.

    Where the portal was uninstalled, those that registered by it stay closed.
    """
    return is_installed() or IRegisteringForm.providedBy(form)


def require_usable(form, data: str | None = None) -> None:
    """Let nobody use a form that holds what is not on the list; `data` is a model of it.

    Raises `FormClosed`, and tells the operator why.
    """
    values = judged_values(form)
    if data is not None and data not in (values[FIELDS_MODEL], values[ACTIONS_MODEL]):
        raise FormClosed("a model that the form does not have")
    if faults := closing_faults(form):
        log_closed(form, faults)
        raise FormClosed("a form that holds what is not on the list")


def log_closed(form, faults) -> None:
    """Tell the operator that a form is closed, and why."""
    logger.error(
        "Form %s is closed, since it holds what is not on the list of docs/forms.md: %s",
        "/".join(form.getPhysicalPath()),
        in_english(faults),
    )


def in_english(faults) -> str:
    """Return faults of a form in one line, as logs have them."""
    return "; ".join(
        f"{fault.part}:{fault.line or '-'} {_plain(fault.message)}" for fault in faults
    )


def _plain(message) -> str:
    """Return a message in English, as logs have them."""
    words = message.default or message
    for name, value in (message.mapping or {}).items():
        words = words.replace(f"${{{name}}}", str(value))
    return words


def _parsed(data: str | None) -> InterfaceClass:
    """Return a new schema of a model that was judged. Raises `FormClosed`.

    EasyForm would show what is not to be read as an empty form, whose answers go nowhere.
    """
    try:
        return _copied(_pattern(data or defaults.NOTHING))
    except UnfitModel as error:
        logger.error("The model of a form cannot be read: %s", error)
        raise FormClosed("a model that cannot be read") from error


@lru_cache(maxsize=PATTERNS)
def _pattern(text: str) -> InterfaceClass:
    """Return the schema of a model, to be copied and never changed. Raises `UnfitModel`."""
    try:
        schema = collective.easyform.api.loadString(text).schema
    except (SupermodelParseError, ValueError) as error:
        raise UnfitModel(str(error).partition("\n")[0]) from error
    if schema is None:
        raise UnfitModel("no schema without a name")
    return schema


def _copied(schema: InterfaceClass) -> InterfaceClass:
    """Return a schema with copies of all fields and of what is written beside them.

    What a field holds itself – a vocabulary, the type of its values – is only ever bound,
    which copies it. Reading a model writes nothing beside a field, but beside its schema.
    """
    members = {}
    for name, field in getFieldsInOrder(schema):
        members[name] = member = copy(field)
        # The new schema enters itself where there is none.
        member.interface = None
    copied = type(schema)(
        schema.__name__, schema.__bases__, members, __module__=schema.__module__
    )
    for tag in schema.getDirectTaggedValueTags():
        copied.setTaggedValue(tag, deepcopy(schema.getDirectTaggedValue(tag)))
    return copied


def require_model(text: str) -> None:
    """Ask that `text` can be read as a model. Raises `UnfitModel`.

    For texts that were judged, or are our own: reading a model imports what it names.
    """
    _pattern(text)


def is_readable(text: str) -> bool:
    """Return whether a text that was judged can be read as a model."""
    try:
        require_model(text)
    except UnfitModel:
        return False
    return True


def evaluated(original, context, expression_string: str, **kwargs):
    """Return the value of an expression of a form that may be used; replaces EasyForm's
    `get_expression`, wherever it is called. Raises `FormClosed`."""
    if IEasyForm.providedBy(context) and is_judged(context):
        require_usable(context)
    return original(context, expression_string, **kwargs)


def store_fields(original, context, schema) -> None:
    """Store what the editor of fields has made of a schema; replaces EasyForm's
    `set_fields`. Raises `ChangeRefused`, and has stored nothing then."""
    if not is_judged(context):
        original(context, schema)
        return
    _store(context, FIELDS_MODEL, schema)


def store_actions(original, context, schema) -> None:
    """Store what the editor of actions has made of a schema; replaces EasyForm's
    `set_actions`. Raises `ChangeRefused`, and has stored nothing then."""
    if not is_judged(context):
        original(context, schema)
        return
    schema.setTaggedValue(WIDGETS_KEY, {})
    _store(context, ACTIONS_MODEL, schema)


def _store(form, name: str, schema) -> None:
    bring(form, {name: serializeSchema(schema)})


def bring(form, changes: dict[str, str]) -> None:
    """Store models that the user has brought, accepted where they may bring them.

    Raises `ChangeRefused`, and has stored nothing then.
    """
    verdict = verdict_on(form, changes)
    is_accepted = may_accept(form, verdict)
    if verdict.faults and not is_accepted:
        raise ChangeRefused(verdict.faults, verdict.is_for_residents)
    try:
        require_fit(form, changes)
    except UnfitForm as unfit:
        raise UnfitFormChange(unfit) from unfit
    for name, value in changes.items():
        setattr(form, name, value)
    if is_accepted:
        accept(form)
    form.notifyModified()
    # Other than EasyForm: what follows a change of content follows one of its questions.
    notify(ObjectModifiedEvent(form))
