"""What a city settles about duties."""

from dataclasses import dataclass
from dataclasses import fields
from datetime import time
from onewindow_policy.duties.interfaces import DUTY_SETTINGS_PREFIX
from onewindow_policy.duties.interfaces import IDutySettings
from plone.registry.interfaces import IRegistry
from zope.component import getUtility


def escalation_days() -> int:
    """Return by how many working days something is overdue when others hear of it."""
    return _setting("escalation_days")


@dataclass(frozen=True, slots=True)
class MailSettings:
    """Which mails about duties a city has, and when they go, by its clocks; see
    `IDutySettings`."""

    weekly_digest: bool
    weekly_digest_on: int
    daily_reminder: bool
    mailed_at: str

    @property
    def time(self) -> time:
        return time.fromisoformat(self.mailed_at)


def mail_settings() -> MailSettings:
    """Return what the city settles about mails."""
    return MailSettings(*(_setting(field.name) for field in fields(MailSettings)))


def work_url() -> str:
    """Return the address of the page where staff begin, "" where the portal's own is not
    known: whoever writes by the clock was asked at none."""
    portal_url = _setting("portal_url")
    return f"{portal_url.rstrip('/')}/@@work" if portal_url else ""


def _setting(name: str):
    registry = getUtility(IRegistry)
    default = IDutySettings[name].default
    return registry.get(f"{DUTY_SETTINGS_PREFIX}.{name}", default)
