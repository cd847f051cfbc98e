"""What hand-overs mean for the two that they are between, until both know how one ended."""

from collections.abc import Collection
from datetime import datetime
from onewindow_policy import _
from onewindow_policy.cases.assigning.models import ASSIGNED
from onewindow_policy.cases.assigning.models import HandOver
from onewindow_policy.cases.assigning.models import RETURNED
from onewindow_policy.cases.duties import ACCEPT_HAND_OVER
from onewindow_policy.cases.duties import ASSIGNED_AWAY
from onewindow_policy.cases.duties import ASSIGNED_TO
from onewindow_policy.cases.duties import CaseDuty
from onewindow_policy.cases.duties import HAND_OVER_BACK
from onewindow_policy.cases.duties import HAND_OVER_KINDS
from onewindow_policy.cases.duties import HAND_OVER_MISSED
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.units import unit_code_in_turn
from onewindow_policy.duties.api import DONE
from onewindow_policy.duties.api import DutyFacts
from onewindow_policy.duties.api import turn_to
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import end_of_day
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import WORKING
from sqlalchemy import ColumnElement
from sqlalchemy import or_
from sqlalchemy import select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm import Session

#: Working days within which both say that they know.
_DAYS = 1

_OF_FROM, _OF_TO = HandOver.from_knows_at, HandOver.to_knows_at

#: How those ended that both are told of.
_TO_KNOW = (RETURNED, ASSIGNED)

#: Which hand-overs each kind is about.
_WHICH: dict[str, tuple[ColumnElement[bool], ...]] = {
    ACCEPT_HAND_OVER: (HandOver.answered_at.is_(None),),
    HAND_OVER_BACK: (HandOver.outcome == RETURNED, _OF_FROM.is_(None)),
    HAND_OVER_MISSED: (HandOver.outcome == RETURNED, _OF_TO.is_(None)),
    ASSIGNED_AWAY: (HandOver.outcome == ASSIGNED, _OF_FROM.is_(None)),
    ASSIGNED_TO: (HandOver.outcome == ASSIGNED, _OF_TO.is_(None)),
}


def keep_hand_over_duties(session: Session, case: Case, *, state: str = DONE) -> None:
    """Have the duties open that the hand-overs of a case mean as they stand."""
    for kind in HAND_OVER_KINDS:
        latest = (
            select(HandOver)
            .where(HandOver.case_id == case.id, *_WHICH[kind])
            .order_by(HandOver.asked_at.desc())
            .limit(1)
        )
        found = session.scalar(latest) if case.closed_at is None else None
        wanted = _duty_of(kind, case, found) if found is not None else None
        turn_to(session, case.number, (kind,), wanted, state=state)


def unknown_returns(
    session: Session, case: Case, acting: Collection[str]
) -> list[HandOver]:
    """Return the hand-overs of a case that nobody accepted in time, or that who coordinates
    decided, and of which one of `acting` has not said that they know."""
    query = select(HandOver).where(
        HandOver.case_id == case.id,
        HandOver.outcome.in_(_TO_KNOW),
        or_(
            _OF_FROM.is_(None) & HandOver.from_user.in_(sorted(acting)),
            _OF_TO.is_(None) & HandOver.to_user.in_(sorted(acting)),
        ),
    )
    return list(session.scalars(query))


def note_returns(
    session: Session,
    case: Case,
    now: datetime,
    *,
    from_users: Collection[str] | None = None,
    to_users: Collection[str] | None = None,
) -> None:
    """Note that some who asked or had a case, or were asked or given it, know what became
    of that; None stands for whoever it is."""
    query = select(HandOver).where(
        HandOver.case_id == case.id, HandOver.outcome.in_(_TO_KNOW)
    )
    for each in session.scalars(query):
        if from_users is None or each.from_user in from_users:
            each.from_knows_at = each.from_knows_at or now
        if to_users is None or each.to_user in to_users:
            each.to_knows_at = each.to_knows_at or now
    session.flush()


def _duty_of(kind: str, case: Case, hand_over: HandOver) -> DutyFacts:
    last = hand_over.due_on
    if hand_over.answered_at is not None:
        last = due_date(local_date(hand_over.answered_at), _DAYS, WORKING).date
    is_from = kind in (HAND_OVER_BACK, ASSIGNED_AWAY)
    return DutyFacts(
        kind,
        case.number,
        community_code=case.community_code,
        unit_code=unit_code_in_turn(case),
        assignee=hand_over.from_user if is_from else hand_over.to_user,
        due_at=end_of_day(last),
    )


class HandOverDuty(CaseDuty):
    """What there is to do about hand-overs, for one person alone."""

    def standing(self, session: Session, after: str, size: int) -> list[DutyFacts]:
        """See `IDutyKind`."""
        which = select(HandOver.case_id).where(*_WHICH[self.name])
        cases = (
            select(Case)
            .where(
                Case.id.in_(which),
                Case.closed_at.is_(None),
                Case.erased_at.is_(None),
                Case.number > after,
            )
            .order_by(Case.number)
            .limit(size)
            .options(lazyload(Case.data_key))
            .with_for_update(of=Case)
        )
        found = {case.id: case for case in session.scalars(cases)}
        of_cases = (
            select(HandOver)
            .where(HandOver.case_id.in_(found), *_WHICH[self.name])
            .order_by(HandOver.asked_at)
        )
        latest = {each.case_id: each for each in session.scalars(of_cases)}
        return [
            _duty_of(self.name, case, latest[case.id])
            for case in found.values()
            if case.id in latest
        ]


accepting = HandOverDuty(
    ACCEPT_HAND_OVER,
    18,
    _("duty_accept_hand_over", default="Hand-overs to accept or decline"),
)
knowing_back = HandOverDuty(
    HAND_OVER_BACK,
    19,
    _(
        "duty_hand_over_back",
        default="Cases that came back, nobody accepted them in time",
    ),
)
knowing_missed = HandOverDuty(
    HAND_OVER_MISSED,
    20,
    _("duty_hand_over_missed", default="Hand-overs that went back unanswered"),
)
knowing_away = HandOverDuty(
    ASSIGNED_AWAY,
    21,
    _("duty_assigned_away", default="Cases that were given to a colleague"),
)
knowing_assigned = HandOverDuty(
    ASSIGNED_TO,
    22,
    _("duty_assigned", default="Cases that were given by who coordinates"),
)
