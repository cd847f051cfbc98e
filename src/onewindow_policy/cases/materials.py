"""What has come of the materials of a case, and how the rest is to come."""

from collections.abc import Collection
from collections.abc import Iterable
from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.tracking import FileFacts
from onewindow_policy.forms.api import AT_WINDOW
from onewindow_policy.forms.api import NOT_NEEDED
from onewindow_policy.forms.api import TAKEN_AT_WINDOW
from onewindow_policy.guides.resolved import Material
from onewindow_policy.guides.wording import Wording


@dataclass(frozen=True, slots=True)
class CaseMaterial:
    """A material of the guide, in a case.

    `way` is what the applicant chose when asked how it comes, None where nobody asked;
    `is_entered` says that its lines were filled in as questions of the form,
    `is_committed` that a commitment stands for it (告知承诺).
    """

    material: Material
    files: tuple[FileFacts, ...]
    way: Answer | None
    is_entered: bool
    is_committed: bool = False

    @property
    def is_to_come(self) -> bool:
        """Whether the window waits for it."""
        if self.files or self.is_entered or self.is_committed:
            return False
        if self.way is not None:
            return self.way.way not in {NOT_NEEDED, *TAKEN_AT_WINDOW}
        return self.material.required and not self.material.condition


def materials_of(
    materials: Iterable[Material],
    own_forms: Collection[str],
    files: Iterable[FileFacts],
    ways: Iterable[Answer],
    committed: Collection[str] = (),
) -> list[CaseMaterial]:
    """Return the materials of a guide as they stand in a case, in the guide's order.

    `own_forms` are the titles of the item's paper forms, whose place the form takes; `ways`
    the answers of the form, of which those count that are about a material; `committed` the
    codes of those for which a commitment stands.
    """
    files = tuple(files)
    chosen = {each.material: each for each in ways if each.material}
    return [
        CaseMaterial(
            material,
            tuple(each for each in files if each.material_code == material.code),
            chosen.get(material.code),
            bool(material.blank_form) and material.blank_form in own_forms,
            material.code in committed,
        )
        for material in materials
    ]


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A material, and the names of the files that were handed in for it."""

    title: str
    names: tuple[str, ...]
    #: What a window did with it, where it came on paper; it stands for a name then.
    how: str = ""


def handed_in(
    materials: Iterable[Material],
    files: Iterable[FileFacts],
    ways: Iterable[Answer],
    words: Wording,
) -> list[HandedIn]:
    """Return what was handed in, by material in the order of the guide, the rest last: as
    files, or on paper at a window."""
    names: dict[str | None, list[str]] = {}
    for file in files:
        names.setdefault(file.material_code, []).append(file.name)
    on_paper = {
        each.material: each.value
        for each in ways
        if each.way in TAKEN_AT_WINDOW and each.material not in names
    }
    names |= {code: [how] for code, how in on_paper.items()}
    titles = {each.code: each.name for each in materials}
    rest = words(_("label_other_files", default="Other files"))
    order = sorted(names, key=lambda code: [*titles, code].index(code))
    return [
        HandedIn(titles.get(code, rest), tuple(names[code]), on_paper.get(code, ""))
        for code in order
    ]


def to_bring(
    materials: Iterable[Material],
    own_forms: Collection[str],
    files: Iterable[FileFacts],
    ways: Iterable[Answer],
    words: Wording,
    committed: Collection[str] = (),
) -> list[dict[str, str]]:
    """Return what the window waits for: its `name`, and `how` it comes where that is not
    simply brought."""
    return [
        {"name": each.material.name, "how": _how_it_comes(each, words)}
        for each in materials_of(materials, own_forms, files, ways, committed)
        if each.is_to_come
    ]


def _how_it_comes(material: CaseMaterial, words: Wording) -> str:
    """Return what is to be known of it but that it is brought, "" for nothing."""
    if material.way is not None:
        return material.way.value if material.way.way != AT_WINDOW else ""
    if not (source := material.material.shared_from):
        return ""
    return words(
        _(
            "to_bring_looked_up",
            default="The window looks in ${source} first; bring it if it is not there.",
            mapping={"source": source},
        )
    )
