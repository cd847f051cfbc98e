"""What a city settles about its suggestion box."""

from onewindow_policy.feedback.interfaces import FEEDBACK_SETTINGS_PREFIX
from onewindow_policy.feedback.interfaces import IFeedbackSettings
from plone.registry.interfaces import IRegistry
from zope.component import queryUtility


def answer_days() -> int:
    """Return within how many working days a suggestion is to be answered."""
    registry = queryUtility(IRegistry)
    default = IFeedbackSettings["answer_days"].default
    if registry is None:
        return default
    return registry.get(f"{FEEDBACK_SETTINGS_PREFIX}.answer_days", default)
