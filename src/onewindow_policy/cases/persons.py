"""What is kept of who applies, corrected: what lists show and what finds them follows."""

from onewindow_policy.cases.finders import replace_finders
from onewindow_policy.cases.masks import masked_person
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.promising.bars import renew_bars
from onewindow_policy.cases.reaching import forget_other_ways
from onewindow_policy.cases.submissions import person_hash_of
from sqlalchemy.orm import Session


def follow_person(session: Session, case: Case) -> None:
    """Have a case show, be found by and tell its persons as they are written in it now."""
    applicant = case.applicant
    case.masked = masked_person(applicant)
    if case.stored_at is None:
        number, kind = applicant["id_number"], applicant.get("id_kind")
        case.person_hash = person_hash_of(number, kind)
        replace_finders(session, case)
        renew_bars(session, case)
    forget_other_ways(case)
