"""What a form holds that is not on the list, in words that its editor understands."""

from collections.abc import Iterable
from collective.easyform.interfaces import IEasyForm
from dataclasses import dataclass
from lxml import etree
from onewindow_policy import _
from onewindow_policy.forms import allowed
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.i18nmessageid import Message

import re

#: How much of what was found is repeated.
_EXCERPT = 60

FIELDS_MODEL = "fields_model"
ACTIONS_MODEL = "actions_model"

LABELS = {
    FIELDS_MODEL: _("label_fields_model", default="Fields"),
    ACTIONS_MODEL: _("label_actions_model", default="Actions"),
}


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a form that is not on the list.

    `part` is the name of the form's attribute, `line` that in its text, None where it has
    no lines; `message` says what it is.
    """

    part: str
    line: int | None
    message: Message


#: What follows the faults of a form, and says the way out.
FOR_NOBODY = _(
    "faults_for_nobody",
    default=(
        "Residents entrust their data to this form, so that nobody can use this in it."
        " Please take it out."
    ),
)
FOR_ADMINISTRATORS = _(
    "faults_for_administrators",
    default="Only an administrator can use this. Please take it out, or ask one.",
)


def in_words(faults: Iterable[Fault], is_for_residents: bool) -> list[str]:
    """Return a sentence for each fault in the language of the reader, and the way out."""
    way_out = FOR_NOBODY if is_for_residents else FOR_ADMINISTRATORS
    return [*sentences_of(faults), translate(way_out, context=getRequest())]


def sentences_of(faults: Iterable[Fault]) -> list[str]:
    """Return a sentence for each fault in the language of the reader."""
    request = getRequest()
    return [
        ": ".join(
            translate(part, context=request)
            for part in (place_of(fault), fault.message)
        )
        for fault in faults
    ]


def place_of(fault: Fault) -> Message:
    """Return where in a form something is, as its editor finds it."""
    label = LABELS.get(fault.part) or IEasyForm[fault.part].title
    if fault.line is None:
        return label
    label = translate(label, context=getRequest())
    return _(
        "fault_place",
        default="${part}, line ${line}",
        mapping={"part": label, "line": fault.line},
    )


UNREADABLE = _(
    "fault_unreadable",
    default="This cannot be read as a model: look at numbers, dates and short names.",
)
NAMELESS = _("fault_nameless", default="A field has no name.")
NOT_ONE_SCHEMA = _("fault_schemas", default="There must be one “schema” in it.")
DECLARED = _(
    "fault_doctype",
    default="Declarations (“<!DOCTYPE …>”) and entities cannot be used.",
)


def too_long(count: int) -> Message:
    return _(
        "fault_too_long",
        default="It is longer than ${count} characters.",
        mapping={"count": count},
    )


def squeezed(text: str) -> str:
    """Return a text with single blanks in the place of all white space."""
    return " ".join(text.split())


def _excerpt(text: str | None) -> str:
    text = squeezed(text or "")
    return text if len(text) <= _EXCERPT else f"{text[:_EXCERPT]}…"


def _plain_name(name: str) -> str:
    return re.sub(r"^\{[^}]*\}", "", name)


def no_xml(reason: str) -> Message:
    return _(
        "fault_no_xml",
        default="This is no XML that can be read: ${reason}",
        mapping={"reason": _excerpt(reason)},
    )


def misplaced(element) -> Message:
    tag = element.tag if isinstance(element.tag, str) else "&…;"
    return _(
        "fault_element",
        default="“${name}” is not on the list of what may stand here.",
        mapping={"name": _excerpt(_plain_name(tag))},
    )


def unknown_attribute(name: str, value: str, is_known: bool) -> Message:
    mapping = {"name": _excerpt(_plain_name(name)), "value": _excerpt(value)}
    if is_known:
        return _(
            "fault_attribute_value",
            default="“${value}” is not on the list for “${name}”.",
            mapping=mapping,
        )
    return _(
        "fault_attribute",
        default="The setting “${name}” (“${value}”) is not on the list.",
        mapping=mapping,
    )


def unfit_value(name: str, value: str | None) -> Message:
    return _(
        "fault_value",
        default="“${name}” has a value that is not on the list: ${value}",
        mapping={"name": name, "value": _excerpt(value) or "…"},
    )


def markup(name: str) -> Message:
    return _(
        "fault_markup",
        default="“${name}” is plain text: “<” cannot begin a tag in it.",
        mapping={"name": name},
    )


def expression(name: str) -> Message:
    return _(
        "fault_expression",
        default="“${name}” is an expression, which runs when somebody uses the form.",
        mapping={"name": name},
    )


def _named(field) -> dict[str, str]:
    return {
        "name": _excerpt(field.get("name") or etree.QName(field).localname),
        "type": _excerpt(field.get("type")) or "?",
    }


def no_such_field(field) -> Message:
    return _(
        "fault_field_type",
        default="The field “${name}” is of a kind that is not on the list: ${type}",
        mapping=_named(field),
    )


def no_such_action_of(personal):
    """Return what says of an action why it is not on the list."""

    def message(action) -> Message:
        is_stock = action.get("type") in allowed.STOCK_ACTIONS
        if is_stock and personal:
            return _(
                "fault_action_of_personal",
                default=(
                    "The action “${name}” would keep or send unsealed what the field"
                    " “${field}” asks for. Personal data goes with “Register case” or"
                    " “Leave a suggestion” only."
                ),
                mapping={**_named(action), "field": personal[0].get("name") or "?"},
            )
        if is_stock:
            return _(
                "fault_action_of_residents",
                default=(
                    "The action “${name}” would keep or send unsealed what residents"
                    " enter. Their forms take “Register case” or “Leave a suggestion”"
                    " only."
                ),
                mapping=_named(action),
            )
        return _(
            "fault_action_type",
            default="The action “${name}” is not on the list: ${type}",
            mapping=_named(action),
        )

    return message


def not_permitted(action: Message) -> Message:
    return _(
        "fault_not_permitted",
        default="You have no right to use the action “${name}”.",
        mapping={"name": translate(action, context=getRequest())},
    )
