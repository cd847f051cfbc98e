"""After how many days who oversees hears of what is overdue, by their level."""

from onewindow_policy.duties.interfaces import DUTY_SETTINGS_PREFIX
from plone.registry.interfaces import IRegistry
from zope.component import getUtility

#: There was one number of days for all who oversee.
FORMER = f"{DUTY_SETTINGS_PREFIX}.escalation_days"


def hand_on_escalation_days(_setup_tool) -> None:
    """Have the street hear of what is overdue after as many days as all did so far."""
    registry = getUtility(IRegistry)
    if FORMER in registry.records:
        registry[f"{DUTY_SETTINGS_PREFIX}.street_days"] = registry[FORMER]
        del registry.records[FORMER]
