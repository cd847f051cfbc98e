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
DEPARTMENT_OFFICER = "Department Officer"

_WINDOW = frozenset({WINDOW_STAFF})
_APPLICANT = frozenset({APPLICANT})
#: A window enters what a department decided on paper, until its officers do it here.
_DECIDERS = frozenset({WINDOW_STAFF, DEPARTMENT_OFFICER})


@dataclass(frozen=True, slots=True)
class Transition:
    """A way from some states to another: who may go it, and whether a reason is due.

    The reason is told to the applicant.
    """

    name: str
    sources: tuple[str, ...]
    target: str
    roles: frozenset[str]
    needs_reason: bool = False


TRANSITIONS = (
    Transition("accept", (RECEIVED,), ACCEPTED, _WINDOW),
    Transition("ask_correction", (RECEIVED,), AWAITING_CORRECTION, _WINDOW, True),
    Transition("supplement", (AWAITING_CORRECTION,), RECEIVED, _WINDOW),
    Transition(
        "refuse_acceptance",
        (RECEIVED, AWAITING_CORRECTION),
        NOT_ACCEPTED,
        _WINDOW,
        True,
    ),
    Transition("start", (ACCEPTED,), IN_PROGRESS, _WINDOW),
    Transition("suspend", (IN_PROGRESS,), SUSPENDED, _DECIDERS, True),
    Transition("resume", (SUSPENDED,), IN_PROGRESS, _DECIDERS),
    Transition("approve", (IN_PROGRESS,), COMPLETED_APPROVED, _DECIDERS),
    Transition("refuse", (IN_PROGRESS,), COMPLETED_REFUSED, _DECIDERS, True),
    Transition("return", (RECEIVED, ACCEPTED, IN_PROGRESS), RETURNED, _DECIDERS, True),
    Transition(
        "withdraw",
        (RECEIVED, AWAITING_CORRECTION, ACCEPTED, IN_PROGRESS, SUSPENDED),
        WITHDRAWN,
        _APPLICANT,
    ),
)

_BY_NAME = {transition.name: transition for transition in TRANSITIONS}

#: Nothing leads on from these.
FINAL_STATES = frozenset(STATES) - {
    source for transition in TRANSITIONS for source in transition.sources
}
OPEN_STATES = frozenset(STATES) - FINAL_STATES


def transitions_for(state: str, roles: Collection[str]) -> tuple[Transition, ...]:
    """Return what somebody with `roles` may do with a case in `state`, in table order."""
    return tuple(
        transition
        for transition in TRANSITIONS
        if state in transition.sources and not transition.roles.isdisjoint(roles)
    )


def require(
    name: str, state: str, roles: Collection[str], reason: str = ""
) -> Transition:
    """Return the transition `name` if it may be gone now.

    Raises `TransitionNotAllowed` when it is not for `roles` (or is none at all),
    `TransitionNotPossible` when it does not start at `state`, and `ReasonMissing`.
    """
    transition = _BY_NAME.get(name)
    if transition is None or transition.roles.isdisjoint(roles):
        raise TransitionNotAllowed(name)
    if state not in transition.sources:
        raise TransitionNotPossible(name, state)
    if transition.needs_reason and not reason.strip():
        raise ReasonMissing(name)
    return transition
