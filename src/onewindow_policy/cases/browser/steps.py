"""The forms by which staff lead a case on: one for each step, which asks what it takes."""

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from onewindow_policy import _
from onewindow_policy.cases import states
from onewindow_policy.cases.facts import Given
from onewindow_policy.cases.factwords import CHOICES
from onewindow_policy.cases.handling import OpenedCase
from onewindow_policy.cases.states import Transition
from onewindow_policy.cases.states import TRANSITIONS
from zope.i18nmessageid import Message

#: What a step is called on its button; those that applicants go alone are not here.
TITLES = {
    "receive": _("transition_receive", default="Receive"),
    "accept": _("transition_accept", default="Accept"),
    "complete_at_once": _(
        "transition_complete_at_once", default="Accept and complete at once"
    ),
    "accept_conditionally": _(
        "transition_accept_conditionally", default="Accept, papers to follow"
    ),
    "ask_correction": _("transition_ask_correction", default="Tell what is missing"),
    "supplement": _("transition_supplement", default="What was missing has come"),
    "refuse_acceptance": _("transition_refuse_acceptance", default="Do not accept"),
    "bring_deferred": _(
        "transition_bring_deferred", default="The papers to follow have come"
    ),
    "break_promise": _(
        "transition_break_promise", default="Papers did not come: withdrawn"
    ),
    "start": _("transition_start", default="Start handling"),
    "suspend": _("transition_suspend", default="Begin a special procedure"),
    "resume": _("transition_resume", default="The special procedure is over"),
    "extend": _("transition_extend", default="Give more time"),
    "approve": _("transition_approve", default="Complete: approved"),
    "refuse": _("transition_refuse", default="Complete: not approved"),
    "return": _("transition_return", default="Return"),
    "deliver": _("transition_deliver", default="Hand out the result"),
    "take": _("transition_take", default="Take it on"),
    "assign": _("transition_assign", default="Assign it"),
    "hand_over": _("transition_hand_over", default="Hand over to a colleague"),
    "accept_hand_over": _(
        "transition_accept_hand_over", default="Accept the hand-over"
    ),
    "decline_hand_over": _(
        "transition_decline_hand_over", default="Decline the hand-over"
    ),
}
_TRANSITIONS = {each.name: each for each in TRANSITIONS}

#: What a form asks for, in this order, however the table lists it.
_ORDER = (
    states.COLLEAGUE,
    states.GROUND,
    states.MATERIALS,
    states.REASON,
    states.WHERE,
    states.UNTIL,
    states.DAYS,
    states.WAY,
    states.RECEIVER,
    states.AGREED,
)
_LABELS = {
    states.REASON: _("label_reason_told", default="Reason"),
    states.GROUND: _("label_case_ground", default="Why is it not accepted?"),
    states.WHERE: _("label_case_where", default="Which office decides about it?"),
    states.MATERIALS: _("label_case_papers", default="Which papers?"),
    states.UNTIL: _("label_case_until", default="They follow by"),
    states.DAYS: _("label_case_days", default="How many days more?"),
    states.WAY: _("label_case_way", default="How?"),
    states.RECEIVER: _("label_case_receiver", default="Who took it?"),
    states.COLLEAGUE: _("label_case_colleague", default="To whom?"),
    states.AGREED: _(
        "label_case_agreed",
        default="The applicant has chosen this and signed the promise.",
    ),
}
_TOLD = _("hint_reason_told", default="The applicant reads it.")
_HINTS = {
    states.REASON: _TOLD,
    states.WHERE: _(
        "hint_case_where",
        default="Needed where another office decides: its name and where it is.",
    ),
    states.RECEIVER: _(
        "hint_case_receiver",
        default="The name; of somebody else than the applicant also on whose authority.",
    ),
}
#: The same, for one step only.
_AMONG_US = _("hint_case_reason_inside", default="Your colleagues read it.")
_LABELS_OF = {
    ("ask_correction", states.REASON): _(
        "label_what_is_missing", default="What is missing or wrong?"
    ),
}
_HINTS_OF = {
    **{(name, states.REASON): _AMONG_US for name in states.AMONG_STAFF},
    ("ask_correction", states.REASON): _(
        "hint_what_is_missing",
        default=(
            "Everything, at once, and how to put it right: the applicant reads it and must"
            " not have to come a third time."
        ),
    ),
}
_KINDS = {
    states.REASON: "text",
    states.GROUND: "choice",
    states.WAY: "choice",
    states.COLLEAGUE: "choice",
    states.MATERIALS: "several",
    states.UNTIL: "day",
    states.DAYS: "number",
    states.AGREED: "tick",
}


def input_name(transition: str, name: str) -> str:
    """Return the name and id of the input of a step for what has to be given with it."""
    return f"{transition}-{name}"


def step_forms(
    transitions: Sequence[Transition],
    *,
    case: OpenedCase | None,
    wanted: str,
    given: Given,
    papers: Mapping[str, str],
    say: Callable[[Message], str],
) -> list[dict]:
    """Return the forms of `transitions`, those that ask for nothing first.

    `wanted` is the step whose form was sent and comes back with what was `given`; `papers`
    are the materials of the guide by code.
    """
    forms = [
        {
            "name": each.name,
            "title": TITLES[each.name],
            "is_open": each.name == wanted,
            "fields": [
                _field(
                    each, name, case, given if each.name == wanted else {}, papers, say
                )
                for name in _ORDER
                if name in each.needs or name in each.may
            ],
        }
        for each in transitions
        if each.name in TITLES
    ]
    return sorted(forms, key=lambda form: bool(form["fields"]))


def wanted_transition(name: str) -> tuple[Transition, ...]:
    """Return the step that somebody wanted to go, also while the case cannot be read."""
    return (_TRANSITIONS[name],) if name in TITLES else ()


def _field(transition, name, case, given, papers, say) -> dict:
    value = given.get(name) or ""
    several = [value] if isinstance(value, str) else value
    label = _LABELS_OF.get((transition.name, name), _LABELS[name])
    hint = _HINTS_OF.get((transition.name, name), _HINTS.get(name))
    choices = CHOICES.get(name, {})
    if name == states.COLLEAGUE:
        choices = case.colleagues if case is not None else {}
        choices = {**{each: each for each in several if each}, **choices}
    if name == states.MATERIALS:
        is_deferring = transition.target == states.ACCEPTED_CONDITIONALLY
        choices = case.deferrable if case is not None and is_deferring else papers
        # What was chosen comes back also while nobody can tell its name.
        choices = {**{each: each for each in several if each}, **choices}
    return {
        "id": input_name(transition.name, name),
        "fact": name,
        "kind": _KINDS.get(name, "line"),
        "label": say(label),
        "hint": say(hint) if hint else "",
        "value": several[-1] if several else "",
        "is_needed": name in transition.needs,
        "latest": case.latest_deferral if case is not None else None,
        "choices": [
            {"value": key, "title": say(title), "is_chosen": key in several}
            for key, title in choices.items()
        ],
    }
