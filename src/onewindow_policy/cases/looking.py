"""That an applicant looked at a case whose end can be undone still."""

from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.states import COMPLETED_REFUSED
from onewindow_policy.cases.states import REVOKE
from onewindow_policy.cases.undoing import last_step
from onewindow_policy.cases.undoing import TRACKED
from onewindow_policy.cases.undoing import undo_wait
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from sqlalchemy.orm import object_session


def note_tracked(case: Case) -> Case:
    """Note that the applicant is shown how a case stands, where its end can be undone
    still: it is not any more. Return the case as it is shown.

    It is kept when Zope's transaction commits.
    """
    if not _can_be_undone(case):
        return case
    session = write_session()
    # Who undoes the step waits, or was first.
    found = find_case(session, case.number, to_move=True)
    if found is None or found.closed_at is None:
        return found or case
    audit(TRACKED, found.number, str(found.version))
    # What cannot be noted is not shown.
    session.flush()
    return found


def _can_be_undone(case: Case) -> bool:
    if case.closed_at is None:
        return False
    last = utc_now() - undo_wait()
    if case.closed_at > last:
        return True
    # What was approved long ago may have been revoked just now.
    step = (
        last_step(object_session(case), case)
        if case.state == COMPLETED_REFUSED
        else None
    )
    return step is not None and step.transition == REVOKE and step.at > last
