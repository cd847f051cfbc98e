"""Who can stand in for whom, and who sees to that, by places and roles."""

from collections.abc import Collection
from onewindow_policy.communities.scopes import people_at
from onewindow_policy.communities.scopes import people_only_in
from onewindow_policy.communities.scopes import roles_with
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.communities.scopes import scope_of
from plone import api


def stand_ins(user, permissions: Collection[str]) -> frozenset[str]:
    """Return the ids of others who have each of `permissions` wherever `user` has it; none
    where `user` has none of them in any place."""
    wanted = {each: scope for each in permissions if (scope := scope_of(user, each))}
    if not wanted:
        return frozenset()
    nearby = people_at(min(wanted.values(), key=_size))
    return frozenset(
        each
        for each in nearby - {user.getId()}
        if (other := api.user.get(each)) is not None
        and all(
            scope_of(other.getUser(), permission).covers(scope)
            for permission, scope in wanted.items()
        )
    )


def works_within(user, permissions: Collection[str], area: Scope) -> bool:
    """Return whether `user` has any of `permissions`, and none outside of an area."""
    scopes = [scope for each in permissions if (scope := scope_of(user, each))]
    return bool(scopes) and all(area.covers(each) for each in scopes)


def workers_within(
    overseer, permissions: Collection[str], area: Scope
) -> frozenset[str]:
    """Return the ids of those others who have any of `permissions` within an area, and none
    outside of it."""
    roles = frozenset().union(*(roles_with(each) for each in permissions))
    return people_only_in(area, roles) - {overseer.getId()}


def _size(scope: Scope) -> int:
    return len(scope.communities) + len(scope.units) + len(scope.grids)
