"""Where the halls of the sample city are, so that the nearest window can be found in it.

The city does not exist, and the catalogue gives its halls no positions. These are in the
sea, around the point where the equator meets the meridian of Greenwich, far from any town
and from China. They fit one another: 云河区 is the centre, 青石区 lies in the north-west,
明湖县 some ten kilometres to the south.
"""

from onewindow_policy.communities.positions import Position
from plone import api

#: Degrees of latitude and longitude by the hall's id; a hundredth is about a kilometre.
POSITIONS = {
    "H001": Position(0.012, 0.018),
    "H002": Position(0.021, 0.034),
    "H003": Position(-0.006, 0.041),
    "H004": Position(-0.014, 0.009),
    "H005": Position(0.048, -0.022),
    "H006": Position(0.071, -0.045),
    "H007": Position(0.063, -0.011),
    "H008": Position(-0.092, 0.036),
    "H009": Position(-0.098, 0.004),
    "H010": Position(-0.117, 0.021),
}


def place_sample_halls() -> None:
    """Give the halls of the sample city their positions."""
    catalog = api.portal.get_tool("portal_catalog")
    for brain in catalog.unrestrictedSearchResults(portal_type="Hall"):
        hall = brain._unrestrictedGetObject()
        hall.latitude, hall.longitude = POSITIONS[hall.hall_id]
        hall.reindexObject()
