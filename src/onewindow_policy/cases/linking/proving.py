"""Using earlier answers for a new application: by their person alone, once they agree.

A receipt lies about for a year and opens the progress; so what was answered opens to nobody
who does not know the number of the applicant's document as well.
"""

from collections.abc import Sequence
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.exceptions import CodeRefused
from onewindow_policy.cases.exceptions import Mistyped
from onewindow_policy.cases.exceptions import PersonRefused
from onewindow_policy.cases.linking.lasttime import last_time
from onewindow_policy.cases.linking.reading import can_reapply
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.numbers import parse_case_number
from onewindow_policy.cases.numbers import parse_query_code
from onewindow_policy.cases.seeing import require_opened
from onewindow_policy.cases.submissions import person_hash_of
from onewindow_policy.cases.tracking import require_code
from onewindow_policy.cases.validity.reading import is_offered
from onewindow_policy.forms.api import Earlier
from onewindow_policy.forms.api import LastTime
from onewindow_policy.forms.interfaces import IEarlierCases
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


@implementer(IEarlierCases)
class EarlierCases:
    """See `IEarlierCases`."""

    def said(
        self, item_code: str, number: str, code: str, document: str, address: str
    ) -> Earlier | None:
        """See `IEarlierCases`."""
        try:
            number, code = parse_case_number(number), parse_query_code(code)
            require_code(number, code, address)
            require_person(number, document, address)
        except (Mistyped, CodeRefused, UnfitAnswer, PersonRefused, TooManyTries):
            return None
        case = find_case(read_session(), number)
        if case is None or case.item_code != item_code:
            return None
        if not (is_offered(case) or can_reapply(case)):
            return None
        audit("case.renew", number)
        write_session().flush()
        return Earlier(number, _answers(case))

    def last_time(
        self, number: str, item_code: str, user, language: str
    ) -> LastTime | None:
        """See `IEarlierCases`."""
        try:
            case = require_opened(
                find_case(read_session(), parse_case_number(number)), user
            )
        except CaseError:
            return None
        if case.item_code != item_code or not can_reapply(case):
            return None
        audit("case.open", case.number, "reapply")
        write_session().flush()
        return last_time(case, language)


def _answers(case: Case) -> tuple[tuple[str, Any], ...]:
    return tuple((each["title"], each["value"]) for each in case.answers)
