"""The forms by which staff lead a case on: one for each step, which asks what it takes."""

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from onewindow_policy import _
from onewindow_policy.cases import states
from onewindow_policy.cases.browser.stepwords import HINTS
from onewindow_policy.cases.browser.stepwords import HINTS_OF
from onewindow_policy.cases.browser.stepwords import LABELS
from onewindow_policy.cases.browser.stepwords import LABELS_OF
from onewindow_policy.cases.browser.stepwords import TITLES
from onewindow_policy.cases.committing.words import commitment_words
from onewindow_policy.cases.committing.words import TITLES as TITLES_OF_WORDS
from onewindow_policy.cases.facts import Given
from onewindow_policy.cases.factwords import CHOICES
from onewindow_policy.cases.opening import OpenedCase
from onewindow_policy.cases.settings import carriers
from onewindow_policy.cases.states import Transition
from onewindow_policy.cases.states import TRANSITIONS
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.desks.api import away_text
from onewindow_policy.forms.api import AT_HOME
from onewindow_policy.forms.api import HANDED_OVER
from onewindow_policy.forms.api import PROMISE
from onewindow_policy.forms.api import RESULT_WAYS
from onewindow_policy.records.api import utc_now
from onewindow_policy.workdays.deadlines import local_date

_TRANSITIONS = {each.name: each for each in TRANSITIONS}

#: What a form asks for, in this order, however the table lists it.
_ORDER = (
    states.FIELD,
    states.MENDED,
    states.WINDOW,
    states.COLLEAGUE,
    states.GROUND,
    states.MATERIALS,
    states.OUTCOME,
    states.AGAIN,
    states.CAUSE,
    states.EXPECTED_ON,
    states.REASON,
    states.BASIS,
    states.WHERE,
    states.UNTIL,
    states.DECIDED_ON,
    states.VALID_UNTIL,
    states.DAYS,
    states.CARRIER,
    states.PARCEL,
    states.SENT_ON,
    states.WAY,
    states.RECEIVER,
    states.SEEN,
    states.AUTHORITY,
    states.BRINGER,
    states.HANDED_ON,
    states.POSTED,
    states.ADDRESSEE,
    states.ADDRESS,
    states.PHONE,
    states.NOTE,
    states.AGREED,
    states.OBJECTION,
    states.ANSWERED,
    states.ANSWER,
    states.PHOTO,
)
_KINDS = {
    states.FIELD: "choice",
    states.MENDED: "line",
    states.REASON: "text",
    states.AGAIN: "text",
    states.GROUND: "choice",
    states.OUTCOME: "choice",
    states.WAY: "choice",
    states.COLLEAGUE: "choice",
    states.WINDOW: "select",
    states.MATERIALS: "several",
    states.UNTIL: "day",
    states.DECIDED_ON: "day",
    states.VALID_UNTIL: "day",
    states.DAYS: "number",
    states.CAUSE: "choice",
    states.EXPECTED_ON: "day",
    states.AGREED: "tick",
    states.OBJECTION: "text",
    states.ANSWERED: "choice",
    states.ANSWER: "text",
    states.PHOTO: "file",
    states.SEEN: "tick",
    states.POSTED: "tick",
    states.CARRIER: "choice",
    states.HANDED_ON: "day",
    states.SENT_ON: "day",
    states.NOTE: "text",
}
#: Applicants may say something to other steps themselves.
_WITH_REMARK = frozenset({states.COME_BACK, states.CHECK_COMMITMENT})
#: None of these is the button to press, where it stands alone as well.
_BACK = frozenset({states.UNDO, states.TAKE_BACK_COMMITMENT})


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
    say: CaseWording,
    has_main: bool = False,
) -> list[dict]:
    """Return the forms of `transitions`, those that ask for nothing first.

    `has_main` says that something else on the page is to be pressed first.
    `wanted` is the step whose form was sent and comes back with what was `given`; `papers`
    are the materials of the guide by code.
    """
    offered = [
        each
        for each in transitions
        if each.name in TITLES and (each.name == wanted or _has_takers(each, case))
    ]
    forms = [
        {
            "name": each.name,
            "title": TITLES[each.name],
            "button_class": "btn",
            "is_open": each.name == wanted or _is_daily(each),
            "has_file": states.PHOTO in each.needs,
            "told": _told(each, case, say),
            "words_version": _words_version(each, case),
            "fields": [
                _field(each, name, case, _typed(each, case, wanted, given), papers, say)
                for name in _ORDER
                if (name in each.needs or name in each.may)
                and (name != states.AGAIN or _was_asked(case, given))
                and (name != states.NOTE or each.name in _WITH_REMARK)
            ],
        }
        for each in offered
    ]
    forms = sorted(forms, key=lambda form: bool(form["fields"]))
    simple = [
        each for each in forms if not each["fields"] and each["name"] not in _BACK
    ]
    if simple and not has_main:
        simple[0]["button_class"] = "btn btn-primary"
    return forms


def _has_takers(transition: Transition, case: OpenedCase | None) -> bool:
    """Return whether somebody is there for a step that gives a case to somebody."""
    gives = states.COLLEAGUE in transition.needs
    return not gives or case is None or bool(case.colleagues)


def _is_daily(transition: Transition) -> bool:
    """Return whether the form of a step stands open: what may be left out keeps nobody from
    a button that they press all day. Parcels seldom come back."""
    return not transition.needs and transition.name != states.COME_BACK


def _words_of(transition: Transition, case: OpenedCase | None):
    """Return what the applicant is told before the step is gone, None for nothing."""
    if case is None or transition.name != states.COMMIT:
        return None
    return commitment_words(case.item_code)


def _told(transition: Transition, case, say: CaseWording) -> list[dict[str, str]]:
    words = _words_of(transition, case)
    if words is None:
        return []
    return [
        {"label": say(title), "text": getattr(words, name)}
        for name, title in TITLES_OF_WORDS.items()
    ]


def _words_version(transition: Transition, case: OpenedCase | None) -> str | None:
    """Return what the form sends along, so that nobody signs other words than were told."""
    words = _words_of(transition, case)
    return words.version if words is not None else None


def _typed(transition: Transition, case, wanted: str, given: Given) -> Given:
    """Return what stands in the form of a step: what came back with it, or what the
    applicant said before, or the guide says."""
    if states.VALID_UNTIL in transition.may and transition.name != wanted:
        day = case.suggested_validity if case is not None else None
        return {states.VALID_UNTIL: day.isoformat()} if day is not None else {}
    if transition.name != states.COMMIT or case is None:
        return given if transition.name == wanted else {}
    if transition.name != wanted:
        chosen = [each.material for each in case.answers if each.way == PROMISE]
        return {states.MATERIALS: [each for each in chosen if each]}
    if given.get(states.WORDS) != _words_version(transition, case):
        # Other words are told now: they were not agreed to.
        return {**given, states.AGREED: ""}
    return given


def _was_asked(case: OpenedCase | None, given: Given) -> bool:
    """Return whether something was asked for before; while nobody can tell, whether
    somebody wrote why again."""
    return bool(case.asked_before if case is not None else given.get(states.AGAIN))


def wanted_transition(name: str) -> tuple[Transition, ...]:
    """Return the step that somebody wanted to go, also while the case cannot be read."""
    return (_TRANSITIONS[name],) if name in TITLES else ()


def _colleagues(case: OpenedCase, say) -> dict[str, str]:
    """Return who can see to a case, each with whether they are away."""
    return {
        user_id: " ".join(filter(None, (name, away_text(say, case.away.get(user_id)))))
        for user_id, name in case.colleagues.items()
    }


def _with_days(papers: Mapping[str, str], case: OpenedCase | None, say) -> dict:
    """Return the names of materials, with when those were asked for that were before."""
    asked = case.asked_before if case is not None else {}
    return {
        code: say(
            _(
                "label_asked_before",
                default="${name} (asked for on ${day})",
                mapping={"name": name, "day": say.day(asked[code])},
            )
        )
        if code in asked
        else name
        for code, name in papers.items()
    }


def _field(transition, name, case, given, papers, say) -> dict:
    value = given.get(name) or ""
    several = [value] if isinstance(value, str) else value
    is_deferring = transition.target == states.ACCEPTED_CONDITIONALLY
    label = LABELS_OF.get((transition.name, name), LABELS[name])
    hint = HINTS_OF.get((transition.name, name), HINTS.get(name))
    choices = CHOICES.get(name, {})
    if name == states.COLLEAGUE:
        choices = _colleagues(case, say) if case is not None else {}
        choices = {**{each: each for each in several if each}, **choices}
    if name == states.WINDOW:
        choices = case.windows if case is not None else {}
        choices = {**{each: each for each in several if each}, **choices}
    if name == states.FIELD:
        choices = case.mendable if case is not None else {}
        choices = {**{each: each for each in several if each}, **choices}
    if name == states.ANSWERED:
        open_ones = case.objections if case is not None else {}
        choices = {str(number): text[:80] for number, text in open_ones.items()}
        choices = {**{each: each for each in several if each}, **choices}
    if name == states.CARRIER:
        choices = {each: each for each in carriers()}
    if name == states.MENDED:
        choices = {each: each for each in case.mending_choices} if case else {}
    if name == states.BASIS:
        choices = {each: each for each in case.grounds} if case is not None else {}
    if name == states.WAY:
        choices, several = _ways(transition, case, several)
    if name == states.MATERIALS:
        choices = _with_days(papers, case, say)
        if case is not None and is_deferring:
            choices = case.deferrable
        elif case is not None and transition.name == states.COMMIT:
            choices = case.committable
            several = [each for each in several if each in choices]
        if case is not None and transition.name == states.GIVE_BACK:
            choices = {each: papers.get(each, each) for each in case.originals_here}
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
        "latest": _latest(name, case, is_deferring),
        "choices": [
            {"value": key, "title": say(title), "is_chosen": key in several}
            for key, title in choices.items()
        ],
    }


def _ways(transition, case: OpenedCase | None, chosen) -> tuple[dict, Sequence[str]]:
    """Return by which ways a result is handed out, or can be wanted, and which one is
    chosen: what nobody has chosen yet is as it is wanted."""
    if transition.name == states.CHOOSE_WAY:
        ways = case.result_ways if case is not None else tuple(RESULT_WAYS)
    else:
        # What goes by post is sent, and has arrived then.
        ways = (HANDED_OVER, AT_HOME)
    chosen = [each for each in chosen if each]
    if not chosen and case is not None and case.result_way in ways:
        chosen = [case.result_way]
    return {each: CHOICES[states.WAY][each] for each in ways}, chosen


def _latest(name: str, case: OpenedCase | None, is_deferring: bool) -> date | None:
    """Return the last day that can be chosen, None where nobody can tell, or any can."""
    if name in (states.DECIDED_ON, states.HANDED_ON, states.SENT_ON):
        return local_date(utc_now())
    return case.latest_deferral if case is not None and is_deferring else None
