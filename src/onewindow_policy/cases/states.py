"""The states of a case, and the one table of what leads from one to another.

The states are those of the case life of GB/T 39046-2020 under the names of the glossary.
The rules come from the Administrative Licensing Law (行政许可法, 2019), which services
that are no licences follow as well:

- art. 32: what is asked for is accepted, refused acceptance with reasons, or what is
  missing is told once;
- art. 34, 37, 38: it is examined and decided; a refusal is in writing, with its reasons
  and the ways of appeal;
- art. 45: the time of hearings, inspections, appraisals and public notices does not count.
"""

from collections.abc import Collection
from dataclasses import dataclass
from onewindow_policy.cases.exceptions import ReasonMissing
from onewindow_policy.cases.exceptions import TransitionNotAllowed
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.communities.scopes import DEPARTMENT_OFFICER

RECEIVED = "received"
ACCEPTED = "accepted"
AWAITING_CORRECTION = "awaiting_correction"
NOT_ACCEPTED = "not_accepted"
IN_PROGRESS = "in_progress"
SUSPENDED = "suspended"
COMPLETED_APPROVED = "completed_approved"
COMPLETED_REFUSED = "completed_refused"
RETURNED = "returned"
WITHDRAWN = "withdrawn"

#: In the order of a case's life.
STATES = (
    RECEIVED,
    AWAITING_CORRECTION,
    NOT_ACCEPTED,
    ACCEPTED,
    IN_PROGRESS,
    SUSPENDED,
    COMPLETED_APPROVED,
    COMPLETED_REFUSED,
    RETURNED,
    WITHDRAWN,
)

#: What a transition is done as: the applicant (who proved it with number and code), or
#: a working role of the site.
APPLICANT = "Applicant"
WINDOW_STAFF = "Window Staff"


@dataclass(frozen=True, slots=True)
class Transition:
    """A way from some states to another: who goes it, and whether a reason is due.

    `at_unit` is who goes it where a unit decides in this system: else a window enters what
    the unit decided on paper. The reason is told to the applicant.
    """

    name: str
    sources: tuple[str, ...]
    target: str
    role: str
    at_unit: str
    needs_reason: bool = False

    def role_where(self, unit_decides: bool) -> str:
        """Return who goes it, where a unit decides in this system or where none does."""
        return self.at_unit if unit_decides else self.role


#: Who goes a transition, where windows enter what is decided and where a unit decides.
_DECIDES = (WINDOW_STAFF, DEPARTMENT_OFFICER)
_TAKES_IN = (WINDOW_STAFF, WINDOW_STAFF)
_IS_THEIRS = (APPLICANT, APPLICANT)

TRANSITIONS = (
    Transition("accept", (RECEIVED,), ACCEPTED, *_DECIDES),
    Transition("ask_correction", (RECEIVED,), AWAITING_CORRECTION, *_DECIDES, True),
    Transition("supplement", (AWAITING_CORRECTION,), RECEIVED, *_TAKES_IN),
    Transition(
        "refuse_acceptance",
        (RECEIVED, AWAITING_CORRECTION),
        NOT_ACCEPTED,
        *_DECIDES,
        True,
    ),
    Transition("start", (ACCEPTED,), IN_PROGRESS, *_DECIDES),
    Transition("suspend", (IN_PROGRESS,), SUSPENDED, *_DECIDES, True),
    Transition("resume", (SUSPENDED,), IN_PROGRESS, *_DECIDES),
    Transition("approve", (IN_PROGRESS,), COMPLETED_APPROVED, *_DECIDES),
    Transition("refuse", (IN_PROGRESS,), COMPLETED_REFUSED, *_DECIDES, True),
    Transition("return", (RECEIVED, ACCEPTED, IN_PROGRESS), RETURNED, *_DECIDES, True),
    Transition(
        "withdraw",
        (RECEIVED, AWAITING_CORRECTION, ACCEPTED, IN_PROGRESS, SUSPENDED),
        WITHDRAWN,
        *_IS_THEIRS,
    ),
)

_BY_NAME = {transition.name: transition for transition in TRANSITIONS}

#: Nothing leads on from these.
FINAL_STATES = frozenset(STATES) - {
    source for transition in TRANSITIONS for source in transition.sources
}
OPEN_STATES = frozenset(STATES) - FINAL_STATES

#: While a case is in one of these, it is not accepted yet.
BEFORE_ACCEPTANCE = frozenset({RECEIVED, AWAITING_CORRECTION})


def transitions_for(
    state: str, roles: Collection[str], unit_decides: bool = False
) -> tuple[Transition, ...]:
    """Return what somebody with `roles` may do with a case in `state`, in table order.

    `unit_decides` says whether a unit decides about it in this system (see `units`).
    """
    return tuple(
        transition
        for transition in TRANSITIONS
        if state in transition.sources and transition.role_where(unit_decides) in roles
    )


def require(
    name: str,
    state: str,
    roles: Collection[str],
    reason: str = "",
    unit_decides: bool = False,
) -> Transition:
    """Return the transition `name` if it may be gone now.

    Raises `TransitionNotAllowed` when it is not for `roles` (or is none at all),
    `TransitionNotPossible` when it does not start at `state`, and `ReasonMissing`.
    """
    transition = _BY_NAME.get(name)
    if transition is None or transition.role_where(unit_decides) not in roles:
        raise TransitionNotAllowed(name)
    if state not in transition.sources:
        raise TransitionNotPossible(name, state)
    if transition.needs_reason and not reason.strip():
        raise ReasonMissing(name)
    return transition
