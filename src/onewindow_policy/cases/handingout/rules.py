"""Which steps of handing out are possible with a case, and what fits them."""

from collections.abc import Mapping
from onewindow_policy.cases.handingout.exceptions import AuthorityMissing
from onewindow_policy.cases.handingout.exceptions import CarrierUnknown
from onewindow_policy.cases.handingout.exceptions import DayBeforeDecision
from onewindow_policy.cases.handingout.exceptions import WayNotOffered
from onewindow_policy.cases.handingout.following import chosen_destination
from onewindow_policy.cases.handingout.originals import originals_here
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.progress import guide_for
from onewindow_policy.cases.settings import carriers
from onewindow_policy.cases.states import ADDRESS
from onewindow_policy.cases.states import AUTHORITY
from onewindow_policy.cases.states import BRINGER
from onewindow_policy.cases.states import CARRIER
from onewindow_policy.cases.states import CHOOSE_WAY
from onewindow_policy.cases.states import DELIVER
from onewindow_policy.cases.states import GIVE_BACK
from onewindow_policy.cases.states import HANDED_ON
from onewindow_policy.cases.states import MATERIALS
from onewindow_policy.cases.states import RECEIVER
from onewindow_policy.cases.states import SEND
from onewindow_policy.cases.states import SENT_ON
from onewindow_policy.cases.states import Transition
from onewindow_policy.cases.states import WAY
from onewindow_policy.cases.stepexceptions import FactMissing
from onewindow_policy.cases.stepexceptions import MaterialUnknown
from onewindow_policy.forms.api import AT_HOME
from onewindow_policy.forms.api import BY_POST
from onewindow_policy.forms.api import HANDED_OVER
from onewindow_policy.forms.api import result_ways
from onewindow_policy.workdays.deadlines import local_date
from typing import Any

#: What people write of whoever collects it themselves.
_THEMSELVES = frozenset({"本人", "申请人", "申请人本人"})


def ways_of(case: Case) -> tuple[str, ...]:
    """Return by which ways the result of a case may be handed out, by the guide as it is
    now: the one that was chosen stays, whatever the guide says since."""
    offered = result_ways(guide_for(case.item_code, case.community_code))
    if case.result_way is None or case.result_way in offered:
        return offered
    return (*offered, case.result_way)


def can_choose(case: Case) -> bool:
    """Return whether another way can be chosen for the result of a case, or another
    address: until it is sent or handed out, and where the guide lets anybody choose."""
    if case.result_way is None or case.stored_at is not None or is_on_its_way(case):
        return False
    return ways_of(case) != (HANDED_OVER,)


def is_on_its_way(case: Case) -> bool:
    """Return whether the result of a case was sent or handed out."""
    return case.sent_at is not None or case.delivered_at is not None


def is_possible(transition: Transition, case: Case) -> bool:
    """Return whether a step of handing out is one for a case as it stands; of all others
    it is not asked here."""
    match transition.name:
        case "choose_way":
            return can_choose(case)
        case "deliver":
            return not is_on_its_way(case)
        case "send":
            return case.result_way == BY_POST and not is_on_its_way(case)
        case "arrive" | "come_back":
            return case.sent_at is not None and case.delivered_at is None
        case "give_back":
            return bool(originals_here(case))
    return True


def require_handing_out(
    case: Case, transition: Transition, facts: Mapping[str, Any]
) -> None:
    """See that what is given with a step of handing out fits the case.

    Raises `WayNotOffered`, `FactMissing` where an address or who brought it is,
    `CarrierUnknown`, `MaterialUnknown` for an original that is not here,
    `AuthorityMissing` where somebody else took it, and `DayBeforeDecision`.
    """
    name = transition.name
    if name == CHOOSE_WAY:
        if facts[WAY] not in ways_of(case):
            raise WayNotOffered
        if facts[WAY] != HANDED_OVER and not chosen_destination(case, facts).get(
            ADDRESS
        ):
            raise FactMissing(ADDRESS)
    if name == DELIVER:
        # What goes by post is sent, and has arrived then.
        if facts[WAY] == BY_POST:
            raise WayNotOffered
        if facts[WAY] == AT_HOME and BRINGER not in facts:
            raise FactMissing(BRINGER)
    if name == GIVE_BACK and not set(facts[MATERIALS]) <= set(originals_here(case)):
        raise MaterialUnknown
    is_taken = name in (DELIVER, GIVE_BACK)
    if is_taken and facts[RECEIVER] not in _names_of(case) and AUTHORITY not in facts:
        raise AuthorityMissing
    if name == SEND and facts[CARRIER] not in carriers():
        raise CarrierUnknown
    for day in (HANDED_ON, SENT_ON):
        decided_on = local_date(case.closed_at) if case.closed_at else None
        if day in facts and decided_on and facts[day] < decided_on.isoformat():
            raise DayBeforeDecision(day, decided_on)


def _names_of(case: Case) -> frozenset[str]:
    return _THEMSELVES | {case.applicant.get("name")}
