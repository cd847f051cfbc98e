"""Renewing what runs out: from the earlier answers, by their person alone, once they agree.

A receipt lies about for a year and opens the progress; so what was answered opens to nobody
who does not know the number of the applicant's document as well.
"""

from collections.abc import Sequence
from datetime import date
from onewindow_policy.cases.events import CaseMoved
from onewindow_policy.cases.events import CaseRegistered
from onewindow_policy.cases.exceptions import CodeRefused
from onewindow_policy.cases.exceptions import Mistyped
from onewindow_policy.cases.exceptions import PersonRefused
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.numbers import parse_case_number
from onewindow_policy.cases.numbers import parse_query_code
from onewindow_policy.cases.repeats import is_same_phone
from onewindow_policy.cases.states import NOT_ACCEPTED
from onewindow_policy.cases.states import RETURNED
from onewindow_policy.cases.states import WITHDRAWN
from onewindow_policy.cases.submissions import person_hash_of
from onewindow_policy.cases.tracking import require_code
from onewindow_policy.cases.validity.duties import keep_renewal_duty
from onewindow_policy.cases.validity.following import open_end_of
from onewindow_policy.cases.validity.reading import is_offered
from onewindow_policy.forms.api import Earlier
from onewindow_policy.forms.interfaces import IRenewals
from onewindow_policy.intake.api import is_proved
from onewindow_policy.intake.exceptions import TooManyTries
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.typed.documents import read_document
from onewindow_policy.typed.documents import RESIDENT_CARD
from onewindow_policy.typed.exceptions import UnfitAnswer
from sqlalchemy import select
from sqlalchemy.orm import Session
from typing import Any
from zope.interface import implementer

#: What ends like this renewed nothing: it was not decided about.
_GIVEN_UP = frozenset({NOT_ACCEPTED, RETURNED, WITHDRAWN})


def answers_of(number: str) -> Sequence[tuple[str, Any]]:
    """Return title and value of what was answered in a case; nothing of one that is not
    there. Whoever calls this has asked who reads it."""
    case = find_case(read_session(), number)
    return _answers(case) if case is not None else ()


def require_person(number: str, document: str, address: str) -> None:
    """See that `document` is the number of the document of who applied, of the kind that it
    was then; a wrong one counts against the `address` that it came from.

    Raises `UnfitAnswer` for what is no such number, `PersonRefused` and `TooManyTries`.
    """
    case = find_case(read_session(), number)
    kind = (
        case.applicant.get("id_kind") if case is not None else None
    ) or RESIDENT_CARD
    person_hash = person_hash_of(read_document(kind, document), kind)

    def compare(session: Session) -> bool:
        query = select(Case.person_hash).where(Case.number == number)
        expected = session.scalar(query)
        return expected is not None and expected == person_hash

    if not is_proved("renew", number, address, compare):
        raise PersonRefused


@implementer(IRenewals)
class Renewals:
    """See `IRenewals`."""

    def said(
        self, item_code: str, number: str, code: str, document: str, address: str
    ) -> Earlier | None:
        """See `IRenewals`."""
        try:
            number, code = parse_case_number(number), parse_query_code(code)
            require_code(number, code, address)
            require_person(number, document, address)
        except (Mistyped, CodeRefused, UnfitAnswer, PersonRefused, TooManyTries):
            return None
        case = find_case(read_session(), number)
        if case is None or case.item_code != item_code or not is_offered(case):
            return None
        audit("case.renew", number)
        write_session().flush()
        return Earlier(number, _answers(case))


def case_to_renew(
    person_hash: bytes | None,
    item_code: str,
    *,
    declared: str | None,
    phone: str | None,
    at_window: bool,
    today: date,
) -> str | None:
    """Return the number of the case that an application for the same service by the same
    person renews, None for none.

    That is the one that was `declared`. Without that it is one that runs out soon or has,
    where its person stands at a window, or left the same `phone`: who only knows somebody's
    number learns nothing by applying in their name.
    """
    if person_hash is None:
        return None
    query = select(Case).where(
        Case.person_hash == person_hash,
        Case.item_code == item_code,
        Case.runs_out_on.is_not(None),
        Case.erased_at.is_(None),
    )
    found = read_session().scalars(query.order_by(Case.runs_out_on)).all()
    for case in found:
        if case.number == declared:
            return case.number
    for case in found:
        is_theirs = at_window or is_same_phone(case.applicant, {"phone": phone})
        if is_theirs and is_offered(case, today):
            return case.number
    return None


def note_renewed(event: CaseRegistered) -> None:
    """Have the case that a new one renews know of it: nobody is reminded any more."""
    if event.case.renews is not None:
        _keep_renewed_by(event.case.renews, event.case.number, was=None)


def follow_renewing(event: CaseMoved) -> None:
    """Have what a case was to renew run out again where it ended without a decision, and
    not where that was undone."""
    case = event.case
    if case.renews is None:
        return
    if case.state in _GIVEN_UP:
        _keep_renewed_by(case.renews, None, was=case.number)
    else:
        _keep_renewed_by(case.renews, case.number, was=None)


def _keep_renewed_by(number: str, by: str | None, *, was: str | None) -> None:
    session = write_session()
    query = select(Case).where(
        Case.number == number, Case.erased_at.is_(None), Case.renewed_by.is_(was)
    )
    if was is not None:
        query = select(Case).where(
            Case.number == number, Case.erased_at.is_(None), Case.renewed_by == was
        )
    earlier = session.scalar(query.with_for_update(of=Case))
    if earlier is None:
        return
    earlier.renewed_by = by
    earlier.runs_out_on = open_end_of(earlier)
    earlier.version += 1
    keep_renewal_duty(session, earlier)


def _answers(case: Case) -> tuple[tuple[str, Any], ...]:
    return tuple((each["title"], each["value"]) for each in case.answers)
