"""What a ticket or token says of its session, besides whose it is."""

from hashlib import sha256
from typing import NamedTuple

import secrets

#: Which session a ticket belongs to could not be written: SQL was away.
UNRECORDED = "u"


class SessionTicket(NamedTuple):
    """The account and the session that a ticket was given for."""

    uid: str
    stamp: str
    secret: str
    is_unrecorded: bool = False

    @classmethod
    def new(cls, uid: str, stamp: str) -> "SessionTicket":
        return cls(uid, stamp, secrets.token_urlsafe(24))

    @classmethod
    def read(cls, text) -> "SessionTicket | None":
        """Return what `write` wrote, None for anything else."""
        parts = text.split(":") if isinstance(text, str) else ()
        if len(parts) not in (3, 4) or not all(parts):
            return None
        return cls(*parts[:3], is_unrecorded=parts[3:] == [UNRECORDED])

    def write(self) -> str:
        """Return it as text without the signs that part a ticket of plone.session."""
        parts = [self.uid, self.stamp, self.secret]
        return ":".join([*parts, UNRECORDED] if self.is_unrecorded else parts)

    @property
    def id_hash(self) -> bytes:
        """What the session is found by. The secret is random: no salt is needed."""
        return sha256(self.secret.encode()).digest()

    @property
    def shown_id(self) -> str:
        """What tells sessions apart in the audit, and opens nothing."""
        return shown_id_of(self.id_hash)


def shown_id_of(id_hash: bytes) -> str:
    """Return what a session is called where people read it."""
    return id_hash.hex()[:32]
