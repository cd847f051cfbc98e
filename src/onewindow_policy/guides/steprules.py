"""What the steps of a guide must not leave open: which one decides, and by whom.

Cases go the steps of their guide, and are decided in one of them (see `deciding`). Whoever
reads a guide that calls another step so, or names another unit, expects the decision of
somebody who does not make it.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from onewindow_policy import _
from onewindow_policy.guides.deciding import decision_at
from onewindow_policy.guides.deciding import first_after_acceptance
from onewindow_policy.guides.lintrules import finding
from onewindow_policy.guides.lintrules import GuideRule
from onewindow_policy.guides.resolved import ProcessStep
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.guides.rows import IProcessStepRow
from onewindow_policy.publishing.linting import FAULT
from onewindow_policy.publishing.linting import Finding

import re

#: How guides call a step in which it is decided.
DECIDES = re.compile("(审批|审定|批准|核准|决定)$")


def _is_undecided(steps: Sequence[ProcessStep]) -> bool:
    """Return whether there are steps between acceptance and handing out, and none
    counts: then no other rule can name the one that decides."""
    if len(steps) < 3:
        return False
    between = steps[first_after_acceptance(steps) : -1]
    return bool(between) and not any(each.counted for each in between)


def find_no_decision(guide: ResolvedGuide, title: str) -> Iterator[Finding]:
    """Yield where there are steps between acceptance and handing out and none counts: it
    would be decided in the step in which the result is handed out."""
    steps = guide.process
    if _is_undecided(steps):
        yield finding(
            "no_decision",
            "process",
            _(
                "finding_no_decision",
                default=(
                    "no step between acceptance and handing out counts, so it would be"
                    " decided while the result is handed out. Add the step in which it is"
                    " decided, and tick that it counts."
                ),
            ),
            row=len(steps),
            column=IProcessStepRow["name"].title,
            sentence=steps[-1].name,
            severity=FAULT,
        )


def find_two_decisions(guide: ResolvedGuide, title: str) -> Iterator[Finding]:
    """Yield steps that are called a decision and are none: it is decided in another one."""
    if not guide.process or _is_undecided(guide.process):
        return
    at = decision_at(guide.process)
    for number, step in enumerate(guide.process, start=1):
        if number != at + 1 and DECIDES.search(step.name):
            yield finding(
                "two_decisions",
                "process",
                _(
                    "finding_two_decisions",
                    default=(
                        "is called a decision, but it is decided in the step “${step}”, the"
                        " last one that counts before the result is handed out. Call it"
                        " what it is, such as an examination, or change the order."
                    ),
                    mapping={"step": guide.process[at].name},
                ),
                row=number,
                column=IProcessStepRow["name"].title,
                sentence=step.name,
                severity=FAULT,
            )


def find_other_decider(guide: ResolvedGuide, title: str) -> Iterator[Finding]:
    """Yield where the unit that decides by the guide is not that of the deciding step."""
    if not guide.process or not guide.decision_role or _is_undecided(guide.process):
        return
    at = decision_at(guide.process)
    step = guide.process[at]
    if step.unit_role != guide.decision_role:
        yield finding(
            "other_decider",
            "process",
            _(
                "finding_other_decider",
                default=(
                    "it is decided in this step, but the guide says that another unit"
                    " decides. Papers are issued in the name of the unit of this step:"
                    " let both name the same."
                ),
            ),
            row=at + 1,
            column=IProcessStepRow["unit_role"].title,
            sentence=step.name,
            severity=FAULT,
        )


no_decision = GuideRule(find_no_decision)
two_decisions = GuideRule(find_two_decisions)
other_decider = GuideRule(find_other_decider)
