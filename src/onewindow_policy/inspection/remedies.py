"""Decisions whose papers cannot say what a person can do about them, and commitments
whose words nobody has confirmed."""

from collections.abc import Iterator
from onewindow_policy import _
from onewindow_policy.cases.committing.words import commitment_words
from onewindow_policy.cases.papers.interfaces import COMMUNITY
from onewindow_policy.cases.papers.interfaces import TITLES_OF_LEVELS
from onewindow_policy.cases.papers.remedies import confirmed_remedies
from onewindow_policy.cases.units import DIRECT
from onewindow_policy.communities.unitroles import level_of
from onewindow_policy.communities.unitroles import LEVELS
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.released import released_guides
from onewindow_policy.guides.resolved import LICENCE
from onewindow_policy.inspection.checks import Finding
from onewindow_policy.snapshots.api import until_content_changes
from onewindow_policy.vocabularies.api import code_list
from plone import api
from zope.i18nmessageid import Message


def unconfirmed_remedies(site_url: str) -> Iterator[Finding]:
    """Yield the types of items that are public, with whoever decides about one of them, of
    which the legal office has confirmed no text."""
    rows = confirmed_remedies()
    confirmed = {(each.item_type, each.level) for each in rows}
    told = {(each.item_type, each.level) for each in rows if each.defence}
    for item_type, level in sorted(_decisions() - confirmed):
        yield _finding(
            site_url,
            item_type,
            level,
            _(
                "fault_remedy_unconfirmed",
                default=(
                    "${level} decides: nobody has confirmed what its papers say of"
                    " reconsideration and lawsuits, so that they say nothing of it."
                ),
            ),
        )
    # The law has it for licences: Administrative Licensing Law (行政许可法) art. 7.
    licences = {each for each in _decisions() if each[0] == LICENCE}
    for item_type, level in sorted((licences & confirmed) - told):
        yield _finding(
            site_url,
            item_type,
            level,
            _(
                "fault_defence_unconfirmed",
                default=(
                    "${level} decides about licences: its papers do not say how applicants"
                    " state their case and defend themselves."
                ),
            ),
        )


def _finding(site_url: str, item_type: str, level: str, fault: Message) -> Finding:
    types = code_list("item_types")
    title = types[item_type].title if item_type in types else item_type
    said = Message(fault, mapping={"level": TITLES_OF_LEVELS[level]})
    return Finding(title, f"{site_url}/@@onewindow-remedies", (said,))


def unconfirmed_commitments(site_url: str) -> Iterator[Finding]:
    """Yield the public services whose guide lets a commitment do for a material, while
    nobody has confirmed what whoever commits themselves for it is told."""
    fault = _(
        "fault_commitment_unconfirmed",
        default=(
            "Its guide lets a commitment do for a paper, but nobody has confirmed the words"
            " of it: no commitment is taken, neither at the desk nor online."
        ),
    )
    for title, code in sorted(_commitments()):
        if commitment_words(code) is None:
            yield Finding(title, f"{site_url}/@@onewindow-remedies", (fault,))


@until_content_changes
def _commitments() -> frozenset[tuple[str, str]]:
    """Return the titles and codes of the public services that take commitments by their
    guide."""
    catalog = api.portal.get_tool("portal_catalog")
    items = catalog.unrestrictedSearchResults(
        portal_type="ServiceItem", review_state="published"
    )
    return frozenset(
        (item.title, item.code)
        for item in (brain._unrestrictedGetObject() for brain in items)
        if _takes_commitments(item)
    )


def _takes_commitments(item) -> bool:
    master, _own = released_guides(item)
    guide = resolve_guide(master)
    return guide is not None and any(
        each.commitment_allowed for each in guide.materials
    )


@until_content_changes
def _decisions() -> frozenset[tuple[str, str]]:
    """Return which types of items are public, each with the levels of who accepts and who
    decides."""
    catalog = api.portal.get_tool("portal_catalog")
    items = catalog.unrestrictedSearchResults(
        portal_type="ServiceItem", review_state="published"
    )
    return frozenset(
        (item.item_type, level)
        for item in (brain._unrestrictedGetObject() for brain in items)
        if item.item_type
        for level in _levels(item)
    )


def _levels(item) -> set[str]:
    master, _own = released_guides(item)
    guide = resolve_guide(master)
    if guide is None:
        return set()
    if item.acceptance_mode == DIRECT:
        return {COMMUNITY}
    steps = (step.unit_role for step in guide.process)
    accepting = _first_level(guide.accepting_unit_role, *steps)
    deciding = _first_level(guide.decision_role)
    return {each for each in (accepting, deciding) if each} or {COMMUNITY}


def _first_level(*roles: str | None) -> str | None:
    levels = (level_of(role) for role in roles if role)
    return next((level for level in levels if level in LEVELS), None)
