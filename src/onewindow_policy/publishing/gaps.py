"""What stands against publishing something, in words that say where to mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from onewindow_policy.publishing.interfaces import IPublicationRule
from onewindow_policy.snapshots.facts import read_facts
from zope.component import subscribers
from zope.i18nmessageid import Message

#: The name of the fact how many gaps a guide has; see `guides/facts.py`.
GAPS_OF_GUIDES = "onewindow_policy.gaps_of_guides"


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing that is missing or wrong.

    `where` is the title of the field or the name of the place, `message` says what to
    do about it; both are translatable.
    """

    where: Message | str
    message: Message


def find_gaps(content) -> list[Gap]:
    """Return all that stands against publishing `content`; empty when nothing does."""
    return [
        gap
        for rule in subscribers((content,), IPublicationRule)
        for gap in rule.find_gaps()
    ]


def unfit_guides(brains: Iterable) -> list:
    """Return those of the guides `brains` that something stands against.

    Guides that are fit, and nothing around them changed, are not read for it.
    """
    brains = list(brains)
    counts = read_facts(GAPS_OF_GUIDES, brains)
    return [brain for brain in brains if counts[brain.UID]]
