"""Papers of cases that are ticked in a list: which way those of each go, or why not."""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from onewindow_policy.cases.exceptions import CaseStored
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_cases
from onewindow_policy.cases.transferring.exceptions import NO_PAPERS
from onewindow_policy.cases.transferring.exceptions import NOBODY_ELSE
from onewindow_policy.cases.transferring.exceptions import NotYourPlace
from onewindow_policy.cases.transferring.exceptions import ON_ITS_WAY
from onewindow_policy.cases.transferring.whereabouts import deals_with_papers
from onewindow_policy.cases.transferring.whereabouts import has_papers
from onewindow_policy.cases.transferring.whereabouts import may_send
from onewindow_policy.cases.transferring.whereabouts import next_place
from onewindow_policy.cases.transferring.whereabouts import places_about_each
from onewindow_policy.cases.transferring.whereabouts import Whereabouts
from onewindow_policy.cases.transferring.whereabouts import whereabouts_of_each
from onewindow_policy.records.api import read_session
from zope.i18nmessageid import Message

#: From a place to another one.
Way = tuple[str, str]


@dataclass(frozen=True, slots=True)
class TickedCase:
    """A case whose papers are to go: by which way, or why they do not. The applicant is
    masked; of a case that one may not see nothing is known but its number."""

    number: str
    way: Way | None = None
    refusal: Message | None = None
    item_title: str = ""
    name: str = field(default="", repr=False)


def ways_of_ticked(numbers: Iterable[str], user) -> list[TickedCase]:
    """Return which way the papers of these cases go next, in the order of their numbers,
    as `user` would send them."""
    session, wanted = read_session(), sorted(set(numbers))
    known = find_cases(session, wanted)
    at = whereabouts_of_each(session, known.values())
    found = {
        number: case
        for number, case in known.items()
        if deals_with_papers(case, at[case.id], user)
    }
    about = places_about_each(session, found.values())
    rows = []
    for number in wanted:
        case = found.get(number)
        if case is None:
            rows.append(TickedCase(number, refusal=CaseUnknown.message))
            continue
        here = at[case.id]
        way = way_from(here.place, case, about[case.id])
        refusal = _refusal_of(case, here, way, user)
        rows.append(
            TickedCase(
                number,
                way if refusal is None else None,
                refusal,
                case.item_title,
                case.masked["name"],
            )
        )
    return rows


def way_from(here: str, case: Case, about: Iterable[str]) -> Way | None:
    """Return from where to where the papers of a case go next, which are `here`: to who
    goes its next step, else to somebody else of those that it is `about`; None where there
    is nobody else."""
    others = [each for each in about if each != here]
    wanted = next_place(case)
    return (here, wanted if wanted in others else others[0]) if others else None


def _refusal_of(case: Case, here: Whereabouts, way: Way | None, user) -> Message | None:
    if case.stored_at is not None:
        return CaseStored.message
    if not has_papers(case, here):
        return NO_PAPERS
    if here.list_number is not None:
        return ON_ITS_WAY
    if way is None:
        return NOBODY_ELSE
    return None if may_send(user, *way) else NotYourPlace.message
