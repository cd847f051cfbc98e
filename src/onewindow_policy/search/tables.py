"""The tables of the index, of which each rebuilding makes a new generation."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from sqlalchemy import BigInteger
from sqlalchemy import Column
from sqlalchemy import Connection
from sqlalchemy import Integer
from sqlalchemy import MetaData
from sqlalchemy import SmallInteger
from sqlalchemy import String
from sqlalchemy import Table
from sqlalchemy import Text
from sqlalchemy import text
from sqlalchemy import TextClause

#: Every term that begins so stands before what begins so and goes on with this.
LAST_CHARACTER = "\U0010ffff"

#: By code points, on both databases: beginnings are looked up as ranges.
_TERM = String().with_variant(String(collation="C"), "postgresql")


@dataclass(frozen=True, slots=True)
class Generation:
    """The tables of one generation of the index."""

    number: int
    metadata: MetaData
    documents: Table
    postings: Table
    frequencies: Table


@lru_cache(maxsize=8)
def generation(number: int, schema: str | None) -> Generation:
    """Return the tables with this number in the database's `schema`."""
    metadata = MetaData(schema=schema)
    return Generation(
        number,
        metadata,
        documents=Table(
            f"documents_{number}",
            metadata,
            # Never given again: what a process remembers by it stays true.
            Column("id", Integer, primary_key=True, autoincrement=False),
            Column("uid", String, nullable=False, unique=True),
            Column("type", SmallInteger, nullable=False),
            Column("path", String, nullable=False),
            Column("title", String, nullable=False),
            Column("description", Text, nullable=False),
            Column("item_code", String, nullable=False),
            Column("category", String, nullable=False),
            Column("districts", String, nullable=False),
            Column("effective", BigInteger, nullable=False),
            Column("expires", BigInteger, nullable=False),
            Column("told_from", BigInteger, nullable=False),
            Column("told_until", BigInteger, nullable=False),
            # JSON: the names as they are compared, the texts as they are shown, and the
            # terms with their ranks, by which postings are found again.
            Column("names", Text, nullable=False),
            Column("texts", Text, nullable=False),
            Column("terms", Text, nullable=False),
        ),
        postings=Table(
            f"postings_{number}",
            metadata,
            Column("term", _TERM, primary_key=True),
            Column("rank", SmallInteger, primary_key=True, autoincrement=False),
            Column("document", Integer, primary_key=True, autoincrement=False),
            sqlite_with_rowid=False,
        ),
        # How many documents have a term, of those that very many have.
        frequencies=Table(
            f"frequencies_{number}",
            metadata,
            Column("term", _TERM, primary_key=True),
            Column("count", Integer, nullable=False),
            sqlite_with_rowid=False,
        ),
    )


@dataclass(frozen=True, slots=True)
class Bookkeeping:
    """The tables that all generations share."""

    metadata: MetaData
    #: Numbers by name: the format, which generation serves, which is being built …
    numbers: Table
    #: What changed while a generation is being built, which therefore may lack it.
    changes: Table


@lru_cache(maxsize=2)
def bookkeeping(schema: str | None) -> Bookkeeping:
    """Return the tables that all generations share in the database's `schema`."""
    metadata = MetaData(schema=schema)
    return Bookkeeping(
        metadata,
        numbers=Table(
            "numbers",
            metadata,
            Column("name", String, primary_key=True),
            Column("value", BigInteger, nullable=False),
        ),
        changes=Table("changes", metadata, Column("uid", String, primary_key=True)),
    )


def for_dialect(
    statements: Mapping[str, str], connection: Connection, tables: Generation
) -> TextClause:
    """Return the one of `statements` that the database understands, on `tables`."""
    return _text(statements[connection.dialect.name], tables.postings.fullname)


@lru_cache(maxsize=16)
def _text(statement: str, postings: str) -> TextClause:
    return text(statement.format(postings=postings))
