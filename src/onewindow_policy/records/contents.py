"""What was sent from a rendered form: which content its nonce came with.

A nonce says which page something came from, and not what: people go back to a page, mend a
word, or sit down where somebody else has just sent theirs. With it, the same content is the
same submission, and has the same receipt; any other content is another submission.
"""

from datetime import datetime
from onewindow_policy.records.keys import keyed_hash

import hmac


class SentOtherwise(Exception):
    """Something was sent from this page before, at the moment `at`, with other content.

    It carries nothing of what was sent then: that may be somebody else's.
    """

    def __init__(self, at: datetime):
        super().__init__(at)
        self.at = at


def content_hash_of(content: str) -> bytes:
    """Return what is kept of a content, which tells nothing of it without the key.

    `content` is any text that is the same for the same content only.
    """
    return keyed_hash(content, "content")


def require_same(kept: bytes | None, content_hash: bytes, at: datetime) -> None:
    """Raise `SentOtherwise` unless what was sent at the moment `at` had this content.

    Of what is older than these hashes, or was erased, nothing is known: it is another.
    """
    if kept is None or not hmac.compare_digest(kept, content_hash):
        raise SentOtherwise(at)
