"""Whoever gives a command, for the audit; it needs nothing of Zope."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from getpass import getuser

ANONYMOUS = "anonymous"

#: Characters of the column that names people.
LONGEST_PERSON = 255

#: Who is named where nobody is logged in.
by: ContextVar[str] = ContextVar("by", default=ANONYMOUS)


def name_of_operator() -> str:
    """Return how the audit calls whoever is logged in on the machine."""
    return f"command:{getuser()}"[:LONGEST_PERSON]


@contextmanager
def operating(name: str | None = None) -> Iterator[None]:
    """Let what is done meanwhile be done by `name`, else by whoever is logged in on the
    machine."""
    token = by.set(name or name_of_operator())
    try:
        yield
    finally:
        by.reset(token)
