"""What a step with a case takes beyond the table of transitions: what its guide allows."""

from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from onewindow_policy.cases.committing.rules import require_commitment
from onewindow_policy.cases.correcting.rules import require_why_again
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.handingout.rules import is_possible
from onewindow_policy.cases.handingout.rules import require_handing_out
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.process.exceptions import NoticeStillUp
from onewindow_policy.cases.process.exceptions import ObjectionUnknown
from onewindow_policy.cases.process.following import current_of
from onewindow_policy.cases.process.following import steps_of
from onewindow_policy.cases.process.notices import hangs_on
from onewindow_policy.cases.process.notices import notice_of
from onewindow_policy.cases.process.notices import require_notice
from onewindow_policy.cases.progress import guide_for
from onewindow_policy.cases.promising.bars import require_unbarred
from onewindow_policy.cases.promising.deferring import require_later
from onewindow_policy.cases.promising.exceptions import MaterialNotDeferrable
from onewindow_policy.cases.promising.exceptions import PromiseNotOver
from onewindow_policy.cases.settings import extension_days
from onewindow_policy.cases.states import ACCEPTED
from onewindow_policy.cases.states import ACCEPTED_CONDITIONALLY
from onewindow_policy.cases.states import ANSWERED
from onewindow_policy.cases.states import ASK_REST
from onewindow_policy.cases.states import COMPLETED_APPROVED
from onewindow_policy.cases.states import COMPLETED_REFUSED
from onewindow_policy.cases.states import DAYS
from onewindow_policy.cases.states import DECIDED_ON
from onewindow_policy.cases.states import DEFERS
from onewindow_policy.cases.states import EXPLAIN_DELAY
from onewindow_policy.cases.states import EXTENDS
from onewindow_policy.cases.states import GIVE_BACK
from onewindow_policy.cases.states import IN_PROGRESS
from onewindow_policy.cases.states import MATERIALS
from onewindow_policy.cases.states import SUSPENDED
from onewindow_policy.cases.states import Transition
from onewindow_policy.cases.states import UNTIL
from onewindow_policy.cases.stepexceptions import DayBeforeAcceptance
from onewindow_policy.cases.stepexceptions import DayBeforeSteps
from onewindow_policy.cases.stepexceptions import DayNotPossible
from onewindow_policy.cases.stepexceptions import DayNotWorking
from onewindow_policy.cases.stepexceptions import DaysNotPossible
from onewindow_policy.cases.stepexceptions import ExtendedAlready
from onewindow_policy.cases.stepexceptions import MaterialUnknown
from onewindow_policy.cases.stepexceptions import NotExtensible
from onewindow_policy.cases.stepexceptions import NotLate
from onewindow_policy.cases.stepexceptions import OwnIntake
from onewindow_policy.cases.telling import pauses_of
from onewindow_policy.cases.transferring.originals import require_originals_here
from onewindow_policy.cases.validity.following import is_about_validity
from onewindow_policy.guides.deciding import is_notice
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import WORKING
from onewindow_policy.workdays.deadlines import working_day_from
from sqlalchemy.orm import object_session

#: Into these a case comes by being accepted, and goes the steps of its guide.
_GOES_STEPS = (ACCEPTED, ACCEPTED_CONDITIONALLY, COMPLETED_APPROVED)


def require_fit(
    case: Case,
    transition: Transition,
    facts: Mapping,
    *,
    user_id: str | None,
    unit_decides: bool,
    today: date,
) -> None:
    """See that what is given with a transition fits the case and its guide.

    Raises `OwnIntake`, `DayBeforeAcceptance`, `DayBeforeSteps`, `ExtendedAlready`,
    `NotExtensible`, `DaysNotPossible`, `MaterialNotDeferrable`, `MaterialUnknown`,
    `AskedBefore`, `DayNotPossible`, `DayNotLater`, `DayNotWorking`, `NotLate`,
    `PromiseNotOver`, `PromiseBarred`, what `process.notices.require_notice`,
    `committing.rules.require_commitment` and `handingout.rules.require_handing_out` do,
    `OriginalAway`, `ObjectionUnknown`, `NoticeStillUp` where a sheet hangs from before, and
    `TransitionNotPossible` where what is promised on the spot should wait for papers, or a
    result was sent or handed out before.
    """
    is_decided = transition.target in (COMPLETED_APPROVED, COMPLETED_REFUSED)
    took_in = case.taken_in_at is not None and case.first_contact == user_id
    if is_decided and unit_decides and took_in:
        raise OwnIntake
    if not is_possible(transition, case):
        raise TransitionNotPossible(transition.name, case.state)
    if not is_about_validity(transition, case):
        raise TransitionNotPossible(transition.name, case.state)
    require_handing_out(case, transition, facts)
    if transition.name == GIVE_BACK:
        require_originals_here(object_session(case), case, facts[MATERIALS])
    if transition.name == "break_promise":
        last = working_day_from(case.deferred_until)
        if last >= today:
            raise PromiseNotOver(last)
    if transition.name == ASK_REST and working_day_from(case.deferred_until) < today:
        # It is over, or is let come later by a coordinator.
        raise TransitionNotPossible(transition.name, case.state)
    if DECIDED_ON in facts:
        _require_day_of_decision(
            case, date.fromisoformat(facts[DECIDED_ON]), unit_decides
        )
    if transition.name == "ask_correction":
        _require_known(case, facts)
        require_why_again(case, facts)
    require_commitment(case, transition, facts, today)
    if transition.target in _GOES_STEPS and hangs_on(case):
        # Another sheet may hang later on: what hangs still is none of that.
        raise NoticeStillUp
    if transition.name == EXPLAIN_DELAY and not is_late(case, today):
        raise NotLate
    notice = notice_of(case) if case.state == SUSPENDED else None
    require_notice(transition, notice, today)
    if ANSWERED in facts and facts[ANSWERED] not in notice.objections:
        raise ObjectionUnknown
    if transition.clock == DEFERS:
        require_later(case, facts)
    if transition.clock == EXTENDS:
        _require_extension(case, facts)
    if transition.target == ACCEPTED_CONDITIONALLY and transition.corrects is None:
        _require_deferrable(case, transition, facts, today)
    if UNTIL in facts:
        _require_working(facts)


def _require_working(facts: Mapping) -> None:
    """See that windows are open on the last day for papers.

    Source: Civil Code (民法典) art. 203 para. 1.
    """
    day = date.fromisoformat(facts[UNTIL])
    first = working_day_from(day)
    if first != day:
        raise DayNotWorking(UNTIL, first)


def _require_day_of_decision(case: Case, day: date, unit_decides: bool) -> None:
    """See that something is decided after all that comes before it: after it was accepted,
    from which day days are reckoned, and after the last day of its public notice. Where
    units go their steps in this system, a step is over when they say so; a window may enter
    what they did on paper later on."""
    if day < case.reckoned_from:
        raise DayBeforeAcceptance(case.reckoned_from)
    steps = steps_of(object_session(case), case)
    notices = [
        each.due_on
        for each in steps
        if is_notice(each) and each.done_at and each.due_on
    ]
    first = max((each + timedelta(days=1) for each in notices), default=day)
    current = current_of(steps)
    if unit_decides and current is not None:
        first = max(first, local_date(current.begun_at))
    if day < first:
        raise DayBeforeSteps(first)


def _require_known(case: Case, facts: Mapping) -> None:
    """See that what is said to be missing is a material of the guide."""
    guide = guide_for(case.item_code, case.community_code)
    known = {each.code for each in guide.materials} if guide is not None else set()
    if not known.issuperset(facts.get(MATERIALS, ())):
        raise MaterialUnknown


def deferrable_materials(case: Case) -> dict[str, str]:
    """Return the names of the materials that may follow later by the guide of a case, by
    code: none where it is promised on the spot, as nothing can follow within that."""
    guide = guide_for(case.item_code, case.community_code)
    if guide is None or case.is_instant:
        return {}
    return {each.code: each.name for each in guide.materials if each.deferrable}


def latest_day(case: Case, today: date) -> date | None:
    """Return the last day by which materials of a case may follow, if it is accepted today:
    that of the decision, None where none is promised.

    Source: rules of procedure of civil affairs departments on 容缺受理.
    """
    if case.promised_days is None:
        return None
    day_type = case.promised_day_type or WORKING
    return due_date(today, case.promised_days, day_type).date


def most_extension(case: Case) -> int:
    """Return by how many days a case may be extended at most, 0 for not at all: by the
    guide as it was when somebody applied, and within what the city allows."""
    limit = case.extension_limit
    if limit is None:
        guide = guide_for(case.item_code, case.community_code)
        limit = guide.extension_limit(case.item_type) if guide is not None else 0
    return min(limit, extension_days())


def can_extend(case: Case) -> bool:
    """Return whether a case may be extended, which is possible once."""
    return not case.extended_days and most_extension(case) > 0


def is_late(case: Case, today: date) -> bool:
    """Return whether the day by which a case was to be decided has passed, and no special
    procedure moves it any more."""
    due = case.due
    is_undecided = case.state in (ACCEPTED, IN_PROGRESS)
    return is_undecided and due is not None and due.date < today and not pauses_of(case)


def _require_extension(case: Case, facts: Mapping) -> None:
    """See that a case is extended once, and by no more days than its guide allows.

    Source: Administrative Licensing Law (行政许可法) art. 42.
    """
    if case.extended_days:
        raise ExtendedAlready
    most = most_extension(case)
    if not most:
        raise NotExtensible
    if facts[DAYS] > most:
        raise DaysNotPossible(DAYS, most)


def _require_deferrable(
    case: Case, transition: Transition, facts: Mapping, today: date
) -> None:
    if case.is_instant:
        raise TransitionNotPossible(transition.name, case.state)
    require_unbarred(case)
    if not set(facts[MATERIALS]) <= deferrable_materials(case).keys():
        raise MaterialNotDeferrable
    latest = latest_day(case, today)
    if latest is not None and date.fromisoformat(facts[UNTIL]) > latest:
        raise DayNotPossible(UNTIL, latest)
