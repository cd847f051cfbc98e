"""What a city settles about questions to departments, as it stands."""

from onewindow_policy.questions.interfaces import IQuestionSettings
from onewindow_policy.questions.interfaces import QUESTION_SETTINGS_PREFIX
from plone.registry.interfaces import IRegistry
from zope.component import queryUtility


def answer_days() -> int:
    """Return within how many working days a question is to be answered."""
    return _setting("answer_days")


def kept_months() -> int:
    """Return for how many months a question is kept after the last word."""
    return _setting("kept_months")


def _setting(name: str) -> int:
    registry, default = queryUtility(IRegistry), IQuestionSettings[name].default
    if registry is None:
        return default
    return registry.get(f"{QUESTION_SETTINGS_PREFIX}.{name}", default)
