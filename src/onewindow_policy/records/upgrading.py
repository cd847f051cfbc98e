"""The version of the tables, for the command that brings a whole site up to date."""

from dataclasses import dataclass
from onewindow_policy.records.database import get_database
from onewindow_policy.records.schema import NEWER
from onewindow_policy.records.schema import require_current
from onewindow_policy.records.schema import revision_of
from onewindow_policy.records.schema import revisions
from onewindow_policy.records.schema import state_of


@dataclass(frozen=True, slots=True)
class TablesVersion:
    """Revisions of Alembic; `found` is None where there are no tables."""

    found: str | None
    current: str

    @property
    def is_current(self) -> bool:
        return self.found == self.current


def leave_tables() -> None:
    """Let this process upgrade no tables but by `upgrade_tables`.

    To be called before Zope is started, which makes the database ready.
    """
    get_database().upgrades_on_start = False


def tables_version() -> TablesVersion:
    """Return which version the tables have, without touching them.

    Raises `SchemaMismatch` when a newer version has been here, `DatabaseUnavailable`.
    """
    database = get_database()
    settings = database.settings
    found = None
    if not settings.is_sqlite or settings.sqlite_path.exists():
        with database.reading.connect() as connection:
            if state_of(connection) == NEWER:
                require_current(connection)
            found = revision_of(connection)
    return TablesVersion(found, revisions()[-1])


def upgrade_tables() -> None:
    """Bring the tables up to date. Raises `DatabaseUnavailable`."""
    get_database().upgrade()
