"""What a step of handing out makes of a case: it follows each step, whichever it is."""

from collections.abc import Mapping
from datetime import datetime
from onewindow_policy.cases.handingout.originals import keep_originals
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.states import ADDRESS
from onewindow_policy.cases.states import ADDRESSEE
from onewindow_policy.cases.states import ARRIVE
from onewindow_policy.cases.states import CARRIER
from onewindow_policy.cases.states import CHOOSE_WAY
from onewindow_policy.cases.states import COME_BACK
from onewindow_policy.cases.states import DECIDED
from onewindow_policy.cases.states import GIVE_BACK
from onewindow_policy.cases.states import MATERIALS
from onewindow_policy.cases.states import PARCEL
from onewindow_policy.cases.states import PHONE
from onewindow_policy.cases.states import PROOF_OF_DELIVERY
from onewindow_policy.cases.states import REMIND_COLLECTION
from onewindow_policy.cases.states import SEND
from onewindow_policy.cases.states import Transition
from onewindow_policy.cases.states import WAY
from onewindow_policy.forms.api import AT_HOME
from onewindow_policy.forms.api import BY_POST
from onewindow_policy.forms.api import HANDED_OVER
from onewindow_policy.forms.api import OWN_ADDRESS
from typing import Any

#: That a result is on its way, beside the ways by which it waits to be handed out.
SENT = "sent"

#: How lists are narrowed down: see `Case.handing_out`.
WAITS_BY = (HANDED_OVER, BY_POST, AT_HOME, SENT)

_PARTS = (ADDRESSEE, PHONE, ADDRESS)


def follow_handing_out(
    case: Case, transition: Transition, facts: dict[str, Any], now: datetime
) -> None:
    """Have a case know what a step that was gone makes of its result; `facts` gets what
    goes without saying."""
    name = transition.name
    if name == CHOOSE_WAY:
        case.result_way = facts[WAY]
        if facts[WAY] != HANDED_OVER:
            case.destination = chosen_destination(case, facts)
    if name == SEND:
        case.sent_at = now
        case.parcel = {each: facts[each] for each in (CARRIER, PARCEL)}
    if name == ARRIVE:
        facts[WAY] = BY_POST
    if name == COME_BACK:
        # Where it goes is kept: it may be sent once more.
        case.sent_at, case.parcel = None, None
        case.result_way, case.collection_reminders = HANDED_OVER, 0
    if name == GIVE_BACK:
        case.given_back = sorted({*(case.given_back or ()), *facts[MATERIALS]})
        keep_originals(case)
    if name == REMIND_COLLECTION:
        case.collection_reminders += 1
    if transition.paper == PROOF_OF_DELIVERY:
        case.delivered_at = now
    if transition.revokes:
        # The decision that revokes has to be handed out as well.
        case.delivered_at = case.sent_at = case.parcel = None
        case.collection_reminders = 0
    note_waiting(case)


def note_waiting(case: Case) -> None:
    """Have a case know how its result waits to be handed out, for lists."""
    case.handing_out = _waits_by(case)


def destination_of(
    given: Mapping[str, str], applicant: Mapping[str, Any], answers
) -> dict[str, str]:
    """Return where a result goes: as it was `given`, and what was left empty as the form
    says: to the applicant, where they live. `answers` have a name and a value."""
    lives_at = next(
        (value for name, value in answers if name == OWN_ADDRESS and value), None
    )
    own = {
        ADDRESSEE: applicant.get("name"),
        PHONE: applicant.get("phone"),
        ADDRESS: lives_at,
    }
    found = {name: given.get(name) or own[name] for name in own}
    return {name: str(text) for name, text in found.items() if text}


def chosen_destination(case: Case, facts: Mapping[str, Any]) -> dict[str, str]:
    """Return where a result goes whose way is being chosen: what is left empty stays as it
    was, or is as the form has it."""
    known = case.destination or {}
    given = {each: facts.get(each) or known.get(each) or "" for each in _PARTS}
    answers = [(each["name"], each["value"]) for each in case.answers]
    return destination_of(given, case.applicant, answers)


def _waits_by(case: Case) -> str | None:
    if case.state not in DECIDED or case.result_way is None:
        return None
    if case.delivered_at is not None:
        return None
    return SENT if case.sent_at is not None else case.result_way
