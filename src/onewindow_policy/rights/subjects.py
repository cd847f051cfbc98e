"""What a request is about: its number as people read it, and where staff open it."""

from onewindow_policy.cases.api import case_number_text
from onewindow_policy.desks.interfaces import IDeskSearch
from onewindow_policy.feedback.api import number_text as suggestion_number_text
from onewindow_policy.inquiries.api import number_text as inquiry_number_text
from onewindow_policy.intake.api import KEPT_NUMBER
from zope.component import getUtilitiesFor

#: By how many digits a number has.
_TEXTS = {
    15: case_number_text,
    13: inquiry_number_text,
    12: suggestion_number_text,
    KEPT_NUMBER.digits: KEPT_NUMBER.text,
}


def subject_text(number: str) -> str:
    """Return the stored number of a record as people read it."""
    text = _TEXTS.get(len(number))
    return text(number) if text is not None else number


def subject_path(user, number: str) -> str:
    """Return the path below the site at which `user` opens a record, "" for nowhere."""
    text = subject_text(number)
    for _name, search in getUtilitiesFor(IDeskSearch):
        for found in search.find(user, text):
            if found.is_exact:
                return found.path
    return ""
