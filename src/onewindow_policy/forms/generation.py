"""The model of an item's form, made from a template and what the item needs.

An application asks for what its handling needs and for nothing else (PIPL article 6):
groups and fields of the template that an item has no use for are left out, and its
materials become uploads. Which group is which is told by the names of the fieldsets; a
template may have others besides, which stay as they are.
"""

from collections.abc import Iterable
from copy import deepcopy
from functools import lru_cache
from importlib.resources import files
from lxml import etree
from onewindow_policy.forms.asking import AskedFor
from onewindow_policy.forms.asking import FIELDS
from onewindow_policy.forms.asking import ID_NUMBER_TYPE
from onewindow_policy.forms.asking import ItemNeeds
from onewindow_policy.forms.details import questions_of_details
from onewindow_policy.forms.details import who_applies
from onewindow_policy.forms.exceptions import UnfitModel
from onewindow_policy.forms.handing import questions_of_materials
from onewindow_policy.forms.noticewords import BANK_ACCOUNT
from onewindow_policy.forms.noticewords import ID_NUMBER

SCHEMA = "{http://namespaces.plone.org/supermodel/schema}"
DEPENDS_ON = "{http://namespaces.plone.org/supermodel/easyform}depends_on"
WIDGET = "{http://namespaces.plone.org/supermodel/form}widget"

CHOICE_TYPE = "zope.schema.Choice"
RADIO = "z3c.form.browser.radio.RadioFieldWidget"

#: Fieldsets that some items have and others have not.
APPLICANT_GROUP = "applicant"
AGENT_GROUPS = ("acting", "agent")
BANK_GROUP = "bank"
DETAILS_GROUP = "details"
MATERIALS_GROUP = "materials"

#: Fields that hold sensitive data by their kind, and what guides call it.
SENSITIVE_KINDS = {
    ID_NUMBER_TYPE: ID_NUMBER,
    f"{FIELDS}BirthDate": ID_NUMBER,
    f"{FIELDS}BankCard": BANK_ACCOUNT,
}


def title_for(name: str) -> str:
    """Return the title of the form of the item with this name."""
    return f"网上申请：{name}"


def packaged_template(code: str | None = None) -> str | None:
    """Return the template that we bring for the item with this code, None for none;
    without a code, the one for all others."""
    path = files(__package__) / "models" / f"{code or 'template'}.xml"
    return path.read_text(encoding="utf-8") if path.is_file() else None


def application_model(template: str, needs: ItemNeeds) -> str:
    """Return the XML of an item's form. Raises `UnfitModel` for an unfit template."""
    root = deepcopy(_parsed(template))
    for fieldset in root.iter(f"{SCHEMA}fieldset"):
        name = fieldset.get("name")
        if name == MATERIALS_GROUP:
            _repeat(fieldset, questions_of_materials(needs))
        elif name == DETAILS_GROUP:
            _repeat(fieldset, questions_of_details(needs))
        elif name == APPLICANT_GROUP and (applicant := who_applies(needs)):
            # What an editor wrote there stays.
            said = fieldset.get("description") or ""
            fieldset.set("description", said + applicant)
        elif (name in AGENT_GROUPS and not needs.has_agent) or (
            name == BANK_GROUP and BANK_ACCOUNT not in needs.sensitive_fields
        ):
            _clear(fieldset)
    for field in list(root.iter(f"{SCHEMA}field")):
        kind = SENSITIVE_KINDS.get(field.get("type"))
        if kind is not None and kind not in needs.sensitive_fields:
            _remove(field, root)
    for fieldset in list(root.iter(f"{SCHEMA}fieldset")):
        if fieldset.find(f"{SCHEMA}field") is None:
            fieldset.getparent().remove(fieldset)
    etree.indent(root)
    return etree.tostring(root, encoding="unicode") + "\n"


def _remove(field, root) -> None:
    """Take a field out, and with it the one that asks for the kind of its document."""
    asking = field.findtext(f"{SCHEMA}kind_field")
    for each in list(root.iter(f"{SCHEMA}field")):
        if each is field or (asking and each.get("name") == asking):
            each.getparent().remove(each)


@lru_cache(maxsize=16)
def _parsed(template: str) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, remove_blank_text=True
    )
    try:
        return etree.fromstring(template.encode("utf-8"), parser)
    except etree.XMLSyntaxError as error:
        raise UnfitModel(str(error)) from error


def _clear(fieldset) -> None:
    for field in fieldset.findall(f"{SCHEMA}field"):
        fieldset.remove(field)


def _repeat(fieldset, questions: Iterable[AskedFor]) -> None:
    """Put a field for each question in the place of the group's first field."""
    sample = fieldset.find(f"{SCHEMA}field")
    if sample is None:
        return
    place = fieldset.index(sample)
    fieldset.remove(sample)
    stem = f"{sample.get('name')}_"
    for offset, question in enumerate(questions):
        field = _choosing(question) if question.choices else deepcopy(sample)
        field.set("name", stem + question.suffix)
        if question.type is not None:
            field.set("type", question.type)
        depends_on = question.depends_on
        if question.needs is not None:
            suffix, answer = question.needs
            depends_on = f"{stem}{suffix}={answer}"
        if depends_on is not None:
            field.set(DEPENDS_ON, depends_on)
        _write(field, "title", question.title)
        _write(field, "description", question.description)
        _write(field, "required", str(question.required))
        _write(field, "material", question.material)
        if question.id_field is not None:
            _write(field, "id_field", stem + question.id_field)
        fieldset.insert(place + offset, field)


def _choosing(question: AskedFor) -> etree._Element:
    """Return a field with the answers of a question to choose from."""
    field = etree.Element(f"{SCHEMA}field", {WIDGET: RADIO, "type": CHOICE_TYPE})
    values = etree.SubElement(field, f"{SCHEMA}values")
    for key, title in question.choices:
        etree.SubElement(values, f"{SCHEMA}element", {"key": key}).text = title
    return field


def _write(field, name: str, text: str | None) -> None:
    if not text:
        return
    element = field.find(f"{SCHEMA}{name}")
    if element is None:
        element = etree.SubElement(field, f"{SCHEMA}{name}")
    element.text = text
