"""The flow that notices tell (办理流程): which step comes after which, who does it and
how long it takes; and, where several units have a part in it, in which order (联办)."""

from dataclasses import dataclass
from onewindow_policy import _
from onewindow_policy.communities.units import find_unit
from onewindow_policy.guides.resolved import ProcessStep
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.guides.wording import Wording
from zope.i18nmessageid import Message

_FIRST = _("flow_first_unit", default="First ${unit}: ${steps}.")
_THEN = _("flow_next_unit", default="Once “${before}” is done, ${unit}: ${steps}.")


@dataclass(frozen=True, slots=True)
class _Turn:
    """What is up to a unit: the step before it, None for none, and its own."""

    unit: str
    before: str | None
    steps: list[str]


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


def order_of(guide: ResolvedGuide, lives_in: str, words: Wording) -> list[str]:
    """Return in sentences which of several units comes first, what it does, and what has to
    be done before it is up to the next one; none where one alone has a part in it.

    Source: notices of cities tell of joint items which departments, and in which order.
    """
    if not units_in_order(guide, lives_in):
        return []
    told, before, own = [], None, None
    for step in guide.process:
        unit = find_unit(step.unit_role, lives_in)
        if unit is not None and (own is None or unit.code != own.code):
            own = unit
            told.append(_Turn(unit.title, before, []))
        if unit is not None:
            told[-1].steps.append(step.name)
        before = step.name
    return [
        words(
            Message(
                _THEN if at else _FIRST,
                mapping={
                    "unit": each.unit,
                    "steps": "、".join(each.steps),
                    "before": each.before or "",
                },
            )
        )
        for at, each in enumerate(told)
    ]


def _who(step: ProcessStep, lives_in: str, words: Wording) -> str:
    unit = find_unit(step.unit_role, lives_in)
    return unit.title if unit is not None else words.title("unit_roles", step.unit_role)
