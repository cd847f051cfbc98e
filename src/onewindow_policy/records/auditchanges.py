"""What the audit keeps of changes of content: when they are kept, and only then."""

from onewindow_policy.records.auditaway import keep_away
from onewindow_policy.records.auditing import entry_of
from onewindow_policy.records.auditing import Note
from onewindow_policy.records.auditing import take_note
from onewindow_policy.records.database import get_database
from onewindow_policy.records.exceptions import DatabaseUnavailable
from onewindow_policy.records.sessions import write_session
from sqlalchemy import select
from transaction.interfaces import IDataManagerSavepoint
from transaction.interfaces import ISavepointDataManager
from zope.interface import implementer

import transaction

_notes = object()


def audit_change(action: str, subject: str, detail: str = "", **options) -> None:
    """Note a change of what is no record: content, accounts, roles.

    It is kept when Zope's transaction is, and goes with what a savepoint takes back.
    Takes what `audit` takes. While the database is away, it waits in a sealed file.
    """
    notes = _notes_of(transaction.get())
    notes.join()
    notes.taken.append(take_note(action, subject, detail, **options))


def _notes_of(current) -> "_Notes":
    try:
        return current.data(_notes)
    except KeyError:
        notes = _Notes(current)
        current.set_data(_notes, notes)
        current.addBeforeCommitHook(notes.write)
        current.addAfterCommitHook(notes.keep)
        return notes


@implementer(ISavepointDataManager)
class _Notes:
    """What was noted in a transaction. See `ISavepointDataManager`.

    It takes part for the savepoints; what is written is the write session's to commit.
    """

    #: Transactions ask their resources for this.
    transaction_manager = transaction.manager

    def __init__(self, current):
        self.current = current
        self.is_joined = False
        self.taken: list[Note] = []
        self.away: tuple[list[Note], Exception] | None = None

    def join(self) -> None:
        """Take part in the transaction from here on, if not yet."""
        if not self.is_joined:
            self.is_joined = True
            self.current.join(self)

    def write(self) -> None:
        """Write what was noted, just before the commit; or remember that it cannot be.

        A database that goes away after this question fails the commit.
        """
        taken, self.taken = self.taken, []
        if not taken:
            return
        database = get_database()
        try:
            database.ensure_ready()
            with database.reading.connect() as connection:
                connection.execute(select(1))
        except DatabaseUnavailable as error:
            self.away = (taken, error)
            return
        session = write_session()
        session.add_all([entry_of(note) for note in taken])
        session.flush()

    def keep(self, is_kept: bool) -> None:
        """Keep in the sealed file what could not be written, if the change was kept."""
        if is_kept and self.away is not None:
            notes, error = self.away
            for note in notes:
                keep_away(get_database(), note, error)

    def savepoint(self):
        return _Savepoint(self, len(self.taken))

    def sortKey(self) -> str:
        return "onewindow_policy:audit"

    def abort(self, _transaction) -> None:
        """Forget all; a savepoint from before the first note comes to this as well."""
        self.taken = []
        self.is_joined = False

    def commit(self, _transaction) -> None:
        """Nothing is left to do in a commit."""

    tpc_begin = tpc_vote = tpc_finish = tpc_abort = commit


@implementer(IDataManagerSavepoint)
class _Savepoint:
    """How much had been noted. See `IDataManagerSavepoint`."""

    def __init__(self, notes: _Notes, count: int):
        self.notes = notes
        self.count = count

    def rollback(self) -> None:
        del self.notes.taken[self.count :]
