"""Addresses by the place that they lead to: host and port, however they are written."""

from typing import NamedTuple
from urllib.parse import urlsplit

#: The scheme is left out, since a web server before us may speak TLS and not say so; then
#: the usual port of either is none.
_USUAL_PORTS = (80, 443)
_PORT_OF_SCHEME = {"http": 80, "https": 443}


def are_at_one_place(address: str, other: str) -> bool:
    """Return whether two addresses, or origins, have the same host and port.

    What cannot be read, and `null`, is at no place.
    """
    place = _place_of(address)
    return place is not None and place == _place_of(other)


def origin_of(address: str) -> str | None:
    """Return the origin of an address as browsers write it (RFC 6454, section 6.2), None
    for what has none."""
    parts = _split(address)
    if parts is None or parts.scheme not in _PORT_OF_SCHEME:
        return None
    host = f"[{parts.host}]" if ":" in parts.host else parts.host
    is_usual = parts.port in (None, _PORT_OF_SCHEME[parts.scheme])
    return f"{parts.scheme}://{host}" + ("" if is_usual else f":{parts.port}")


def _place_of(address: str) -> tuple[str, int | None] | None:
    parts = _split(address)
    if parts is None:
        return None
    port = None if parts.port in _USUAL_PORTS else parts.port
    return parts.host.rstrip("."), port


class _Parts(NamedTuple):
    scheme: str
    host: str
    port: int | None


def _split(address: str) -> _Parts | None:
    """Return the parts of an address with a host and a port that can be one, else None."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        return None
    return _Parts(parts.scheme, host, port) if host and port != 0 else None
