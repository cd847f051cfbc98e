"""What a city settles about duties."""

from dataclasses import dataclass
from dataclasses import fields
from datetime import time
from onewindow_policy.duties.interfaces import AT_DISTRICT
from onewindow_policy.duties.interfaces import AT_PLACE
from onewindow_policy.duties.interfaces import AT_STREET
from onewindow_policy.duties.interfaces import DUTY_SETTINGS_PREFIX
from onewindow_policy.duties.interfaces import IDutySettings
from plone.registry.interfaces import IRegistry
from zope.component import getUtility


def remind_days() -> int:
    """Return how many working days before its last one something ends soon."""
    return _setting("remind_days")


def street_days() -> int:
    """Return by how many working days something is overdue when its street hears of it."""
    return _setting("street_days")


def district_days() -> int:
    """Return the same of its district, and all that lies above."""
    return _setting("district_days")


def escalation_days() -> dict[str, int]:
    """Return by how many working days something is overdue when whoever oversees it hears
    of it, by the level at which they do; see `IScopes.overseen`."""
    return {
        AT_PLACE: 0,
        AT_STREET: street_days(),
        AT_DISTRICT: district_days(),
    }


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
