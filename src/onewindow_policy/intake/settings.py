"""What the city settles about what is sent to it.

The records are named, and shown, where people look for them: among the settings of cases,
and in the notice at collection.
"""

from plone.registry.interfaces import IRegistry
from zope.component import queryUtility

#: What somebody may send in an hour where the city says nothing else.
SUBMISSIONS_PER_HOUR = 200

_RECORD = "onewindow_policy.cases.submissions_per_hour"

#: The same for how long a form is kept half filled in.
KEPT_FORM_DAYS = 7

_DAYS_RECORD = "onewindow_policy.notice.kept_form_days"


def submissions_per_hour() -> int:
    """Return how much is taken in from one sender in an hour, of each kind."""
    registry = queryUtility(IRegistry)
    if registry is None:
        return SUBMISSIONS_PER_HOUR
    return registry.get(_RECORD, SUBMISSIONS_PER_HOUR)


def kept_form_days() -> int:
    """Return for how many days a form is kept half filled in; 0 where none is."""
    registry = queryUtility(IRegistry)
    if registry is None:
        return KEPT_FORM_DAYS
    days = registry.get(_DAYS_RECORD, KEPT_FORM_DAYS)
    return KEPT_FORM_DAYS if days is None else days
