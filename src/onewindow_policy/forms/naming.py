"""What an action that registers reads from which field, told from the texts of the models.

An action finds its answers by the short names of fields. So a field that it names is more
than a question: without it, or without an answer to it, nobody knows whose application it
was. Nothing of a model is run here; see `guarding`.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from lxml import etree
from onewindow_policy import _
from onewindow_policy.forms.allowed import EASYFORM
from onewindow_policy.forms.allowed import FORM
from onewindow_policy.forms.allowed import SCHEMA
from onewindow_policy.forms.faults import ACTIONS_MODEL
from onewindow_policy.forms.faults import Fault
from onewindow_policy.forms.faults import FIELDS_MODEL
from onewindow_policy.forms.guarding import parse_model
from onewindow_policy.forms.guarding import UnreadableModel
from zope.i18nmessageid import Message
from zope.interface.interface import InterfaceClass
from zope.schema import getFieldsInOrder

#: Kinds of fields that no text is entered into.
_WITHOUT_TEXT = frozenset(
    {
        "collective.easyform.fields.Label",
        "collective.easyform.fields.RichLabel",
        "collective.easyform.fields.Likert",
        "onewindow_policy.forms.fields.MaterialFiles",
        "plone.namedfile.field.NamedFile",
        "plone.namedfile.field.NamedImage",
        "plone.namedfile.field.NamedBlobFile",
        "plone.namedfile.field.NamedBlobImage",
        "zope.schema.Bool",
    }
)


@dataclass(frozen=True, slots=True)
class Question:
    """A field of a form, as far as others depend on it.

    `material` is the code of the material that it asks files of, "" for none.
    """

    name: str
    kind: str
    line: int
    is_required: bool
    is_asked_of_all: bool
    material: str
    title: str = ""

    @property
    def takes_text(self) -> bool:
        return self.kind not in _WITHOUT_TEXT


@dataclass(frozen=True, slots=True)
class Registering:
    """An action of a form that registers; `is_enabled` unless it was switched off."""

    name: str
    kind: str
    line: int
    is_enabled: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One thing that an action reads from a field.

    :param action: the title of the action
    :param label: what it reads, as the settings of the action call it
    :param field: the short name of the field
    :param line: that of the action in its model
    :param is_needed: whether the action registers nothing without it
    :param is_chosen: whether an editor has named the field, and not the default
    """

    action: str
    label: Message
    field: str
    line: int
    is_needed: bool
    is_chosen: bool


def _elements(model: str) -> Iterator[etree._Element]:
    """Yield the fields or actions of a model, none of an unreadable one."""
    if not model:
        return
    try:
        root = parse_model(model)
    except UnreadableModel:
        # Whoever judges the model says so.
        return
    yield from (each for each in root.iter(f"{SCHEMA}field") if each.get("name"))


def _is_true(element) -> bool:
    """Return whether a field says of itself that it is required, as it does unsaid."""
    text = element.findtext(f"{SCHEMA}required")
    return text is None or text.strip() in ("True", "true")


def questions_in(fields_model: str) -> dict[str, Question]:
    """Return the fields of a form by their names."""
    return {
        each.get("name"): Question(
            each.get("name"),
            each.get("type") or "",
            each.sourceline,
            _is_true(each),
            not (each.get(f"{EASYFORM}depends_on") or "").strip()
            and (each.get(f"{EASYFORM}THidden") or "").lower() != "true"
            and each.get(f"{FORM}mode") in (None, "", "input"),
            (each.findtext(f"{SCHEMA}material") or "").strip(),
            (each.findtext(f"{SCHEMA}title") or each.get("name")).strip(),
        )
        for each in _elements(fields_model)
    }


def registering_in(
    actions_model: str, settings: Mapping[str, InterfaceClass]
) -> list[Registering]:
    """Return the actions of a form that register; `settings` has ours by their types.

    What EasyForm calls required says of an action whether it is carried out.
    """
    return [
        Registering(each.get("name"), each.get("type"), each.sourceline, _is_true(each))
        for each in _elements(actions_model)
        if each.get("type") in settings
    ]


def readings_in(
    actions_model: str, settings: Mapping[str, InterfaceClass]
) -> Iterator[Reading]:
    """Yield what the actions of a form that register read from which fields."""
    for each in _elements(actions_model):
        for name, setting in _settings_of(each, settings):
            if field := _field_named(each, name, setting):
                yield Reading(
                    each.findtext(f"{SCHEMA}title") or each.get("name"),
                    setting.title,
                    field,
                    each.sourceline,
                    setting.required,
                    field != setting.default,
                )


def _settings_of(action, settings: Mapping[str, InterfaceClass]) -> list[tuple]:
    """Return the settings that an action of ours has of its own, with their names."""
    interface = settings.get(action.get("type"))
    if interface is None:
        return []
    own = set(interface.names())
    return [pair for pair in getFieldsInOrder(interface) if pair[0] in own]


def _field_named(action, name: str, setting) -> str:
    """Return which field an action names in a setting, the default one unsaid; empty for
    none."""
    element = action.find(f"{SCHEMA}{name}")
    if element is None:
        return setting.default
    return (element.text or "").strip()


def absence_faults(
    fields_model: str, actions_model: str, settings: Mapping[str, InterfaceClass]
) -> list[Fault]:
    """Return which fields that the actions of a form read are not there.

    A field that an action names by default may be absent where it is not needed: not
    every service asks for identity numbers, or lets agents act.
    """
    questions = questions_in(fields_model)
    return [
        Fault(ACTIONS_MODEL, reading.line, _absent(reading))
        for reading in readings_in(actions_model, settings)
        if reading.field not in questions and (reading.is_needed or reading.is_chosen)
    ]


def answer_faults(
    fields_model: str, actions_model: str, settings: Mapping[str, InterfaceClass]
) -> list[Fault]:
    """Return which fields that the actions of a form read may remain without an answer
    that these cannot do without."""
    questions = questions_in(fields_model)
    found = []
    for reading in readings_in(actions_model, settings):
        question = questions.get(reading.field)
        if question is None:
            continue
        if not question.takes_text:
            found.append(Fault(FIELDS_MODEL, question.line, _no_text(reading)))
        elif reading.is_needed and not (
            question.is_required and question.is_asked_of_all
        ):
            found.append(Fault(FIELDS_MODEL, question.line, _not_sure(reading)))
    return found


def tearing_faults(
    before: str,
    fields_model: str,
    actions_model: str,
    settings: Mapping[str, InterfaceClass],
) -> list[Fault]:
    """Return which fields that the actions name would go, or be optional from now on;
    `before` is the model of the fields as it was."""
    earlier, later = questions_in(before), questions_in(fields_model)
    found = []
    for reading in readings_in(actions_model, settings):
        was, will = earlier.get(reading.field), later.get(reading.field)
        if was is None:
            continue
        if will is None:
            found.append(Fault(FIELDS_MODEL, was.line, _would_go(reading)))
        elif was.is_required and not will.is_required and not reading.is_needed:
            found.append(Fault(FIELDS_MODEL, will.line, _would_be_optional(reading)))
    return found


def carried_along(
    before: str,
    fields_model: str,
    actions_model: str,
    settings: Mapping[str, InterfaceClass],
) -> str:
    """Return the model of the actions with the new names of fields that were renamed.

    A field was renamed where one of its kind is gone and one of its kind is new.
    """
    renamed = dict(_renamed(questions_in(before), questions_in(fields_model)))
    names = {each.field for each in readings_in(actions_model, settings)}
    if not names & renamed.keys():
        return actions_model
    root = parse_model(actions_model)
    for action in root.iter(f"{SCHEMA}field"):
        for name, setting in _settings_of(action, settings):
            field = _field_named(action, name, setting)
            if field not in renamed:
                continue
            element = action.find(f"{SCHEMA}{name}")
            if element is None:
                element = etree.SubElement(action, f"{SCHEMA}{name}")
            element.text = renamed[field]
    return etree.tostring(root, pretty_print=True, encoding=str)


def _renamed(
    earlier: Mapping[str, Question], later: Mapping[str, Question]
) -> Iterator[tuple[str, str]]:
    gone = [each for name, each in earlier.items() if name not in later]
    new = [each for name, each in later.items() if name not in earlier]
    for each in gone:
        if [other.kind for other in gone].count(each.kind) != 1:
            continue
        fitting = [other.name for other in new if other.kind == each.kind]
        if len(fitting) == 1:
            yield each.name, fitting[0]


def _facts(reading: Reading) -> dict[str, Message | str]:
    return {
        "action": reading.action,
        "label": reading.label,
        "field": reading.field,
    }


def _absent(reading: Reading) -> Message:
    return _(
        "fault_reads_nothing",
        default=(
            "The action “${action}” looks for “${label}” in a field “${field}”, and there"
            " is none. Add the field, or name another one in the action."
        ),
        mapping=_facts(reading),
    )


def _no_text(reading: Reading) -> Message:
    return _(
        "fault_reads_no_text",
        default=(
            "The action “${action}” looks for “${label}” in the field “${field}”, into"
            " which nobody can write. Name another one in the action."
        ),
        mapping=_facts(reading),
    )


def _not_sure(reading: Reading) -> Message:
    return _(
        "fault_reads_perhaps",
        default=(
            "The action “${action}” registers nothing without an answer to the field"
            " “${field}” (${label}). It must be required and asked of everybody; or name"
            " another field in the action first."
        ),
        mapping=_facts(reading),
    )


def _would_go(reading: Reading) -> Message:
    return _(
        "fault_named_field_goes",
        default=(
            "The action “${action}” reads the field “${field}” (${label}), so that it"
            " must stay. Name another field in the action first, or, if it can do"
            " without, none."
        ),
        mapping=_facts(reading),
    )


def _would_be_optional(reading: Reading) -> Message:
    return _(
        "fault_named_field_optional",
        default=(
            "The action “${action}” counts on an answer to the field “${field}”"
            " (${label}), so that it must be required. Let the action name another field"
            " first, or none."
        ),
        mapping=_facts(reading),
    )
