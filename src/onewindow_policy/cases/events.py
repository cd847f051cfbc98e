"""What happens to cases, for whoever in this process listens."""

from dataclasses import dataclass
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.states import Transition


@dataclass(frozen=True, slots=True)
class CaseRegistered:
    """A case has come in: in the transaction in which it did."""

    case: Case


@dataclass(frozen=True, slots=True)
class CaseMoved:
    """A case has come to the state that it is in: in the transaction in which it did.

    `transition` is the way that it came, `entry` what that added to its history.
    `is_passing` says that it goes on from there at once: nobody is told of that.
    """

    case: Case
    transition: Transition
    entry: CaseEvent
    is_passing: bool = False
