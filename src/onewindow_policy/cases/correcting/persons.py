"""Who somebody is, mended at the window: it stays the same person, mistyped.

Another person's application is another application. So the window compares the document,
writes what was wrong, and is told where it cannot be the same person any more.
"""

from collections.abc import Mapping
from onewindow_policy import _
from onewindow_policy.cases.acting import are_same
from onewindow_policy.cases.correcting.exceptions import AnswerNotPossible
from onewindow_policy.cases.correcting.exceptions import MendingUnexplained
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.papers.listing import papers_of
from onewindow_policy.cases.papers.listing import voided_numbers
from onewindow_policy.cases.progress import guide_for
from onewindow_policy.cases.reaching import AGENT
from onewindow_policy.cases.reaching import APPLICANT
from onewindow_policy.cases.states import REASON
from onewindow_policy.cases.states import RECEIPT
from onewindow_policy.cases.states import SEEN
from onewindow_policy.cases.stepexceptions import FactMissing
from onewindow_policy.cases.submissions import Person
from onewindow_policy.cases.submissions import person_hash_of
from onewindow_policy.forms.api import GUARDIAN_CONSENT
from onewindow_policy.forms.api import OWN_AGENT
from onewindow_policy.guides.documents import refused_document
from onewindow_policy.typed.documents import BIRTH_CERTIFICATE
from onewindow_policy.typed.documents import birth_of
from onewindow_policy.typed.documents import read_document
from onewindow_policy.typed.exceptions import UnfitAnswer
from onewindow_policy.typed.numbers import needs_guardian
from sqlalchemy.orm import object_session
from typing import Any

#: What says who somebody is; a phone only says how they are reached.
NUMBER, KIND = "id_number", "id_kind"
IDENTITY = frozenset({"name", NUMBER, KIND})

_NEEDS_GUARDIAN = _(
    "error_mended_to_child",
    default=(
        "By this the applicant is under fourteen, and no guardian has agreed. Take the"
        " application in anew, with the guardian."
    ),
)
_FROM_EARLIER = _(
    "error_mended_linked",
    default=(
        "This application was made from an earlier one of the person with the former"
        " number. Take it in anew for somebody else."
    ),
)


def changed_person(
    case: Case, whose: str, person: Mapping[str, Any], part: str, value: str
) -> dict[str, Any]:
    """Return who somebody is with another `part` of it. Raises `UnfitAnswer` for a kind of
    document that the service does not take, or whose numbers look otherwise."""
    changed = {**person, part: value}
    if part == KIND:
        guide = guide_for(case.item_code, case.community_code)
        if whose == APPLICANT and guide is not None:
            refused = refused_document(value, guide.accepted_documents)
            if refused is not None:
                raise UnfitAnswer(refused)
        if number := person.get(NUMBER):
            changed[NUMBER] = read_document(value, number)
    return changed


def require_shown(facts: Mapping[str, Any]) -> None:
    """See that the window wrote why, and compared the document. Raises
    `MendingUnexplained` and `FactMissing`."""
    if not facts.get(REASON):
        raise MendingUnexplained
    if not facts.get(SEEN):
        raise FactMissing(SEEN)


def require_same_person(case: Case, whose: str, person: Mapping[str, Any]) -> None:
    """See that a case goes on to be one person's, with `person` as the applicant or who
    acts for them. Raises `AnswerNotPossible`."""
    applicant = person if whose == APPLICANT else case.applicant
    agent = person if whose == AGENT else case.agent
    if agent is not None and are_same(_person(applicant), _person(agent)):
        raise AnswerNotPossible(OWN_AGENT)
    number, kind = applicant.get(NUMBER) or "", applicant.get(KIND)
    if GUARDIAN_CONSENT not in case.consents and _is_child(kind, number):
        raise AnswerNotPossible(_NEEDS_GUARDIAN)
    if (
        case.earlier_number is not None
        and person_hash_of(number, kind) != case.person_hash
    ):
        raise AnswerNotPossible(_FROM_EARLIER)


def receipts_of(case: Case) -> list[str]:
    """Return the numbers of the receipts of a case that count: another takes their place
    where they name somebody wrongly."""
    session = object_session(case)
    voided = voided_numbers(session, case)
    return [
        each.number
        for each in papers_of(session, case)
        if each.kind == RECEIPT and each.number not in voided
    ]


def _is_child(kind: str | None, number: str) -> bool:
    born = birth_of(kind, number)
    return kind == BIRTH_CERTIFICATE or (born is not None and needs_guardian(born))


def _person(values: Mapping[str, Any]) -> Person:
    return Person(values["name"], values.get(NUMBER), id_kind=values.get(KIND))
