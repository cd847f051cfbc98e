"""Numbers that are kept beside the generations of the index, by name."""

from functools import lru_cache
from onewindow_policy.search.tables import bookkeeping
from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import insert
from sqlalchemy import Select
from sqlalchemy import select

#: The generation that serves, and the one that is being built.
SERVING = "serving"
BUILDING = "building"

#: Of each generation: its format, and the last id given in it.
FORMAT_OF = "format {}"
LAST_ID = "last id {}"


def read_numbers(connection: Connection, schema: str | None) -> dict[str, int]:
    """Return all numbers."""
    return dict(connection.execute(_all_numbers(schema)).all())


def set_numbers(
    connection: Connection, schema: str | None, numbers: dict[str, int]
) -> None:
    """Keep `numbers`; others stay as they are."""
    drop_numbers(connection, schema, numbers)
    connection.execute(
        insert(bookkeeping(schema).numbers),
        [{"name": name, "value": value} for name, value in numbers.items()],
    )


def drop_numbers(connection: Connection, schema: str | None, names) -> None:
    """Keep the numbers with these names no longer."""
    kept = bookkeeping(schema).numbers
    connection.execute(delete(kept).where(kept.c.name.in_(list(names))))


@lru_cache(maxsize=2)
def _all_numbers(schema: str | None) -> Select:
    kept = bookkeeping(schema).numbers.c
    return select(kept.name, kept.value)
