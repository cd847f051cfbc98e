"""The guardian's part of a form's page, beside the consent that it belongs to."""

from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.forms.browser.rows import Option
from onewindow_policy.forms.guardians import DOCUMENTS
from onewindow_policy.forms.guardians import Guardian
from onewindow_policy.forms.guardians import input_name
from onewindow_policy.forms.guardians import KIND
from onewindow_policy.forms.guardians import NUMBER
from onewindow_policy.forms.guardians import read_guardian
from onewindow_policy.forms.guardians import RELATION
from onewindow_policy.forms.guardians import TITLES
from onewindow_policy.forms.guardians import typed_guardian
from zope.i18nmessageid import Message

_HINTS = {
    RELATION: _("help_guardian_relation", default="Mother, father, grandmother …"),
}


@dataclass(frozen=True, slots=True)
class GuardianRow:
    """A question about the guardian; `options` are what there is to choose, if anything."""

    id: str
    name: str
    label: str
    hint: str
    value: str
    error: str
    autocomplete: str | None
    options: tuple[Option, ...] = ()

    @property
    def css_class(self) -> str:
        return "field error" if self.error else "field"

    @property
    def described_by(self) -> str | None:
        parts = (("hint", self.hint), ("error", self.error))
        return " ".join(f"{self.id}-{part}" for part, said in parts if said) or None

    @property
    def aria_invalid(self) -> str | None:
        return "true" if self.error else None


def guardian_id(part: str) -> str:
    """Return the id of the input for a part of what is asked."""
    return input_name(part).replace(".", "-")


def judge_guardian(
    form: Mapping, *, is_asked: bool, child_number: str | None
) -> tuple[Guardian | None, Mapping[str, Message]]:
    """Return who consents for a child, and what is wrong with what was typed, by part.

    Where nobody has to consent nothing of it is kept.
    """
    if not is_asked:
        return None, {}
    return read_guardian(typed_guardian(form), child_number)


def guardian_rows(form, say) -> list[GuardianRow]:
    """Return the questions of a `ResidentForm`; `say` translates a message."""
    typed = typed_guardian(form.request.form)
    return [
        GuardianRow(
            id=guardian_id(part),
            name=input_name(part),
            label=say(title),
            hint=say(_HINTS[part]) if part in _HINTS else "",
            value=typed[part],
            error=say(form.guardian_faults[part])
            if part in form.guardian_faults
            else "",
            autocomplete="off" if part == NUMBER else None,
            options=tuple(
                Option(kind, say(words), kind == typed[KIND])
                for kind, words in DOCUMENTS.items()
            )
            if part == KIND
            else (),
        )
        for part, title in TITLES.items()
    ]
