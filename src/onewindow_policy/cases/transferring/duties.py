"""What there is to do about a list: to receive it, to see that it is received, to find what
is missing."""

from collections.abc import Collection
from onewindow_policy import _
from onewindow_policy.cases.papers.numbers import paper_number_text
from onewindow_policy.cases.permissions import HAND_PAPERS_ON
from onewindow_policy.cases.permissions import LIST_CASES
from onewindow_policy.cases.permissions import RECEIVE_PAPERS
from onewindow_policy.cases.transferring.models import MISSING
from onewindow_policy.cases.transferring.models import ON_WAY
from onewindow_policy.cases.transferring.models import TransferList
from onewindow_policy.cases.transferring.whereabouts import acting_for
from onewindow_policy.cases.transferring.whereabouts import is_window
from onewindow_policy.duties.api import DutyFacts
from onewindow_policy.duties.api import open_duties
from onewindow_policy.duties.api import turn_to
from onewindow_policy.duties.interfaces import IDutyKind
from onewindow_policy.workdays.deadlines import end_of_day
from sqlalchemy import select
from sqlalchemy.orm import Session
from zope.i18nmessageid import Message
from zope.interface import implementer

RECEIVE = "cases.receive_papers"
FOLLOW_UP = "cases.follow_papers"
FIND = "cases.find_papers"
KINDS = (RECEIVE, FOLLOW_UP, FIND)

#: Which duties there are in which state of a list.
_IN_STATE = {ON_WAY: (RECEIVE, FOLLOW_UP), MISSING: (FIND,)}


def duties_of_list(found: TransferList) -> list[DutyFacts]:
    """Return what there is to do about a list. While it is on the way both sides are
    reminded by the same day: whoever sent it is responsible until it was received."""
    return [_facts(found, kind) for kind in _IN_STATE.get(found.state, ())]


def keep_duties(session: Session, found: TransferList) -> None:
    """Have the duties open that a list means as it stands, and no others."""
    wanted = duties_of_list(found)
    others = set(KINDS) - {each.kind for each in wanted}
    turn_to(session, found.number, sorted(others), None)
    open_duties(session, wanted)


def _facts(found: TransferList, kind: str) -> DutyFacts:
    ends = (found.to_place, found.from_place)
    place, other = ends if kind == RECEIVE else ends[::-1]
    # The other side acts for whom does not work here.
    place = acting_for(place, other)
    codes = [each for each in (place, *ends) if is_window(each)]
    due_on = found.find_by if kind == FIND else found.due_on
    return DutyFacts(
        kind,
        found.number,
        community_code=codes[0] if codes else None,
        unit_code=None if is_window(place) else place,
        due_at=end_of_day(due_on),
    )


@implementer(IDutyKind)
class TransferDuty:
    """A kind of duty about a list."""

    overseen_with = LIST_CASES

    def __init__(self, name: str, order: int, title: Message, permission: str):
        self.name = name
        self.order = order
        self.title = title
        self.permission = permission

    def path_of(self, subject: str) -> str:
        """See `IDutyKind`."""
        return f"@@transfer?number={subject}"

    def number_text(self, subject: str) -> str:
        """See `IDutyKind`."""
        return paper_number_text(subject)

    def holders(self, session: Session, subjects: Collection[str]) -> dict[str, str]:
        """See `IDutyKind`: whoever works there sees to it."""
        return {}

    def standing(self, session: Session, after: str, size: int) -> list[DutyFacts]:
        """See `IDutyKind`."""
        states = [each for each, kinds in _IN_STATE.items() if self.name in kinds]
        query = (
            select(TransferList)
            .where(TransferList.state.in_(states), TransferList.number > after)
            .order_by(TransferList.number)
            .limit(size)
            .with_for_update()
        )
        return [_facts(each, self.name) for each in session.scalars(query)]


receiving = TransferDuty(
    RECEIVE,
    16,
    _("duty_transfers_receive", default="Papers to receive"),
    RECEIVE_PAPERS,
)
following_up = TransferDuty(
    FOLLOW_UP,
    17,
    _("duty_transfers_follow_up", default="Papers on the way: see that they arrive"),
    HAND_PAPERS_ON,
)
finding = TransferDuty(
    FIND,
    18,
    _("duty_transfers_find", default="Missing papers to find or explain"),
    HAND_PAPERS_ON,
)
