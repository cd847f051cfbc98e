"""Where a case without steps of its own is among those of its guide, as far as its state
says so: one from before cases had steps (see `process`), or whose guide had none then.

Such a case knows that it was accepted, that a special procedure is under way, that it is
decided; it does not know which of several steps between these a unit is at. Then all of
them are under way: nothing is shown as done that need not be.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from onewindow_policy.cases import states
from onewindow_policy.cases.process.reading import AHEAD
from onewindow_policy.cases.process.reading import DONE
from onewindow_policy.cases.process.reading import NOW
from onewindow_policy.cases.states import FINAL_STATES
from onewindow_policy.cases.tracking import HistoryEntry
from onewindow_policy.catalogue.api import find_item
from onewindow_policy.guides.api import guides_of
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.deciding import acceptance_at
from onewindow_policy.guides.deciding import decision_at
from onewindow_policy.guides.deciding import first_after_acceptance
from onewindow_policy.guides.resolved import ProcessStep
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.publishing.api import is_released


def guide_for(item_code: str, community_code: str) -> ResolvedGuide | None:
    """Return the guide by which cases of a community go now, None where there is none any
    more. Cases go on by a guide of the city that was taken back; what a district only
    drafts is not told.
    """
    item = find_item(item_code)
    if item is None:
        return None
    district = community_code[:6]
    master, own = guides_of(item, district)
    if own is not None and not is_released(own):
        own = None
    return resolve_guide(master, own, district)


@dataclass(frozen=True, slots=True)
class PlacedStep:
    """A step of the guide, and whether it is `DONE`, under way (`NOW`) or `AHEAD`."""

    step: ProcessStep
    place: str


def placed_steps(
    steps: Sequence[ProcessStep], state: str, history: Sequence[HistoryEntry]
) -> tuple[PlacedStep, ...]:
    """Return the steps with their places; none for what ended without a decision, which
    came to no step of the guide, and where the guide has no steps."""
    if not steps or state not in _PLACES:
        return ()
    first, last = _PLACES[state](steps, history)
    return tuple(
        PlacedStep(step, DONE if at < first else NOW if at <= last else AHEAD)
        for at, step in enumerate(steps)
    )


def remaining_pauses(
    steps: Sequence[ProcessStep], state: str, history: Sequence[HistoryEntry]
) -> list[tuple[str, int, str]]:
    """Return the steps whose days do not count towards the promise and may still come
    before it is decided: their names, days and types of days."""
    if state in FINAL_STATES:
        return []
    left = [
        steps[at]
        for at in _pauses(steps)[_pauses_over(history) :]
        if at <= decision_at(steps)
    ]
    return [(step.name, step.days, step.day_type) for step in left if step.days]


def _before_acceptance(steps, _history) -> tuple[int, int]:
    at = acceptance_at(steps)
    return at, at


def _accepted(steps, _history) -> tuple[int, int]:
    at = first_after_acceptance(steps)
    return at, at


def _in_progress(steps, history) -> tuple[int, int]:
    first, _last = _accepted(steps, history)
    over = _pauses(steps)[: _pauses_over(history)]
    if over:
        first = max(first, over[-1] + 1)
    # The last one is to hand over what was decided.
    first = min(first, len(steps) - 1)
    return first, max(first, len(steps) - 2)


def _suspended(steps, history) -> tuple[int, int]:
    pauses = _pauses(steps)
    if not pauses:
        return _in_progress(steps, history)
    at = pauses[min(_pauses_over(history), len(pauses) - 1)]
    return at, at


def _completed(steps, _history) -> tuple[int, int]:
    return len(steps), len(steps)


_PLACES = {
    states.SUBMITTED: _before_acceptance,
    states.RECEIVED: _before_acceptance,
    states.AWAITING_CORRECTION: _before_acceptance,
    states.ACCEPTED: _accepted,
    states.ACCEPTED_CONDITIONALLY: _accepted,
    states.IN_PROGRESS: _in_progress,
    states.SUSPENDED: _suspended,
    states.COMPLETED_APPROVED: _completed,
    states.COMPLETED_REFUSED: _completed,
}


def _pauses(steps: Sequence[ProcessStep]) -> list[int]:
    """Return which steps do not count towards the promise: special procedures."""
    return [at for at, step in enumerate(steps) if not step.counted]


def _pauses_over(history: Sequence[HistoryEntry]) -> int:
    """Return how many special procedures are over."""
    return sum(entry.transition == "resume" for entry in history)
