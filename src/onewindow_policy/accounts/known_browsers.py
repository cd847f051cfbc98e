"""Browsers in which somebody has logged in before: known by a signed cookie.

A limit for one account, wherever the tries come from, would let any stranger keep its
owner out. It does not hold for browsers that the owner has logged in with, which have a
limit of their own. The cookie opens nothing; it names no account to whoever reads it.
"""

from base64 import urlsafe_b64decode
from base64 import urlsafe_b64encode
from hashlib import blake2b
from hmac import compare_digest
from plone.keyring.interfaces import IKeyManager
from zope.component import queryUtility
from zope.globalrequest import getRequest

import secrets
import struct
import time

COOKIE = "onewindow_device"

LIFETIME_SECONDS = 180 * 24 * 60 * 60

#: Accounts that one browser is known for, at most: those who share it.
_MOST_ACCOUNTS = 12

_RANDOM_BYTES = 10
_TIME_BYTES = 4
_MAC_BYTES = 16
_ENTRY_CHARS = len(urlsafe_b64encode(bytes(_RANDOM_BYTES + _TIME_BYTES + _MAC_BYTES)))


def known_device(request, login: str) -> str | None:
    """Return what a browser is known as to this account, None if it is not."""
    for entry in _entries(request):
        if _is_of(entry, login):
            return entry
    return None


def remember_device(event) -> None:
    """Let a browser be known in which somebody has just logged in."""
    request = getRequest()
    login = event.principal.getUserName()
    if request is None or not login or known_device(request, login) is not None:
        return
    secrets_of_site = _secrets()
    if not secrets_of_site:
        return
    head = secrets.token_bytes(_RANDOM_BYTES) + struct.pack(">I", int(time.time()))
    entry = urlsafe_b64encode(head + _mac(secrets_of_site[0], head, login)).decode()
    others = _entries(request)[: _MOST_ACCOUNTS - 1]
    request.response.setCookie(
        COOKIE,
        ".".join([entry, *others]),
        path="/",
        max_age=LIFETIME_SECONDS,
        http_only=True,
        same_site="Lax",
        secure=request.get("SERVER_URL", "").startswith("https:"),
    )


def _entries(request) -> list[str]:
    cookie = request.cookies.get(COOKIE, "")
    entries = [each for each in cookie.split(".") if len(each) == _ENTRY_CHARS]
    return entries[:_MOST_ACCOUNTS]


def _is_of(entry: str, login: str) -> bool:
    try:
        value = urlsafe_b64decode(entry.encode())
    except ValueError:
        return False
    head, mac = value[:-_MAC_BYTES], value[-_MAC_BYTES:]
    if len(head) != _RANDOM_BYTES + _TIME_BYTES:
        return False
    (issued,) = struct.unpack(">I", head[_RANDOM_BYTES:])
    if issued + LIFETIME_SECONDS < time.time():
        return False
    return any(compare_digest(mac, _mac(each, head, login)) for each in _secrets())


def _secrets() -> list[str]:
    manager = queryUtility(IKeyManager)
    if manager is None:
        return []
    return [each for each in manager["_system"] if each is not None]


def _mac(secret: str, head: bytes, login: str) -> bytes:
    return blake2b(
        head + login.encode("utf-8", "surrogateescape"),
        key=secret.encode()[:64],
        digest_size=_MAC_BYTES,
        person=b"device",
    ).digest()
