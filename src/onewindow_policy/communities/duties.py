"""Whose a duty is: by the community and the unit that it is of."""

from collections.abc import Collection
from collections.abc import Mapping
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.levels import scopes_by_level
from onewindow_policy.communities.matters import Matter
from onewindow_policy.communities.providers import IPlaceMatters
from onewindow_policy.communities.providers import IUnitMatters
from onewindow_policy.communities.scopes import area_of
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.communities.standins import stand_ins
from onewindow_policy.communities.standins import workers_within
from onewindow_policy.communities.standins import works_within
from onewindow_policy.communities.units import deciding_units
from onewindow_policy.communities.units import get_unit
from onewindow_policy.duties.api import recode_duties
from onewindow_policy.duties.interfaces import IScopes
from onewindow_policy.records.api import write_session
from onewindow_policy.snapshots.api import until_content_changes
from sqlalchemy import and_
from sqlalchemy import ColumnElement
from sqlalchemy import or_
from sqlalchemy import true
from types import MappingProxyType
from zope.interface import implementer


@implementer(IScopes)
class ScopesOfDuties:
    """What a unit is named for is up to its officers where it decides in this system, and
    else to who works in the community or the grid."""

    def is_anywhere(self, user, permission: str) -> bool:
        """See `IScopes`."""
        return bool(scope_of(user, permission))

    def covers(self, user, permission: str, other: str) -> bool:
        """See `IScopes`."""
        return scope_of(user, permission).covers(scope_of(user, other))

    def has_turn(self, user, permission: str, duty) -> ColumnElement[bool]:
        """See `IScopes`."""
        scope = scope_of(user, permission)
        deciding = deciding_units()
        no_unit = or_(duty.unit_code.is_(None), duty.unit_code.not_in(sorted(deciding)))
        here = scope.sql(duty.community_code)
        if scope.grids:
            here = or_(here, duty.grid_code.in_(sorted(scope.grids)))
        at_window = and_(no_unit, here)
        own = sorted(scope.units & deciding)
        at_unit = duty.unit_code.in_(own)
        # By one condition alone, databases find an index.
        if not own:
            return at_window
        return or_(at_window, at_unit) if _has_more_than_units(scope) else at_unit

    def overseen(
        self, user, permission: str, duty
    ) -> Mapping[str, ColumnElement[bool]]:
        """See `IScopes`."""
        return {
            level: _lies_in(scope, duty)
            for level, scope in scopes_by_level(user, permission).items()
        }

    def stand_ins(self, user, permissions: Collection[str]) -> frozenset[str]:
        """See `IScopes`."""
        return stand_ins(user, permissions)

    def works_within(
        self, user, permissions: Collection[str], overseer, permission: str
    ) -> bool:
        """See `IScopes`."""
        return works_within(user, permissions, area_of(overseer, permission))

    def workers_within(
        self, overseer, permission: str, permissions: Collection[str]
    ) -> frozenset[str]:
        """See `IScopes`."""
        return workers_within(overseer, permissions, area_of(overseer, permission))

    def place_of(self, duty) -> str:
        """See `IScopes`."""
        unit = get_unit(duty.unit_code) if duty.unit_code else None
        if unit is not None and unit.decides_here:
            return unit.title
        code = duty.community_code
        return _names_of_communities().get(code, code) if code else ""


@implementer(IPlaceMatters)
class DutiesOfPlace:
    """They go along with what they are about, which is what is counted."""

    def codes(self) -> set[str]:
        """See `IPlaceMatters`."""
        return set()

    def count(self, community) -> list[Matter]:
        """See `IPlaceMatters`."""
        return []

    def hand_over(self, community, target) -> None:
        """See `IPlaceMatters`."""
        recode_duties(write_session(), "community_code", community.code, target.code)


@implementer(IUnitMatters)
class DutiesOfUnit:
    """They are up to the successor."""

    def hand_over(self, unit, successor) -> None:
        """See `IUnitMatters`."""
        recode_duties(write_session(), "unit_code", unit.code, successor.code)


def _has_more_than_units(scope: Scope) -> bool:
    return bool(
        scope.is_everywhere or scope.has_city or scope.communities or scope.grids
    )


def _lies_in(scope: Scope, duty) -> ColumnElement[bool]:
    if scope.is_everywhere:
        return true()
    conditions = []
    if scope.communities or scope.has_city:
        conditions.append(scope.sql(duty.community_code))
    if scope.units:
        conditions.append(duty.unit_code.in_(sorted(scope.units)))
    if scope.grids:
        conditions.append(duty.grid_code.in_(sorted(scope.grids)))
    return or_(*conditions)


@until_content_changes
def _names_of_communities() -> Mapping[str, str]:
    names = {each.place.code: each.full_name for each in all_communities()}
    return MappingProxyType(names)


duties_of_place = DutiesOfPlace()
duties_of_unit = DutiesOfUnit()
