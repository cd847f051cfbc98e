"""What journeys must not do: end in nothing, or hold steps that nobody is led to."""

from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.journeys.conditions import UnreadableCondition
from onewindow_policy.journeys.interfaces import IJourney
from onewindow_policy.journeys.walking import plan_of
from onewindow_policy.journeys.walking import Way
from onewindow_policy.journeys.walking import ways_through
from onewindow_policy.publishing.linting import FAULT
from onewindow_policy.publishing.linting import Finding


def find_dead_ends(content) -> Iterator[Finding]:
    """Yield the first answers after which there is nothing to do, and steps on no way."""
    if not IJourney.providedBy(content):
        return
    try:
        plan = plan_of(content)
    except UnreadableCondition:
        # That is a gap, and told as one.
        return
    ways = list(ways_through(plan))
    empty = next((way for way in ways if not way.steps), None)
    if empty is not None and plan.steps:
        yield _of_steps(
            _(
                "finding_dead_end",
                default="who answers so is led to no step: say what there is to do.",
            ),
            sentence=_answers_of(empty),
        )
    taken = {step.key for way in ways for step in way.steps}
    for number, step in enumerate(plan.steps, start=1):
        if step.key not in taken:
            yield _of_steps(
                _(
                    "finding_step_on_no_way",
                    default="no answers lead to it: mend when it is shown, or take it out.",
                ),
                row=number,
                sentence=step.title or step.item_code,
            )


def _answers_of(way: Way) -> str:
    return "、".join(each.answer.text for each in way.answered)


def _of_steps(suggestion, **more) -> Finding:
    return Finding(
        "dead_ends",
        "steps",
        IJourney["steps"].title,
        suggestion,
        severity=FAULT,
        **more,
    )
