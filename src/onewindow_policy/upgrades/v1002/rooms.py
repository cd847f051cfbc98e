"""Rooms of the site that a former version did not have."""

from onewindow_policy.setuphandlers import make_missing_rooms
from plone import api


def make_rooms_that_are_new(_setup_tool) -> None:
    """Create the rooms that the site lacks: that of the journeys."""
    make_missing_rooms(api.portal.get())
