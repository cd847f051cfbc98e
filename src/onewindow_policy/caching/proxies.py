"""Telling the caching proxies what to forget.

plone.cachepurging asks for exact addresses, without their queries, and only at the end of
a request. What a command changes, or the second page of a list, it does not reach; and its
threads keep a process from ending. Its settings are ours too (Site Setup, Caching): where
the proxies are, and whether they are told at all.
"""

from collections.abc import Iterable
from http.client import HTTPConnection
from http.client import HTTPException
from onewindow_policy import logger
from onewindow_policy.caching.scopes import Forgetting
from plone.registry.interfaces import IRegistry
from queue import Empty
from queue import Queue
from threading import Lock
from threading import Thread
from time import monotonic
from urllib.parse import quote
from urllib.parse import urlsplit
from zope.component import queryUtility

import atexit

#: Seconds after which all is said once more. A page that was being made while its content
#: changed reaches the proxy after it was told, made of what was.
ON_ITS_WAY_SECONDS = 3

#: How long a proxy may take to answer, and how long a process waits for its orders to
#: be carried out before it ends.
TIMEOUT_SECONDS = 2
FAREWELL_SECONDS = ON_ITS_WAY_SECONDS + 3 * TIMEOUT_SECONDS

SETTINGS = "plone.cachepurging.interfaces.ICachePurgingSettings"

#: Says that lists are to be forgotten too; deploy/varnish.vcl reads it.
LISTS_HEADER = "X-Ban-Lists"


def proxy_addresses() -> tuple[str, ...]:
    """Return the addresses of the caching proxies that are to be told."""
    registry = queryUtility(IRegistry)
    if registry is None or not registry.get(f"{SETTINGS}.enabled"):
        return ()
    return tuple(registry.get(f"{SETTINGS}.cachingProxies") or ())


def has_proxies() -> bool:
    """Return whether there is a caching proxy that is told of changes."""
    return bool(proxy_addresses())


def send(proxy: str, orders: Iterable[Forgetting]) -> None:
    """Give `orders` to the proxy at the address `proxy`, in one connection.

    Raises OSError or HTTPException where that fails; a refusal is one too.
    """
    parts = urlsplit(proxy)
    connection = HTTPConnection(
        parts.hostname or "", parts.port or 80, timeout=TIMEOUT_SECONDS
    )
    try:
        for order in orders:
            headers = {LISTS_HEADER: "yes"} if order.lists else {}
            connection.request("BAN", quote(order.path, safe="/@"), headers=headers)
            response = connection.getresponse()
            response.read()
            if response.status != 200:
                raise HTTPException(f"{response.status} {response.reason}")
    finally:
        connection.close()


class Messenger:
    """Carries orders to proxies, in a thread of its own, so that nobody waits for them.

    Whatever goes wrong is a line in the log: content is published whether or not a proxy
    can be told, and what it keeps grows old by itself.
    """

    def __init__(self):
        self._orders = Queue()
        self._lock = Lock()
        self._thread = None

    def give(self, proxies: tuple[str, ...], orders: frozenset[Forgetting]) -> None:
        """Have `proxies` told to forget `orders`: now, and once more a little later."""
        self._orders.put((proxies, orders))
        with self._lock:
            if self._thread is None:
                self._thread = Thread(target=self._work, name="caching", daemon=True)
                self._thread.start()

    def finish(self, timeout_seconds: float) -> None:
        """Wait until all that was given is carried out, for `timeout_seconds` at most.

        What is given later is carried out by another thread.
        """
        with self._lock:
            thread, self._thread = self._thread, None
        if thread is not None:
            self._orders.put(None)
            thread.join(timeout_seconds)

    def _work(self) -> None:
        again: list[tuple[float, tuple]] = []
        ending = False
        while not ending or again:
            wait = max(again[0][0] - monotonic(), 0) if again else None
            try:
                job = self._orders.get(timeout=wait)
            except Empty:
                _tell(*again.pop(0)[1])
                continue
            if job is None:
                ending = True
                continue
            _tell(*job)
            again.append((monotonic() + ON_ITS_WAY_SECONDS, job))


def _tell(proxies: tuple[str, ...], orders: frozenset[Forgetting]) -> None:
    for proxy in proxies:
        try:
            send(proxy, orders)
        except (OSError, HTTPException, ValueError) as error:
            logger.warning(
                "The caching proxy at %s was not told of a change: %s. It may show what"
                " was for up to an hour.",
                proxy,
                type(error).__name__ if not str(error) else error,
            )


MESSENGER = Messenger()

# A command ends right after its commit.
atexit.register(MESSENGER.finish, FAREWELL_SECONDS)
