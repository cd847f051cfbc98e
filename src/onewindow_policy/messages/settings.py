"""What a city settles about messages."""

from onewindow_policy.messages.interfaces import IMessageSettings
from onewindow_policy.messages.interfaces import MESSAGE_SETTINGS_PREFIX
from plone.registry.interfaces import IRegistry
from zope.component import queryUtility


def late_after_minutes() -> int:
    """Return for how long a message may wait until the health check says so."""
    return _setting("late_after_minutes")


def is_tls_required() -> bool:
    """Return whether mails go by an encrypted talk only."""
    return _setting("is_tls_required")


def _setting(name: str):
    # Health is asked where there is no site, too.
    registry = queryUtility(IRegistry)
    default = IMessageSettings[name].default
    if registry is None:
        return default
    return registry.get(f"{MESSAGE_SETTINGS_PREFIX}.{name}", default)
