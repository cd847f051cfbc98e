"""The model of an item's form, made from a template and what the item needs.

An application asks for what its handling needs and for nothing else (PIPL article 6):
groups and fields of the template that an item has no use for are left out, and its
materials become uploads. Which group is which is told by the names of the fieldsets; a
template may have others besides, which stay as they are.
"""

from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from lxml import etree
from onewindow_policy.forms.exceptions import UnfitModel
from onewindow_policy.forms.notices import BANK_ACCOUNT
from onewindow_policy.forms.notices import ID_NUMBER
from onewindow_policy.guides.resolved import Material
from onewindow_policy.guides.wording import Wording

import re

SCHEMA = "{http://namespaces.plone.org/supermodel/schema}"
DEPENDS_ON = "{http://namespaces.plone.org/supermodel/easyform}depends_on"

#: What forms are made of is Chinese, as everything that the city writes.
LANGUAGE = "zh-cn"

#: Fieldsets that some items have and others have not.
AGENT_GROUPS = ("acting", "agent")
BANK_GROUP = "bank"
DETAILS_GROUP = "details"
MATERIALS_GROUP = "materials"

#: The condition of what an agent fills in, in the templates.
BY_AGENT = "acting=agent"

_FIELDS = "onewindow_policy.forms.fields."
ID_NUMBER_TYPE = f"{_FIELDS}ResidentIdNumber"
PERSON_NAME_TYPE = f"{_FIELDS}PersonName"

#: Fields that hold sensitive data by their kind, and what guides call it.
_SENSITIVE = {
    ID_NUMBER_TYPE: ID_NUMBER,
    f"{_FIELDS}BirthDate": ID_NUMBER,
    f"{_FIELDS}BankCard": BANK_ACCOUNT,
}

#: Labels of paper forms that the groups of the template ask for, or that only paper has.
_ASKED_ANYWAY = re.compile(
    r"(申请人|申领人|登记人|参保人|经办人|预约人|委托人)?(姓名|身份证号码|联系电话|住址)"
    r"|现居住地|户籍所在社区|出生日期|日期|代办员|预约人"
    r"|.*(签字|确认)|.*(账户|账号)|合作银行"
)

#: What a field's name may end with, of the code of a material.
_SUFFIX = re.compile("[a-z0-9]{1,12}")


@dataclass(frozen=True, slots=True)
class ItemNeeds:
    """What the form of an item depends on.

    `own_forms` maps the titles of the item's paper forms to pairs of label and example.
    """

    materials: tuple[Material, ...]
    sensitive_fields: tuple[str, ...]
    has_agent: bool
    own_forms: dict[str, tuple[tuple[str, str | None], ...]]


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
            _repeat(fieldset, _uploads(needs))
        elif name == DETAILS_GROUP:
            _repeat(fieldset, _details(needs))
        elif (name in AGENT_GROUPS and not needs.has_agent) or (
            name == BANK_GROUP and BANK_ACCOUNT not in needs.sensitive_fields
        ):
            _clear(fieldset)
    for field in list(root.iter(f"{SCHEMA}field")):
        kind = _SENSITIVE.get(field.get("type"))
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


@dataclass(frozen=True, slots=True)
class _Question:
    """What becomes of the sample field of a group; None leaves its own."""

    suffix: str
    title: str
    description: str | None = None
    required: bool = False
    depends_on: str | None = None
    material: str | None = None
    type: str | None = None


def _repeat(fieldset, questions: Iterable[_Question]) -> None:
    """Put a field for each question in the place of the group's first field."""
    sample = fieldset.find(f"{SCHEMA}field")
    if sample is None:
        return
    place = fieldset.index(sample)
    fieldset.remove(sample)
    for offset, question in enumerate(questions):
        field = deepcopy(sample)
        field.set("name", f"{sample.get('name')}_{question.suffix}")
        if question.type is not None:
            field.set("type", question.type)
        if question.depends_on is not None:
            field.set(DEPENDS_ON, question.depends_on)
        _write(field, "title", question.title)
        _write(field, "description", question.description)
        _write(field, "required", str(question.required))
        _write(field, "material", question.material)
        fieldset.insert(place + offset, field)


def _write(field, name: str, text: str | None) -> None:
    if not text:
        return
    element = field.find(f"{SCHEMA}{name}")
    if element is None:
        element = etree.SubElement(field, f"{SCHEMA}{name}")
    element.text = text


def _uploads(needs: ItemNeeds) -> list[_Question]:
    """Return an upload for each material but the item's own form, whose place the
    answers take."""
    words = Wording(LANGUAGE)
    questions = []
    for material in needs.materials:
        of_agent = material.is_of_agent
        if material.blank_form in needs.own_forms or (of_agent and not needs.has_agent):
            continue
        may_follow = (
            material.deferrable or material.commitment_allowed or material.shared_from
        )
        questions.append(
            _Question(
                suffix=_suffix(material.code, {each.suffix for each in questions}),
                title=material.name,
                description=_hint(material, of_agent, words),
                required=(material.required or of_agent) and not may_follow,
                depends_on=BY_AGENT if of_agent else None,
                material=material.code,
            )
        )
    return questions


def _suffix(code: str, taken: set[str]) -> str:
    """Return what the name of an upload ends with: the end of the material's code, where
    that can stand in a name and tells it from the others."""
    end = code.rpartition("-")[2].lower()
    if _SUFFIX.fullmatch(end) and end not in taken:
        return end
    number = 1
    while f"x{number:02d}" in taken:
        number += 1
    return f"x{number:02d}"


def _hint(material: Material, of_agent: bool, words: Wording) -> str:
    """Return what to know about an upload: when it is wanted, and how to do without."""
    sentences = [] if of_agent else [material.condition]
    sentences.append(material.note)
    if material.deferrable or material.commitment_allowed or material.shared_from:
        sentences += words.without_material(_without_source(material))
    return "".join(
        sentence if sentence.endswith("。") else f"{sentence}。"
        for sentence in sentences
        if sentence
    )


def _without_source(material: Material) -> Material:
    values = {name: getattr(material, name) for name in material.__slots__}
    return Material(**{**values, "source": None, "blank_form": None})


def _details(needs: ItemNeeds) -> list[_Question]:
    """Return a question for each line of the item's own paper forms that nothing else
    in the form asks for."""
    labels: dict[str, str | None] = {}
    for rows in needs.own_forms.values():
        for label, example in rows:
            if not _ASKED_ANYWAY.fullmatch(label):
                labels.setdefault(label, example)
    return [
        _Question(
            suffix=f"{number:02d}",
            title=label,
            description=f"例如：{example}" if example else None,
            type=_type_of(label),
        )
        for number, (label, example) in enumerate(labels.items(), start=1)
    ]


def _type_of(label: str) -> str | None:
    if label.endswith("身份证号码"):
        return ID_NUMBER_TYPE
    return PERSON_NAME_TYPE if label.endswith("姓名") else None
