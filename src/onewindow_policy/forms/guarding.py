"""Whether the models of a form say only what is on the list; nothing of them is run.

The text is read as XML and no further. Reading it as a model would already import what
its dotted names lead to, so this comes first, wherever a model comes from. It reads the
very bytes that the model's reader reads, by a parser that is set the same way.
"""

from collections.abc import Iterator
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from lxml import etree
from onewindow_policy.forms import allowed
from onewindow_policy.forms import faults
from onewindow_policy.forms.allowed import FORM
from onewindow_policy.forms.allowed import I18N
from onewindow_policy.forms.allowed import SCHEMA
from onewindow_policy.forms.faults import ACTIONS_MODEL
from onewindow_policy.forms.faults import Fault
from onewindow_policy.forms.faults import FIELDS_MODEL
from zope.i18nmessageid import Message

import re

#: The longest model that is read. The largest of ours has a tenth of it.
MAX_CHARACTERS = 300_000

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]{1,6}", re.ASCII)
_I18N_NAME = re.compile(r"[A-Za-z0-9_. -]*", re.ASCII)

#: The beginning of a tag: stock pages put titles and descriptions into pages as they are.
_MARKUP = re.compile(r"<[A-Za-z/!?]")

#: Elements whose text stands in pages.
_SHOWN = {"title", "description", "values", "questions", "answers"}


class UnreadableModel(ValueError):
    """A text that is no XML, or more than that; `message` says why."""

    def __init__(self, message: Message, line: int | None = None):
        super().__init__()
        self.message = message
        self.line = line


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was found about a form.

    A form that asks for personal data, or has an action of ours, is for residents
    wherever it stands.
    """

    faults: tuple[Fault, ...]
    is_for_residents: bool


def judge(
    fields_model: str,
    actions_model: str,
    expressions: Mapping[str, str],
    own_actions: Mapping[str, frozenset[str]],
    *,
    is_for_residents: bool,
) -> Verdict:
    """Return what in a form is not on the list.

    :param fields_model: the XML of the fields
    :param actions_model: the XML of the actions
    :param expressions: the form's other attributes that hold an expression, by name
    :param own_actions: our own actions by type, each with the names of its settings
    :param is_for_residents: whether it stands where residents apply
    """
    fields = _Reader(FIELDS_MODEL, fields_model)
    actions = _Reader(ACTIONS_MODEL, actions_model)
    personal = [
        element
        for element in fields.typed_elements()
        if element.get("type") in allowed.PERSONAL_FIELDS
    ]
    registers = any(
        each.get("type") in own_actions for each in actions.typed_elements()
    )
    is_for_residents = bool(is_for_residents or personal or registers)
    kinds = {
        name: allowed.OWN_ACTION | settings for name, settings in own_actions.items()
    }
    if not is_for_residents:
        kinds |= allowed.STOCK_ACTIONS
    fields.check(allowed.FIELDS, faults.no_such_field)
    actions.check(kinds, faults.no_such_action_of(personal))
    for name, expression in expressions.items():
        if expression.strip():
            actions.faults.append(Fault(name, None, faults.expression(name)))
    return Verdict((*fields.faults, *actions.faults), is_for_residents)


def types_in(model: str) -> frozenset[str]:
    """Return the types of the fields or actions of a model, none for an unreadable one."""
    return frozenset(each.get("type") for each in _Reader("", model).typed_elements())


def parse_model(text: str) -> etree._Element:
    """Return the root of a model. Raises `UnreadableModel`.

    The parser is set as `plone.supermodel.parser` sets its own; what a declaration would
    add to the tree is refused.
    """
    if len(text) > MAX_CHARACTERS:
        raise UnreadableModel(faults.too_long(MAX_CHARACTERS))
    parser = etree.XMLParser(resolve_entities=False, remove_pis=True)
    try:
        tree = etree.parse(BytesIO(text.encode()), parser)
    except UnicodeEncodeError as error:
        raise UnreadableModel(faults.no_xml("UTF-8")) from error
    except etree.XMLSyntaxError as error:
        raise UnreadableModel(faults.no_xml(error.msg or ""), error.lineno) from error
    if tree.docinfo.doctype or tree.docinfo.internalDTD is not None:
        raise UnreadableModel(faults.DECLARED)
    return tree.getroot()


class _Reader:
    """Goes through one model and collects what is not on the list."""

    def __init__(self, part: str, text: str):
        self.part = part
        self.faults: list[Fault] = []
        self.root = None
        if not text:
            # What is not there says nothing.
            return
        try:
            self.root = parse_model(text)
        except UnreadableModel as error:
            self.faults.append(Fault(part, error.line, error.message))

    def typed_elements(self) -> Iterator[etree._Element]:
        """Yield whatever could be read as a field or an action, at any depth."""
        if self.root is not None:
            yield from (each for each in self.root.iter("*") if each.get("type"))

    def check(self, kinds: Mapping[str, frozenset[str]], no_such_kind) -> None:
        """Check the model; `kinds` are the types that it may have, each with the names
        of its elements."""
        if self.root is None:
            return
        self.kinds = kinds
        self.no_such_kind = no_such_kind
        if self.root.tag != f"{SCHEMA}model":
            self._fault(self.root, faults.misplaced(self.root))
            return
        self._attributes(self.root, {})
        schemas = list(self._children(self.root, "schema"))
        if len(schemas) != 1:
            self._fault(self.root, faults.NOT_ONE_SCHEMA)
        for schema in schemas:
            self._schema(schema)

    def _schema(self, schema) -> None:
        self._attributes(schema, {})
        for child in self._children(schema, "field", "fieldset"):
            if child.tag == f"{SCHEMA}field":
                self._field(child)
                continue
            self._attributes(
                child,
                {
                    "name": _NAME.fullmatch,
                    "label": _is_plain,
                    "description": _is_plain,
                    "order": _NUMBER.fullmatch,
                },
            )
            for field in self._children(child, "field"):
                self._field(field)

    def _field(self, field) -> None:
        self._attributes(
            field,
            {
                "name": _NAME.fullmatch,
                # Judged below, with a word of its own.
                "type": _is_anything,
                f"{FORM}widget": allowed.WIDGETS.__contains__,
                **{
                    name: re.compile(pattern).fullmatch
                    for name, pattern in allowed.FIELD_SETTINGS.items()
                },
            },
        )
        if not field.get("name"):
            self._fault(field, faults.NAMELESS)
        self._contents(field, self.kinds)

    def _contents(self, field, kinds) -> None:
        names = kinds.get(field.get("type"))
        if names is None:
            self._fault(field, self.no_such_kind(field))
            return
        for child in self._elements(field):
            if child.tag == f"{FORM}widget":
                self._widget(child)
            elif child.tag == f"{SCHEMA}value_type" and "value_type" in names:
                self._attributes(child, {"type": _is_anything})
                self._contents(
                    child, {name: allowed.FIELDS[name] for name in allowed.VALUE_TYPES}
                )
            elif _local(child) in names:
                self._setting(child, field.get("type"))
            else:
                self._fault(child, faults.misplaced(child))

    def _setting(self, setting, kind: str) -> None:
        """Check an element that holds a value: a text, or several."""
        name = _local(setting)
        self._attributes(setting, {})
        items = list(self._children(setting, "element"))
        for item in items:
            self._attributes(item, {"key": _is_anything})
            for _child in self._children(item):
                pass
        texts = [setting.text, *(each.text for each in items)]
        if name in _SHOWN:
            texts += [each.get("key") for each in items]
            if not all(_is_plain(text or "") for text in texts):
                self._fault(setting, faults.markup(name))
        if not all(_is_fit(kind, name, (text or "").strip()) for text in texts):
            self._fault(setting, faults.unfit_value(name, setting.text))

    def _widget(self, widget) -> None:
        self._attributes(widget, {"type": allowed.WIDGETS.__contains__})
        for child in self._elements(widget):
            if (
                etree.QName(child).localname not in allowed.WIDGET_PARAMETERS
                or not _NUMBER.fullmatch((child.text or "").strip() or "0")
                or len(child)
            ):
                self._fault(child, faults.misplaced(child))
            self._attributes(child, {})

    def _elements(self, parent) -> Iterator[etree._Element]:
        """Yield the elements in `parent`; comments are nobody's, all else is a fault."""
        for child in parent:
            if isinstance(child, etree._Comment):
                continue
            if not isinstance(child.tag, str):
                self._fault(parent, faults.misplaced(parent))
                continue
            yield child

    def _children(self, parent, *names: str) -> Iterator[etree._Element]:
        """Yield the elements of our namespace with these names; others are faults."""
        for child in self._elements(parent):
            if _local(child) in names:
                yield child
            else:
                self._fault(child, faults.misplaced(child))

    def _attributes(self, element, fits: Mapping[str, object]) -> None:
        """Check the attributes of `element`: `fits` has a test for each that it may have.

        What is empty says nothing, and is nobody's fault.
        """
        for name, value in element.attrib.items():
            is_fit = fits.get(name)
            if name in (f"{I18N}domain", f"{I18N}translate"):
                is_fit = _I18N_NAME.fullmatch
            if value and (is_fit is None or not is_fit(value)):
                self._fault(
                    element, faults.unknown_attribute(name, value, is_fit is not None)
                )

    def _fault(self, element, message: Message) -> None:
        self.faults.append(Fault(self.part, element.sourceline, message))


def _is_plain(text: str) -> bool:
    return not _MARKUP.search(text)


def _is_anything(text: str) -> bool:
    return True


def _local(element) -> str | None:
    """Return the name of an element of our namespace, None for one of another."""
    name = etree.QName(element)
    return name.localname if f"{{{name.namespace}}}" == SCHEMA else None


def _is_fit(kind: str, name: str, text: str) -> bool:
    """Return whether a setting may have this value; most may have any."""
    if not text:
        return True
    if name == "vocabulary":
        return bool(re.fullmatch(allowed.VOCABULARIES, text))
    if name == "ExtraData":
        return text in allowed.EXTRA_DATA
    if name == "body_pt":
        return faults.squeezed(text) == faults.squeezed(allowed.MAIL_BODY)
    return True
