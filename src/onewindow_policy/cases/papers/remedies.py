"""What papers say of what a person can do about a decision (救济途径), and of how to state
their case and defend themselves before there is one (陈述、申辩).

It depends on what kind of thing the item is and on who decides, and on law that a city's
legal office knows: what it has not confirmed is not printed.
"""

from dataclasses import dataclass
from onewindow_policy.cases.papers.interfaces import COMMUNITY
from onewindow_policy.cases.papers.interfaces import PAPER_SETTINGS_PREFIX
from onewindow_policy.communities.unitroles import level_of
from onewindow_policy.communities.units import get_unit
from plone.registry.interfaces import IRegistry
from zope.component import queryUtility

RECORD = f"{PAPER_SETTINGS_PREFIX}.remedies"


@dataclass(frozen=True, slots=True)
class Remedy:
    """A row of the registry: see `IRemedyRow`; the day as YYYY-MM-DD."""

    item_type: str
    level: str
    text: str
    confirmed_by: str
    confirmed_on: str
    #: Rows from before it was asked for have none.
    defence: str = ""

    @property
    def source(self) -> str:
        """Who confirmed it, and when."""
        return f"{self.confirmed_by} {self.confirmed_on}"


def confirmed_remedies() -> tuple[Remedy, ...]:
    """Return what was confirmed, in the order in which it was entered."""
    registry = queryUtility(IRegistry)
    rows = registry.get(RECORD) if registry is not None else None
    return tuple(Remedy(**row) for row in rows or ())


def remedy_for(item_type: str, issuer: str) -> Remedy | None:
    """Return what a paper says, None where nobody confirmed anything.

    `issuer` is the code of the unit whose decision it is, or of a window's community.
    """
    unit = get_unit(issuer)
    wanted = item_type, level_of(unit.role) if unit is not None else COMMUNITY
    return next(
        (
            each
            for each in confirmed_remedies()
            if (each.item_type, each.level) == wanted
        ),
        None,
    )
