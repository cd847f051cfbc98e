"""What to bring, as a list to tick: for everybody, for agents, for some."""

from onewindow_policy import _
from onewindow_policy.guides.browser.rows import MaterialGroup
from onewindow_policy.guides.browser.rows import MaterialRow
from onewindow_policy.guides.resolved import Material
from onewindow_policy.guides.wording import Wording

#: Who brings the papers of a group; the script counts by it.
EVERYBODY, AGENTS, SOME = "everybody", "agents", "some"


def whose(material: Material) -> str:
    """Return who brings `material`."""
    if material.is_of_agent:
        return AGENTS
    return EVERYBODY if material.required else SOME


def material_groups(
    rows: list[MaterialRow], materials: tuple[Material, ...], words: Wording
) -> list[MaterialGroup]:
    """Return the rows by who brings them; `rows` are those of `materials`."""
    groups: dict[str, list[MaterialRow]] = {EVERYBODY: [], AGENTS: [], SOME: []}
    for row, material in zip(rows, materials, strict=True):
        groups[whose(material)].append(row)
    titles = {
        EVERYBODY: _(
            "materials_required",
            default="Everybody brings (${count})",
            mapping={"count": len(groups[EVERYBODY])},
        ),
        AGENTS: _(
            "materials_of_agents",
            default="Who goes for somebody else brings as well (${count})",
            mapping={"count": len(groups[AGENTS])},
        ),
        SOME: _("materials_conditional", default="Only if this is your situation"),
    }
    return [
        MaterialGroup(name, words(titles[name]), tuple(found))
        for name, found in groups.items()
        if found
    ]
