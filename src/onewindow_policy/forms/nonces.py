"""The nonce of a rendered form, by which one submission makes one case.

It is random and travels in a hidden field, signed for the form and the minute it was made
for; nothing is stored until the form is sent. Visitors have no session that a token could
belong to: that a form was not sent by another site is checked by its origin.
"""

from base64 import urlsafe_b64decode
from base64 import urlsafe_b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass
from onewindow_policy.forms.exceptions import NonceForged
from onewindow_policy.forms.exceptions import NonceStale
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


def new_nonce() -> Nonce:
    """Return a nonce for a form that is about to be shown."""
    return Nonce(secrets.token_bytes(_NONCE_BYTES), int(time.time()))


def renewed(nonce: Nonce) -> Nonce:
    """Return the same nonce with a lifetime that begins now."""
    return Nonce(nonce.value, int(time.time()))


def another(nonce: Nonce) -> Nonce:
    """Return a new nonce for a form that was read with the old one, and is another now."""
    return Nonce(secrets.token_bytes(_NONCE_BYTES), nonce.made_at)


def signed(nonce: Nonce, form_uid: str) -> str:
    """Return the text that the form carries."""
    head = _HEAD.pack(nonce.value, nonce.made_at)
    return urlsafe_b64encode(head + signature_of(_message(head, form_uid))).decode()


def read_nonce(text: str, form_uid: str) -> Nonce:
    """Return the nonce in what a form sent back.

    Raises `NonceForged` when it was not made for this form here, and `NonceStale`, which
    carries the nonce, when its lifetime is over.
    """
    try:
        data = urlsafe_b64decode(text.encode("ascii"))
    except (NotBase64, UnicodeEncodeError, ValueError) as error:
        raise NonceForged from error
    head, mac = data[: _HEAD.size], data[_HEAD.size :]
    if len(head) != _HEAD.size or not was_signed(_message(head, form_uid), mac):
        raise NonceForged
    nonce = Nonce(*_HEAD.unpack(head))
    if nonce.age_seconds > LIFETIME_SECONDS:
        raise NonceStale(nonce)
    return nonce


def signature_of(message: bytes) -> bytes:
    """Return what shows that a message was made here."""
    return _mac(_secrets()[0], message)


def was_signed(message: bytes, mac: bytes) -> bool:
    """Return whether `mac` was made for `message` here, and not too long ago: keys are
    rotated."""
    return len(mac) == _MAC_BYTES and any(
        hmac.compare_digest(mac, _mac(secret, message)) for secret in _secrets()
    )


def _secrets() -> list[str]:
    """Return the keys of the ring, the newest first."""
    return [secret for secret in getUtility(IKeyManager)[RING] if secret is not None]


def _message(head: bytes, form_uid: str) -> bytes:
    return b"onewindow form\0" + head + form_uid.encode()


def _mac(secret: str, message: bytes) -> bytes:
    return hmac.digest(secret.encode(), message, "sha256")
