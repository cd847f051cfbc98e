"""What a city settles about its portal, as everything that shows it reads it."""

from dataclasses import dataclass
from dataclasses import fields
from datetime import date
from onewindow_policy.portal.colours import STANDARD_ACCENT
from onewindow_policy.portal.colours import STANDARD_BRAND
from onewindow_policy.portal.interfaces import HOME_BLOCKS
from onewindow_policy.portal.interfaces import SETTINGS_PREFIX
from plone.registry.interfaces import IRegistry
from zope.component import queryUtility


@dataclass(frozen=True, slots=True)
class PortalSettings:
    """See `IPortalSettings`; what is not entered is empty or None."""

    brand_colour: str | None = None
    accent_colour: str | None = None
    hotline: str | None = None
    organiser: str | None = None
    undertaker: str | None = None
    contact: str | None = None
    site_code: str | None = None
    icp_number: str | None = None
    police_number: str | None = None
    police_url: str | None = None
    find_errors_url: str | None = None
    home_blocks: list[str] | None = None
    direct_hosts: list[str] | None = None
    news_days: int | None = None
    other_days: int | None = None
    review_days: int | None = None
    accessibility_reviewed: date | None = None
    accessibility_gaps: list[str] | None = None

    @property
    def brand(self) -> str:
        return self.brand_colour or STANDARD_BRAND

    @property
    def accent(self) -> str:
        return self.accent_colour or STANDARD_ACCENT

    @property
    def has_own_colours(self) -> bool:
        return (self.brand, self.accent) != (STANDARD_BRAND, STANDARD_ACCENT)

    @property
    def blocks(self) -> list[str]:
        """The blocks of the home page in their order; all of them until some are chosen."""
        if self.home_blocks is None:
            return list(HOME_BLOCKS)
        return [name for name in self.home_blocks if name in HOME_BLOCKS]


_NAMES = [
    (field.name, f"{SETTINGS_PREFIX}.{field.name}") for field in fields(PortalSettings)
]


def portal_settings() -> PortalSettings:
    """Return the settings as they are now.

    Some looks into the registry, which remembers them for the request: a view may ask
    again, and a page that asks once keeps what it got.
    """
    registry = queryUtility(IRegistry)
    if registry is None:
        return PortalSettings()
    return PortalSettings(**{name: registry.get(record) for name, record in _NAMES})
