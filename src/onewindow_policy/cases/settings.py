"""What a city settles about cases, besides its working days."""

from onewindow_policy.cases.interfaces import CASE_SETTINGS_PREFIX
from onewindow_policy.cases.interfaces import ICaseSettings
from plone.registry.interfaces import IRegistry
from zope.component import queryUtility


def rights_reply_days() -> int:
    """Return within how many working days a person is answered who asks about their own
    data."""
    return _setting("rights_reply_days")


def rights_copy_days() -> int:
    """Return for how many days, working or not, a granted copy of one's own data can be
    fetched."""
    return _setting("rights_copy_days")


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


def paper_reminder_days() -> int:
    """Return how many working days before their day applicants are reminded of papers that
    they promised, 0 for never."""
    return _setting("paper_reminder_days")


def announces_delays() -> bool:
    """Return whether applicants are told that a promised day has passed."""
    return _setting("announces_delays")


def broken_promises_bar() -> bool:
    """Return whether who did not keep a promise makes no other one for a while."""
    return _setting("broken_promises_bar")


def commitment_check_days() -> int:
    """Return within how many working days after the approval a commitment is checked."""
    return _setting("commitment_check_days")


def rectification_days() -> int:
    """Return within how many working days somebody puts right what they committed
    themselves to and is not so; 0 where it is revoked at once."""
    return _setting("rectification_days")


def notices_on_web() -> bool:
    """Return whether public notices that hang on boards are shown on the web as well."""
    return _setting("notices_on_web")


def extension_days() -> int:
    """Return by how many days at most a promise is extended, once.

    Source: Administrative Licensing Law (行政许可法) art. 42.
    """
    return _setting("extension_days")


def warning_days() -> int:
    """Return how many working days before its last day something counts as soon due."""
    return _setting("warning_days")


def hand_over_days() -> int:
    """Return within how many working days a hand-over is accepted, or goes back."""
    return _setting("hand_over_days")


def transfer_days() -> int:
    """Return within how many working days papers that were handed on are received."""
    return _setting("transfer_days")


def missing_days() -> int:
    """Return within how many working days it is found or explained what was missing."""
    return _setting("missing_days")


def hand_out_days() -> int:
    """Return within how many working days a result is sent or collected: after them who did
    not collect it is reminded, 0 for never.

    Source: Administrative Licensing Law (行政许可法) art. 44 for licences, which are issued
    within ten days of the decision.
    """
    return _setting("hand_out_days")


def renewal_days() -> int:
    """Return how many days before a result runs out its person and the window are
    reminded, 0 for never."""
    return _setting("renewal_days")


def renewal_again_days() -> int:
    """Return how many days before it its person is reminded once more, 0 for not."""
    return _setting("renewal_again_days")


def carriers() -> tuple[str, ...]:
    """Return the names of those with whom the city sends results."""
    names = (each.strip() for each in _setting("carriers"))
    return tuple(dict.fromkeys(filter(None, names)))


def undo_minutes() -> int:
    """Return for how many minutes the step that ended a case can be undone; 0 for none."""
    return _setting("undo_minutes")


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
