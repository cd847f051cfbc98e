"""The services that a reader may see, and what a district does differently."""

from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.channels import open_channels
from onewindow_policy.guides.content import MASTER_ID
from onewindow_policy.guides.sums import listed_sum
from onewindow_policy.guides.sums import span_of
from onewindow_policy.guides.sums import Sum
from onewindow_policy.snapshots.api import until_public_changes
from plone import api
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Facts:
    """What a guide gives and promises, and its ways, for the city or a district."""

    promised_days: int | None
    promised_day_type: str | None
    channels: tuple[str, ...]
    benefit: Sum | None = None


def published_items(**query):
    """Return the catalog records of the published items that the reader may see."""
    return api.portal.get_tool("portal_catalog")(
        portal_type="ServiceItem", review_state="published", **query
    )


def facts_of(brain) -> Facts:
    """Return the facts of the city's guide from the catalog record of an item."""
    # A record without the value has Missing.Value, which is no number and false.
    days = brain.promised_days
    return Facts(
        promised_days=days if isinstance(days, int) else None,
        promised_day_type=brain.promised_day_type or None,
        channels=tuple(brain.channels or ()),
        benefit=listed_sum(brain),
    )


@until_public_changes
def district_facts(district: str) -> Mapping[int, Facts]:
    """Return the facts of the guides that the district with this code has of its own.

    By the record id of their items. Where a district inherits everything, the facts are
    those of the city, and not repeated here.
    """
    catalog = api.portal.get_tool("portal_catalog")
    found = {}
    for brain in catalog(
        portal_type="ServiceGuide", district=district, review_state="published"
    ):
        # Few: a district has a guide of its own only where it differs. The resolved
        # value is remembered by `resolve_guide`.
        guide = brain._unrestrictedGetObject()
        item = guide.aq_inner.aq_parent
        resolved = resolve_guide(item.get(MASTER_ID), guide, district)
        rid = catalog.getrid("/".join(item.getPhysicalPath()))
        if resolved is not None and rid is not None:
            found[rid] = Facts(
                resolved.promised_days,
                resolved.promised_day_type,
                open_channels(item, resolved),
                span_of(resolved.benefit_rates),
            )
    return MappingProxyType(found)
