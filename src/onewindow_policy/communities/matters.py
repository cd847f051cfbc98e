"""What refers to a place by its code, as the page that merges places tells it."""

from dataclasses import dataclass
from zope.i18nmessageid import Message


@dataclass(frozen=True, slots=True)
class Matter:
    """One kind of what refers to a place: how many there are, and what becomes of them.

    `name` is a word of the audit.
    """

    name: str
    title: Message
    count: int
    fate: Message
