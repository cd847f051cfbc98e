"""What staff have to do about a request: to decide it, to carry it out, to hand over."""

from collections.abc import Collection
from onewindow_policy import _
from onewindow_policy.duties.api import DONE
from onewindow_policy.duties.api import DutyFacts
from onewindow_policy.duties.api import LAPSED
from onewindow_policy.duties.api import turn_to
from onewindow_policy.duties.interfaces import IDutyKind
from onewindow_policy.rights.addresses import request_path
from onewindow_policy.rights.models import ASKED
from onewindow_policy.rights.models import COPY
from onewindow_policy.rights.models import GRANTED
from onewindow_policy.rights.models import LAPSED as COPY_LAPSED
from onewindow_policy.rights.models import OPEN_STATES
from onewindow_policy.rights.models import RightsRequest
from onewindow_policy.rights.numbers import number_text
from onewindow_policy.rights.permissions import DECIDE_RIGHTS
from onewindow_policy.rights.permissions import TAKE_RIGHTS
from onewindow_policy.workdays.deadlines import end_of_day
from sqlalchemy import select
from sqlalchemy.orm import lazyload
from sqlalchemy.orm import load_only
from sqlalchemy.orm import Session
from zope.i18nmessageid import Message
from zope.interface import implementer

ANSWER = "rights.answer"
HAND_OVER = "rights.hand_over"
KINDS = (ANSWER, HAND_OVER)


def duty_of(request: RightsRequest) -> DutyFacts | None:
    """Return what there is to do about a request as it stands, None for nothing.

    A copy that was granted waits at the window where its person asked there; who asked with
    number and code fetches it, or does not.
    """
    kind = ANSWER
    if request.waits_to_be_fetched:
        if request.taken_by is None:
            return None
        kind = HAND_OVER
    elif request.state not in OPEN_STATES:
        return None
    return DutyFacts(
        kind,
        request.number,
        community_code=request.community_code,
        due_at=end_of_day(request.due_on),
    )


def keep_duty(session: Session, request: RightsRequest) -> None:
    """Have the duty open that a request means as it stands, and no other. What nobody
    fetched has lapsed: that was up to its person."""
    state = LAPSED if request.state == COPY_LAPSED else DONE
    turn_to(session, request.number, KINDS, duty_of(request), state=state)


@implementer(IDutyKind)
class RightsDuty:
    """A kind of duty about requests: one of `duty_of`."""

    overseen_with = DECIDE_RIGHTS

    def __init__(self, order: int, name: str, title: Message, permission: str):
        self.order = order
        self.title = title
        self.permission = permission
        self._name = name

    def path_of(self, subject: str) -> str:
        """See `IDutyKind`."""
        return request_path(subject)

    def number_text(self, subject: str) -> str:
        """See `IDutyKind`."""
        return number_text(subject)

    def holders(self, session: Session, subjects: Collection[str]) -> dict[str, str]:
        """See `IDutyKind`: they are up to all who work there."""
        return {}

    def standing(self, session: Session, after: str, size: int) -> list[DutyFacts]:
        """See `IDutyKind`."""
        read = (
            *(RightsRequest.number, RightsRequest.kind, RightsRequest.state),
            *(RightsRequest.taken_by, RightsRequest.community_code),
            RightsRequest.due_on,
        )
        query = (
            select(RightsRequest)
            .where(_may_be(self._name), RightsRequest.number > after)
            .order_by(RightsRequest.number)
            .limit(size)
            .options(load_only(*read), lazyload(RightsRequest.data_key))
            .with_for_update(of=RightsRequest)
        )
        return [
            facts
            for each in session.scalars(query)
            if (facts := duty_of(each)) is not None
        ]


def _may_be(kind: str):
    """Return the condition for the requests about which there is a duty of a kind."""
    granted_copy = (RightsRequest.state == GRANTED) & (RightsRequest.kind == COPY)
    if kind == HAND_OVER:
        return granted_copy & RightsRequest.taken_by.is_not(None)
    return (RightsRequest.state == ASKED) | (
        (RightsRequest.state == GRANTED) & (RightsRequest.kind != COPY)
    )


answering = RightsDuty(
    18,
    ANSWER,
    _("duty_rights_answer", default="Persons who ask about their own data"),
    DECIDE_RIGHTS,
)
handing_over = RightsDuty(
    19,
    HAND_OVER,
    _("duty_rights_hand_over", default="Copies of their data to hand to persons"),
    TAKE_RIGHTS,
)
