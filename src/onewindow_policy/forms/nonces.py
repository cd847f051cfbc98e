"""The nonce of a rendered form, by which one submission makes one case.

It is random and travels in a hidden field, sealed with the moment it was made and with what
the page showed (see `shown`); nothing is stored until the form is sent. Visitors have no
session that a token could belong to: that a form was not sent by another site is checked by
its origin.
"""

from base64 import urlsafe_b64decode
from base64 import urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from onewindow_policy.forms.exceptions import NonceForged
from plone.keyring.interfaces import IKeyManager
from zope.component import getUtility

import hmac
import secrets
import struct
import time

#: Whoever fills in a form overnight still files it in the morning.
LIFETIME_SECONDS = 24 * 60 * 60

#: The ring of keys that Plone signs its own forms with; it is rotated with them.
RING = "_forms"

#: No page of ours carries more: about two hundred questions with long titles.
MOST_CHARACTERS = 64_000

#: What a text is sealed for.
_FORM = b"form"

_NONCE_BYTES = 16
_HEAD = struct.Struct(f">{_NONCE_BYTES}sI")
_MAC_BYTES = 32


@dataclass(frozen=True, slots=True)
class Nonce:
    """What identifies a rendered form, and when it was rendered first, in Unix time."""

    value: bytes
    made_at: int

    @property
    def age_seconds(self) -> int:
        return int(time.time()) - self.made_at

    @property
    def is_stale(self) -> bool:
        return self.age_seconds > LIFETIME_SECONDS


def new_nonce() -> Nonce:
    """Return a nonce for a form that is about to be shown."""
    return Nonce(secrets.token_bytes(_NONCE_BYTES), int(time.time()))


def renewed(nonce: Nonce) -> Nonce:
    """Return the same nonce with a lifetime that begins now."""
    return Nonce(nonce.value, int(time.time()))


def another(nonce: Nonce) -> Nonce:
    """Return a new nonce for a form that was read with the old one, and is another now."""
    return Nonce(secrets.token_bytes(_NONCE_BYTES), nonce.made_at)


def sealed(nonce: Nonce, told: bytes, purpose: bytes = _FORM) -> str:
    """Return the text that a page carries: its nonce, and what is `told` with it. What is
    made for one `purpose` is nothing for another."""
    data = _HEAD.pack(nonce.value, nonce.made_at) + told
    return urlsafe_b64encode(data + _mac(_secrets()[0], data, purpose)).decode()


def unsealed(text: str, purpose: bytes = _FORM) -> tuple[Nonce, bytes]:
    """Return the nonce and what was told with it, of a text that a page sent back.

    Raises `NonceForged` when the text was not made here, or so long ago that its key was
    rotated. Whether the nonce is too old to be sent is the caller's question.
    """
    if len(text) > MOST_CHARACTERS:
        raise NonceForged
    try:
        data = urlsafe_b64decode(text.encode("ascii"))
    except (NotBase64, UnicodeEncodeError, ValueError) as error:
        raise NonceForged from error
    data, mac = data[:-_MAC_BYTES], data[-_MAC_BYTES:]
    if len(data) < _HEAD.size or not _was_made_here(data, mac, purpose):
        raise NonceForged
    return Nonce(*_HEAD.unpack_from(data)), data[_HEAD.size :]


def _was_made_here(data: bytes, mac: bytes, purpose: bytes) -> bool:
    return any(
        hmac.compare_digest(mac, _mac(secret, data, purpose))
        # Keys are rotated; the newest comes first.
        for secret in _secrets()
    )


def _secrets() -> list[str]:
    """Return the keys of the ring, the newest first."""
    return [secret for secret in getUtility(IKeyManager)[RING] if secret is not None]


def _mac(secret: str, data: bytes, purpose: bytes) -> bytes:
    told = b"onewindow " + purpose + b"\0" + data
    return hmac.digest(secret.encode(), told, "sha256")
