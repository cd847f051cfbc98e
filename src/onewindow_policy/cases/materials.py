"""What has come of the materials of a case, and how the rest is to come."""

from collections.abc import Collection
from collections.abc import Iterable
from dataclasses import dataclass
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.tracking import FileFacts
from onewindow_policy.forms.api import NOT_NEEDED
from onewindow_policy.guides.resolved import Material


@dataclass(frozen=True, slots=True)
class CaseMaterial:
    """A material of the guide, in a case.

    `way` is what the applicant chose when asked how it comes, None where nobody asked;
    `is_entered` says that its lines were filled in as questions of the form.
    """

    material: Material
    files: tuple[FileFacts, ...]
    way: Answer | None
    is_entered: bool

    @property
    def is_to_come(self) -> bool:
        """Whether the window waits for it."""
        if self.files or self.is_entered:
            return False
        if self.way is not None:
            return self.way.way != NOT_NEEDED
        return self.material.required and not self.material.condition


def materials_of(
    materials: Iterable[Material],
    own_forms: Collection[str],
    files: Iterable[FileFacts],
    ways: Iterable[Answer],
) -> list[CaseMaterial]:
    """Return the materials of a guide as they stand in a case, in the guide's order.

    `own_forms` are the titles of the item's paper forms, whose place the form takes; `ways`
    the answers of the form, of which those count that are about a material.
    """
    files = tuple(files)
    chosen = {each.material: each for each in ways if each.material}
    return [
        CaseMaterial(
            material,
            tuple(each for each in files if each.material_code == material.code),
            chosen.get(material.code),
            bool(material.blank_form) and material.blank_form in own_forms,
        )
        for material in materials
    ]
