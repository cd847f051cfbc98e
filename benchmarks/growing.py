"""Many items in a catalogue, made quickly: copies of the sample's."""

from copy import deepcopy
from onewindow_policy.communities.api import districts
from onewindow_policy.guides.api import MASTER_ID
from plone.dexterity.utils import createContent
from plone.uuid.handlers import addAttributeUUID

import transaction

#: How many of the sample's items are copied.
PATTERNS = 50

COMMIT_EVERY = 1000

#: What a copy has of its own.
_OWN = {"_count", "_mt_index", "_plone.uuid", "_tree", "id"}


def grow(portal, wanted: int) -> None:
    """Copy items of the sample, with their guides, until the catalogue has `wanted`.

    Districts adopt the copies of what they have adopted.
    """
    catalogue = portal.catalogue
    patterns = [
        each
        for each in catalogue.objectValues()
        if MASTER_ID in each.objectIds() and not each.getId().startswith("gr-")
    ][:PATTERNS]
    copies = [
        (number, f"GR-{number % 99:02}-{number:06}", patterns[number % len(patterns)])
        for number in range(len(catalogue.objectIds()), wanted)
    ]
    # First: an item's record in the catalog says which districts have adopted it.
    for district in districts():
        adopted = [code for _n, code, each in copies if district.has_adopted(each.code)]
        district.adopted_items = [*district.adopted_items, *adopted]
    for number, code, pattern in copies:
        item = _copy(catalogue, pattern, code.lower(), code=code, access_list_no=number)
        guide = _copy(item, pattern[MASTER_ID], MASTER_ID)
        # The item last: what it promises is its guide's.
        for content in (guide, item):
            portal.portal_catalog.catalog_object(content)
        if number % COMMIT_EVERY == 0:
            transaction.commit()
            portal._p_jar.cacheGC()
    transaction.commit()


def _copy(container, pattern, name: str, **changes):
    """Store a copy of `pattern` in `container`, published as it is; return it.

    Plone's own copying exports and imports each object, and publishing asks the guards:
    that would take hours.
    """
    content = createContent(pattern.portal_type)
    pattern._p_activate()
    for key, value in pattern.__dict__.items():
        if key not in _OWN and not key.startswith("__"):
            content.__dict__[key] = value
    content.workflow_history = deepcopy(pattern.workflow_history)
    content.__dict__.update(changes, id=name)
    addAttributeUUID(content, None)
    container._setOb(name, content)
    return container[name]
