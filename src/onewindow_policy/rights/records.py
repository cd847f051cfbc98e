"""What is kept about one person, whichever room keeps it, by its number."""

from onewindow_policy.cases.api import held_case
from onewindow_policy.feedback.api import held_suggestion
from onewindow_policy.inquiries.api import held_inquiry
from onewindow_policy.intake.api import held_kept
from onewindow_policy.records.api import HeldRecord
from onewindow_policy.rights.exceptions import SubjectUnknown


def find_held(number: str) -> HeldRecord | None:
    """Return what is kept under a number of a case, a suggestion, an inquiry or a form;
    None where nothing is, or not any more."""
    return (
        held_case(number)
        or held_suggestion(number)
        or held_inquiry(number)
        or held_kept(number)
    )


def held_record(number: str) -> HeldRecord:
    """Return what `find_held` does; raises `SubjectUnknown` for nothing."""
    return require_held(find_held(number))


def require_held(held: HeldRecord | None) -> HeldRecord:
    """Return what is kept; raises `SubjectUnknown` for nothing."""
    if held is None:
        raise SubjectUnknown
    return held
