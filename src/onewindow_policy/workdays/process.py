"""The zone of the process: that of the city, whatever the machine's.

Plone, Zope and Python turn moments into “local time” in hundreds of places, each by the
zone of the process. It is set once, with the configuration and so before anything is
served, instead of in each place. Nothing has to be installed for that, no table of zones
either: a POSIX zone says by itself how far it is from UTC, and by a name that Zope's
`DateTime` reads rightly.
"""

from datetime import timedelta
from onewindow_policy.workdays.clock import ZOPE_ZONE
from plone.dexterity import content
from Products.PluginIndexes.DateIndex import DateIndex

import os
import time

#: `GMT+8` is eight hours before UTC. POSIX counts the other way.
POSIX_ZONE = f"<{ZOPE_ZONE}>-8"
OFFSET = timedelta(hours=8)


def keep_city_time(DateTime, _original: str, replacement) -> None:
    """Let this process, and what it starts, have the city's zone.

    Called by collective.monkeypatcher, with Zope's `DateTime` and the method of it that
    tells the zone of a moment for which none is named. What asked the machine for its zone
    while it was imported, which is before this is called, is told here.
    """
    os.environ["TZ"] = POSIX_ZONE
    time.tzset()
    DateTime.localZone = replacement
    DateTime._calcTimezoneName = replacement
    # What content says of its dates as texts.
    content._zone = ZOPE_ZONE
    # How the catalog keeps a `datetime` without a zone.
    DateIndex.STDOFFSET = DateIndex.DSTOFFSET = OFFSET
    DateIndex.DSTDIFF = timedelta()


def zone_of_moment(_moment, *_at) -> str:
    """Return the name of the zone of a moment for which none is named."""
    return ZOPE_ZONE
