"""What the form of an item asks besides who applies, as questions that a group repeats."""

from dataclasses import dataclass
from onewindow_policy.guides.resolved import Material

#: The ends of names of fields: of the question how a material is handed in, after the name
#: of the field that takes its files.
HOW = "_how"

FIELDS = "onewindow_policy.forms.fields."
ID_NUMBER_TYPE = f"{FIELDS}ResidentIdNumber"
PERSON_NAME_TYPE = f"{FIELDS}PersonName"
BIRTHDAY_TYPE = f"{FIELDS}Birthday"
TEXT_TYPE = "zope.schema.Text"


@dataclass(frozen=True, slots=True)
class ItemNeeds:
    """What the form of an item depends on.

    `own_forms` maps the titles of the item's paper forms to pairs of label and example.
    `asked_besides` are titles of questions that may be asked though none is made for them.
    """

    materials: tuple[Material, ...]
    sensitive_fields: tuple[str, ...]
    has_agent: bool
    own_forms: dict[str, tuple[tuple[str, str | None], ...]]
    asked_besides: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedFor:
    """What becomes of the sample field of a group; None leaves its own.

    `suffix` ends the name of the field. `choices` are what there is to choose from, by
    keys. `needs` is the suffix of a question before it, and the answer with which this one
    is asked; `id_field` that of the question for the number that a day of birth belongs to.
    """

    suffix: str
    title: str
    description: str | None = None
    required: bool = False
    depends_on: str | None = None
    material: str | None = None
    type: str | None = None
    choices: tuple[tuple[str, str], ...] = ()
    needs: tuple[str, str] | None = None
    id_field: str | None = None
