"""Links out of the portal: which lead there at once, and which say so first.

A page that sends people on to any address would lend the portal's good name to whoever
writes a link to it. So the address comes with a seal that only the portal can make, and
makes only for links in its own content.
"""

from hashlib import sha256
from plone.keyring.interfaces import IKeyManager
from urllib.parse import urlencode
from urllib.parse import urlsplit
from zope.component import getUtility

import hmac

LEAVING = "@@leaving"

#: Hosts of Chinese authorities.
GOVERNMENT = "gov.cn"

_RING = "_system"
_LONGEST_URL = 2000


def host_of(url: str) -> str | None:
    """Return the host of a web address, None for what is none.

    Nor for what browsers and Python read differently: backslashes, controls, passwords.
    """
    if len(url) > _LONGEST_URL or not url.isprintable() or "\\" in url or " " in url:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not host or parts.username is not None:
        return None
    return host.lower().rstrip(".")


def is_direct(host: str, own_host: str, direct_hosts) -> bool:
    """Return whether links to `host` lead there at once."""
    named = {own_host, GOVERNMENT, *direct_hosts}
    return host in named or host.endswith(f".{GOVERNMENT}")


def leaving_url(url: str, portal_url: str) -> str:
    """Return the address of the page that says where a link to `url` leads."""
    query = urlencode({"to": url, "seal": _seal(url, _secrets()[0])})
    return f"{portal_url}/{LEAVING}?{query}"


def is_sealed(url, seal) -> bool:
    """Return whether the portal itself made this link to `url`."""
    if not isinstance(url, str) or not isinstance(seal, str) or host_of(url) is None:
        return False
    return any(
        hmac.compare_digest(_seal(url, secret).encode(), seal.encode())
        for secret in _secrets()
    )


def _secrets() -> list[str]:
    """Return the secrets of the site, the one in use first; pages outlive a rotation."""
    return [secret for secret in getUtility(IKeyManager)[_RING] if secret]


def _seal(url: str, secret: str) -> str:
    message = f"leaving:{url}".encode()
    return hmac.new(secret.encode(), message, sha256).hexdigest()[:32]
