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
- art. 44: what was decided is sent or handed out within ten days;
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
SUPERVISOR = "Supervisor"
#: What happens by itself, once a day is over.
CLOCK = "Clock"

#: Who works on a case in these sees to it; the others oversee, or it is theirs.
WORKING_ROLES = frozenset({WINDOW_STAFF, DEPARTMENT_OFFICER})

#: What somebody has to give with a transition; see `facts`.
REASON = "reason"
GROUND = "ground"
WHERE = "where"
#: By which law, with its article, something is refused (see `grounds`).
BASIS = "basis"
MATERIALS = "materials"
UNTIL = "until"
AGREED = "agreed"
DAYS = "days"
WAY = "way"
RECEIVER = "receiver"
NOTE = "note"
COLLEAGUE = "colleague"
DECIDED_ON = "decided_on"
#: Which step of the guide was finished; nobody has to give it.
STEP = "step"
#: A photograph of what hangs on a board; the words of an objection, which of them is
#: answered, and what it was answered.
PHOTO = "photo"
OBJECTION = "objection"
ANSWERED = "answered"
ANSWER = "answer"
#: Why something is asked for that was asked for before.
AGAIN = "again"
#: What the check of a commitment found; the version of the words that were told with it.
OUTCOME = "outcome"
WORDS = "words"
#: The last day on which something may be put right; it follows from a setting.
RECTIFY_BY = "rectify_by"
#: How a result is handed out (see `handingout`): on whose authority somebody took it, that
#: their identity was seen, who brought it home and when; where a parcel goes, with whom,
#: under which number, since when, and when it came.
AUTHORITY = "authority"
SEEN = "seen"
BRINGER = "bringer"
HANDED_ON = "handed_on"
ADDRESSEE = "addressee"
PHONE = "phone"
ADDRESS = "address"
CARRIER = "carrier"
PARCEL = "parcel"
SENT_ON = "sent_on"
#: The last day of what was decided, or before which it is checked again (see `validity`).
VALID_UNTIL = "valid_until"
#: Why a promise has passed, of some that are given, and by when it is expected instead.
CAUSE = "cause"
EXPECTED_ON = "expected_on"
#: That papers came by post, so that nobody had to come with them.
POSTED = "posted"
#: Which answer is mended on the spot, and what it is now; by itself the question as it is
#: titled, and what stood there before.
MEND_ANSWER = "mend_answer"
FIELD = "field"
MENDED = "mended"
FIELD_TITLE = "field_title"
BEFORE = "before"
#: To which community's window a case is given, by its code; and what both are called then.
WINDOW = "window"
MOVED_FROM = "moved_from"
MOVED_TO = "moved_to"
#: What a correction adds by itself: the numbers of papers that count no more.
VOIDED = "voided"
#: These of them are words that somebody wrote.
TEXTS = (
    *(REASON, BASIS, WHERE, RECEIVER, NOTE, AGAIN, OBJECTION, ANSWER),
    *(MENDED, BEFORE),
)
FACTS = (
    *(REASON, GROUND, WHERE, MATERIALS, UNTIL, AGREED, DAYS, WAY, RECEIVER, NOTE),
    *(COLLEAGUE, DECIDED_ON, PHOTO, OBJECTION, ANSWERED, ANSWER, AGAIN),
    *(OUTCOME, WORDS),
    *(AUTHORITY, SEEN, BRINGER, HANDED_ON, ADDRESSEE, PHONE, ADDRESS),
    *(CARRIER, PARCEL, SENT_ON, POSTED),
    VALID_UNTIL,
    *(CAUSE, EXPECTED_ON),
    *(FIELD, MENDED),
    *(WINDOW, BASIS),
)

#: What a transition does to the clock: it goes on counting, counts anew from today, stops
#: until something has come, pauses (these days are taken off), has more days, ends; or
#: waits longer for what was promised.
KEEPS = "keeps"
ANEW = "anew"
STOPS = "stops"
PAUSES = "pauses"
GOES_ON = "goes_on"
EXTENDS = "extends"
DEFERS = "defers"
ENDS = "ends"
#: The step that takes another one back: all stands as it did before it, also the state.
UNDO = "undo"
RESTORES = "restores"

#: The promise has passed; and why it has, and by when it is expected instead.
ANNOUNCE_DELAY = "announce_delay"
EXPLAIN_DELAY = "explain_delay"

#: Another community's window has a case from then on: see `windows`.
CHANGE_WINDOW = "change_window"

#: With which staff say that of what was promised something is missing still.
ASK_REST = "ask_rest"

#: What steps of the guide follow by name: see `process`.
FINISH_STEP = "finish_step"
SUSPEND = "suspend"
RESUME = "resume"
#: How a result comes to its person: see `handingout`.
DELIVER = "deliver"
CHOOSE_WAY = "choose_way"
SEND = "send"
ARRIVE = "arrive"
COME_BACK = "come_back"
REMIND_COLLECTION = "remind_collection"
#: Originals that stayed at the window go back to their person.
GIVE_BACK = "give_back"
#: What a window does of it, also the one that took the case in for another community.
HANDING_OUT = (DELIVER, CHOOSE_WAY, SEND, ARRIVE, COME_BACK, GIVE_BACK)

#: What becomes of a result that runs out: see `validity`.
SET_VALIDITY = "set_validity"
END_VALIDITY = "end_validity"
REMIND_RENEWAL = "remind_renewal"
RUN_OUT = "run_out"

#: What there is to do while a public notice hangs: see `process.notices`.
RENEW_NOTICE = "renew_notice"
HANG_NOTICE = "hang_notice"
TAKE_DOWN_NOTICE = "take_down_notice"
#: What hangs wrongly, or hangs no more, is taken down before its last day.
WITHDRAW_NOTICE = "withdraw_notice"
RECORD_OBJECTION = "record_objection"
ANSWER_OBJECTION = "answer_objection"
OF_NOTICE = (
    *(RENEW_NOTICE, HANG_NOTICE, TAKE_DOWN_NOTICE, WITHDRAW_NOTICE),
    *(RECORD_OBJECTION, ANSWER_OBJECTION),
)

#: The papers of a case, by the names of the glossary; `notice` is 一次性告知书.
RECEIPT = "receipt"
NOTICE = "notice"
ACCEPTANCE = "acceptance"
NON_ACCEPTANCE = "non_acceptance"
CONDITIONAL_ACCEPTANCE = "conditional_acceptance"
#: 容缺受理承诺书, and what says that its day was moved.
CONDITIONAL_PROMISE = "conditional_promise"
DEFERRAL = "deferral"
CORRECTION = "correction"
#: 告知承诺书, what has a false one put right, and what revokes what was granted on it.
COMMITMENT = "commitment"
RECTIFICATION = "rectification"
REVOCATION = "revocation"
SUSPENSION = "suspension"
PUBLIC_NOTICE = "public_notice"
EXTENSION = "extension"
COMPLETION = "completion"
REFUSAL = "refusal"
PROOF_OF_DELIVERY = "proof_of_delivery"
#: 原件退还签收单.
RETURN_OF_ORIGINALS = "return_of_originals"
#: 申请退回单.
RETURN_OF_APPLICATION = "return_of_application"


@dataclass(frozen=True, slots=True)
class Transition:
    """A way from some states to another: who goes it, and what comes with it.

    `target` is None for what leaves the state as it is: an event of the history, a mark.
    `roles` may go it; `unit_roles` where a unit decides in this system, else a window
    enters what the unit decided on paper. `needs` are the names of what is given with it,
    `may` of what may be; `clock` is what it does to the days that are counted, `paper` the
    kind of paper that it makes, if any, `beside` what others come with that; `tells` says
    whether the applicant is written to.
    `is_instant` says that it is for what is promised on the spot alone. `corrects` is the
    step of the clock that it puts right, from which alone it starts (see `overruling`): it
    may lead back from where nothing else leads on. `revokes` says that it takes back what
    was decided, and ends where another decision does.
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
    beside: tuple[str, ...] = ()
    corrects: str | None = None
    revokes: bool = False

    @property
    def papers(self) -> tuple[str, ...]:
        """The kinds of papers that it makes, the one that tells of it last."""
        return (*self.beside, self.paper) if self.paper is not None else ()

    def roles_where(self, unit_decides: bool) -> tuple[str, ...]:
        """Return who may go it, where a unit decides in this system or where none does."""
        return self.unit_roles if unit_decides else self.roles


#: Who goes a transition, where windows enter what is decided and where a unit decides.
_DECIDES = ((WINDOW_STAFF,), (DEPARTMENT_OFFICER,))
#: A window tells what is missing also where a unit decides, so that nobody comes twice.
_LOOKS = ((WINDOW_STAFF,), (WINDOW_STAFF, DEPARTMENT_OFFICER))
_TAKES_IN = ((WINDOW_STAFF,), (WINDOW_STAFF,))
_BRINGS = ((WINDOW_STAFF, APPLICANT), (WINDOW_STAFF, APPLICANT))
#: What applicants promise they promise at a window, before the unit, or online.
_PROMISES = tuple((*roles, APPLICANT) for roles in _LOOKS)
_COORDINATES = ((COORDINATOR,), (COORDINATOR,))
_OVERRULES = ((SUPERVISOR,), (SUPERVISOR,))
_IS_THEIRS = ((APPLICANT,), (APPLICANT,))
_CHOOSES = ((WINDOW_STAFF, APPLICANT), (WINDOW_STAFF, APPLICANT))
_BY_ITSELF = ((CLOCK,), (CLOCK,))
_DECIDES_OR_LATE = tuple((*roles, CLOCK) for roles in _DECIDES)

_ARRIVED = (SUBMITTED, RECEIVED)
_UNDECIDED = (ACCEPTED, IN_PROGRESS)
_DECIDED = (COMPLETED_APPROVED, COMPLETED_REFUSED)
_OPEN = (
    *(*_ARRIVED, AWAITING_CORRECTION, ACCEPTED_CONDITIONALLY),
    *(*_UNDECIDED, SUSPENDED),
)

#: The steps about what applicants promise to be so (告知承诺); see `committing`.
COMMIT = "commit"
TAKE_BACK_COMMITMENT = "take_back_commitment"
CHECK_COMMITMENT = "check_commitment"
ASK_TO_RECTIFY = "ask_to_rectify"
REVOKE = "revoke"
COMMITTING = frozenset(
    {COMMIT, TAKE_BACK_COMMITMENT, CHECK_COMMITMENT, ASK_TO_RECTIFY, REVOKE}
)

TRANSITIONS = (
    # Who applied online has the receipt since: one for each application.
    Transition("receive", (SUBMITTED,), RECEIVED, *_TAKES_IN),
    Transition("accept", _ARRIVED, ACCEPTED, *_DECIDES, clock=ANEW, paper=ACCEPTANCE),
    Transition("accept_by_silence", _ARRIVED, ACCEPTED, *_BY_ITSELF, paper=ACCEPTANCE),
    Transition(
        "complete_at_once",
        _ARRIVED,
        COMPLETED_APPROVED,
        *_DECIDES,
        may=(VALID_UNTIL,),
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
        beside=(CONDITIONAL_PROMISE,),
    ),
    Transition(
        "ask_correction",
        _ARRIVED,
        AWAITING_CORRECTION,
        *_LOOKS,
        (REASON,),
        (MATERIALS, AGAIN),
        STOPS,
        NOTICE,
    ),
    # Whoever stands there mends on the spot what can be: art. 32 para. 1 no. 3.
    Transition(
        MEND_ANSWER,
        (*_ARRIVED, AWAITING_CORRECTION),
        None,
        *_TAKES_IN,
        (FIELD, MENDED, AGREED),
        (SEEN, REASON),
        tells=False,
    ),
    Transition(
        COMMIT,
        _ARRIVED,
        None,
        *_PROMISES,
        (MATERIALS, AGREED),
        (WORDS,),
        paper=COMMITMENT,
        tells=False,
    ),
    # Then the material itself is missing, also where it was accepted on the commitment.
    Transition(
        TAKE_BACK_COMMITMENT,
        (*_ARRIVED, *_UNDECIDED, ACCEPTED_CONDITIONALLY, SUSPENDED),
        AWAITING_CORRECTION,
        *_PROMISES,
        clock=STOPS,
        paper=NOTICE,
    ),
    # Who promised and did not keep it promises nothing until this; see `promising`.
    Transition("lift_bar", _ARRIVED, None, *_COORDINATES, (REASON,), tells=False),
    Transition(
        "supplement",
        (AWAITING_CORRECTION,),
        RECEIVED,
        *_BRINGS,
        may=(NOTE, POSTED),
        clock=ANEW,
    ),
    Transition(
        "refuse_acceptance",
        (*_ARRIVED, AWAITING_CORRECTION),
        NOT_ACCEPTED,
        *_DECIDES,
        (GROUND, REASON),
        (WHERE, BASIS),
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
    # Somebody has looked at what came online: not all of it is there.
    Transition(ASK_REST, (ACCEPTED_CONDITIONALLY,), None, *_LOOKS, (REASON,)),
    # Force majeure moves the day, if need be beyond the promise.
    Transition(
        "allow_later",
        (ACCEPTED_CONDITIONALLY,),
        None,
        *_COORDINATES,
        (UNTIL, REASON),
        clock=DEFERS,
        paper=DEFERRAL,
    ),
    Transition(
        "bring_deferred",
        (ACCEPTED_CONDITIONALLY,),
        ACCEPTED,
        *_LOOKS,
        may=(POSTED,),
    ),
    Transition(
        "break_promise",
        (ACCEPTED_CONDITIONALLY,),
        WITHDRAWN,
        *_DECIDES_OR_LATE,
        (REASON,),
        clock=ENDS,
    ),
    # Somebody has looked by then, whether or not they had before.
    Transition(
        "take_back_silence",
        (ACCEPTED,),
        RECEIVED,
        *_OVERRULES,
        (REASON,),
        paper=CORRECTION,
        corrects="accept_by_silence",
    ),
    Transition(
        "take_back_withdrawal",
        (WITHDRAWN,),
        ACCEPTED_CONDITIONALLY,
        *_OVERRULES,
        (REASON,),
        paper=CORRECTION,
        corrects="break_promise",
    ),
    Transition("start", (ACCEPTED,), IN_PROGRESS, *_DECIDES),
    Transition(FINISH_STEP, (IN_PROGRESS,), None, *_DECIDES, tells=False),
    Transition(
        SUSPEND,
        (IN_PROGRESS,),
        SUSPENDED,
        *_DECIDES,
        (REASON,),
        (),
        PAUSES,
        SUSPENSION,
    ),
    Transition(
        RENEW_NOTICE, (SUSPENDED,), None, *_DECIDES, paper=PUBLIC_NOTICE, tells=False
    ),
    Transition(HANG_NOTICE, (SUSPENDED,), None, *_DECIDES, (PHOTO,), tells=False),
    # What hangs comes down as well when its case is withdrawn, or goes back for a paper; a
    # window reaches the board whoever accepts the case.
    Transition(
        TAKE_DOWN_NOTICE,
        (SUSPENDED, AWAITING_CORRECTION, RECEIVED, NOT_ACCEPTED, RETURNED, WITHDRAWN),
        None,
        *_LOOKS,
        (PHOTO,),
        tells=False,
    ),
    # Its days begin anew with the sheet that hangs next.
    Transition(WITHDRAW_NOTICE, (SUSPENDED,), None, *_DECIDES, (REASON,), tells=False),
    Transition(
        RECORD_OBJECTION, (SUSPENDED,), None, *_LOOKS, (OBJECTION,), tells=False
    ),
    Transition(
        ANSWER_OBJECTION,
        (SUSPENDED,),
        None,
        *_LOOKS,
        (ANSWERED, ANSWER),
        tells=False,
    ),
    Transition(RESUME, (SUSPENDED,), IN_PROGRESS, *_DECIDES, clock=GOES_ON),
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
        may=(DECIDED_ON, VALID_UNTIL),
        clock=ENDS,
        paper=COMPLETION,
    ),
    Transition(
        "refuse",
        (IN_PROGRESS,),
        COMPLETED_REFUSED,
        *_DECIDES,
        (REASON,),
        (DECIDED_ON, BASIS),
        ENDS,
        REFUSAL,
    ),
    # Nothing is decided: what was handed in goes back, and the paper says that.
    Transition(
        "return",
        (*_ARRIVED, *_UNDECIDED),
        RETURNED,
        *_DECIDES,
        (REASON,),
        clock=ENDS,
        paper=RETURN_OF_APPLICATION,
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
        DELIVER,
        _DECIDED,
        None,
        *_TAKES_IN,
        (WAY, RECEIVER, SEEN),
        (AUTHORITY, BRINGER, HANDED_ON),
        paper=PROOF_OF_DELIVERY,
        tells=False,
    ),
    Transition(SEND, _DECIDED, None, *_TAKES_IN, (CARRIER, PARCEL), (SENT_ON,)),
    # The carrier says who took it and when, and that is when it was delivered.
    Transition(
        ARRIVE,
        _DECIDED,
        None,
        *_TAKES_IN,
        (RECEIVER,),
        (HANDED_ON,),
        paper=PROOF_OF_DELIVERY,
        tells=False,
    ),
    Transition(COME_BACK, _DECIDED, None, *_TAKES_IN, may=(NOTE,)),
    Transition(
        CHOOSE_WAY,
        (*_OPEN, *_DECIDED),
        None,
        *_CHOOSES,
        (WAY,),
        (ADDRESSEE, PHONE, ADDRESS),
        tells=False,
    ),
    Transition(REMIND_COLLECTION, _DECIDED, None, *_BY_ITSELF),
    # Whatever became of the case: what is theirs goes back to them.
    Transition(
        GIVE_BACK,
        STATES,
        None,
        *_TAKES_IN,
        (MATERIALS, RECEIVER, SEEN),
        (AUTHORITY,),
        paper=RETURN_OF_ORIGINALS,
        tells=False,
    ),
    Transition(
        UNDO,
        (NOT_ACCEPTED, *_DECIDED, RETURNED, WITHDRAWN),
        None,
        *_LOOKS,
        clock=RESTORES,
        tells=False,
    ),
    Transition(
        CHECK_COMMITMENT,
        (COMPLETED_APPROVED,),
        None,
        *_DECIDES,
        (OUTCOME,),
        (NOTE,),
        tells=False,
    ),
    # What is not so is put right first, within days.
    Transition(
        ASK_TO_RECTIFY,
        (COMPLETED_APPROVED,),
        None,
        *_DECIDES,
        (REASON,),
        paper=RECTIFICATION,
    ),
    Transition(
        REVOKE,
        (COMPLETED_APPROVED,),
        COMPLETED_REFUSED,
        *_DECIDES,
        (REASON,),
        (BASIS,),
        clock=ENDS,
        paper=REVOCATION,
        revokes=True,
    ),
    Transition(
        SET_VALIDITY,
        (COMPLETED_APPROVED,),
        None,
        *_DECIDES,
        (VALID_UNTIL, REASON),
        tells=False,
    ),
    # That somebody moved away or died is known at the window first.
    Transition(
        END_VALIDITY, (COMPLETED_APPROVED,), None, *_LOOKS, (REASON,), tells=False
    ),
    Transition(REMIND_RENEWAL, (COMPLETED_APPROVED,), None, *_BY_ITSELF),
    Transition(RUN_OUT, (COMPLETED_APPROVED,), None, *_BY_ITSELF, tells=False),
    Transition("remind_papers", (ACCEPTED_CONDITIONALLY,), None, *_BY_ITSELF),
    Transition(ANNOUNCE_DELAY, _UNDECIDED, None, *_BY_ITSELF),
    Transition(
        EXPLAIN_DELAY, _UNDECIDED, None, *_LOOKS, (CAUSE, EXPECTED_ON), (REASON,)
    ),
    # The applicant reads which window that is; those who have it and had it are told.
    Transition(CHANGE_WINDOW, _OPEN, None, *_COORDINATES, (WINDOW, REASON)),
    Transition("take", _OPEN, None, *_LOOKS, tells=False),
    Transition("assign", _OPEN, None, *_COORDINATES, (COLLEAGUE, REASON), tells=False),
    Transition("hand_over", _OPEN, None, *_LOOKS, (COLLEAGUE, REASON), tells=False),
    Transition("accept_hand_over", _OPEN, None, *_LOOKS, tells=False),
    Transition("decline_hand_over", _OPEN, None, *_LOOKS, (REASON,), tells=False),
    Transition("take_back_hand_over", _OPEN, None, *_LOOKS, tells=False),
    Transition("return_hand_over", _OPEN, None, *_BY_ITSELF, tells=False),
    # Who asked and who was asked, who had it and who was given it, say that they know.
    Transition("note_return", _OPEN, None, *_LOOKS, tells=False),
)

#: Steps with which staff end a case: they ask before they go one, and take it back within
#: some minutes, unless somebody was told (`undoing`).
ENDING = frozenset(
    {
        *("complete_at_once", "refuse_acceptance", "break_promise"),
        *("approve", "refuse", "return", REVOKE),
    }
)

#: About who sees to a case, not about the case: its applicant is not told of them.
AMONG_STAFF = frozenset(
    {
        *("take", "assign", "hand_over", "accept_hand_over", "decline_hand_over"),
        *("take_back_hand_over", "return_hand_over", "note_return"),
    }
)

UNTOLD = AMONG_STAFF | {RENEW_NOTICE, RECORD_OBJECTION, ANSWER_OBJECTION}

#: What puts right what the clock did.
CORRECTIONS = frozenset(
    transition.name for transition in TRANSITIONS if transition.corrects is not None
)

BY_NAME = {transition.name: transition for transition in TRANSITIONS}

#: Nothing leads on from these but what puts a step of the clock right, or revokes.
FINAL_STATES = frozenset(STATES) - {
    source
    for transition in TRANSITIONS
    if transition.target is not None
    and transition.corrects is None
    and not transition.revokes
    for source in transition.sources
}
OPEN_STATES = frozenset(STATES) - FINAL_STATES

#: These end a case with a decision about what was asked for.
DECIDED_STATES = frozenset(_DECIDED)
#: While a case is in one of these, somebody has to say whether it is accepted.
TO_ACCEPT = frozenset(_ARRIVED)
#: While a case is in one of these, its result can be handed out.
DECIDED = frozenset(_DECIDED)
#: While a case is in one of these, it was accepted, and somebody has to decide about it.
UNDECIDED = frozenset(_UNDECIDED)
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
    transition = BY_NAME.get(name)
    if transition is None or set(roles).isdisjoint(
        transition.roles_where(unit_decides)
    ):
        raise TransitionNotAllowed(name)
    if state not in transition.sources or (transition.is_instant and not is_instant):
        raise TransitionNotPossible(name, state)
    return transition


def corrected_by(name: str) -> str | None:
    """Return the step that the transition `name` puts right, None for none."""
    transition = BY_NAME.get(name)
    return transition.corrects if transition is not None else None


def role_of(
    transition: Transition, roles: Collection[str], unit_decides: bool = False
) -> str:
    """Return as what somebody with `roles` goes a transition that they may go."""
    possible = transition.roles_where(unit_decides)
    return next(role for role in possible if role in roles)
