"""Who can reach what listens at an address. Nothing of Zope is imported here."""

from ipaddress import ip_address

import socket

SAMPLE_FOR_OTHERS = """\
Everybody knows the passwords of the sample accounts, and HOST={host} lets others on the
network log in with them. Leave HOST out, so that this machine alone reaches the sample."""


def is_own(host: str) -> bool:
    """Return whether nobody but this machine can reach what listens at `host`."""
    try:
        found = {each[4][0] for each in socket.getaddrinfo(host or "::", None)}
    except OSError:
        return False
    return bool(found) and all(ip_address(each).is_loopback for each in found)
