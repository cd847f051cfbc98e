"""What a city settles about cases, besides its working days."""

from onewindow_policy.cases.interfaces import CASE_SETTINGS_PREFIX
from onewindow_policy.cases.interfaces import ICaseSettings
from plone.registry.interfaces import IRegistry
from zope.component import queryUtility


def rights_reply_days() -> int:
    """Return within how many working days a person is answered who asks about their own
    data."""
    return _setting("rights_reply_days")


def answer_days() -> int:
    """Return within how many working days somebody looks at what came in online."""
    return _setting("answer_days")


def acceptance_days(item_type: str) -> int:
    """Return within how many working days it is said whether an application for an item
    of this type is accepted, or what is missing.

    Five of them are the limit of the Administrative Licensing Law (行政许可法, art. 32
    para. 1 no. 4); a city may settle on fewer, also for single types.
    """
    return acceptance_days_of_types().get(item_type, _setting("acceptance_days"))


def acceptance_days_of_types() -> dict[str, int]:
    """Return these days by type of item, where a city has settled on others for one."""
    return _setting("acceptance_days_of_types")


def silence_accepts() -> frozenset[str]:
    """Return the types of items whose applications are accepted when nothing is said.

    Source: Administrative Licensing Law (行政许可法) art. 32 para. 1 no. 4, for licences.
    """
    return frozenset(_setting("silence_accepts"))


def ends_broken_promises() -> bool:
    """Return whether a case ends by itself when promised papers did not come."""
    return _setting("ends_broken_promises")


def extension_days() -> int:
    """Return by how many days at most a promise is extended, once.

    Source: Administrative Licensing Law (行政许可法) art. 42.
    """
    return _setting("extension_days")


def hand_over_days() -> int:
    """Return within how many working days a hand-over is accepted, or goes back."""
    return _setting("hand_over_days")


def disclosure_minutes() -> int:
    """Return for how long a case is open to who oversees it and said why."""
    return _setting("disclosure_minutes")


def searches_per_hour() -> int:
    """Return how often one account may look for cases in an hour."""
    return _setting("searches_per_hour")


def _setting(name: str):
    registry = queryUtility(IRegistry)
    default = ICaseSettings[name].default
    if registry is None:
        return default
    return registry.get(f"{CASE_SETTINGS_PREFIX}.{name}", default)
