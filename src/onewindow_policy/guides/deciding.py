"""Where things are decided among the steps of a guide, and which of them are public
notices: by what guides call their steps.
"""

from collections.abc import Sequence
from typing import Protocol

#: How guides call the step in which an application is accepted.
_ACCEPTANCE = "受理"

#: How they call a public notice.
_NOTICE = "公示"

#: The role of a step that is the community's own.
COMMUNITY_ROLE = "community"


class Step(Protocol):
    """What a step of a guide and one of a case have in common."""

    name: str
    counted: bool


def is_notice(step: Step | None) -> bool:
    """Return whether a step is a public notice."""
    return step is not None and not step.counted and _NOTICE in step.name


def acceptance_at(steps: Sequence[Step]) -> int:
    """Return which step is the acceptance, the first one where none is called so."""
    return next((at for at, each in enumerate(steps) if _ACCEPTANCE in each.name), 0)


def first_after_acceptance(steps: Sequence[Step]) -> int:
    """Return which step is under way once a case is accepted: one that is acceptance and
    more, such as 受理初审, goes on after it."""
    at = acceptance_at(steps)
    is_over = steps[at].name.endswith(_ACCEPTANCE) and at + 1 < len(steps)
    return at + is_over


def decision_at(steps: Sequence[Step]) -> int:
    """Return in which step it is decided: the last one that counts before the last of all,
    in which the result is handed out, and after acceptance."""
    first = first_after_acceptance(steps)
    counted = [at for at in range(first, len(steps) - 1) if steps[at].counted]
    return counted[-1] if counted else min(first, len(steps) - 1)
