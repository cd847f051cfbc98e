"""In whose name a paper is issued: whoever's decision it is, with their phone."""

from dataclasses import dataclass
from onewindow_policy.cases.papers.kinds import ACCEPTING
from onewindow_policy.cases.papers.kinds import DECIDING
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.halls import halls_for_community
from onewindow_policy.communities.units import get_unit


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues a paper: the code that its numbers begin with, its name, its phone."""

    code: str
    title: str
    phone: str


def issuer_of(
    whose: str,
    window_code: str,
    unit_code: str | None,
    deciding_unit_code: str | None,
) -> Issuer:
    """Return who issues what is `whose` (see `kinds`).

    Codes of units are those of the case: None, or one that is gone, stands for the window
    of the community `window_code`, which also enters what such a unit decided on paper.
    """
    code = {ACCEPTING: unit_code, DECIDING: deciding_unit_code}.get(whose)
    unit = get_unit(code) if code else None
    if unit is not None:
        return Issuer(unit.code, unit.title, unit.phone)
    return _window(window_code)


def _window(code: str) -> Issuer:
    """Return the window of a community: its own, or that of its street which serves it."""
    halls = halls_for_community(code)
    if halls:
        phones = "、".join(halls[0].phones)
        return Issuer(halls[0].community.code, halls[0].title, phones)
    titles = {each.place.code: each.place.title for each in all_communities()}
    return Issuer(code, titles.get(code, code), "")
