"""What stands against publishing something, in words that say where to mend it."""

from dataclasses import dataclass
from onewindow_policy.publishing.interfaces import IPublicationRule
from zope.component import subscribers
from zope.i18nmessageid import Message


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
