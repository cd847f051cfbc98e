"""What becomes of the steps of a case when it is led on."""

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.process.models import CaseStep
from onewindow_policy.cases.states import ACCEPTED
from onewindow_policy.cases.states import ACCEPTED_CONDITIONALLY
from onewindow_policy.cases.states import BEFORE_ACCEPTANCE
from onewindow_policy.cases.states import COMPLETED_APPROVED
from onewindow_policy.cases.states import COMPLETED_REFUSED
from onewindow_policy.cases.states import DAYS
from onewindow_policy.cases.states import EXTENDS
from onewindow_policy.cases.states import FINAL_STATES
from onewindow_policy.cases.states import FINISH_STEP
from onewindow_policy.cases.states import GOES_ON
from onewindow_policy.cases.states import IN_PROGRESS
from onewindow_policy.cases.states import PROOF_OF_DELIVERY
from onewindow_policy.cases.states import RENEW_NOTICE
from onewindow_policy.cases.states import RESTORES
from onewindow_policy.cases.states import SUSPENDED
from onewindow_policy.cases.states import Transition
from onewindow_policy.guides.deciding import decision_at
from onewindow_policy.guides.deciding import first_after_acceptance
from onewindow_policy.guides.deciding import is_notice
from onewindow_policy.workdays.deadlines import counted_days
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import DueDate
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import start_of_day
from onewindow_policy.workdays.deadlines import WORKING
from sqlalchemy import select
from sqlalchemy import update
from sqlalchemy.orm import Session

_ACCEPTED = (ACCEPTED, ACCEPTED_CONDITIONALLY)
_DECIDED = (COMPLETED_APPROVED, COMPLETED_REFUSED)


def steps_of(session: Session, case: Case) -> list[CaseStep]:
    """Return the steps of a case in their order: none of one whose guide had none, or that
    came before cases had steps."""
    query = select(CaseStep).where(CaseStep.case_id == case.id)
    return list(session.scalars(query.order_by(CaseStep.position)))


def current_of(steps: Iterable[CaseStep]) -> CaseStep | None:
    """Return the step that is under way, None where none is."""
    return next((each for each in steps if each.begun_at and not each.done_at), None)


def is_of_guide(step: CaseStep | None) -> bool:
    """Return whether a special procedure is a step of the guide, which ends with it."""
    return step is not None and not step.counted


def due_of(step: CaseStep) -> DueDate | None:
    """Return by when whoever has a step ends it, None where nobody knows.

    A public notice hangs through its last day, and is taken down on the working day after
    it: nobody may, before that is over.
    """
    if step.due_on is None:
        return None
    due = DueDate(step.due_on, step.due_is_estimated)
    if not is_notice(step):
        return due
    after = due_date(due.date, 1, WORKING)
    return DueDate(after.date, due.is_estimated or after.is_estimated)


def follow_steps(
    case: Case,
    steps: Sequence[CaseStep],
    transition: Transition,
    facts: Mapping,
    *,
    was_in: str,
    suspended_since: date | None,
    user_id: str | None,
    now: datetime,
) -> None:
    """Have the steps of a case follow a transition that it has just gone.

    `was_in` is the state before it, `suspended_since` since when days did not count, None
    where they did. What lists show of the step is kept with the case.
    """
    if not steps:
        return
    current = current_of(steps)
    ends_step = transition.name == FINISH_STEP
    if transition.clock == GOES_ON and is_of_guide(current):
        ends_step = True
    elif suspended_since is not None and current is not None:
        gone = counted_days(suspended_since, local_date(now), current.day_type)
        current.more_days += gone
    if transition.clock == RESTORES or case.state in BEFORE_ACCEPTANCE:
        is_open = case.state not in FINAL_STATES
        _reopen(case, steps, was_decided=is_open and was_in in _DECIDED)
    elif was_in in BEFORE_ACCEPTANCE and case.state not in BEFORE_ACCEPTANCE:
        if case.state in _ACCEPTED:
            _accept(case, steps, user_id, now)
        elif case.state in _DECIDED:
            _accept(case, steps, user_id, now)
            _decide(case, steps, user_id, now)
    elif case.state in _DECIDED and was_in not in FINAL_STATES:
        _decide(case, steps, user_id, now)
    elif transition.paper == PROOF_OF_DELIVERY:
        _hand_out(steps, user_id, now)
    elif ends_step:
        _finish([current], user_id, now)
        # Where a guide ends with what does not count, it is decided after its last step.
        for each in steps[current.position + 1 :][:1]:
            _begin(each, now)
    elif (
        was_in == ACCEPTED_CONDITIONALLY
        and case.state == ACCEPTED
        and current is not None
    ):
        # Nobody could go on without the papers that were promised.
        _begin(current, now)
    elif transition.clock == EXTENDS and current is not None and current.counted:
        current.more_days += facts[DAYS]
    elif transition.name == RENEW_NOTICE and current is not None:
        # The days of a public notice run from the sheet that hangs.
        _begin(current, now)
    elif case.state == IN_PROGRESS and was_in == ACCEPTED and is_of_guide(current):
        # Its days run from when somebody begins with it.
        _begin(current, now)
    reckon_steps(case, steps)


def waits_for_procedure(case: Case, steps: Iterable[CaseStep]) -> CaseStep | None:
    """Return the step under way whose days do not count, while those of the case do: it
    is to be suspended by itself. None where there is nothing to do."""
    current = current_of(steps)
    return current if case.state == IN_PROGRESS and is_of_guide(current) else None


def reckon_steps(case: Case, steps: Iterable[CaseStep]) -> None:
    """Reckon anew by when the step under way is over, and keep it with the case."""
    current = current_of(steps)
    if current is not None:
        # What a special procedure besides the guide takes, nobody knows; while papers are
        # awaited that were promised, no days of a step run.
        is_paused = case.state == SUSPENDED and current.counted
        is_still = is_paused or case.state == ACCEPTED_CONDITIONALLY
        is_unknown = not current.counted and not current.days
        # The sheet on the board says its last day: no calendar moves that.
        is_said = is_notice(current) and current.due_on is not None
        if is_still or is_unknown:
            current.due_on, current.due_is_estimated = None, False
        elif not is_said:
            days = current.days + current.more_days
            begun = local_date(current.begun_at)
            due = due_date(begun, days, current.day_type)
            current.due_on, current.due_is_estimated = due.date, due.is_estimated
    # The result of what is over waits to be handed out: that is not shown in lists.
    shown = current if case.state not in FINAL_STATES else None
    due = due_of(shown) if shown is not None else None
    case.step_name = shown.name if shown is not None else None
    case.step_unit_code = shown.unit_code if shown is not None else None
    case.step_due_on = due.date if due is not None else None
    case.step_due_is_estimated = due is not None and due.is_estimated


def _accept(case: Case, steps: Sequence[CaseStep], user_id, now) -> None:
    first = first_after_acceptance(steps)
    for each in steps[:first]:
        each.begun_at = case.received_at
    _finish(steps[:first], user_id, now)
    since = now
    if case.state == ACCEPTED and case.reckoned_from < local_date(now):
        # What silence accepts is accepted from the day on which all was there.
        since = max(start_of_day(case.reckoned_from), case.received_at)
    _begin(steps[first], since)


def _decide(case: Case, steps: Sequence[CaseStep], user_id, now) -> None:
    current = current_of(steps)
    if current is None:
        return
    _finish([current], user_id, now)
    decision = decision_at(steps)
    if case.state == COMPLETED_REFUSED and current.position < decision:
        # Whoever finds that it cannot be approved has decided: what is told of it is in
        # their name, and not in that of a unit that it never came to.
        case.deciding_unit_code = current.unit_code
    # What was skipped by refusing is not begun any more.
    after = max(current.position, decision) + 1
    if after < len(steps):
        _begin(steps[after], now)


def _reopen(case: Case, steps: Sequence[CaseStep], *, was_decided: bool) -> None:
    """Take back what was done to the steps of a case: all of it where it is not accepted
    any more, else what ending it did, where that was undone."""
    if case.state in BEFORE_ACCEPTANCE:
        undone = list(steps)
    elif was_decided:
        waiting = [each for each in steps if each.begun_at and not each.done_at]
        for each in waiting:
            each.begun_at = each.due_on = None
        done = [each for each in steps if each.done_at]
        last = sorted(done, key=lambda each: (each.done_at, each.position))[-1:]
        # What does not count is over before anything is decided.
        undone = [each for each in last if each.counted]
    else:
        return
    for each in undone:
        each.done_at = each.done_by = None
        if case.state in BEFORE_ACCEPTANCE:
            each.begun_at = each.due_on = None
            each.more_days = 0
    current, decision = current_of(steps), decision_at(steps)
    if was_decided and current is not None and current.position < decision:
        # Who examines it has not decided about it any more.
        case.deciding_unit_code = steps[decision].unit_code


def _hand_out(steps: Sequence[CaseStep], user_id, now) -> None:
    """End all that comes after the decision: who holds the result has had it made."""
    current = current_of(steps)
    if current is not None and current.position > decision_at(steps):
        for each in steps[current.position + 1 :]:
            _begin(each, now)
    _finish(steps, user_id, now)


def forget_steps(session: Session, case: Case) -> None:
    """Erase who did the steps of a case, and what these were called; how long each unit had
    them stays, to be counted."""
    case.step_name = case.step_unit_code = case.step_due_on = None
    case.step_due_is_estimated = False
    of_case = update(CaseStep).where(CaseStep.case_id == case.id)
    session.execute(of_case.values(name="", done_by=None))


def _begin(step: CaseStep, now: datetime) -> None:
    step.begun_at, step.due_on = now, None


def _finish(steps: Iterable[CaseStep], user_id: str | None, now: datetime) -> None:
    for each in steps:
        if each.begun_at is not None and each.done_at is None:
            each.done_at, each.done_by = now, user_id
