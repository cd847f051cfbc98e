"""Remember what was read from many objects, for as long as that would not change."""

from AccessControl import getSecurityManager
from collections.abc import Callable
from collections.abc import Hashable
from functools import wraps
from onewindow_policy.snapshots.states import content_serial
from onewindow_policy.snapshots.states import content_state
from threading import Lock
from typing import Any
from zope.annotation.interfaces import IAnnotations
from zope.globalrequest import getRequest

#: How many states a process remembers at a time: the newest, and the one before it, since
#: for a moment after a change connections see different ones.
REMEMBERED_STATES = 2

ANONYMOUS_ROLES = {"Anonymous"}

#: Where a request keeps what was read once for it.
_OF_REQUEST = "onewindow_policy.snapshots.of_request"


def until_content_changes(read: Callable) -> Callable:
    """Decorate `read`, so that a process calls it once for each state of the content.

    It must return the same to everybody and at any time: nothing that depends on who
    asks, or on which dates have passed. What it returns must be immutable and hold no
    persistent object, since all threads share it. Its arguments, if any, must be
    hashable, and few. A change that was not committed yet is read anew each time.
    """
    return _remembered(read, content_serial)


def until_public_changes(read: Callable) -> Callable:
    """Decorate `read`, so that a process calls it once for each state of what the public
    sees: the content, and the dates that have passed.

    Whoever is logged in may see more, or less: `read` is called for them each time, and
    nothing of it is remembered. Else as `until_content_changes`.
    """
    return _remembered(read, _public_state)


def once_a_request(read: Callable) -> Callable:
    """Decorate `read`, so that a request calls it once with the same arguments, for as
    long as the content stays.

    It is for what there are too many of to remember in a process; else as
    `until_content_changes`.
    """

    @wraps(read)
    def remember(*arguments):
        request, state = getRequest(), content_serial()
        if request is None or state is None:
            return read(*arguments)
        values = IAnnotations(request).setdefault(_OF_REQUEST, {})
        key = (read, state, arguments)
        if key not in values:
            values[key] = read(*arguments)
        return values[key]

    return remember


def _public_state() -> Hashable | None:
    """Return the state of what the public sees, None when somebody else is asking."""
    manager = getSecurityManager()
    user = manager.getUser()
    is_anonymous = user.getId() is None and ANONYMOUS_ROLES.issuperset(user.getRoles())
    # Code may lend an anonymous user other roles for a while.
    if not is_anonymous or manager.calledByExecutable():
        return None
    state = content_state()
    return state.key if state is not None else None


def _remembered(read: Callable, current_state: Callable[[], Hashable | None]):
    values: dict[Hashable, dict[tuple, Any]] = {}
    lock = Lock()
    missing = object()

    @wraps(read)
    def remember(*arguments):
        state = current_state()
        if state is None:
            return read(*arguments)
        # Looked up once: another thread may forget it right after.
        value = values.get(state, {}).get(arguments, missing)
        if value is missing:
            value = read(*arguments)
            with lock:
                values.setdefault(state, {})[arguments] = value
                while len(values) > REMEMBERED_STATES:
                    del values[next(iter(values))]
        return value

    return remember
