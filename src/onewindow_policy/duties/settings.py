"""What a city settles about duties."""

from onewindow_policy.duties.interfaces import DUTY_SETTINGS_PREFIX
from onewindow_policy.duties.interfaces import IDutySettings
from plone.registry.interfaces import IRegistry
from zope.component import getUtility


def escalation_days() -> int:
    """Return by how many working days something is overdue when others hear of it."""
    return _setting("escalation_days")


def _setting(name: str):
    registry = getUtility(IRegistry)
    default = IDutySettings[name].default
    return registry.get(f"{DUTY_SETTINGS_PREFIX}.{name}", default)
