"""Who sees that there is a case, and who sees what is personal in it.

Whoever lists cases sees how one of them stands. Its personal data is for those who work
with it (`VIEW_CASES`); who only oversees them says why first, and has it for a while.
"""

from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime
from datetime import timedelta
from onewindow_policy import _
from onewindow_policy.cases.exceptions import CaseSealed
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.exceptions import ReasonUnknown
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.permissions import LIST_CASES
from onewindow_policy.cases.permissions import VIEW_CASES
from onewindow_policy.cases.settings import disclosure_minutes
from onewindow_policy.cases.tracking import history_of
from onewindow_policy.cases.tracking import HistoryEntry
from onewindow_policy.cases.units import is_seen_within
from onewindow_policy.cases.units import unit_in_turn
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import DueDate
from sqlalchemy import select

#: Why somebody who oversees cases opens one, as the audit has it. None of them is “other”:
#: it would be chosen always, and words beside it would be personal data in the audit.
REASONS = {
    "complaint": _("disclosure_complaint", default="Looking into a complaint"),
    "overdue": _("disclosure_overdue", default="Following up an overdue case"),
    "sampling": _("disclosure_sampling", default="Checking a sample of case files"),
    "instructed": _("disclosure_instructed", default="Instructed by a superior"),
}

_DISCLOSED = "case.disclose"


@dataclass(frozen=True, slots=True)
class SeenCase:
    """What a case is to whom it is sealed: how it stands, and nothing personal.

    `unit` is as in `OpenedCase`; the history has no reasons, which people write.
    """

    number: str
    item_title: str
    community_code: str
    unit: str | None
    state: str
    received_at: datetime
    due: DueDate | None
    history: tuple[HistoryEntry, ...]


@dataclass(frozen=True, slots=True)
class Disclosure:
    """That somebody said why they open a case; `reason` is one of `REASONS`."""

    reason: str
    until: datetime


def see_case(number: str, user) -> SeenCase:
    """Return how a case stands. Raises `CaseUnknown`."""
    session = read_session()
    case = require_seen(find_case(session, number), user)
    unit = unit_in_turn(case)
    return SeenCase(
        number=case.number,
        item_title=case.item_title,
        community_code=case.community_code,
        unit=unit.title if unit is not None else None,
        state=case.state,
        received_at=case.received_at,
        due=case.due,
        history=tuple(
            replace(entry, reason=None, facts={}) for entry in history_of(session, case)
        ),
    )


def disclose_case(number: str, reason: str, user) -> None:
    """Let `user` open a case for a while; the audit says why.

    Raises `CaseUnknown`, and `ReasonUnknown` for what is none of `REASONS`.
    """
    require_seen(find_case(read_session(), number), user)
    if reason not in REASONS:
        raise ReasonUnknown
    audit(_DISCLOSED, number, reason)
    write_session().flush()


def disclosure_of(number: str, user) -> Disclosure | None:
    """Return why `user` has a case open just now, as they said last; None where not.

    What the audit has is what opens it: there is no other note that could say more.
    """
    lasts = timedelta(minutes=disclosure_minutes())
    said = select(AuditEntry.detail, AuditEntry.at).where(
        AuditEntry.subject == number,
        AuditEntry.action == _DISCLOSED,
        AuditEntry.user_id == user.getId(),
        AuditEntry.at > utc_now() - lasts,
    )
    found = read_session().execute(said.order_by(AuditEntry.at.desc())).first()
    return Disclosure(found.detail, found.at + lasts) if found is not None else None


def require_seen(case: Case | None, user) -> Case:
    """Return a case that `user` may know of. Raises `CaseUnknown`."""
    if case is None or not is_seen_within(case, scope_of(user, LIST_CASES)):
        raise CaseUnknown
    return case


def require_opened(case: Case | None, user) -> Case:
    """Return a case whose personal data is for `user`.

    Raises `CaseUnknown`, and `CaseSealed` where they have to say why first.
    """
    seen = require_seen(case, user)
    is_sealed = not is_seen_within(seen, scope_of(user, VIEW_CASES))
    if is_sealed and disclosure_of(seen.number, user) is None:
        raise CaseSealed
    return seen
