"""The states of a case, and the one table of what leads from one to another.

The states are those of the case life of GB/T 39046-2020 under the names of the glossary.
The rules come from the Administrative Licensing Law (行政许可法, 2019), which services
that are no licences follow as well:

- art. 32: what is asked for is accepted, refused acceptance with its ground (it needs no
  application, or another body decides about it and which), put right on the spot, or
  what is missing is told once; whatever is said, there is a dated paper about it. An
  application for a licence of which nothing is said in time is accepted from the day on
  which it was handed in;
- art. 34, 37, 38: it is examined and decided; a refusal is in writing, with its reasons
  and the ways of appeal;
- art. 42: the time may be extended once, with a reason that the applicant is told;
- art. 45: the time of hearings, inspections, appraisals and public notices does not count.

That some materials may follow (容缺受理), that instant items end where they begin, and that
somebody looks at what came online within a day are rules of cities and provinces.
"""

from collections.abc import Collection
from dataclasses import dataclass
from onewindow_policy.cases.exceptions import TransitionNotAllowed
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.communities.scopes import DEPARTMENT_OFFICER

SUBMITTED = "submitted"
RECEIVED = "received"
ACCEPTED = "accepted"
ACCEPTED_CONDITIONALLY = "accepted_conditionally"
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
    SUBMITTED,
    RECEIVED,
    AWAITING_CORRECTION,
    NOT_ACCEPTED,
    ACCEPTED,
    ACCEPTED_CONDITIONALLY,
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
COORDINATOR = "Coordinator"
#: What happens by itself, once a day is over.
CLOCK = "Clock"

#: What somebody has to give with a transition; see `facts`.
REASON = "reason"
GROUND = "ground"
WHERE = "where"
MATERIALS = "materials"
UNTIL = "until"
AGREED = "agreed"
DAYS = "days"
WAY = "way"
RECEIVER = "receiver"
NOTE = "note"
COLLEAGUE = "colleague"
FACTS = (
    *(REASON, GROUND, WHERE, MATERIALS, UNTIL, AGREED, DAYS, WAY, RECEIVER, NOTE),
    COLLEAGUE,
)

#: What a transition does to the clock: it goes on counting, counts anew from today, stops
#: until something has come, pauses (these days are taken off), has more days, ends.
KEEPS = "keeps"
ANEW = "anew"
STOPS = "stops"
PAUSES = "pauses"
GOES_ON = "goes_on"
EXTENDS = "extends"
ENDS = "ends"

#: The papers of a case, by the names of the glossary; `notice` is 一次性告知书.
RECEIPT = "receipt"
NOTICE = "notice"
ACCEPTANCE = "acceptance"
NON_ACCEPTANCE = "non_acceptance"
CONDITIONAL_ACCEPTANCE = "conditional_acceptance"
SUSPENSION = "suspension"
EXTENSION = "extension"
COMPLETION = "completion"
REFUSAL = "refusal"
PROOF_OF_DELIVERY = "proof_of_delivery"


@dataclass(frozen=True, slots=True)
class Transition:
    """A way from some states to another: who goes it, and what comes with it.

    `target` is None for what leaves the state as it is: an event of the history, a mark.
    `roles` may go it; `unit_roles` where a unit decides in this system, else a window
    enters what the unit decided on paper. `needs` are the names of what is given with it,
    `may` of what may be; `clock` is what it does to the days that are counted, `paper` the
    kind of paper that it makes, if any, `tells` whether the applicant is written to.
    `is_instant` says that it is for what is promised on the spot alone.
    """

    name: str
    sources: tuple[str, ...]
    target: str | None
    roles: tuple[str, ...]
    unit_roles: tuple[str, ...]
    needs: tuple[str, ...] = ()
    may: tuple[str, ...] = ()
    clock: str = KEEPS
    paper: str | None = None
    tells: bool = True
    is_instant: bool = False

    def roles_where(self, unit_decides: bool) -> tuple[str, ...]:
        """Return who may go it, where a unit decides in this system or where none does."""
        return self.unit_roles if unit_decides else self.roles


#: Who goes a transition, where windows enter what is decided and where a unit decides.
_DECIDES = ((WINDOW_STAFF,), (DEPARTMENT_OFFICER,))
#: A window tells what is missing also where a unit decides, so that nobody comes twice.
_LOOKS = ((WINDOW_STAFF,), (WINDOW_STAFF, DEPARTMENT_OFFICER))
_TAKES_IN = ((WINDOW_STAFF,), (WINDOW_STAFF,))
_BRINGS = ((WINDOW_STAFF, APPLICANT), (WINDOW_STAFF, APPLICANT))
_COORDINATES = ((COORDINATOR,), (COORDINATOR,))
_IS_THEIRS = ((APPLICANT,), (APPLICANT,))
_BY_ITSELF = ((CLOCK,), (CLOCK,))
_DECIDES_OR_LATE = tuple((*roles, CLOCK) for roles in _DECIDES)

_ARRIVED = (SUBMITTED, RECEIVED)
_UNDECIDED = (ACCEPTED, IN_PROGRESS)
_DECIDED = (COMPLETED_APPROVED, COMPLETED_REFUSED)
_OPEN = (
    *(*_ARRIVED, AWAITING_CORRECTION, ACCEPTED_CONDITIONALLY),
    *(*_UNDECIDED, SUSPENDED),
)

TRANSITIONS = (
    Transition("receive", (SUBMITTED,), RECEIVED, *_TAKES_IN, paper=RECEIPT),
    Transition("accept", _ARRIVED, ACCEPTED, *_DECIDES, clock=ANEW, paper=ACCEPTANCE),
    Transition("accept_by_silence", _ARRIVED, ACCEPTED, *_BY_ITSELF, paper=ACCEPTANCE),
    Transition(
        "complete_at_once",
        _ARRIVED,
        COMPLETED_APPROVED,
        *_DECIDES,
        clock=ENDS,
        paper=COMPLETION,
        is_instant=True,
    ),
    Transition(
        "accept_conditionally",
        _ARRIVED,
        ACCEPTED_CONDITIONALLY,
        *_DECIDES,
        (MATERIALS, UNTIL, AGREED),
        clock=ANEW,
        paper=CONDITIONAL_ACCEPTANCE,
    ),
    Transition(
        "ask_correction",
        _ARRIVED,
        AWAITING_CORRECTION,
        *_LOOKS,
        (REASON,),
        (MATERIALS,),
        STOPS,
        NOTICE,
    ),
    Transition(
        "supplement",
        (AWAITING_CORRECTION,),
        RECEIVED,
        *_BRINGS,
        may=(NOTE,),
        clock=ANEW,
    ),
    Transition(
        "refuse_acceptance",
        (*_ARRIVED, AWAITING_CORRECTION),
        NOT_ACCEPTED,
        *_DECIDES,
        (GROUND, REASON),
        (WHERE,),
        ENDS,
        NON_ACCEPTANCE,
    ),
    Transition(
        "hand_in",
        (ACCEPTED_CONDITIONALLY,),
        None,
        *_IS_THEIRS,
        may=(NOTE,),
        tells=False,
    ),
    Transition("bring_deferred", (ACCEPTED_CONDITIONALLY,), ACCEPTED, *_LOOKS),
    Transition(
        "break_promise",
        (ACCEPTED_CONDITIONALLY,),
        WITHDRAWN,
        *_DECIDES_OR_LATE,
        (REASON,),
        clock=ENDS,
    ),
    Transition("start", (ACCEPTED,), IN_PROGRESS, *_DECIDES),
    Transition(
        "suspend",
        (IN_PROGRESS,),
        SUSPENDED,
        *_DECIDES,
        (REASON,),
        (),
        PAUSES,
        SUSPENSION,
    ),
    Transition("resume", (SUSPENDED,), IN_PROGRESS, *_DECIDES, clock=GOES_ON),
    Transition(
        "extend",
        _UNDECIDED,
        None,
        *_COORDINATES,
        (DAYS, REASON),
        clock=EXTENDS,
        paper=EXTENSION,
    ),
    Transition(
        "approve",
        (IN_PROGRESS,),
        COMPLETED_APPROVED,
        *_DECIDES,
        clock=ENDS,
        paper=COMPLETION,
    ),
    Transition(
        "refuse",
        (IN_PROGRESS,),
        COMPLETED_REFUSED,
        *_DECIDES,
        (REASON,),
        clock=ENDS,
        paper=REFUSAL,
    ),
    Transition(
        "return", (*_ARRIVED, *_UNDECIDED), RETURNED, *_DECIDES, (REASON,), clock=ENDS
    ),
    Transition(
        "withdraw",
        (
            *_ARRIVED,
            AWAITING_CORRECTION,
            ACCEPTED,
            ACCEPTED_CONDITIONALLY,
            IN_PROGRESS,
            SUSPENDED,
        ),
        WITHDRAWN,
        *_IS_THEIRS,
        clock=ENDS,
    ),
    Transition(
        "deliver",
        _DECIDED,
        None,
        *_TAKES_IN,
        (WAY, RECEIVER),
        paper=PROOF_OF_DELIVERY,
        tells=False,
    ),
    Transition("take", _OPEN, None, *_LOOKS, tells=False),
    Transition(
        "assign", _OPEN, None, *_COORDINATES, (COLLEAGUE,), (REASON,), tells=False
    ),
    Transition("hand_over", _OPEN, None, *_LOOKS, (COLLEAGUE, REASON), tells=False),
    Transition("accept_hand_over", _OPEN, None, *_LOOKS, tells=False),
    Transition("decline_hand_over", _OPEN, None, *_LOOKS, (REASON,), tells=False),
    Transition("return_hand_over", _OPEN, None, *_BY_ITSELF, tells=False),
)

#: About who sees to a case, not about the case: its applicant is not told of them.
AMONG_STAFF = frozenset(
    {
        *("take", "assign", "hand_over", "accept_hand_over", "decline_hand_over"),
        "return_hand_over",
    }
)

_BY_NAME = {transition.name: transition for transition in TRANSITIONS}

#: Nothing leads on from these.
FINAL_STATES = frozenset(STATES) - {
    source
    for transition in TRANSITIONS
    if transition.target is not None
    for source in transition.sources
}
OPEN_STATES = frozenset(STATES) - FINAL_STATES

#: While a case is in one of these, somebody has to say whether it is accepted.
TO_ACCEPT = frozenset(_ARRIVED)
#: While a case is in one of these, it is not accepted yet.
BEFORE_ACCEPTANCE = frozenset({*_ARRIVED, AWAITING_CORRECTION})


def transitions_for(
    state: str,
    roles: Collection[str],
    unit_decides: bool = False,
    is_instant: bool = False,
) -> tuple[Transition, ...]:
    """Return what somebody with `roles` may do with a case in `state`, in table order.

    `unit_decides` says whether a unit decides about it in this system (see `units`),
    `is_instant` whether it is promised on the spot.
    """
    return tuple(
        transition
        for transition in TRANSITIONS
        if state in transition.sources
        and not set(roles).isdisjoint(transition.roles_where(unit_decides))
        and (is_instant or not transition.is_instant)
    )


def require(
    name: str,
    state: str,
    roles: Collection[str],
    unit_decides: bool = False,
    is_instant: bool = False,
) -> Transition:
    """Return the transition `name` if it may be gone now.

    Raises `TransitionNotAllowed` when it is not for `roles` (or is none at all), and
    `TransitionNotPossible` when it does not start at `state`, or is for what is promised
    on the spot alone. What has to be given with it is asked by `facts.read_facts`.
    """
    transition = _BY_NAME.get(name)
    if transition is None or set(roles).isdisjoint(
        transition.roles_where(unit_decides)
    ):
        raise TransitionNotAllowed(name)
    if state not in transition.sources or (transition.is_instant and not is_instant):
        raise TransitionNotPossible(name, state)
    return transition


def role_of(
    transition: Transition, roles: Collection[str], unit_decides: bool = False
) -> str:
    """Return as what somebody with `roles` goes a transition that they may go."""
    possible = transition.roles_where(unit_decides)
    return next(role for role in possible if role in roles)
