"""What was asked for again, as whoever oversees it hears of it and looks at it."""

from dataclasses import dataclass
from datetime import datetime
from onewindow_policy import _
from onewindow_policy.cases.correcting.models import RepeatedCorrection
from onewindow_policy.cases.correcting.rules import asked_before
from onewindow_policy.cases.correcting.rules import asked_twice
from onewindow_policy.cases.correcting.rules import IN_WORDS
from onewindow_policy.cases.duties import ASKED_AGAIN
from onewindow_policy.cases.duties import DutyAboutCases
from onewindow_policy.cases.events import CaseMoved
from onewindow_policy.cases.exceptions import TransitionNotAllowed
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.permissions import SEE_CORRECTIONS
from onewindow_policy.cases.seeing import require_seen
from onewindow_policy.cases.states import MATERIALS
from onewindow_policy.cases.units import is_seen_within
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.duties.api import DutyFacts
from onewindow_policy.duties.api import open_duties
from onewindow_policy.duties.api import turn_to
from onewindow_policy.duties.interfaces import IDutyKind
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from sqlalchemy import exists
from sqlalchemy import select
from sqlalchemy import update
from sqlalchemy.orm import lazyload
from sqlalchemy.orm import load_only
from sqlalchemy.orm import Session
from zope.interface import implementer


@dataclass(frozen=True, slots=True)
class AskedAgain:
    """That something was asked for again, by a user id; nobody has looked at it yet. It
    made this version of the case."""

    at: datetime
    by: str | None
    materials: tuple[str, ...]
    version: int


def note_asked_again(moved: CaseMoved) -> None:
    """Have whoever oversees a case look at it, where something was asked for again."""
    if moved.transition.name != "ask_correction":
        return
    session, case, event = write_session(), moved.case, moved.entry
    asked = asked_before(session, case, version=event.version)
    twice = asked_twice(asked, (event.facts or {}).get(MATERIALS, ()))
    if not twice:
        return
    session.add(
        RepeatedCorrection(
            case_id=case.id,
            version=event.version,
            asked_at=event.at,
            materials=[code for code in twice if code != IN_WORDS],
        )
    )
    open_duties(session, [_duty_of(case)])


def asked_again(number: str, user) -> tuple[AskedAgain, ...]:
    """Return what `user` has to look at of what was asked for again in a case: nothing
    where that is not up to them."""
    session = read_session()
    case = find_case(session, number)
    if case is None or not _is_theirs(case, user):
        return ()
    rows = session.execute(
        select(
            CaseEvent.at,
            CaseEvent.user_id,
            RepeatedCorrection.materials,
            CaseEvent.version,
        )
        .join(
            RepeatedCorrection,
            (RepeatedCorrection.case_id == CaseEvent.case_id)
            & (RepeatedCorrection.version == CaseEvent.version),
        )
        .where(RepeatedCorrection.case_id == case.id, _is_unseen())
        .order_by(CaseEvent.version)
    )
    return tuple(
        AskedAgain(at, by, tuple(codes), version) for at, by, codes, version in rows
    )


def see_asked_again(number: str, user, *, version: int) -> None:
    """Note that `user` has looked at what was asked for again in a case, up to the
    `version` that they were shown; what came since is still to be looked at.

    It is kept when Zope's transaction commits; once looked at, it stays so. Raises
    `CaseUnknown`, and `TransitionNotAllowed` for whom it is not up to.
    """
    session = write_session()
    case = require_seen(find_case(session, number, to_move=True), user)
    if not _is_theirs(case, user):
        raise TransitionNotAllowed(ASKED_AGAIN)
    session.execute(
        update(RepeatedCorrection)
        .where(
            RepeatedCorrection.case_id == case.id,
            RepeatedCorrection.version <= version,
            _is_unseen(),
        )
        .values(seen_at=utc_now(), seen_by=user.getId())
        .execution_options(synchronize_session=False)
    )
    left = select(RepeatedCorrection.version).where(
        RepeatedCorrection.case_id == case.id, _is_unseen()
    )
    if session.scalar(left.limit(1)) is None:
        turn_to(session, case.number, (ASKED_AGAIN,), None)
    audit("case.see_asked_again", number)


def _is_theirs(case: Case, user) -> bool:
    return is_seen_within(case, scope_of(user, SEE_CORRECTIONS))


def _is_unseen():
    return RepeatedCorrection.seen_at.is_(None)


def _duty_of(case: Case) -> DutyFacts:
    # Without a unit: who oversees is so in a place, whoever decides there.
    return DutyFacts(ASKED_AGAIN, case.number, community_code=case.community_code)


@implementer(IDutyKind)
class LookingAgain(DutyAboutCases):
    """A look at what was asked for again, for whoever oversees cases; it has no term."""

    order = 14
    title = _("duty_cases_asked_again", default="Papers that were asked for again")
    permission = overseen_with = SEE_CORRECTIONS

    def standing(self, session: Session, after: str, size: int) -> list[DutyFacts]:
        """See `IDutyKind`."""
        is_waiting = exists().where(RepeatedCorrection.case_id == Case.id, _is_unseen())
        query = (
            select(Case)
            .where(
                is_waiting,
                Case.erased_at.is_(None),
                Case.stored_at.is_(None),
                Case.number > after,
            )
            .order_by(Case.number)
            .limit(size)
            .options(
                load_only(Case.number, Case.community_code), lazyload(Case.data_key)
            )
            .with_for_update(of=Case)
        )
        return [_duty_of(case) for case in session.scalars(query)]
