"""Guides and forms offer that somebody commits themselves only where that is taken."""

from onewindow_policy.cases.committing.words import commitment_words
from onewindow_policy.guides.interfaces import ICommitments
from zope.interface import implementer


@implementer(ICommitments)
class Commitments:
    """Commitments are taken where their words are confirmed."""

    def are_taken(self, item_code: str) -> bool:
        """See `ICommitments`."""
        return commitment_words(item_code) is not None
