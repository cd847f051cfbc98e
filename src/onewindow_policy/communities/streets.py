"""Merging a street into another: its communities lie in that one, by codes of its own.

Codes are hierarchical, so that the communities of a street that goes cannot keep theirs.
Each stays the same content, with its halls, roles and history; what refers to its code
refers to the new one, as when communities are merged (`merging.py`).
"""

from Acquisition import aq_base
from Acquisition import aq_inner
from Acquisition import aq_parent
from collections.abc import Mapping
from OFS.event import ObjectWillBeMovedEvent
from onewindow_policy import _
from onewindow_policy.communities.codes import find_place_refusal
from onewindow_policy.communities.interfaces import ICommunity
from onewindow_policy.communities.interfaces import IStreet
from onewindow_policy.communities.matters import PlaceByCode
from onewindow_policy.communities.merging import find_editing
from onewindow_policy.communities.merging import former_communities
from onewindow_policy.communities.merging import hand_over
from onewindow_policy.communities.merging import MergeRefused
from onewindow_policy.communities.merging import move_roles
from onewindow_policy.communities.merging import remove_place
from onewindow_policy.communities.scopes import all_community_codes
from onewindow_policy.publishing.codes import find_refusal
from onewindow_policy.publishing.codes import recode
from onewindow_policy.publishing.lettinggo import letting_go
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import write_session
from zope.container.contained import notifyContainerModified
from zope.event import notify
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.lifecycleevent import ObjectMovedEvent


def communities_of(street) -> list:
    """Return the communities of a street, by code."""
    found = (each for each in street.objectValues() if ICommunity.providedBy(each))
    return sorted(found, key=lambda each: each.code)


def proposed_codes(street, target) -> dict[str, str]:
    """Return by its present code which one each community could have in `target`.

    It ends with the same digits, or where another has, or had these, with the first that
    are free: paper that leads to a former place does not lead to a new one.
    """
    taken = {*all_community_codes(), *(each.code for each in former_communities())}
    proposed = {}
    for community in communities_of(street):
        numbers = (community.code[9:], *(f"{each:03}" for each in range(1, 1000)))
        codes = (target.code + number for number in numbers)
        code = next((each for each in codes if each not in taken), "")
        taken.add(code)
        proposed[community.code] = code
    return proposed


def find_street_refusal(street, target, codes: Mapping[str, str]) -> Message | None:
    """Return why `street` cannot be merged into `target`, None if it can.

    :param codes: by its present code the new one of each community
    """
    if not IStreet.providedBy(target) or aq_base(target) is aq_base(street):
        return _(
            "error_merge_street_target",
            default="Choose the street that takes it over from the list.",
        )
    communities = communities_of(street)
    for community in communities:
        code = codes.get(community.code, "")
        reason = _find_code_refusal(code, target)
        if reason is None and list(codes.values()).count(code) > 1:
            reason = _(
                "error_merge_code_twice",
                default="the code ${code} is here twice.",
                mapping={"code": code},
            )
        if reason is not None:
            return _(
                "error_merge_code",
                default="“${title}”: ${reason}",
                mapping={
                    "title": community.title,
                    "reason": translate(reason, context=getRequest()),
                },
            )
    halls = (hall for community in communities for hall in community.objectValues())
    return find_editing((street, *communities, *halls))


def _find_code_refusal(code: str, target) -> Message | None:
    if not ICommunity["code"].constraint(code):
        return _(
            "error_merge_code_digits",
            default="the code of a community has 12 digits.",
        )
    return find_place_refusal(code, target) or find_refusal("Community", code, target)


def merge_street(street, target, codes: Mapping[str, str], *, with_staff: bool) -> None:
    """Move the communities of `street` to `target` by new codes, and delete `street`.

    Whoever has a role in a community keeps it. With `with_staff`, whoever has one in the
    street has the same in `target`; else these end with it. Its addresses, and those of
    its communities, lead on. It is kept when Zope's transaction commits, all of it or
    nothing. Raises `MergeRefused`; what still stands against removing the street, as
    `guard_removal` says; `DatabaseUnavailable`.
    """
    if message := find_street_refusal(street, target, codes):
        raise MergeRefused(message)
    write_session()
    communities = communities_of(street)
    for community in communities:
        code = codes[community.code]
        hand_over(community, PlaceByCode(code), with_staff=True)
        _move(community, target, code)
    move_roles(street, target, with_staff=with_staff)
    audit(
        "place.merge",
        street.code,
        f"into {target.code}, staff={with_staff}: communities={len(communities)}",
    )
    remove_place(street, target)


def _move(community, street, code: str) -> None:
    """Move a community to another street by another name, in one step.

    As `OFS.CopySupport` does the one or the other: the content is never where it does not
    lie, and no address of a place between leads anywhere.
    """
    source, name = aq_parent(aq_inner(community)), community.getId()
    recode(community, code)
    # What refers to it was handed over; whoever works there goes along.
    with letting_go(community):
        notify(ObjectWillBeMovedEvent(community, source, name, street, code))
    source._delObject(name, suppress_events=True)
    community = aq_base(community)
    community._setId(code)
    street._setObject(code, community, set_owner=0, suppress_events=True)
    community = street._getOb(code)
    notify(ObjectMovedEvent(community, source, name, street, code))
    notifyContainerModified(source)
    notifyContainerModified(street)
    community._postCopy(street, op=1)
    community.manage_changeOwnershipType(explicit=0)
