"""What the city settles about what is sent to it.

The record is older than this room: it is named, and shown, among the settings of cases.
"""

from plone.registry.interfaces import IRegistry
from zope.component import queryUtility

#: What somebody may send in an hour where the city says nothing else.
SUBMISSIONS_PER_HOUR = 200

_RECORD = "onewindow_policy.cases.submissions_per_hour"


def submissions_per_hour() -> int:
    """Return how much is taken in from one sender in an hour, of each kind."""
    registry = queryUtility(IRegistry)
    if registry is None:
        return SUBMISSIONS_PER_HOUR
    return registry.get(_RECORD, SUBMISSIONS_PER_HOUR)
