"""Half of a log-in: the password was right, the second factor is still to come.

What shows it is a cookie that opens the second step and nothing else: it names the
account, ends after five minutes, is signed by the site's keys, and is worth nothing once
the password has been changed.
"""

from base64 import urlsafe_b64decode
from base64 import urlsafe_b64encode
from plone.keyring.interfaces import IKeyManager
from zope.annotation.interfaces import IAnnotations
from zope.component import getUtility

import hashlib
import hmac
import json
import time

COOKIE = "__second_step"
LIFETIME_SECONDS = 300

_KEY = "onewindow_policy.accounts.halfway"
_PASSED = "onewindow_policy.accounts.second_step"


def note_right_password(request, user_id: str) -> None:
    """Note that the request brought the right password of somebody with a second factor."""
    IAnnotations(request)[_KEY] = user_id


def right_password_of(request) -> str | None:
    """Return whose right password the request brought, who is not logged in by it."""
    annotations = IAnnotations(request, None)
    return None if annotations is None else annotations.get(_KEY)


def note_second_step(request, user_id: str) -> None:
    """Note that the request brought the second factor of somebody, too."""
    IAnnotations(request)[_PASSED] = user_id


def has_passed(request, user_id: str) -> bool:
    """Return whether the request brought both factors of somebody."""
    annotations = IAnnotations(request, None)
    return annotations is not None and annotations.get(_PASSED) == user_id


def set_proof(response, user_id: str, password_hash) -> None:
    """Let the browser show for some minutes that it gave the right password."""
    body = json.dumps([user_id, int(time.time()) + LIFETIME_SECONDS]).encode()
    value = f"{_text(body)}.{_text(_sign(body, password_hash))}"
    response.setCookie(
        COOKIE,
        value,
        path="/",
        http_only=True,
        same_site="Strict",
        max_age=LIFETIME_SECONDS,
    )


def drop_proof(response) -> None:
    """Take the cookie away again."""
    response.expireCookie(COOKIE, path="/")


def proven_user(request, hash_of) -> str | None:
    """Return who gave the right password with this browser some minutes ago, or None.

    `hash_of` returns the stored hash of an account's password, or None.
    """
    body, _dot, signature = (request.cookies.get(COOKIE) or "").partition(".")
    try:
        body, signature = _bytes(body), _bytes(signature)
        user_id, ends_at = json.loads(body)
    except (ValueError, TypeError):
        return None
    if not isinstance(user_id, str) or not isinstance(ends_at, int):
        return None
    password_hash = hash_of(user_id)
    if password_hash is None or ends_at < time.time():
        return None
    expected = _sign(body, password_hash)
    return user_id if hmac.compare_digest(signature, expected) else None


def _sign(body: bytes, password_hash) -> bytes:
    if isinstance(password_hash, str):
        password_hash = password_hash.encode()
    secret = getUtility(IKeyManager).secret().encode()
    purpose = b"onewindow second step\0" + hashlib.sha256(password_hash).digest()
    return hmac.digest(secret, purpose + body, "sha256")


def _text(data: bytes) -> str:
    return urlsafe_b64encode(data).decode("ascii").rstrip("=")


def _bytes(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))
