"""What becomes of commitments with the steps of their case, and who checks them."""

from datetime import date
from onewindow_policy import _
from onewindow_policy.cases.committing.models import Commitment
from onewindow_policy.cases.committing.models import FALSE
from onewindow_policy.cases.committing.reading import standing_commitments
from onewindow_policy.cases.committing.reading import unchecked_commitments
from onewindow_policy.cases.duties import CaseDuty
from onewindow_policy.cases.duties import CHECK_COMMITMENT
from onewindow_policy.cases.events import CaseMoved
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.settings import commitment_check_days
from onewindow_policy.cases.states import ASK_TO_RECTIFY
from onewindow_policy.cases.states import CHECK_COMMITMENT as CHECK
from onewindow_policy.cases.states import COMMIT
from onewindow_policy.cases.states import COMPLETED_APPROVED
from onewindow_policy.cases.states import MATERIALS
from onewindow_policy.cases.states import OUTCOME
from onewindow_policy.cases.states import RECTIFY_BY
from onewindow_policy.cases.states import REVOKE
from onewindow_policy.cases.states import TAKE_BACK_COMMITMENT
from onewindow_policy.cases.states import UNDO
from onewindow_policy.cases.states import WORDS
from onewindow_policy.duties.api import DutyFacts
from onewindow_policy.duties.api import open_duties
from onewindow_policy.duties.api import turn_to
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import end_of_day
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import WORKING
from sqlalchemy import exists
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm import load_only
from sqlalchemy.orm import Session


def follow_commitment(moved: CaseMoved) -> None:
    """Keep a commitment, take it back, have it checked, note what that found."""
    session, case, event = write_session(), moved.case, moved.entry
    name, facts = moved.transition.name, event.facts or {}
    if name == COMMIT:
        session.add(
            Commitment(
                case_id=case.id,
                version=event.version,
                materials=list(facts[MATERIALS]),
                words_version=facts[WORDS],
                made_at=event.at,
            )
        )
    elif name == TAKE_BACK_COMMITMENT:
        for each in standing_commitments(case):
            each.taken_back_at = event.at
    elif name == ASK_TO_RECTIFY:
        # Whoever checks looks again when that day is over.
        last = date.fromisoformat(facts[RECTIFY_BY])
        _look_by(session, case, due_date(last, 1, WORKING).date, rectify_by=last)
    elif name in (CHECK, REVOKE):
        for each in unchecked_commitments(case):
            each.outcome = FALSE if name == REVOKE else facts[OUTCOME]
        turn_to(session, case.number, (CHECK_COMMITMENT,), None)
    elif name == UNDO:
        _undo(session, case)
    elif event.state == COMPLETED_APPROVED and moved.transition.target is not None:
        last = due_date(local_date(event.at), commitment_check_days(), WORKING).date
        _look_by(session, case, last)
    session.flush()


def _look_by(
    session: Session, case: Case, last: date, *, rectify_by: date | None = None
) -> None:
    """Have what stands unchecked be looked at by a day."""
    unchecked = [each for each in standing_commitments(case) if each.outcome is None]
    for each in unchecked:
        each.check_by = last
        each.rectify_by = rectify_by
    if unchecked:
        open_duties(session, [_duty_of(case, last)])


def _undo(session: Session, case: Case) -> None:
    """What was found false waits for its check again; what was approved by mistake has
    nothing to check."""
    standing = [
        each for each in standing_commitments(case) if each.check_by is not None
    ]
    if not standing:
        return
    if case.state == COMPLETED_APPROVED:
        for each in standing:
            each.outcome = None if each.outcome == FALSE else each.outcome
        last = min(each.check_by for each in standing)
        open_duties(session, [_duty_of(case, last)])
        return
    for each in standing:
        each.check_by = each.rectify_by = each.outcome = None
    turn_to(session, case.number, (CHECK_COMMITMENT,), None)


def _duty_of(case: Case, last: date) -> DutyFacts:
    return DutyFacts(
        CHECK_COMMITMENT,
        case.number,
        community_code=case.community_code,
        unit_code=case.deciding_unit_code,
        due_at=end_of_day(last),
    )


class CheckingCommitments(CaseDuty):
    """Commitments to check after the approval, for whoever decided."""

    def standing(self, session: Session, after: str, size: int) -> list[DutyFacts]:
        """See `IDutyKind`."""
        is_open = (
            Commitment.case_id == Case.id,
            Commitment.check_by.is_not(None),
            Commitment.outcome.is_(None),
            Commitment.taken_back_at.is_(None),
        )
        last = select(func.min(Commitment.check_by)).where(*is_open)
        query = (
            select(Case, last.scalar_subquery())
            .where(exists().where(*is_open))
            .where(
                Case.erased_at.is_(None),
                Case.stored_at.is_(None),
                Case.number > after,
            )
            .order_by(Case.number)
            .limit(size)
            .options(
                load_only(Case.number, Case.community_code, Case.deciding_unit_code),
                lazyload(Case.data_key),
            )
            .with_for_update(of=Case)
        )
        return [_duty_of(case, day) for case, day in session.execute(query)]


checking = CheckingCommitments(
    CHECK_COMMITMENT,
    15,
    _("duty_cases_check_commitment", default="Commitments to check"),
)
