"""Which guides of an item residents see."""

from onewindow_policy.guides.api import guides_of
from onewindow_policy.guides.content import district_guide_id
from onewindow_policy.publishing.api import is_released


def released_guides(item, district: str | None = None) -> tuple:
    """Return the master guide of `item` and that of `district`, as far as released.

    Both are None while the master is not released; the second is None where the district
    inherits everything. Whether `item` itself is public is the caller's question.
    """
    master, own = guides_of(item, district)
    if master is None or not is_released(master):
        return None, None
    if own is not None and not is_released(own):
        own = None
    return master, own


def districts_with_guide(item) -> list[str]:
    """Return the codes of the districts that have a guide of their own in `item`, whatever
    its state."""
    prefix = district_guide_id("")
    return [
        name.removeprefix(prefix)
        for name in item.objectIds()
        if name.startswith(prefix)
    ]
