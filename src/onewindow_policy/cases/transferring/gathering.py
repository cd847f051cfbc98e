"""Which cases can go on a list, and what of each: ticked as a window took it in."""

from collections.abc import Iterable
from dataclasses import dataclass
from dataclasses import field
from onewindow_policy.cases.materials import materials_of
from onewindow_policy.cases.models import AT_WINDOW
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_cases
from onewindow_policy.cases.orders import DUE_FIRST
from onewindow_policy.cases.permissions import HAND_PAPERS_ON
from onewindow_policy.cases.progress import guide_for
from onewindow_policy.cases.states import BEFORE_ACCEPTANCE
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.transferring.models import ON_WAY
from onewindow_policy.cases.transferring.models import PaperPlace
from onewindow_policy.cases.transferring.models import TransferLine
from onewindow_policy.cases.transferring.ticked import Way
from onewindow_policy.cases.transferring.ticked import way_from
from onewindow_policy.cases.transferring.whereabouts import deals_with_papers
from onewindow_policy.cases.transferring.whereabouts import has_place
from onewindow_policy.cases.transferring.whereabouts import is_window
from onewindow_policy.cases.transferring.whereabouts import places_about
from onewindow_policy.cases.transferring.whereabouts import whereabouts_of
from onewindow_policy.cases.transferring.whereabouts import whereabouts_of_each
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.communities.units import deciding_units
from onewindow_policy.forms.api import ORIGINAL_SEEN
from onewindow_policy.forms.api import ORIGINAL_TAKEN
from onewindow_policy.forms.api import TAKEN_AT_WINDOW
from onewindow_policy.records.api import read_session
from sqlalchemy import and_
from sqlalchemy import case as either
from sqlalchemy import ColumnElement
from sqlalchemy import func
from sqlalchemy import or_
from sqlalchemy import select

#: How many cases fit on a list, and are offered for one.
MOST_CASES = 50

ORIGINAL, COPY = "original", "copy"

#: Who goes the next step with a case: see `next_place`, in SQL.
_NEXT = func.coalesce(
    either(
        (Case.closed_at.is_not(None), None),
        (Case.state.in_(sorted(BEFORE_ACCEPTANCE)), Case.unit_code),
        (Case.step_name.is_not(None), Case.step_unit_code),
        else_=Case.deciding_unit_code,
    ),
    Case.community_code,
)


@dataclass(frozen=True, slots=True)
class Offered:
    """A paper that may go: `how` it is there, in how many `sheets`, and whether it stands
    ticked since the window took it in."""

    code: str
    name: str
    how: str
    sheets: int
    is_ticked: bool


@dataclass(frozen=True, slots=True)
class OfferedCase:
    """A case whose papers may go on; the applicant is masked."""

    number: str
    item_title: str
    papers: tuple[Offered, ...]
    name: str = field(repr=False)


def sending_places(user) -> list[str]:
    """Return the places from which `user` hands papers on: windows and units of theirs, and
    the units that do not work here and hold papers of their windows."""
    scope = scope_of(user, HAND_PAPERS_ON)
    units = deciding_units()
    windows = [each.place.code for each in all_communities()]
    windows = [each for each in windows if scope.has_community(each)]
    own = [*windows, *sorted(scope.units & units)]
    if not windows:
        return own
    elsewhere = (
        select(PaperPlace.place)
        .join(Case, Case.id == PaperPlace.case_id)
        .where(
            or_(scope.sql(Case.community_code), scope.sql(Case.taken_in_at)),
            PaperPlace.place.not_in(own),
        )
        .distinct()
    )
    found = (each for each in read_session().scalars(elsewhere) if not is_window(each))
    return [*own, *sorted(each for each in found if each not in units)]


def waiting_at(place: str, scope: Scope, to_place: str | None = None) -> list[str]:
    """Return the numbers of the cases whose papers are at a place and whose next step is
    another one's, `to_place` if that is given: the most urgent first, `MOST_CASES` at most.

    Of what came online papers are at a window once its person has been there. `scope` is
    where somebody sees cases.
    """
    to = () if to_place is None else (to_place == _NEXT,)
    numbers: list[str] = []
    for wanted in _waiting(place, scope):
        query = select(Case.number).where(*wanted, *to)
        query = query.order_by(DUE_FIRST.key, Case.number).limit(MOST_CASES)
        numbers += read_session().scalars(query)
    return numbers[:MOST_CASES]


def ways_from(place: str, scope: Scope) -> dict[str, int]:
    """Return to which places papers wait to go from a place, with how many cases."""
    ways: dict[str, int] = {}
    for wanted in _waiting(place, scope):
        next_one = select(_NEXT.label("place")).where(*wanted).subquery()
        query = select(next_one.c.place, func.count()).group_by(next_one.c.place)
        for to_place, count in read_session().execute(query.order_by("place")):
            ways[to_place] = ways.get(to_place, 0) + count
    return ways


def _waiting(place: str, scope: Scope) -> list[list[ColumnElement[bool]]]:
    """Return the conditions for what waits to go from a place, which have none in common:
    what was received there, and at a window what went nowhere yet."""
    on_way = select(TransferLine.case_id).where(
        TransferLine.case_id == Case.id, TransferLine.state == ON_WAY
    )
    known = select(PaperPlace.case_id).where(PaperPlace.case_id == Case.id)
    is_seen = _is_seen(scope)
    at_place = Case.id.in_(select(PaperPlace.case_id).where(PaperPlace.place == place))
    # Who holds papers hands them on, also where another window has the case since.
    parts = [at_place if has_place(scope, place) else and_(at_place, is_seen)]
    if is_window(place):
        at_window = or_(
            Case.taken_in_at == place,
            and_(Case.taken_in_at.is_(None), Case.community_code == place),
        )
        has_paper = or_(Case.channel == AT_WINDOW, Case.visits > 0)
        parts.append(
            and_(
                at_window, has_paper, Case.closed_at.is_(None), ~known.exists(), is_seen
            )
        )
    in_common = (
        Case.erased_at.is_(None),
        Case.stored_at.is_(None),
        place != _NEXT,
        ~on_way.exists(),
    )
    return [[part, *in_common] for part in parts]


def _is_seen(scope: Scope) -> ColumnElement[bool]:
    units = sorted(scope.units)
    columns = (Case.unit_code, Case.deciding_unit_code, Case.step_unit_code)
    return or_(
        scope.sql(Case.community_code),
        scope.sql(Case.taken_in_at),
        *(column.in_(units) for column in columns if units),
    )


def offered_cases(numbers: Iterable[str], user) -> list[OfferedCase]:
    """Return these cases with what may go of each, in the order of `numbers`; those with
    whose papers `user` does not deal, or that are only stored, are left out."""
    session = read_session()
    wanted = list(dict.fromkeys(numbers))[:MOST_CASES]
    found = find_cases(session, wanted)
    at = whereabouts_of_each(session, found.values())
    return [
        OfferedCase(
            number=number,
            item_title=found[number].item_title,
            papers=tuple(_papers_of(found[number])),
            name=found[number].masked["name"],
        )
        for number in wanted
        if number in found
        and found[number].stored_at is None
        and deals_with_papers(found[number], at[found[number].id], user)
    ]


def way_of(number: str, user) -> Way | None:
    """Return from where to where the papers of a case would go next, None where `user` does
    not see it, or nobody else has to do with it."""
    session = read_session()
    case = find_cases(session, [number]).get(number)
    if case is None or case.stored_at is not None:
        return None
    here = whereabouts_of(session, case)
    if not deals_with_papers(case, here, user):
        return None
    return way_from(here.place, case, places_about(session, case))


def _papers_of(case: Case) -> list[Offered]:
    """Return what may go of a case: the materials of its guide, ticked where the window
    took them in."""
    guide = guide_for(case.item_code, case.community_code)
    if guide is None:
        return []
    ways = [Answer(**each) for each in case.answers if each.get("material")]
    rows = materials_of(guide.materials, (), (), ways)
    back = case.given_back or ()
    return [
        _offered(each.material, each.way, is_back=each.material.code in back)
        for each in rows
    ]


def _offered(material, answer: Answer | None, *, is_back: bool) -> Offered:
    way = answer.way if answer is not None else None
    if is_back and way == ORIGINAL_TAKEN:
        # Its owner has it again.
        way = None
    is_there = way in TAKEN_AT_WINDOW and way != ORIGINAL_SEEN
    is_original = way == ORIGINAL_TAKEN or (not is_there and bool(material.originals))
    sheets = material.originals if is_original else material.copies
    return Offered(
        material.code,
        material.name,
        ORIGINAL if is_original else COPY,
        sheets or 1,
        is_there,
    )
