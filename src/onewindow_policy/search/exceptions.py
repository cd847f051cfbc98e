"""What can go wrong with the search."""

from onewindow_policy import _
from onewindow_policy.records.api import DatabaseUnavailable
from zope.i18nmessageid import Message


class IndexMissing(DatabaseUnavailable):
    """There is no index of this version; an operator has to build it."""


class BuildingStopped(Exception):
    """Building a generation of the index was taken over by another process."""


class WordRefused(ValueError):
    """A word cannot be taken; `message` says why, and `field` is its input."""

    def __init__(self, field: str, message: Message):
        super().__init__(field)
        self.field, self.message = field, message


class MeaningFindsNothing(WordRefused):
    """What a question is to mean is in no page of the portal either."""

    def __init__(self, meaning: str):
        message = _(
            "error_meaning_finds_nothing",
            default=(
                "Nothing was added: with “${meaning}” nothing is found either. Type a name"
                " that the portal uses."
            ),
            mapping={"meaning": meaning},
        )
        super().__init__("meaning", message)
