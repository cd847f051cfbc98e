"""Positions of halls that a former version kept as one text."""

from Acquisition import aq_base
from onewindow_policy import logger
from onewindow_policy.communities.positions import read_position
from plone import api

#: What held both numbers.
FORMER = "geo"


def part_positions(setup_tool) -> str:
    """Give latitude and longitude a field each, and return the paths of what has none.

    A text that is no position, which no page ever showed, is named in the log.
    """
    catalog = api.portal.get_tool("portal_catalog")
    unread = []
    for brain in catalog.unrestrictedSearchResults(portal_type="Hall"):
        hall = aq_base(brain._unrestrictedGetObject())
        text = hall.__dict__.get(FORMER)
        if FORMER in hall.__dict__:
            delattr(hall, FORMER)
        if not text:
            continue
        position = read_position(text)
        if position is None:
            unread.append(brain.getPath())
            logger.warning("The position of %s, %r, is none.", brain.getPath(), text)
        elif hall.latitude is None and hall.longitude is None:
            hall.latitude, hall.longitude = position
    return "\n".join(unread)
