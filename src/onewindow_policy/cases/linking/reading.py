"""From which case another one was made, for whoever reads of either."""

from dataclasses import dataclass
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.states import COMPLETED_REFUSED
from onewindow_policy.cases.states import NOT_ACCEPTED
from onewindow_policy.cases.states import RETURNED
from onewindow_policy.cases.states import WITHDRAWN

#: What ended like this may be applied for once more, from what was said then. A case that
#: is over is opened again in no other way: what was decided stands, with its days, papers
#: and remedies, and the new one has its own.
REOPENED_ANEW = frozenset({NOT_ACCEPTED, COMPLETED_REFUSED, RETURNED, WITHDRAWN})


@dataclass(frozen=True, slots=True)
class Link:
    """Another case that one was made from (`is_earlier`), or that was made from it, and
    how: a word of `kinds`."""

    number: str
    kind: str
    is_earlier: bool


def links_of(case: Case) -> tuple[Link, ...]:
    """Return the case that `case` was made from, and the one that was made from it."""
    found = (
        (case.earlier_number, case.earlier_link, True),
        (case.later_number, case.later_link, False),
    )
    return tuple(Link(*each) for each in found if each[0] is not None)


def can_reapply(case: Case) -> bool:
    """Return whether a new application can be made from a case: it ended without what was
    asked for, nobody has done so yet, and its person can be told by their document."""
    is_away = case.erased_at is not None or case.stored_at is not None
    if is_away or case.later_number is not None or case.person_hash is None:
        return False
    return case.state in REOPENED_ANEW
