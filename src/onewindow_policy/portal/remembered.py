"""Values that stay true until the catalog changes."""

from collections.abc import Callable
from plone import api
from threading import Lock
from typing import Any

#: How many values a process keeps; each page asks for a few names only.
SIZE = 64

_values: dict[tuple, Any] = {}
_lock = Lock()


def until_catalog_changes(name: str, make: Callable[[], Any]) -> Any:
    """Return what `make` returns, made again only after the catalog has changed.

    `name` tells the values apart. They must not depend on who reads, nor on the time of
    day. While this transaction itself has changed the catalog, nothing is remembered.
    """
    counter = getattr(api.portal.get_tool("portal_catalog"), "_counter", None)
    if counter is None or counter._p_jar is None:
        return make()
    counter._p_activate()
    if counter._p_changed:
        return make()
    # The serial is the last change of the catalog that this connection sees; a count
    # could be reached twice, once in a transaction that was then aborted. Tests stack
    # databases, whose oids coincide.
    key = (name, id(counter._p_jar.db()), counter._p_oid, counter._p_serial)
    if key not in _values:
        value = make()
        with _lock:
            if len(_values) >= SIZE:
                del _values[next(iter(_values))]
            _values[key] = value
    return _values[key]
