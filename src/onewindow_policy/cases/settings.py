"""What a city settles about cases, besides its working days."""

from onewindow_policy.cases.interfaces import CASE_SETTINGS_PREFIX
from onewindow_policy.cases.interfaces import ICaseSettings
from plone.registry.interfaces import IRegistry
from zope.component import queryUtility


def submissions_per_hour() -> int:
    """Return how many cases are taken in from one address in an hour."""
    registry = queryUtility(IRegistry)
    default = ICaseSettings["submissions_per_hour"].default
    if registry is None:
        return default
    return registry.get(f"{CASE_SETTINGS_PREFIX}.submissions_per_hour", default)
