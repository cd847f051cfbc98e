"""Public notices (公示): what hung on the board, from when to when, and who objected.

The days of the notice are those of its step, and do not count (Administrative Licensing
Law, 行政许可法, art. 45). Its sheet says the least that is needed (`papers.kinds`). All of
it stands in the history: who did it and when in clear, the words of objections sealed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import date
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.process.exceptions import NoticeNotHung
from onewindow_policy.cases.process.exceptions import NoticeNotOver
from onewindow_policy.cases.process.exceptions import NoticeSheetOld
from onewindow_policy.cases.process.exceptions import NoticeStillUp
from onewindow_policy.cases.process.exceptions import ObjectionOpen
from onewindow_policy.cases.process.following import current_of
from onewindow_policy.cases.process.following import steps_of
from onewindow_policy.cases.process.models import CaseStep
from onewindow_policy.cases.states import ANSWER_OBJECTION
from onewindow_policy.cases.states import ANSWERED
from onewindow_policy.cases.states import AWAITING_CORRECTION
from onewindow_policy.cases.states import HANG_NOTICE
from onewindow_policy.cases.states import NOT_ACCEPTED
from onewindow_policy.cases.states import OBJECTION
from onewindow_policy.cases.states import OF_NOTICE
from onewindow_policy.cases.states import RECEIVED
from onewindow_policy.cases.states import RECORD_OBJECTION
from onewindow_policy.cases.states import RENEW_NOTICE
from onewindow_policy.cases.states import RESUME
from onewindow_policy.cases.states import RETURNED
from onewindow_policy.cases.states import SUSPEND
from onewindow_policy.cases.states import SUSPENDED
from onewindow_policy.cases.states import TAKE_DOWN_NOTICE
from onewindow_policy.cases.states import Transition
from onewindow_policy.cases.states import WITHDRAW_NOTICE
from onewindow_policy.cases.states import WITHDRAWN
from onewindow_policy.guides.deciding import is_notice
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import DueDate
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import WORKING
from sqlalchemy import select
from sqlalchemy.orm import object_session

#: In these states the sheet of a case may hang that is at no public notice any more: its
#: person withdrew it, or took back a commitment, and it went on from there.
MAY_HANG = frozenset({AWAITING_CORRECTION, RECEIVED, NOT_ACCEPTED, RETURNED, WITHDRAWN})

#: What a photograph of the board stands for among the files of a case.
BOARD_PHOTO = "notice"


@dataclass(frozen=True, slots=True)
class Notice:
    """A public notice that a case is at: `last_on` is its last day, `objections` are what
    was said against it, by their numbers, but for those that were answered."""

    last_on: date | None
    sheet_of: date
    is_hung: bool
    is_down: bool
    objections: dict[int, str] = field(repr=False)

    def lasts(self, today: date) -> bool:
        """Return whether its last day is not over."""
        return self.last_on is not None and today <= self.last_on


def notice_of(case: Case, steps: Sequence[CaseStep] | None = None) -> Notice | None:
    """Return the public notice that a case is at, None where it is at none."""
    if case.suspended_at is None:
        return None
    session = object_session(case)
    current = current_of(steps_of(session, case) if steps is None else steps)
    if not is_notice(current):
        return None
    events = session.scalars(
        select(CaseEvent)
        .where(
            CaseEvent.case_id == case.id,
            CaseEvent.transition.in_((SUSPEND, *OF_NOTICE)),
        )
        .order_by(CaseEvent.version)
    ).all()
    begun = [at for at, each in enumerate(events) if each.transition == SUSPEND]
    if not begun:
        return None
    return _notice(current, events[begun[-1] + 1 :])


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet on a board: the step that it is of, and by when somebody takes it down."""

    step: str
    unit_code: str | None
    due: DueDate


def hanging_sheet(case: Case, steps: Sequence[CaseStep], today: date) -> Sheet | None:
    """Return the sheet of a case that hangs, None where none does; to be asked before the
    case goes on. Where it goes another way than its notice leads, the sheet is to be taken
    down on the next working day, whatever its last day was."""
    if hangs_on(case):
        due = DueDate(case.step_due_on, case.step_due_is_estimated)
        return Sheet(case.step_name, case.step_unit_code, due)
    notice = notice_of(case, steps) if case.state == SUSPENDED else None
    if notice is None or not notice.is_hung or notice.is_down:
        return None
    current = current_of(steps)
    return Sheet(current.name, current.unit_code, due_date(today, 1, WORKING))


def keep_hanging(case: Case, sheet: Sheet | None) -> None:
    """Have a case that left its public notice before that was over stay at it for as long
    as the sheet hangs, whatever becomes of the case: whoever hung it takes it down."""
    if sheet is None or case.state not in MAY_HANG:
        return
    case.step_name, case.step_unit_code = sheet.step, sheet.unit_code
    case.step_due_on = sheet.due.date
    case.step_due_is_estimated = sheet.due.is_estimated


def hangs_on(case: Case) -> bool:
    """Return whether the sheet of a case hangs that is not at a public notice any more."""
    return case.state in MAY_HANG and case.step_name is not None


def _notice(step: CaseStep, events: Sequence[CaseEvent]) -> Notice:
    gone = _gone_with_sheet(events)
    said = [each for each in events if each.transition == RECORD_OBJECTION]
    objections = {
        number: (each.facts or {}).get(OBJECTION, "")
        for number, each in enumerate(said, start=1)
    }
    for each in events:
        if each.transition == ANSWER_OBJECTION:
            objections.pop((each.facts or {}).get(ANSWERED), None)
    return Notice(
        last_on=step.due_on,
        sheet_of=local_date(step.begun_at),
        is_hung=HANG_NOTICE in gone,
        is_down=TAKE_DOWN_NOTICE in gone,
        objections=objections,
    )


def _gone_with_sheet(events: Sequence[CaseEvent]) -> set[str]:
    """Return what was gone with the sheet that hangs, or is to be hung: with another one
    than what was taken down before its last day."""
    gone: set[str] = set()
    for each in events:
        gone = set() if each.transition == WITHDRAW_NOTICE else {*gone, each.transition}
    return gone


def is_in_notice(
    transition: Transition, case: Case, notice: Notice | None, today: date
) -> bool:
    """Return whether there is a public notice for which a transition is the thing to do:
    the one that a case is at, or the sheet of one that it has left."""
    if transition.name not in OF_NOTICE:
        return True
    if notice is None:
        return transition.name == TAKE_DOWN_NOTICE and hangs_on(case)
    if transition.name in (RENEW_NOTICE, HANG_NOTICE):
        return not notice.is_hung
    if transition.name == TAKE_DOWN_NOTICE:
        return notice.is_hung and not notice.is_down
    if transition.name == WITHDRAW_NOTICE:
        return notice.is_hung and not notice.is_down and notice.lasts(today)
    if transition.name == ANSWER_OBJECTION:
        return bool(notice.objections)
    return True


def is_of_today(transition: Transition, notice: Notice | None, today: date) -> bool:
    """Return whether a step with a public notice is offered today: what `require_notice`
    would refuse with a photograph, which browsers do not give back, is not; and no case
    goes on while its notice hangs, or has not hung."""
    if notice is None:
        return True
    if transition.name == HANG_NOTICE:
        return notice.sheet_of == today
    if transition.name == RESUME:
        return notice.is_down
    return transition.name != TAKE_DOWN_NOTICE or not notice.lasts(today)


def require_notice(transition: Transition, notice: Notice | None, today: date) -> None:
    """See that a public notice is far enough for a transition.

    It hangs from the day that its sheet says, and comes down once its last day is over;
    the case goes on when it is down and all who objected were answered. Raises
    `NoticeSheetOld`, `NoticeNotHung`, `NoticeNotOver`, `NoticeStillUp`, `ObjectionOpen`.
    """
    if notice is None:
        return
    if transition.name == HANG_NOTICE and notice.sheet_of != today:
        raise NoticeSheetOld
    if transition.name in (TAKE_DOWN_NOTICE, RESUME):
        if not notice.is_hung:
            raise NoticeNotHung
        if notice.lasts(today):
            raise NoticeNotOver(notice.last_on)
    if transition.name == RESUME:
        if not notice.is_down:
            raise NoticeStillUp
        if notice.objections:
            raise ObjectionOpen
