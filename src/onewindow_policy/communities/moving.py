"""Moving a place to another by another code, as merging does; its addresses lead on."""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from OFS.event import ObjectWillBeMovedEvent
from onewindow_policy.communities.grids import grid_contents
from onewindow_policy.publishing.codes import name_of
from onewindow_policy.publishing.codes import recode
from onewindow_policy.publishing.lettinggo import letting_go
from zope.container.contained import notifyContainerModified
from zope.event import notify
from zope.lifecycleevent import ObjectMovedEvent


def move_place(place, target, code: str):
    """Move a place to another by another code, in one step, and return it there.

    As `OFS.CopySupport` does the one or the other: the content is never where it does not
    lie, and no address of a place between leads anywhere. What refers to its former code
    was handed over before.
    """
    source, name, new_name = aq_parent(aq_inner(place)), place.getId(), name_of(code)
    recode(place, code)
    # Whoever works there goes along.
    with letting_go(place):
        notify(ObjectWillBeMovedEvent(place, source, name, target, new_name))
    source._delObject(name, suppress_events=True)
    place = aq_base(place)
    place._setId(new_name)
    target._setObject(new_name, place, set_owner=0, suppress_events=True)
    place = target._getOb(new_name)
    notify(ObjectMovedEvent(place, source, name, target, new_name))
    notifyContainerModified(source)
    notifyContainerModified(target)
    place._postCopy(target, op=1)
    place.manage_changeOwnershipType(explicit=0)
    return place


def move_grids(community, target) -> None:
    """Let the grids in `community` lie in `target`, by codes that begin with that one's.

    `target` may be the same community, which has another code by now. They end with the
    same digits, or where another grid has these, with the first that are free.
    """
    taken = {each.code for each in grid_contents(target)}
    for grid in grid_contents(community):
        digits = grid.code[len(target.code) :]
        numbers = (digits, *(f"{each:0{len(digits)}}" for each in range(1, 1000)))
        codes = (target.code + number for number in numbers)
        code = next(each for each in codes if each not in taken)
        taken.add(code)
        move_place(grid, target, code)
