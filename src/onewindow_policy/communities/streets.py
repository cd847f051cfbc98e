"""Merging a street into another: its communities lie in that one, by codes of its own.

Codes are hierarchical, so that the communities of a street that goes cannot keep theirs.
Each stays the same content, with its halls, roles and history; what refers to its code
refers to the new one, as when communities are merged (`merging.py`).
"""

from Acquisition import aq_base
from collections.abc import Mapping
from onewindow_policy import _
from onewindow_policy.communities.codes import find_place_refusal
from onewindow_policy.communities.content import Community
from onewindow_policy.communities.content import contents_of
from onewindow_policy.communities.content import Unit
from onewindow_policy.communities.interfaces import ICommunity
from onewindow_policy.communities.interfaces import IStreet
from onewindow_policy.communities.matters import PlaceByCode
from onewindow_policy.communities.merging import find_editing
from onewindow_policy.communities.merging import former_communities
from onewindow_policy.communities.merging import hand_over
from onewindow_policy.communities.merging import MergeRefused
from onewindow_policy.communities.merging import move_roles
from onewindow_policy.communities.merging import remove_place
from onewindow_policy.communities.moving import move_grids
from onewindow_policy.communities.moving import move_place
from onewindow_policy.communities.providers import IUnitMatters
from onewindow_policy.communities.scopes import all_community_codes
from onewindow_policy.publishing.codes import find_refusal
from onewindow_policy.records.api import audit
from onewindow_policy.records.api import write_session
from zope.component import getUtilitiesFor
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.i18nmessageid import Message


def communities_of(street) -> list:
    """Return the communities of a street, by code."""
    return sorted(contents_of(street, Community), key=lambda each: each.code)


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
    held = (each for community in communities for each in community.objectValues())
    return find_editing((street, *street.objectValues(), *held))


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
        moved = move_place(community, target, code)
        move_grids(moved, moved)
    _hand_over_units(street, target, with_staff=with_staff)
    move_roles(street, target, with_staff=with_staff)
    audit(
        "place.merge",
        street.code,
        f"into {target.code}, staff={with_staff}: communities={len(communities)}",
    )
    remove_place(street, target)


def _hand_over_units(street, target, *, with_staff: bool) -> None:
    """Let the units of `target` that have the same roles do what those of `street` did;
    one that has no such successor goes along."""
    successors = {each.role: each for each in contents_of(target, Unit)}
    for unit in contents_of(street, Unit):
        successor = successors.get(unit.role)
        if successor is None:
            move_place(unit, target, unit.code)
            continue
        for _name, matters in sorted(getUtilitiesFor(IUnitMatters)):
            matters.hand_over(unit, successor)
        move_roles(unit, successor, with_staff=with_staff)
        remove_place(unit, successor)
