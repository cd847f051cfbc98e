"""Settings that the registry of an earlier site does not know."""

from onewindow_policy.cases.interfaces import CASE_SETTINGS_PREFIX
from onewindow_policy.cases.interfaces import ICaseSettings
from onewindow_policy.forms.interfaces import INoticeSettings
from onewindow_policy.forms.notices import PREFIX
from plone.registry.interfaces import IRegistry
from zope.component import getUtility


def add_settings(_setup_tool) -> None:
    """Add what is new of cases and of the notice; what was set stays.

    Withdrawn applications get no term of their own by that: what a city tells residents
    is for the city to change.
    """
    registry = getUtility(IRegistry)
    registry.registerInterface(ICaseSettings, prefix=CASE_SETTINGS_PREFIX)
    is_new = f"{PREFIX}.withdrawn_months" not in registry
    registry.registerInterface(INoticeSettings, prefix=PREFIX)
    if is_new:
        registry[f"{PREFIX}.withdrawn_months"] = None
