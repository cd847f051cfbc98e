"""The tables' versions: Alembic's revisions, and bringing a database up to them."""

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from functools import cache
from importlib import import_module
from onewindow_policy import PACKAGE_NAME
from onewindow_policy.records.exceptions import SchemaMismatch
from pathlib import Path
from sqlalchemy import Column
from sqlalchemy import Connection
from sqlalchemy import inspect
from sqlalchemy import MetaData
from sqlalchemy import select
from sqlalchemy import String
from sqlalchemy import Table

CURRENT = "current"
OUTDATED = "outdated"
NEWER = "newer"

IS_OUTDATED = """\
The tables of the database are at revision {found}, and this version works with {head}. \
Back up, then run: onewindow db upgrade"""

IS_NEWER = """\
The tables of the database are at revision {found}, which this version does not know: a \
newer one has been here. Go back to it, or restore a backup."""

#: Alembic's own table, read without Alembic, which would log each look at it.
REVISION = Table("alembic_version", MetaData(), Column("version_num", String(32)))

MIGRATIONS = Path(__file__).parent / "migrations"


def alembic_config(connection: Connection | None = None) -> Config:
    """Return Alembic's settings, to work on `connection`."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")
    config.attributes["connection"] = connection
    return config


@cache
def revisions() -> tuple[str, ...]:
    """Return all revisions that this version knows, the first one first."""
    scripts = ScriptDirectory.from_config(alembic_config())
    return tuple(script.revision for script in scripts.walk_revisions())[::-1]


def revision_of(connection: Connection) -> str | None:
    """Return the revision a database is at, or None for an empty one."""
    if not inspect(connection).has_table(REVISION.name):
        return None
    return connection.scalar(select(REVISION.c.version_num))


def state_of(connection: Connection) -> str:
    """Return whether the tables are CURRENT, OUTDATED or NEWER."""
    found = revision_of(connection)
    if found == revisions()[-1]:
        return CURRENT
    return OUTDATED if found is None or found in revisions() else NEWER


def require_current(connection: Connection) -> None:
    """Raise SchemaMismatch, with what to do about it, unless the tables are current."""
    state = state_of(connection)
    if state != CURRENT:
        words = IS_OUTDATED if state == OUTDATED else IS_NEWER
        found = revision_of(connection) or "none"
        raise SchemaMismatch(words.format(found=found, head=revisions()[-1]))


def upgrade(connection: Connection, target: str = "head") -> None:
    """Bring the tables to a revision, in the transaction of `connection`.

    Raises SchemaMismatch when a newer version has been here.
    """
    if state_of(connection) == NEWER:
        require_current(connection)
    command.upgrade(alembic_config(connection), target)


def import_models() -> None:
    """Import every `models.py` of the rooms, so that `Base` knows all tables.

    Serving needs this never: for writing migrations, and for checking them.
    """
    import_module("onewindow_policy.records.api")
    package = Path(import_module(PACKAGE_NAME).__file__).parent
    for path in sorted(package.rglob("models.py")):
        name = path.relative_to(package).with_suffix("")
        import_module(".".join((PACKAGE_NAME, *name.parts)))


def write_revision(connection: Connection, message: str) -> Path:
    """Write a migration from the tables of `connection` to what the models say now.

    Returns its path. What it does to data has to be added by hand.
    """
    import_models()
    script = command.revision(
        alembic_config(connection),
        message,
        autogenerate=True,
        rev_id=f"{len(revisions()) + 1:04}",
    )
    return Path(script.path)
