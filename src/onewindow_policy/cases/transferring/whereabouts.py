"""Places that papers go to and from, who acts there, and where the papers of a case are."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from onewindow_policy.cases.models import AT_WINDOW
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.permissions import HAND_PAPERS_ON
from onewindow_policy.cases.permissions import RECEIVE_PAPERS
from onewindow_policy.cases.permissions import VIEW_CASES
from onewindow_policy.cases.process.models import CaseStep
from onewindow_policy.cases.transferring.models import ON_WAY
from onewindow_policy.cases.transferring.models import PaperPlace
from onewindow_policy.cases.transferring.models import TransferLine
from onewindow_policy.cases.transferring.models import TransferList
from onewindow_policy.cases.units import is_seen_within
from onewindow_policy.cases.units import unit_code_in_turn
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.interfaces import COMMUNITY_DIGITS
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.communities.units import get_unit
from sqlalchemy import ColumnElement
from sqlalchemy import exists
from sqlalchemy import func
from sqlalchemy import or_
from sqlalchemy import select
from sqlalchemy.orm import Session
from uuid import UUID


def is_window(place: str) -> bool:
    """Return whether a place is the window of a community; else it is a unit."""
    return len(place) == COMMUNITY_DIGITS and place.isdigit()


def works_here(place: str) -> bool:
    """Return whether a place does its work in this system: windows do, and units whose
    officers decide here."""
    if is_window(place):
        return any(each.place.code == place for each in all_communities())
    unit = get_unit(place)
    return unit is not None and unit.decides_here


def name_of(place: str) -> str:
    """Return what a place is called; one that is gone is its own name."""
    if is_window(place):
        titles = {each.place.code: each.place.title for each in all_communities()}
        return titles.get(place, place)
    unit = get_unit(place)
    return unit.title if unit is not None else place


def has_place(scope: Scope, place: str) -> bool:
    """Return whether a place is among a scope."""
    if is_window(place):
        return scope.has_community(place)
    return scope.is_everywhere or place in scope.units


def acting_for(place: str, other: str) -> str:
    """Return who acts for a place: the other side of a list enters for whom does not work
    in this system what was done on paper."""
    return place if works_here(place) else other


def may_send(user, from_place: str, to_place: str) -> bool:
    """Return whether `user` hands papers on from one place to another."""
    scope = scope_of(user, HAND_PAPERS_ON)
    return has_place(scope, acting_for(from_place, to_place))


def may_receive(user, from_place: str, to_place: str) -> bool:
    """Return whether `user` receives what went from one place to another."""
    scope = scope_of(user, RECEIVE_PAPERS)
    return has_place(scope, acting_for(to_place, from_place))


def first_place(case: Case) -> str:
    """Return where the papers of a case are before they went anywhere: at the window that
    took it in, and of what came online at that of its community."""
    return case.taken_in_at or case.community_code


def next_place(case: Case) -> str:
    """Return who goes the next step with a case; the window hands out what is over."""
    unit_code = unit_code_in_turn(case) if case.closed_at is None else None
    return unit_code or case.community_code


def places_about(session: Session, case: Case) -> list[str]:
    """Return the places that have to do with a case, whose next step comes first: nobody
    else is sent its papers."""
    return places_about_each(session, [case])[case.id]


def places_about_each(
    session: Session, cases: Collection[Case]
) -> dict[UUID, list[str]]:
    """Return `places_about` of several cases, by the ids of these."""
    steps: dict[UUID, list[str]] = {}
    query = (
        select(CaseStep.case_id, CaseStep.unit_code)
        .where(
            CaseStep.case_id.in_([each.id for each in cases]),
            CaseStep.unit_code.is_not(None),
        )
        .order_by(CaseStep.case_id, CaseStep.position)
    )
    for case_id, unit_code in session.execute(query):
        steps.setdefault(case_id, []).append(unit_code)
    found = {
        case.id: (
            next_place(case),
            case.community_code,
            case.taken_in_at,
            case.unit_code,
            case.deciding_unit_code,
            *steps.get(case.id, ()),
        )
        for case in cases
    }
    return {
        case_id: list(dict.fromkeys(filter(None, places)))
        for case_id, places in found.items()
    }


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where the papers of a case are: `place`, since when if that is known; and while they
    are on the way to another one, the number of the list with which."""

    place: str
    since: datetime | None
    to_place: str | None = None
    list_number: str | None = None


def whereabouts_of(session: Session, case: Case) -> Whereabouts:
    """Return where the papers of a case are."""
    return whereabouts_of_each(session, [case])[case.id]


def whereabouts_of_each(
    session: Session, cases: Collection[Case]
) -> dict[UUID, Whereabouts]:
    """Return where the papers of several cases are, by the ids of these."""
    found = {case.id: Whereabouts(first_place(case), None) for case in cases}
    known = select(PaperPlace.case_id, PaperPlace.place, PaperPlace.since)
    known = known.where(PaperPlace.case_id.in_(list(found)))
    on_way = (
        select(TransferLine.case_id, TransferList.from_place, TransferList.sent_at)
        .add_columns(TransferList.to_place, TransferList.number)
        .join(TransferLine, TransferLine.list_id == TransferList.id)
        .where(TransferLine.case_id.in_(list(found)), TransferLine.state == ON_WAY)
    )
    # What is on its way was somewhere before.
    for query in (known, on_way):
        for case_id, *where in session.execute(query):
            found[case_id] = Whereabouts(*where)
    return found


def known_whereabouts(session: Session, case: Case) -> Whereabouts | None:
    """Return where the papers of a case are, None where there are none yet: it came online,
    and its person has not been at a window."""
    found = whereabouts_of(session, case)
    return found if has_papers(case, found) else None


def has_papers(case: Case, here: Whereabouts) -> bool:
    """Return whether there are papers of a case at all: of what came online there are none
    until its person has been at a window."""
    return here.since is not None or case.channel == AT_WINDOW or case.visits > 0


def deals_with_papers(case: Case, here: Whereabouts, user) -> bool:
    """Return whether the papers of a case are `user`'s to hand on: they see the case, or
    its papers are at a place of theirs, whichever window has the case since."""
    scope = scope_of(user, VIEW_CASES)
    return is_seen_within(case, scope) or has_place(scope, here.place)


def may_hand_on(session: Session, case: Case, here: Whereabouts | None, user) -> bool:
    """Return whether `user` may hand the papers of a case on from where they are, `here`;
    of what came online alone there are none."""
    return (
        here is not None
        and here.list_number is None
        and any(
            may_send(user, here.place, each)
            for each in places_about(session, case)
            if each != here.place and (works_here(here.place) or works_here(each))
        )
    )


def is_elsewhere() -> ColumnElement[bool]:
    """Return the condition for the cases whose papers are not where they were first: at
    another place, or on the way to one."""
    first = func.coalesce(Case.taken_in_at, Case.community_code)
    gone = exists().where(PaperPlace.case_id == Case.id, PaperPlace.place != first)
    on_way = exists().where(
        TransferLine.case_id == Case.id, TransferLine.state == ON_WAY
    )
    return or_(gone, on_way)
