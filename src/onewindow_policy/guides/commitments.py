"""What a guide lets a commitment do for, where somebody takes commitments."""

from onewindow_policy.guides.interfaces import ICommitments
from zope.component import queryUtility


def takes_commitments(item_code: str) -> bool:
    """Return whether commitments are taken for the service with this code; where no room
    says, what its guide allows holds."""
    commitments = queryUtility(ICommitments)
    return commitments is None or commitments.are_taken(item_code)
