"""Who consents and acts for a child under fourteen: asked, kept, and never the child.

Consent for such a child is a parent's or guardian's (PIPL article 31), who also acts for
it: a child under eight cannot, an older one can in what fits its age only (Civil Code,
articles 19, 20, 23 and 27). What is asked here is no field of a form, so that no editor can
lose it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from onewindow_policy import _
from onewindow_policy.forms.consents import GUARDIAN
from onewindow_policy.forms.consents import PREFIX
from onewindow_policy.typed.documents import birth_of
from onewindow_policy.typed.documents import OF_CHILDREN
from onewindow_policy.typed.documents import read_document
from onewindow_policy.typed.documents import RESIDENT_CARD
from onewindow_policy.typed.documents import TITLES as ALL_DOCUMENTS
from onewindow_policy.typed.exceptions import UnfitAnswer
from onewindow_policy.typed.names import read_person_name
from onewindow_policy.typed.numbers import age_on
from onewindow_policy.typed.texts import clean_text
from onewindow_policy.workdays.api import today
from zope.i18nmessageid import Message

NAME = "name"
RELATION = "relation"
KIND = "id_kind"
NUMBER = "id_number"

#: What is asked, in this order.
TITLES = {
    NAME: _("label_guardian_name", default="Guardian's name"),
    RELATION: _("label_guardian_relation", default="Relation to the child"),
    KIND: _("label_guardian_document", default="Guardian's document"),
    NUMBER: _("label_guardian_number", default="Number of the guardian's document"),
}

#: What a guardian may show: nothing that is for children.
DOCUMENTS = {
    kind: title for kind, title in ALL_DOCUMENTS.items() if kind not in OF_CHILDREN
}

LONGEST_RELATION = 20

#: Whoever lives on their own work has full capacity from then on (Civil Code, article 18).
YOUNGEST_GUARDIAN = 16

_MISSING = {
    NAME: _("error_guardian_name", default="Please enter the guardian's name."),
    RELATION: _(
        "error_guardian_relation",
        default="Please say what the guardian is to the child: mother, for example.",
    ),
    NUMBER: _(
        "error_guardian_number",
        default="Please enter the number of the guardian's document.",
    ),
}
_THE_CHILD = _(
    "error_guardian_is_child",
    default=(
        "This is the applicant's own number. A child under fourteen cannot consent: please"
        " enter the number of the parent or guardian who does."
    ),
)
_TOO_YOUNG = _(
    "error_guardian_too_young",
    default=(
        "By this number the guardian is under ${age}. Please enter the number of a parent"
        " or guardian who is older, or go to the window."
    ),
    mapping={"age": YOUNGEST_GUARDIAN},
)
_RELATION_TOO_LONG = _(
    "error_guardian_relation_long",
    default="At most ${count} characters, please: mother, for example.",
    mapping={"count": LONGEST_RELATION},
)


@dataclass(frozen=True, slots=True)
class Guardian:
    """Who consents for a child: what is kept with the case, sealed."""

    name: str = field(repr=False)
    relation: str = field(repr=False)
    id_number: str = field(repr=False)
    id_kind: str


def input_name(part: str) -> str:
    """Return the name of the input for a part of what is asked."""
    return f"{PREFIX}{GUARDIAN}.{part}"


def typed_guardian(form: Mapping) -> dict[str, str]:
    """Return what was typed about the guardian, by part; `form` is what was sent."""
    typed = {}
    for part in TITLES:
        value = form.get(input_name(part), "")
        typed[part] = clean_text(value[:100]) if isinstance(value, str) else ""
    if typed[KIND] not in DOCUMENTS:
        typed[KIND] = RESIDENT_CARD
    return typed


def read_guardian(
    typed: Mapping[str, str], child_number: str | None
) -> tuple[Guardian | None, dict[str, Message]]:
    """Return who consents, or None and by part what is wrong with what was typed.

    `child_number` is the applicant's number as it was read, None where none was.
    """
    faults = {part: _MISSING[part] for part in _MISSING if not typed[part]}
    values = dict(typed)
    for part, read in (
        (NAME, read_person_name),
        (NUMBER, lambda text: read_document(typed[KIND], text)),
    ):
        if part not in faults:
            try:
                values[part] = read(typed[part])
            except UnfitAnswer as error:
                faults[part] = error.args[0]
    if len(values[RELATION]) > LONGEST_RELATION:
        faults[RELATION] = _RELATION_TOO_LONG
    if NUMBER not in faults:
        born = birth_of(values[KIND], values[NUMBER])
        if values[NUMBER] == child_number:
            faults[NUMBER] = _THE_CHILD
        elif born is not None and age_on(born, today()) < YOUNGEST_GUARDIAN:
            faults[NUMBER] = _TOO_YOUNG
    if faults:
        return None, faults
    return (
        Guardian(values[NAME], values[RELATION], values[NUMBER], values[KIND]),
        {},
    )
