"""Leading cases on, as staff do it: who may go which step, and what comes with it.

Whoever asks is passed in, and sees what `scope_of` says; of all others the answer is that
there is no such case.
"""

from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from onewindow_policy.cases.assigning.following import follow
from onewindow_policy.cases.assigning.following import open_hand_over
from onewindow_policy.cases.assigning.models import HandOver
from onewindow_policy.cases.assigning.rules import acting_for
from onewindow_policy.cases.assigning.rules import is_offered
from onewindow_policy.cases.assigning.rules import require_colleague
from onewindow_policy.cases.committing.rules import facts_of_commitment
from onewindow_policy.cases.committing.rules import is_commitment_offered
from onewindow_policy.cases.correcting.mending import facts_of_mending
from onewindow_policy.cases.correcting.mending import mend_answer
from onewindow_policy.cases.correcting.mending import mendable_answers
from onewindow_policy.cases.exceptions import CaseChanged
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.exceptions import UndoNotPossible
from onewindow_policy.cases.facts import Given
from onewindow_policy.cases.facts import read_facts
from onewindow_policy.cases.guarding import can_extend
from onewindow_policy.cases.guarding import is_late
from onewindow_policy.cases.guarding import require_fit
from onewindow_policy.cases.handingout.rules import is_possible
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.moving import move
from onewindow_policy.cases.overruling.rules import facts_of_correction
from onewindow_policy.cases.overruling.rules import wrong_step
from onewindow_policy.cases.permissions import CORRECT_STEPS
from onewindow_policy.cases.permissions import EXTEND_CASES
from onewindow_policy.cases.permissions import MOVE_CASES
from onewindow_policy.cases.process.following import steps_of
from onewindow_policy.cases.process.notices import BOARD_PHOTO
from onewindow_policy.cases.process.notices import is_in_notice
from onewindow_policy.cases.process.notices import is_of_today
from onewindow_policy.cases.process.notices import notice_of
from onewindow_policy.cases.process.rules import is_in_step
from onewindow_policy.cases.promising.bars import barred_since
from onewindow_policy.cases.promising.deferring import promised_materials
from onewindow_policy.cases.promising.deferring import restore_promise
from onewindow_policy.cases.seeing import require_opened
from onewindow_policy.cases.seeing import require_seen
from onewindow_policy.cases.states import BY_NAME
from onewindow_policy.cases.states import CHANGE_WINDOW
from onewindow_policy.cases.states import COMMITTING
from onewindow_policy.cases.states import COORDINATOR
from onewindow_policy.cases.states import DEFERS
from onewindow_policy.cases.states import EXPLAIN_DELAY
from onewindow_policy.cases.states import EXTENDS
from onewindow_policy.cases.states import HANDING_OUT
from onewindow_policy.cases.states import MATERIALS
from onewindow_policy.cases.states import MEND_ANSWER
from onewindow_policy.cases.states import PHOTO
from onewindow_policy.cases.states import require
from onewindow_policy.cases.states import role_of
from onewindow_policy.cases.states import SUPERVISOR
from onewindow_policy.cases.states import Transition
from onewindow_policy.cases.states import transitions_for
from onewindow_policy.cases.states import UNDO
from onewindow_policy.cases.states import WINDOW
from onewindow_policy.cases.states import WINDOW_STAFF
from onewindow_policy.cases.submissions import add_files
from onewindow_policy.cases.submissions import NewFile
from onewindow_policy.cases.undoing import message_subject
from onewindow_policy.cases.undoing import undoable_step
from onewindow_policy.cases.units import is_within
from onewindow_policy.cases.units import unit_in_turn
from onewindow_policy.cases.validity.following import is_about_validity
from onewindow_policy.cases.windows.following import give_to_window
from onewindow_policy.cases.windows.rules import facts_of_window
from onewindow_policy.cases.windows.rules import require_window
from onewindow_policy.cases.windows.rules import windows_for
from onewindow_policy.communities.scopes import roles_in
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.messages.api import take_back
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy.orm import object_session
from sqlalchemy.orm import Session

#: The transition by which who broke a promise makes one again; see `states`.
LIFT_BAR = "lift_bar"


@dataclass(frozen=True, slots=True)
class Step:
    """A step that somebody may go: as what, with what was given, read; `hand_over` is the
    one that waits to be accepted, if any."""

    transition: Transition
    role: str
    facts: dict = field(repr=False)
    hand_over: HandOver | None


def move_case(
    number: str,
    transition: str,
    user,
    *,
    version: int,
    facts: Given | None = None,
    photo: NewFile | None = None,
) -> str:
    """Lead a case along `transition` for `user`, and return the state it is in then.

    `version` is that of the case the user looked at, `facts` what they gave with it,
    `photo` the photograph of a board where it takes one. It is kept when Zope's transaction
    commits. Raises `CaseUnknown`, `CaseChanged` when somebody else was faster, and what
    `states.require`, `facts.read_facts` and `guarding.require_fit` raise.
    """
    session = write_session()
    case = require_seen(find_case(session, number, to_move=True), user)
    return move_seen(
        session, case, transition, user, version=version, facts=facts, photo=photo
    )


def move_seen(
    session: Session,
    case: Case,
    transition: str,
    user,
    *,
    version: int,
    facts: Given | None = None,
    photo: NewFile | None = None,
) -> str:
    """Do what `move_case` does with a case that `user` may know of, and that is locked."""
    if case.version != version:
        raise CaseChanged
    if transition == UNDO:
        return _undo(session, case, user)
    step = require_step(session, case, transition, user, facts or {})
    was_at = _unit_code(case)
    if photo is not None and PHOTO in step.facts:
        add_files(session, case, [replace(photo, material_code=BOARD_PHOTO)])
    if transition == MEND_ANSWER:
        mend_answer(case, step.facts)
    if transition == CHANGE_WINDOW:
        give_to_window(session, case, step.facts[WINDOW], user.getId())
    move(
        session,
        case,
        step.transition,
        role=step.role,
        user_id=user.getId(),
        facts=step.facts,
    )
    if step.transition.corrects is not None and case.deferred_until is not None:
        restore_promise(case)
    follow(
        session,
        case,
        transition,
        step.facts,
        step.hand_over,
        user_id=user.getId(),
        role=step.role,
        now=utc_now(),
        was_at=was_at,
        is_at=_unit_code(case),
    )
    audit("case.move", case.number, transition)
    return case.state


def check_move(
    number: str,
    transition: str,
    user,
    *,
    version: int,
    facts: Given | None = None,
) -> Step:
    """Return the step that `move_case` would go, and do not go it: for what is asked
    before. Raises what that raises."""
    session = read_session()
    case = require_seen(find_case(session, number), user)
    if case.version != version:
        raise CaseChanged
    return require_step(session, case, transition, user, facts or {})


def _undo(session: Session, case: Case, user) -> str:
    """Take the step back that ended a case; see `undoing`."""
    step = own_undoable_step(session, case, user)
    if step is None or not take_back(message_subject(case), step.at):
        raise UndoNotPossible
    move(session, case, BY_NAME[UNDO], role=step.role, user_id=user.getId())
    audit("case.move", case.number, UNDO)
    return case.state


def own_undoable_step(session: Session, case: Case, user) -> CaseEvent | None:
    """Return the step that `user` may undo: who leads the case on no more undoes none."""
    if not is_within(case, scope_of(user, MOVE_CASES)):
        return None
    return undoable_step(session, case, user.getId())


def require_step(
    session: Session,
    case: Case,
    transition: str,
    user,
    facts: Given,
    *,
    state: str | None = None,
) -> Step:
    """Return how `user` may go a step with a case, which is not gone yet.

    `state` is that in which the case will be then, for a step that follows another one;
    None stands for that in which it is. Raises what `move_case` does, but `CaseUnknown`
    and `CaseChanged`; `CaseSealed` for what puts right a case that `user` has not opened.
    """
    state = state or case.state
    roles, unit_decides = _moving_roles(case, user), unit_in_turn(case) is not None
    if transition in HANDING_OUT:
        roles |= _handing_out_roles(case, user)
    found = require(transition, state, roles, unit_decides, case.is_instant)
    if case.stored_at is not None:
        raise TransitionNotPossible(transition, state)
    if found.corrects is not None:
        # Who oversees has said why they look at it before they put it right.
        require_opened(case, user)
    waiting = open_hand_over(session, case)
    steps, today = steps_of(session, case), local_date(utc_now())
    is_possible = (
        _is_offered(found, case, waiting, user, acting_for(user.getId()))
        and is_in_step(found, steps, state)
        and is_in_notice(found, case, notice_of(case, steps), today)
    )
    if not is_possible:
        raise TransitionNotPossible(transition, state)
    read = read_facts(found, facts, today)
    require_colleague(case, read, user.getId())
    require_window(case, found, read, user)
    require_fit(
        case,
        found,
        read,
        user_id=user.getId(),
        unit_decides=unit_decides,
        today=today,
    )
    if found.clock == DEFERS:
        # The paper about it says for which of them.
        read[MATERIALS] = promised_materials(case)
    if found.name in COMMITTING:
        read |= facts_of_commitment(case, found, today)
    if found.name == CHANGE_WINDOW:
        read |= facts_of_window(case, read)
    if found.name == MEND_ANSWER:
        read |= facts_of_mending(case, read)
    if found.corrects is not None:
        read |= facts_of_correction(case, found)
    return Step(found, role_of(found, roles, unit_decides), read, waiting)


def transitions_of(
    case: Case, user, waiting: HandOver | None = None
) -> tuple[Transition, ...]:
    """Return the transitions that `user` may go with a case now; `waiting` is the hand-over
    of it that waits to be accepted."""
    if case.stored_at is not None:
        return ()
    is_units = unit_in_turn(case) is not None
    own, handing_out = (
        transitions_for(case.state, roles, is_units, case.is_instant)
        for roles in (_moving_roles(case, user), _handing_out_roles(case, user))
    )
    names = {each.name for each in own}
    possible = (
        *own,
        *(
            each
            for each in handing_out
            if each.name in HANDING_OUT and each.name not in names
        ),
    )
    acting, steps = acting_for(user.getId()), steps_of(object_session(case), case)
    notice, today = notice_of(case, steps), local_date(utc_now())
    return tuple(
        each
        for each in possible
        if each.name != UNDO
        and _is_offered(each, case, waiting, user, acting)
        and is_in_step(each, steps, case.state)
        and is_in_notice(each, case, notice, today)
        and is_of_today(each, notice, today)
        and (each.clock != EXTENDS or can_extend(case))
        and (each.name != EXPLAIN_DELAY or is_late(case, today))
        and is_possible(each, case)
        and is_about_validity(each, case)
    )


def _is_offered(
    transition: Transition,
    case: Case,
    waiting: HandOver | None,
    user,
    acting: frozenset[str],
) -> bool:
    if transition.name == LIFT_BAR:
        return barred_since(case) is not None
    if transition.name == MEND_ANSWER:
        return bool(mendable_answers(case))
    if transition.name in COMMITTING:
        return is_commitment_offered(transition, case)
    if transition.corrects is not None:
        return wrong_step(case, transition) is not None
    if transition.name == CHANGE_WINDOW:
        return bool(windows_for(case, user))
    return is_offered(transition, case, waiting, acting)


def _moving_roles(case: Case, user) -> frozenset[str]:
    """Return the roles in which `user` may move the case, none without permission."""
    unit = unit_in_turn(case)
    roles = roles_in(user, case.community_code, unit.code if unit else None)
    if not is_within(case, scope_of(user, EXTEND_CASES)):
        roles -= {COORDINATOR}
    if not is_within(case, scope_of(user, CORRECT_STEPS)):
        roles -= {SUPERVISOR}
    if not is_within(case, scope_of(user, MOVE_CASES)):
        roles &= {COORDINATOR, SUPERVISOR}
    return roles


def _unit_code(case: Case) -> str | None:
    unit = unit_in_turn(case)
    return unit.code if unit is not None else None


def _handing_out_roles(case: Case, user) -> frozenset[str]:
    """Return the roles in which `user` may hand out the result of a case: that is also for
    the window that took it in for another community."""
    windows = scope_of(user, MOVE_CASES)
    if case.taken_in_at is None or not windows.has_community(case.taken_in_at):
        return frozenset()
    return roles_in(user, case.taken_in_at) & {WINDOW_STAFF}
