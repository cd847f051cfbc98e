"""What a city settles about inquiries, as it stands."""

from onewindow_policy.inquiries.interfaces import IInquirySettings
from onewindow_policy.inquiries.interfaces import INQUIRY_SETTINGS_PREFIX
from plone.registry.interfaces import IRegistry
from zope.component import queryUtility


def kept_months() -> int:
    """Return for how many months an inquiry is kept."""
    registry = queryUtility(IRegistry)
    default = IInquirySettings["kept_months"].default
    if registry is None:
        return default
    return registry.get(f"{INQUIRY_SETTINGS_PREFIX}.kept_months", default)
