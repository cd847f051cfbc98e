"""Publishing pages in process, and counting what each costs."""

from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from Products.ZCatalog.Catalog import Catalog
from statistics import median
from unittest import mock
from ZODB.ActivityMonitor import ActivityMonitor
from ZPublisher.WSGIPublisher import publish_module

import time

#: Requests that warm caches, and requests that are measured.
WARM_UP = 5
MEASURED = 40


@dataclass(frozen=True)
class Cost:
    """What a page costs: CPU in ms (median), bytes of HTML, ZODB loads from a cold cache,
    catalog queries."""

    cpu_ms: float
    size: int
    objects_loaded: int
    catalog_queries: int


def set_up(layer, done=None) -> list:
    """Set `layer` up after its bases, as a test runner would; return them in order."""
    done = [] if done is None else done
    for base in layer.__bases__:
        set_up(base, done)
    if layer not in done:
        layer.setUp()
        done.append(layer)
    return done


def fetch(path: str, query: str = "", accept: str = "text/html") -> tuple[str, bytes]:
    """Publish `path` as an anonymous reader; return the status line and the body."""
    status = []
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "8080",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1:8080",
        "HTTP_ACCEPT": accept,
        "SCRIPT_NAME": "",
        "wsgi.input": BytesIO(),
        "wsgi.url_scheme": "http",
    }
    body = publish_module(environ, lambda line, _headers: status.append(line))
    return status[0], b"".join(body)


def measure(database, path: str, query: str = "") -> Cost:
    """Return what `path` costs, uncached by any proxy.

    Raises ValueError when the page does not answer 200.
    """
    database.cacheMinimize()
    loads, queries = _count(database, lambda: fetch_ok(path, query))
    for _number in range(WARM_UP):
        body = fetch_ok(path, query)
    times = []
    for _number in range(MEASURED):
        began = time.process_time()
        body = fetch_ok(path, query)
        times.append(time.process_time() - began)
    return Cost(median(times) * 1000, len(body), loads, queries)


def measure_once(path: str, query: str, before: Callable[[], object]) -> float:
    """Return the CPU in ms of one request that comes right after `before` was called."""
    before()
    began = time.process_time()
    fetch_ok(path, query)
    return (time.process_time() - began) * 1000


def fetch_ok(path: str, query: str = "") -> bytes:
    """Publish `path`, and return the body. Raises ValueError when it is not 200."""
    status, body = fetch(path, query)
    if not status.startswith("200"):
        raise ValueError(f"{path}: {status}")
    return body


def _count(database, work: Callable[[], object]) -> tuple[int, int]:
    """Return the ZODB loads and the catalog queries that `work` makes."""
    monitor = ActivityMonitor()
    database.setActivityMonitor(monitor)
    try:
        with _counted_queries() as queries:
            work()
    finally:
        database.setActivityMonitor(None)
    return sum(entry[1] for entry in monitor.log), len(queries)


@contextmanager
def _counted_queries():
    seen = []
    search = Catalog.search

    def counting(self, query, *args, **kwargs):
        seen.append(query)
        return search(self, query, *args, **kwargs)

    with mock.patch.object(Catalog, "search", counting):
        yield seen
