"""Asking other sites for an address that somebody wrote, and nobody but other sites.

What an editor writes could name this machine, its neighbours or the cloud's own services,
which answer the portal and nobody else (OWASP, Server-Side Request Forgery Prevention).
So a name is looked up once, every address of it is looked at, and that same address is
asked; a redirect goes the same way. Proxies of the environment are not used: behind one
nobody could tell who is asked.
"""

from ipaddress import ip_address
from ipaddress import ip_network
from ipaddress import IPv6Address
from urllib.request import HTTPDefaultErrorHandler
from urllib.request import HTTPErrorProcessor
from urllib.request import HTTPHandler
from urllib.request import HTTPRedirectHandler
from urllib.request import HTTPSHandler
from urllib.request import OpenerDirector
from urllib.request import UnknownHandler

import http.client
import socket

#: Where sites answer everybody.
PORTS = frozenset({80, 443})

#: Public by their numbers alone: addresses that are translated to others on the way
#: (RFC 6052, 3056, 4380), and a cloud's own service for its machines.
_NOT_PUBLIC = tuple(
    ip_network(each)
    for each in (
        *("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32"),
        *("192.88.99.0/24", "168.63.129.16/32"),
    )
)


class NotPublic(OSError):
    """A site is not to be asked: it is not one of the public."""


def is_public(address: str) -> bool:
    """Return whether an IP address, as a text, is one of the public Internet."""
    ip = ip_address(address.partition("%")[0])
    if isinstance(ip, IPv6Address) and ip.ipv4_mapped is not None:
        ip = ip.ipv4_mapped
    return (
        ip.is_global
        and not ip.is_multicast
        and not ip.is_reserved
        and not any(ip in each for each in _NOT_PUBLIC if each.version == ip.version)
    )


def connect(address: tuple[str, int], timeout=None, _source=None) -> socket.socket:
    """Return a connection to a host and port, in the place of `create_connection`.

    Raises NotPublic where any address of the name is not public, or the port is not one
    of the Web; OSError where nobody answers.
    """
    host, port = address
    if port not in PORTS:
        raise NotPublic(f"port {port} is not asked")
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not found or not all(is_public(str(where[0])) for *_rest, where in found):
        raise NotPublic("the address is not public")
    failure = OSError("nobody answers")
    for family, kind, protocol, _name, where in found:
        connection = socket.socket(family, kind, protocol)
        try:
            # What is said for none is an object of its own.
            if isinstance(timeout, (int, float)):
                connection.settimeout(timeout)
            connection.connect(where)
        except OSError as error:
            connection.close()
            failure = error
        else:
            return connection
    raise failure


def opener() -> OpenerDirector:
    """Return what asks public sites by http and https, and follows redirects to such."""
    director = OpenerDirector()
    for handler in (
        *(UnknownHandler(), HTTPDefaultErrorHandler(), HTTPRedirectHandler()),
        *(HTTPErrorProcessor(), _Handler(), _SecureHandler()),
    ):
        director.add_handler(handler)
    return director


class _Connection(http.client.HTTPConnection):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self._create_connection = connect


class _SecureConnection(http.client.HTTPSConnection):
    def __init__(self, *arguments, **options):
        super().__init__(*arguments, **options)
        self._create_connection = connect


class _Handler(HTTPHandler):
    def http_open(self, request):
        return self.do_open(_Connection, request)


class _SecureHandler(HTTPSHandler):
    def https_open(self, request):
        return self.do_open(_SecureConnection, request, context=self._context)
