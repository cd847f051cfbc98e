"""The flow that notices tell (办理流程): which step comes after which, who does it and
how long it takes; and, where several units have a part in it, in which order (联办)."""

from onewindow_policy.communities.units import find_unit
from onewindow_policy.guides.resolved import ProcessStep
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.guides.wording import Wording


def flow_of(
    guide: ResolvedGuide, lives_in: str, words: Wording
) -> list[dict[str, str]]:
    """Return the steps of a guide in their order, for who lives in the community with the
    code `lives_in`: `name`, `who` does it, and how `long` that takes."""
    return [
        {
            "name": step.name,
            "who": _who(step, lives_in, words),
            "long": words.step_duration(step),
        }
        for step in guide.process
    ]


def units_in_order(guide: ResolvedGuide, lives_in: str) -> list[str]:
    """Return the names of the units that have a part in it, in the order in which a file
    reaches them; none where it is up to one, or to the window alone."""
    units = (find_unit(step.unit_role, lives_in) for step in guide.process)
    names = list(dict.fromkeys(unit.title for unit in units if unit is not None))
    return names if len(names) > 1 else []


def _who(step: ProcessStep, lives_in: str, words: Wording) -> str:
    unit = find_unit(step.unit_role, lives_in)
    return unit.title if unit is not None else words.title("unit_roles", step.unit_role)
