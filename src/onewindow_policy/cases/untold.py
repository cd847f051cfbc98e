"""What could not be told by a message: the window phones, and says that it has.

Whoever applied waits for a word that never came. So the case shows it, and it is a duty of
the window where the case lies until somebody has phoned, or the message went after all.
"""

from collections.abc import Callable
from collections.abc import Sequence
from datetime import datetime
from onewindow_policy import _
from onewindow_policy.cases.duties import DutyAboutCases
from onewindow_policy.cases.duties import PHONE
from onewindow_policy.cases.exceptions import NothingUntold
from onewindow_policy.cases.exceptions import TransitionNotAllowed
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.noting.notes import write_note
from onewindow_policy.cases.permissions import LIST_CASES
from onewindow_policy.cases.permissions import MOVE_CASES
from onewindow_policy.cases.seeing import require_opened
from onewindow_policy.cases.undoing import MESSAGE_SUBJECT
from onewindow_policy.cases.undoing import message_subject
from onewindow_policy.cases.units import is_seen_within
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.duties.api import DutyFacts
from onewindow_policy.duties.api import turn_to
from onewindow_policy.duties.interfaces import IDutyKind
from onewindow_policy.messages.api import give_up_about
from onewindow_policy.messages.api import MessageFacts
from onewindow_policy.messages.api import undone_about
from onewindow_policy.messages.api import undone_since
from onewindow_policy.messages.interfaces import IUntold
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import end_of_day
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import WORKING
from sqlalchemy import select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm import load_only
from sqlalchemy.orm import Session
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.interface import provider

#: The room as its templates are called.
_ROOM = "cases"

#: Working days within which somebody phones: as long as the next one lasts.
_DAYS = 1


@provider(IUntold)
def follow_untold(session: Session, subject: str) -> None:
    """See `IUntold`: have the window phone, or no longer."""
    number = subject.removeprefix(MESSAGE_SUBJECT)
    # Whoever erases the case, or looks through its duties, waits or was first.
    case = session.scalar(
        select(Case)
        .where(Case.number == number, Case.erased_at.is_(None))
        .options(lazyload(Case.data_key))
        .with_for_update(of=Case)
    )
    if case is None or case.stored_at is not None:
        return
    undone = undone_about(session, subject)
    duty = None
    if undone:
        duty = _duty_of(case, min(each.ended_at for each in undone))
    turn_to(session, number, (PHONE,), duty)


def untold_of(session: Session, case: Case) -> tuple[MessageFacts, ...]:
    """Return the messages about a case that did not go, or of which nobody knows."""
    return undone_about(session, message_subject(case))


def tell_by_phone(
    number: str, user, *, words: Callable[[Sequence[Message]], str]
) -> None:
    """Note that `user` told on the phone what no message did; the messages are forgotten.

    `words` makes of their titles what colleagues read among the notes. It is kept when
    Zope's transaction commits. Raises `CaseUnknown`, `CaseSealed`, `TransitionNotAllowed`
    for who only looks on, `NothingUntold` where somebody was first.
    """
    case = require_opened(find_case(write_session(), number, to_move=True), user)
    if not may_phone(case, user):
        raise TransitionNotAllowed(PHONE)
    titles = give_up_about(message_subject(case))
    if not titles:
        raise NothingUntold
    write_note(case, words(titles), user)
    audit("case.tell_by_phone", number)


def may_phone(case: Case, user) -> bool:
    """Return whether it is up to `user` to phone about a case."""
    return is_seen_within(case, scope_of(user, MOVE_CASES))


def _duty_of(case: Case, since: datetime) -> DutyFacts:
    # Without a unit: the window has the telephone, whoever decides.
    last = due_date(local_date(since), _DAYS, WORKING).date
    return DutyFacts(
        PHONE,
        case.number,
        community_code=case.community_code,
        due_at=end_of_day(last),
    )


@implementer(IDutyKind)
class PhoningApplicants(DutyAboutCases):
    """Phoning whom no message reached."""

    order = 13
    title = _(
        "duty_cases_phone", default="Applicants to phone, no message reached them"
    )
    permission = MOVE_CASES
    overseen_with = LIST_CASES

    def standing(self, session: Session, after: str, size: int) -> list[DutyFacts]:
        """See `IDutyKind`."""
        found = undone_since(session, _ROOM, f"{MESSAGE_SUBJECT}{after}", size)
        since = {
            subject.removeprefix(MESSAGE_SUBJECT): at for subject, at in found.items()
        }
        query = (
            select(Case)
            .where(
                Case.number.in_(sorted(since)),
                Case.erased_at.is_(None),
                Case.stored_at.is_(None),
            )
            .order_by(Case.number)
            .options(
                load_only(Case.number, Case.community_code), lazyload(Case.data_key)
            )
            .with_for_update(of=Case)
        )
        return [_duty_of(case, since[case.number]) for case in session.scalars(query)]
