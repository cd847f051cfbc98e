"""What the steps of a case allow: each unit ends its own, and one of them decides."""

from collections.abc import Sequence
from onewindow_policy.cases.process.following import current_of
from onewindow_policy.cases.process.models import CaseStep
from onewindow_policy.cases.states import COMPLETED_APPROVED
from onewindow_policy.cases.states import COMPLETED_REFUSED
from onewindow_policy.cases.states import FINISH_STEP
from onewindow_policy.cases.states import IN_PROGRESS
from onewindow_policy.cases.states import Transition
from onewindow_policy.guides.deciding import COMMUNITY_ROLE
from onewindow_policy.guides.deciding import decision_at


def is_in_step(transition: Transition, steps: Sequence[CaseStep], state: str) -> bool:
    """Return whether the steps of a case in `state` allow a transition.

    It is approved in the step of the decision alone. Whoever examines it may find that it
    cannot be approved, and says so: but for the window, which takes in and hands on. Where
    a case has no steps, nothing is finished, and all else is as the table says.
    """
    if transition.name == FINISH_STEP:
        return _has_next(steps)
    if not steps or state != IN_PROGRESS:
        return True
    current = current_of(steps)
    if current is None or transition.target not in (
        COMPLETED_APPROVED,
        COMPLETED_REFUSED,
    ):
        return True
    if not current.counted:
        # It is a special procedure by itself as soon as somebody begins with it.
        return False
    if current.position >= decision_at(steps):
        return True
    is_examined = current.unit_role != COMMUNITY_ROLE
    return transition.target == COMPLETED_REFUSED and is_examined


def _has_next(steps: Sequence[CaseStep]) -> bool:
    current = current_of(steps)
    return (
        current is not None
        and current.counted
        and current.position < decision_at(steps)
    )
