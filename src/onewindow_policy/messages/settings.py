"""What a city settles about messages."""

from datetime import time
from onewindow_policy.messages.interfaces import IMessageSettings
from onewindow_policy.messages.interfaces import MESSAGE_SETTINGS_PREFIX
from plone.registry.interfaces import IRegistry
from zope.component import queryUtility


def late_after_minutes() -> int:
    """Return for how long a message may wait until the health check says so."""
    return _setting("late_after_minutes")


def earliest() -> time:
    """Return before which time of day nobody is told what happened at night."""
    return time.fromisoformat(_setting("earliest"))


def is_tls_required() -> bool:
    """Return whether mails go by an encrypted talk only."""
    return _setting("is_tls_required")


def sms_address() -> str:
    """Return where the gateway for short messages is, "" where there is none."""
    return _setting("sms_address") or ""


def sms_sign() -> str:
    """Return the name that stands before each short message."""
    return _setting("sms_sign") or ""


def sms_account() -> str:
    """Return by what the gateway knows this portal."""
    return _setting("sms_account") or ""


def sms_timeout_seconds() -> int:
    """Return how long the gateway is waited for."""
    return _setting("sms_timeout_seconds")


def sms_longest() -> int:
    """Return how many characters a short message may have, with its signature."""
    return _setting("sms_longest")


def _setting(name: str):
    # Health is asked where there is no site, too.
    registry = queryUtility(IRegistry)
    default = IMessageSettings[name].default
    if registry is None:
        return default
    return registry.get(f"{MESSAGE_SETTINGS_PREFIX}.{name}", default)
