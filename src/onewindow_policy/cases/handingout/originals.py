"""Originals that stayed at a window: which of a case are still here."""

from collections.abc import Sequence
from onewindow_policy.cases.models import Case
from onewindow_policy.forms.api import ORIGINAL_TAKEN


def originals_of(case: Case) -> tuple[str, ...]:
    """Return the codes of the materials whose originals a window took with a case, given
    back or not."""
    return tuple(
        each["material"]
        for each in case.answers
        if each.get("way") == ORIGINAL_TAKEN and each.get("material")
    )


def originals_here(case: Case) -> tuple[str, ...]:
    """Return the codes of those that were not given back yet."""
    back: Sequence[str] = case.given_back or ()
    return tuple(code for code in originals_of(case) if code not in back)


def keep_originals(case: Case) -> None:
    """Have a case know how many of them are here, so that lists find it unopened."""
    case.originals_held = len(originals_here(case)) or None
