"""What it means for a case that another window has it."""

from onewindow_policy.cases.duties import ALL_KINDS
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.process.following import steps_of
from onewindow_policy.cases.states import BEFORE_ACCEPTANCE
from onewindow_policy.cases.transferring.models import PaperPlace
from onewindow_policy.cases.transferring.whereabouts import known_whereabouts
from onewindow_policy.cases.windows.duties import duties_of_change
from onewindow_policy.cases.windows.models import WindowChange
from onewindow_policy.communities.units import find_unit
from onewindow_policy.communities.units import get_unit
from onewindow_policy.duties.api import open_duties
from onewindow_policy.duties.api import recode_duties
from onewindow_policy.records.api import utc_now
from sqlalchemy.orm import Session


def give_to_window(session: Session, case: Case, code: str, user_id: str) -> None:
    """Give a case to the window of the community `code`, before the step of `user_id` is
    gone that does it.

    What is to be done about it follows, also by the units of another street. Its papers
    stay where they are, until they go with a list (`transferring`). Both windows are told.
    """
    former = case.community_code
    _keep_papers(session, case)
    units = _units_there(session, case, former, code)
    case.community_code = code
    if case.state in BEFORE_ACCEPTANCE:
        case.unit_code = units.get(case.unit_code, case.unit_code)
    deciding, at_step = case.deciding_unit_code, case.step_unit_code
    case.deciding_unit_code = units.get(deciding, deciding)
    case.step_unit_code = units.get(at_step, at_step)
    for step in steps_of(session, case):
        # Who has ended a step stands by it.
        if step.done_at is None:
            step.unit_code = units.get(step.unit_code, step.unit_code)
    session.flush()
    about = {"subject": case.number, "kinds": ALL_KINDS}
    recode_duties(session, "community_code", former, code, **about)
    for gone, unit_code in units.items():
        recode_duties(session, "unit_code", gone, unit_code, **about)
    _tell_windows(session, case, former, user_id)


def _tell_windows(session: Session, case: Case, former: str, user_id: str) -> None:
    """Have both windows told that a case has gone from the one to the other, until somebody
    of each has said that they know."""
    version = case.version + 1
    change = WindowChange(
        case_id=case.id,
        version=version,
        subject=f"{case.number}-{version}",
        from_code=former,
        to_code=case.community_code,
        changed_at=utc_now(),
        changed_by=user_id,
    )
    session.add(change)
    session.flush()
    open_duties(session, duties_of_change(change))


def _keep_papers(session: Session, case: Case) -> None:
    """Note where the papers of a case are, of which nothing else says it: they are not at
    another window since that has the case."""
    here = known_whereabouts(session, case)
    if here is None or here.since is not None:
        return
    session.add(PaperPlace(case_id=case.id, place=here.place, since=utc_now()))
    session.flush()


def _units_there(
    session: Session, case: Case, former: str, code: str
) -> dict[str, str]:
    """Return which units have the same role for the other community, by the codes of those
    that have it for the former one, where these are others: those of another street."""
    codes = {case.unit_code, case.deciding_unit_code, case.step_unit_code}
    codes.update(each.unit_code for each in steps_of(session, case))
    found = {}
    for unit in filter(None, map(get_unit, filter(None, codes))):
        own, other = find_unit(unit.role, former), find_unit(unit.role, code)
        is_by_place = own is not None and own.code == unit.code
        if is_by_place and other is not None and other.code != unit.code:
            found[unit.code] = other.code
    return found
