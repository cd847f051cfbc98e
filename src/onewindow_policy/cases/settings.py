"""What a city settles about cases, besides its working days."""

from onewindow_policy.cases.interfaces import CASE_SETTINGS_PREFIX
from onewindow_policy.cases.interfaces import ICaseSettings
from plone.registry.interfaces import IRegistry
from zope.component import queryUtility


def rights_reply_days() -> int:
    """Return within how many working days a person is answered who asks about their own
    data."""
    return _setting("rights_reply_days")


def disclosure_minutes() -> int:
    """Return for how long a case is open to who oversees it and said why."""
    return _setting("disclosure_minutes")


def _setting(name: str) -> int:
    registry = queryUtility(IRegistry)
    default = ICaseSettings[name].default
    if registry is None:
        return default
    return registry.get(f"{CASE_SETTINGS_PREFIX}.{name}", default)
