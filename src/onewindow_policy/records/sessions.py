"""Sessions: one to read and one to write, both part of Zope's transaction.

Reading first and writing later in one transaction is fine, and this is what is seen:

- `read_session()` sees the database as it was at its first query, until the end.
- `write_session()` sees it as it is when its own first statement runs; on SQLite nobody
  else can write from then on. What was read before may have changed: a write that
  depends on it reads it again, by the write session (`with_for_update=True` for rows,
  as PostgreSQL has many writers at once), or rests on a unique constraint.
- Once there is a write session, `read_session()` returns that one, so that a page shows
  what was just written. Rows from the earlier session stay as they were.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from onewindow_policy.records.database import get_database
from sqlalchemy.orm import Session
from sqlalchemy.orm import sessionmaker
from zope.sqlalchemy import datamanager

import threading
import transaction
import zope.sqlalchemy

# SQLite has savepoints; what breaks them is how the driver begins transactions, which
# our engine does itself.
datamanager.NO_SAVEPOINT_SUPPORT.discard("sqlite")

# Rows outlive their session only to be looked at, with what they had.
_reading = sessionmaker(expire_on_commit=False)
_writing = sessionmaker(expire_on_commit=False)
_own = sessionmaker(expire_on_commit=False)

zope.sqlalchemy.register(_reading, initial_state=datamanager.STATUS_READONLY)
# Statements that do not pass through objects count as changes too.
zope.sqlalchemy.register(_writing, initial_state=datamanager.STATUS_CHANGED)


@dataclass
class _Scope:
    """The sessions of one transaction of Zope's."""

    reading: Session | None = None
    writing: Session | None = None


class _OwnTransaction(threading.local):
    session: Session | None = None


_scopes = object()
_own_transaction = _OwnTransaction()


def read_session() -> Session:
    """Return this transaction's session for reading; it keeps nobody from writing.

    Raises DatabaseUnavailable.
    """
    scope = _scope()
    if scope.writing is not None:
        return scope.writing
    if scope.reading is None:
        database = get_database()
        database.ensure_ready()
        scope.reading = _reading(bind=database.reading)
    return scope.reading


def write_session() -> Session:
    """Return this transaction's session for writing; Zope's commit commits it.

    Ask for it late: after validation, checks of files and sealing. From its first
    statement on, SQLite lets nobody else write. Raises DatabaseUnavailable, and
    DatabaseBusy from whatever is done with it.
    """
    if _own_transaction.session is not None:
        raise RuntimeError("Within own_transaction() use its session.")
    scope = _scope()
    if scope.writing is None:
        database = get_database()
        database.ensure_ready()
        scope.writing = _writing(bind=database.writing)
    return scope.writing


@contextmanager
def own_transaction() -> Iterator[Session]:
    """Yield a session that commits at the end of the block, whatever Zope's does.

    For what must be kept when a request fails: counted tries, refusals in the audit.
    Keep it short. It comes before `write_session()`: on SQLite it would wait for that
    one for ever.
    """
    if _scope().writing is not None or _own_transaction.session is not None:
        raise RuntimeError("There is a write session already.")
    database = get_database()
    database.ensure_ready()
    with _own(bind=database.writing) as session, session.begin():
        _own_transaction.session = session
        try:
            yield session
        finally:
            _own_transaction.session = None


@contextmanager
def joined_or_own_transaction() -> Iterator[Session]:
    """Yield an own transaction's session; where this transaction writes already, the one
    that writes.

    For what should be kept when a request fails, and may be asked after something was
    written: it waits for nobody, and is kept then with all the rest or not at all.
    """
    if is_writing():
        session = joined_session()
        yield session
        session.flush()
    else:
        with own_transaction() as session:
            yield session


@contextmanager
def brief_session() -> Iterator[Session]:
    """Yield a session that reads apart from Zope's transaction, and ends with the block.

    For what is asked before a request is anybody's: the moment that the page sees by
    `read_session()` stays its own. Raises DatabaseUnavailable.
    """
    database = get_database()
    database.ensure_ready()
    with _own(bind=database.reading) as session:
        yield session


def joined_session() -> Session:
    """Return the session that writes at this place: an own transaction's, or Zope's."""
    return _own_transaction.session or write_session()


def is_writing() -> bool:
    """Return whether this transaction writes already, so that none of its own can."""
    return _scope().writing is not None or _own_transaction.session is not None


def _scope() -> _Scope:
    current = transaction.get()
    try:
        return current.data(_scopes)
    except KeyError:
        scope = _Scope()
        current.set_data(_scopes, scope)
        return scope
