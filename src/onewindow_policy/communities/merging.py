"""Merging a community into another: what refers to it refers to the other then.

Cities merge communities (撤并社区). Paper, receipts and records repeat the code of the one
that goes. So all of it goes along in one transaction, closed applications as well: they are
kept for years, their persons ask about them at a window, and nobody works in a place that
is not there. What was counted for it until then is in the audit.
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Iterable
from onewindow_policy import _
from onewindow_policy.communities.interfaces import ICommunity
from onewindow_policy.communities.matters import Matter
from onewindow_policy.communities.matters import PlaceByCode
from onewindow_policy.communities.merged import remember_merged
from onewindow_policy.communities.moving import move_grids
from onewindow_policy.communities.providers import IPlaceMatters
from onewindow_policy.communities.scopes import all_community_codes
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import write_session
from plone import api
from plone.app.redirector.interfaces import IRedirectionStorage
from plone.locking.interfaces import ILockable
from zope.component import getUtilitiesFor
from zope.component import getUtility
from zope.i18nmessageid import Message

#: Whoever added a place has this role in it, and works there no more for that.
OWNER = "Owner"


class MergeRefused(Exception):
    """Two places cannot be merged as things stand; `message` says why."""

    def __init__(self, message: Message):
        super().__init__(message)
        self.message = message


def matters_of(community) -> list[Matter]:
    """Return what refers to `community`, kind by kind.

    Raises `DatabaseUnavailable`.
    """
    return [
        matter
        for _name, matters in sorted(getUtilitiesFor(IPlaceMatters))
        for matter in matters.count(community)
    ]


def staff_of(community) -> dict[str, set[str]]:
    """Return the roles that accounts and groups have in `community`, by their ids."""
    local_roles = aq_base(community).__ac_local_roles__ or {}
    given = {who: set(roles) - {OWNER} for who, roles in local_roles.items()}
    return {who: roles for who, roles in given.items() if roles}


def former_communities() -> list[PlaceByCode]:
    """Return the communities that are gone and that something still refers to.

    What was merged away leads on. Others were deleted by a former version, or at the very
    moment that somebody sent an application there. Raises `DatabaseUnavailable`.
    """
    present = all_community_codes()
    named = {
        code
        for _name, matters in getUtilitiesFor(IPlaceMatters)
        for code in matters.codes()
    }
    return [PlaceByCode(code) for code in sorted(named - present)]


def find_merge_refusal(community, target) -> Message | None:
    """Return why `community` cannot be merged into `target`, None if it can."""
    if not ICommunity.providedBy(target) or aq_base(target) is aq_base(community):
        return _(
            "error_merge_target",
            default="Choose the community that takes it over from the list.",
        )
    return find_editing((community, *community.objectValues()))


def find_editing(contents: Iterable) -> Message | None:
    """Return what says that somebody is editing one of `contents`, None if nobody is."""
    for each in contents:
        lockable = ILockable(each, None)
        if lockable is not None and lockable.locked():
            return _(
                "error_merge_locked",
                default="Somebody is editing “${title}”: ask them to finish first.",
                mapping={"title": each.title},
            )
    return None


def merge(community, target, *, with_staff: bool) -> list[Matter]:
    """Make all that is `community`'s that of `target`, and delete `community`.

    With `with_staff`, whoever has a role in it has the same in `target`; else the roles
    end with it. Its addresses lead on to `target`. It is kept when Zope's transaction
    commits, all of it or nothing. Returns what was handed over. Raises `MergeRefused`;
    what still stands against removing it, as `guard_removal` says; `DatabaseUnavailable`.
    """
    if message := find_merge_refusal(community, target):
        raise MergeRefused(message)
    handed = hand_over(community, target, with_staff=with_staff)
    move_roles(community, target, with_staff=with_staff)
    move_grids(community, target)
    for content in list(community.objectValues()):
        api.content.move(content, target)
    remove_place(community, target)
    return handed


def hand_over(community, target, *, with_staff: bool) -> list[Matter]:
    """Make what refers to `community` refer to `target`, and note how much of it there is.

    Either may be a `PlaceByCode`. Raises `DatabaseUnavailable`.
    """
    # Whoever counts reads what is newest from here on, and all that follows is one write.
    write_session()
    handed = matters_of(community)
    for _name, matters in sorted(getUtilitiesFor(IPlaceMatters)):
        matters.hand_over(community, target)
    code, successor = community.code, target.code
    counts = ", ".join(f"{each.name}={each.count}" for each in handed)
    audit("place.merge", code, f"into {successor}, staff={with_staff}: {counts}")
    remember_merged(code, successor)
    return handed


def move_roles(place, target, *, with_staff: bool) -> None:
    """Let the roles in `place` end, or with `with_staff` be had in `target`."""
    for principal, roles in staff_of(place).items():
        if with_staff:
            present = dict(target.get_local_roles()).get(principal, ())
            target.manage_setLocalRoles(principal, sorted(roles.union(present)))
        place.manage_delLocalRoles([principal])
    target.reindexObjectSecurity()


def remove_place(place, target) -> None:
    """Delete a place, and let its addresses lead on, those of former ones too."""
    path = "/".join(place.getPhysicalPath())
    # Before it goes: what leads to it then leads on, and is not forgotten with it.
    getUtility(IRedirectionStorage).add(path, "/".join(target.getPhysicalPath()))
    aq_parent(aq_inner(place)).manage_delObjects([place.getId()])
