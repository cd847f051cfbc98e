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
from onewindow_policy.cases.exceptions import CaseStored
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.exceptions import ReasonUnknown
from onewindow_policy.cases.exceptions import RevealReasonUnknown
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.permissions import LIST_CASES
from onewindow_policy.cases.permissions import OPEN_STORED_CASES
from onewindow_policy.cases.permissions import VIEW_CASES
from onewindow_policy.cases.process.reading import StepFacts
from onewindow_policy.cases.process.reading import steps_seen
from onewindow_policy.cases.settings import disclosure_minutes
from onewindow_policy.cases.tracking import history_of
from onewindow_policy.cases.tracking import HistoryEntry
from onewindow_policy.cases.transferring.whereabouts import known_whereabouts
from onewindow_policy.cases.transferring.whereabouts import Whereabouts
from onewindow_policy.cases.units import is_seen_within
from onewindow_policy.cases.units import unit_in_turn
from onewindow_policy.cases.validity.reading import Validity
from onewindow_policy.cases.validity.reading import validity_of
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.workdays.deadlines import DueDate
from sqlalchemy import select
from zope.i18nmessageid import Message

#: Why somebody who oversees cases opens one, as the audit has it. None of them is “other”:
#: it would be chosen always, and words beside it would be personal data in the audit.
REASONS = {
    "complaint": _("disclosure_complaint", default="Looking into a complaint"),
    "overdue": _("disclosure_overdue", default="Following up an overdue case"),
    "sampling": _("disclosure_sampling", default="Checking a sample of case files"),
    "instructed": _("disclosure_instructed", default="Instructed by a superior"),
}

#: Why somebody opens one that is only stored for the archive, as the audit has it.
STORED_REASONS = {
    "appraisal": _("disclosure_appraisal", default="Appraising it for the archive"),
    "rights": _("disclosure_rights", default="Its person asks about their own data"),
    "proceedings": _(
        "disclosure_proceedings",
        default="A court or another authority asks for it by law",
    ),
}

#: All that the audit may have, in words.
ALL_REASONS = REASONS | STORED_REASONS

#: Why somebody has the numbers of a case shown whole, as the audit has it.
REVEAL_REASONS = {
    "compare": _("reveal_compare", default="Comparing with the document or card"),
    "enter": _("reveal_enter", default="Entering them in another office's system"),
    "pay": _("reveal_pay", default="Checking where money is paid to"),
    "asked": _("reveal_asked", default="The applicant asks about them"),
}

_DISCLOSED = "case.disclose"
_REVEALED = "case.reveal"


@dataclass(frozen=True, slots=True)
class SeenCase:
    """What a case is to whom it is sealed: how it stands, and nothing personal.

    `unit` is as in `OpenedCase`; the history has no reasons, which people write;
    `is_stored` says that it is only stored for the archive.
    """

    number: str
    item_code: str
    item_title: str
    community_code: str
    unit: str | None
    state: str
    received_at: datetime
    due: DueDate | None
    visits: int
    validity: Validity | None
    history: tuple[HistoryEntry, ...]
    steps: tuple[StepFacts, ...]
    whereabouts: Whereabouts | None
    is_stored: bool


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
        item_code=case.item_code,
        item_title=case.item_title,
        community_code=case.community_code,
        unit=unit.title if unit is not None else None,
        state=case.state,
        received_at=case.received_at,
        due=case.due,
        visits=case.visits,
        validity=validity_of(case),
        steps=steps_seen(session, case),
        whereabouts=known_whereabouts(session, case),
        is_stored=case.stored_at is not None,
        history=tuple(
            replace(entry, reason=None, facts={}) for entry in history_of(session, case)
        ),
    )


def disclose_case(number: str, reason: str, user) -> None:
    """Let `user` open a case for a while; the audit says why.

    Raises `CaseUnknown`, and `ReasonUnknown` for what is none of `REASONS`, of what is only
    stored none of `STORED_REASONS`.
    """
    case = require_seen(find_case(read_session(), number), user)
    if reason not in reasons_for(is_stored=case.stored_at is not None):
        raise ReasonUnknown
    audit(_DISCLOSED, number, reason)
    write_session().flush()


def reasons_for(*, is_stored: bool) -> dict[str, Message]:
    """Return why a case may be opened, by the words that the audit has."""
    return STORED_REASONS if is_stored else REASONS


def reveal_numbers(number: str, reason: str, user) -> None:
    """Note in the audit that `user` has the numbers of documents and accounts of a case
    shown whole, and why: what cannot be noted is not shown.

    Raises `CaseUnknown`, `CaseSealed`, and `RevealReasonUnknown` for what is none of
    `REVEAL_REASONS`.
    """
    require_opened(find_case(read_session(), number), user)
    if reason not in REVEAL_REASONS:
        raise RevealReasonUnknown
    audit(_REVEALED, number, reason)
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
    """Return a case that `user` may know of. Raises `CaseUnknown`, and `CaseStored` of one
    that is only stored and was theirs before."""
    if case is None:
        raise CaseUnknown
    is_stored = case.stored_at is not None
    permission = OPEN_STORED_CASES if is_stored else LIST_CASES
    if is_seen_within(case, scope_of(user, permission)):
        return case
    was_theirs = is_stored and is_seen_within(case, scope_of(user, LIST_CASES))
    raise CaseStored if was_theirs else CaseUnknown


def require_opened(case: Case | None, user) -> Case:
    """Return a case whose personal data is for `user`.

    Raises `CaseUnknown`, `CaseStored`, and `CaseSealed` where they have to say why first:
    of what is only stored everybody has.
    """
    seen = require_seen(case, user)
    is_sealed = seen.stored_at is not None or not is_seen_within(
        seen, scope_of(user, VIEW_CASES)
    )
    if is_sealed and disclosure_of(seen.number, user) is None:
        raise CaseSealed
    return seen
