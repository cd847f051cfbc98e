"""Remember what was read from many objects, for as long as no content changed."""

from collections.abc import Callable
from functools import wraps
from plone import api
from threading import Lock
from typing import Any

#: How many states of the site a process remembers at a time. Connections see different
#: ones for a moment after a change; tests stack databases.
REMEMBERED_STATES = 4


def content_serial() -> tuple | None:
    """Return what identifies the state of all indexed content, None while it changes.

    The catalog counts its changes in an object of its own. The serial of that object is
    a transaction's, so that unlike the count itself it never returns, even after undo.
    """
    catalog = api.portal.get_tool("portal_catalog")
    # Asking for the count also works off what waits to be indexed.
    catalog.getCounter()
    counter = catalog._counter
    if counter is None or counter._p_jar is None:
        return None
    counter._p_activate()
    if counter._p_changed:
        return None
    return id(counter._p_jar.db()), counter._p_oid, counter._p_serial


def until_content_changes(read: Callable[[], Any]) -> Callable[[], Any]:
    """Decorate `read`, a function without arguments, so that a process calls it once
    for each state of the content.

    What it returns must be immutable and hold no persistent object, since all threads
    share it. A change that was not committed yet is read anew each time.
    """
    remembered: dict[tuple, Any] = {}
    lock = Lock()
    missing = object()

    @wraps(read)
    def remember():
        serial = content_serial()
        if serial is None:
            return read()
        # Looked up once: another thread may forget it right after.
        value = remembered.get(serial, missing)
        if value is missing:
            value = read()
            with lock:
                while len(remembered) >= REMEMBERED_STATES:
                    del remembered[next(iter(remembered))]
                remembered[serial] = value
        return value

    return remember
