"""The zone of the process: that of the city, whatever the machine's.

Plone, Zope and Python turn moments into “local time” in hundreds of places, each by the
zone of the process. It is set once, with the configuration and so before anything is
served, instead of in each place. Nothing has to be installed for that, no table of zones
either: a POSIX zone says by itself how far it is from UTC, and by a name that Zope's
`DateTime` reads rightly.
"""

from datetime import timedelta
from onewindow_policy.workdays.clock import ZOPE_ZONE

import os
import time

#: `GMT+8` is eight hours before UTC. POSIX counts the other way.
POSIX_ZONE = f"<{ZOPE_ZONE}>-8"
OFFSET = timedelta(hours=8)
NO_SUMMER_TIME = timedelta()


def keep_city_time() -> None:
    """Let this process, and what it starts, have the city's zone."""
    os.environ["TZ"] = POSIX_ZONE
    time.tzset()


def zone_of_moment(_original, _moment, *_at) -> str:
    """Return the name of the zone of a moment for which none is named.

    What asked the machine for its zone while it was imported is told by the
    configuration, too.
    """
    return ZOPE_ZONE


# The configuration imports this, before anything is served.
keep_city_time()
