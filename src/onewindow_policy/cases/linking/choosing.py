"""Which earlier case a new one is made from, and what that means for the earlier one."""

from datetime import date
from onewindow_policy.cases.events import CaseMoved
from onewindow_policy.cases.events import CaseRegistered
from onewindow_policy.cases.linking.kinds import REAPPLICATION
from onewindow_policy.cases.linking.kinds import RENEWAL
from onewindow_policy.cases.linking.reading import can_reapply
from onewindow_policy.cases.linking.reading import Link
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.repeats import is_same_phone
from onewindow_policy.cases.states import NOT_ACCEPTED
from onewindow_policy.cases.states import RETURNED
from onewindow_policy.cases.states import WITHDRAWN
from onewindow_policy.cases.validity.duties import keep_renewal_duty
from onewindow_policy.cases.validity.following import open_end_of
from onewindow_policy.cases.validity.reading import is_offered
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from sqlalchemy import or_
from sqlalchemy import select

#: What ends like this renewed nothing: it was not decided about.
_GIVEN_UP = frozenset({NOT_ACCEPTED, RETURNED, WITHDRAWN})


def earlier_case_of(
    person_hash: bytes | None,
    item_code: str,
    *,
    declared: str | None,
    phone: str | None,
    at_window: bool,
    today: date,
) -> Link | None:
    """Return the case from which an application for the same service by the same person is
    made, and how; None for none.

    That is the one that was `declared`: it is renewed where its result runs out, and else
    applied for once more. Without that it is one whose result runs out soon or has, where
    its person stands at a window, or left the same `phone`: who only knows somebody's
    number learns nothing by applying in their name. What was refused is linked only where
    somebody says so: many apply for the same service more than once.
    """
    if person_hash is None:
        return None
    query = select(Case).where(
        Case.person_hash == person_hash,
        Case.item_code == item_code,
        or_(Case.runs_out_on.is_not(None), Case.number == declared),
        Case.erased_at.is_(None),
    )
    found = read_session().scalars(query.order_by(Case.runs_out_on)).all()
    for case in found:
        if case.number == declared and case.runs_out_on is not None:
            return Link(case.number, RENEWAL, is_earlier=True)
        if case.number == declared and can_reapply(case):
            return Link(case.number, REAPPLICATION, is_earlier=True)
    for case in found:
        is_theirs = at_window or is_same_phone(case.applicant, {"phone": phone})
        if is_theirs and is_offered(case, today):
            return Link(case.number, RENEWAL, is_earlier=True)
    return None


def note_later(event: CaseRegistered) -> None:
    """Have the case that a new one was made from know of it: of what is renewed nobody is
    reminded any more, and what was refused is applied for from it once."""
    if event.case.earlier_number is not None:
        _keep_later(event.case, event.case.number, was=None)


def follow_later(event: CaseMoved) -> None:
    """Have what a case was to renew run out again where it ended without a decision, and
    not where that was undone. Who applies once more does so from the last one, so that such
    a link stays."""
    case = event.case
    if case.earlier_number is None or case.earlier_link != RENEWAL:
        return
    if case.state in _GIVEN_UP:
        _keep_later(case, None, was=case.number)
    else:
        _keep_later(case, case.number, was=None)


def _keep_later(case: Case, number: str | None, *, was: str | None) -> None:
    session = write_session()
    is_as_it_was = (
        Case.later_number.is_(None) if was is None else Case.later_number == was
    )
    query = select(Case).where(
        Case.number == case.earlier_number, Case.erased_at.is_(None), is_as_it_was
    )
    earlier = session.scalar(query.with_for_update(of=Case))
    if earlier is None:
        return
    earlier.later_number = number
    earlier.later_link = case.earlier_link if number is not None else None
    earlier.runs_out_on = open_end_of(earlier)
    earlier.version += 1
    keep_renewal_duty(session, earlier)
