"""Templates, compiled by one thread at a time.

CPython counts in one place how deep it is in the syntax trees that all threads build: two
templates compiled at once, as the first visitors after a start have it, may fail with a
SystemError (https://github.com/python/cpython/issues/106905; mended in newer releases
than the oldest that we run on).
"""

from threading import RLock
from typing import Any

_one_at_a_time = RLock()


def cook_alone(original, template, body: str, name: str, builtins) -> dict[str, Any]:
    """Replace Chameleon's `BaseTemplate._cook`: whoever waited finds the result of the
    others in Chameleon's cache, and compiles nothing."""
    with _one_at_a_time:
        return original(template, body, name, builtins)
