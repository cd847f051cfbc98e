"""Reading the index: the documents of terms, and what is kept of documents."""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from functools import lru_cache
from onewindow_policy.search.interfaces import TYPES
from onewindow_policy.search.tables import for_dialect
from onewindow_policy.search.tables import Generation
from onewindow_policy.search.tables import LAST_CHARACTER
from onewindow_policy.search.terms import Name
from sqlalchemy import bindparam
from sqlalchemy import CompoundSelect
from sqlalchemy import Connection
from sqlalchemy import Integer
from sqlalchemy import literal
from sqlalchemy import Select
from sqlalchemy import select
from sqlalchemy import Table
from sqlalchemy import union_all
from threading import Lock
from typing import NamedTuple

import json

#: As many documents of a term are read at most, the most telling first.
HEAD = 400

#: Documents that a process remembers, of about 3 KB each.
REMEMBERED = 8192

#: A rank stands above an id in one number.
ID_BITS = 32
ID_MASK = 2**ID_BITS - 1

_HEADS = {
    "sqlite": """
        SELECT wanted.value, (
            SELECT group_concat((rank << 32) | document) FROM (
                SELECT rank, document FROM {postings} WHERE term = wanted.value
                ORDER BY rank, document LIMIT :most))
        FROM json_each(:terms) AS wanted""",
    "postgresql": """
        SELECT wanted.value, (
            SELECT string_agg(code::text, ',') FROM (
                SELECT (rank::bigint << 32) | document AS code
                FROM {postings} WHERE term = wanted.value COLLATE "C"
                ORDER BY rank, document LIMIT :most) AS heads)
        FROM json_array_elements_text(CAST(:terms AS json)) AS wanted""",
}


class Entry(NamedTuple):
    """A document as it is ranked and shown; its texts are read when it is shown."""

    id: int
    uid: str
    type: str
    path: str
    title: str
    description: str
    item_code: str
    category: str
    districts: tuple[str, ...]
    effective: int
    expires: int
    told_from: int
    told_until: int
    names: tuple[Name, ...]


class Reader:
    """One generation of the index at one moment, read through `connection`.

    `total` is how many documents were put into it so far.
    """

    def __init__(
        self,
        connection: Connection,
        tables: Generation,
        total: int,
        entries: "Entries",
    ):
        self.connection = connection
        self.tables = tables
        self.total = max(total, 1)
        self.remembered = entries

    def heads(self, terms: Collection[str], most: int = HEAD) -> dict[str, list[int]]:
        """Return, for each term that any document has, its documents: at most `most`
        codes of rank and id, smallest first."""
        if not terms:
            return {}
        statement = for_dialect(_HEADS, self.connection, self.tables)
        values = {"terms": json.dumps(sorted(terms)), "most": most}
        return {
            term: list(map(int, codes.split(",")))
            for term, codes in self.connection.execute(statement, values)
            if codes
        }

    def beginnings(
        self, starts: Sequence[str], most: int
    ) -> list[tuple[str, str, int]]:
        """Return terms that begin with one of `starts`, at most `most` for each: the
        start, the term, and the code of a document that has it."""
        if not starts:
            return []
        statement = _beginnings(self.tables, len(starts))
        values: dict[str, str | int] = {"most": most}
        for number, start in enumerate(starts):
            values |= {f"first{number}": start, f"last{number}": start + LAST_CHARACTER}
        return [
            (starts[number], term, rank << ID_BITS | document)
            for number, term, rank, document in self.connection.execute(
                statement, values
            )
        ]

    def counts(self, heads: Mapping[str, Collection[int]]) -> dict[str, int]:
        """Return how many documents have each of the terms with these heads."""
        counts = {term: len(codes) for term, codes in heads.items()}
        # What a head has room for was counted by reading it.
        more = [term for term, count in counts.items() if count >= HEAD]
        if more:
            statement = _wanted(self.tables.frequencies, ("term", "count"))
            counts |= dict(self.connection.execute(statement, {"wanted": more}).all())
        return counts

    def visible(self, ids: Collection[int], now: int) -> dict[int, Entry]:
        """Return by id, in the order of `ids`, those documents that are seen at `now`."""
        entries = self.remembered.read(self.connection, self.tables, ids)
        return {
            id: entries[id]
            for id in ids
            if entries[id].effective <= now < entries[id].expires
        }

    def texts(self, ids: Collection[int]) -> dict[int, tuple[tuple[str, str], ...]]:
        """Return the texts of documents, with the fields they stand in."""
        statement = _wanted(self.tables.documents, ("id", "texts"))
        return {
            id: tuple((field, said) for field, said in json.loads(texts))
            for id, texts in self.connection.execute(statement, {"wanted": list(ids)})
        }


# Making a statement costs more than asking it: each is made once.


@lru_cache(maxsize=16)
def _wanted(table: Table, names: tuple[str, ...]) -> Select:
    """Return the statement for some columns of the rows that are `wanted`, by the first
    of these columns."""
    columns = [table.c[name] for name in names]
    wanted = bindparam("wanted", expanding=True)
    return select(*columns).where(columns[0].in_(wanted))


@lru_cache(maxsize=16)
def _beginnings(tables: Generation, count: int) -> CompoundSelect:
    """Return the statement for what begins with one of `count` texts."""
    postings = tables.postings.c
    columns = (postings.term, postings.rank, postings.document)
    parts = (
        select(literal(number).label("number"), *columns)
        .where(
            postings.term >= bindparam(f"first{number}"),
            postings.term < bindparam(f"last{number}"),
        )
        .order_by(*columns)
        .limit(bindparam("most", type_=Integer))
        .subquery()
        for number in range(count)
    )
    return union_all(*(select(part) for part in parts))


class Entries:
    """The documents that a process remembers, for all its threads.

    An id is never given to another content, so that what is remembered stays true.
    """

    def __init__(self):
        self._known: dict[tuple[int, int], Entry] = {}
        self._lock = Lock()

    def read(
        self, connection: Connection, tables: Generation, ids: Iterable[int]
    ) -> dict[int, Entry]:
        """Return the documents with these ids."""
        found, missing = {}, []
        for id in ids:
            entry = self._known.get((tables.number, id))
            if entry is None:
                missing.append(id)
            else:
                found[id] = entry
        if missing:
            new = _load(connection, tables, missing)
            found |= new
            with self._lock:
                self._known.update(((tables.number, id), new[id]) for id in new)
                for oldest in list(self._known)[:-REMEMBERED]:
                    del self._known[oldest]
        return found

    def forget(self) -> None:
        """Forget all: for tests, which put databases back."""
        with self._lock:
            self._known.clear()


def _load(connection, tables: Generation, ids: list[int]) -> dict[int, Entry]:
    statement = _wanted(tables.documents, Entry._fields)
    rows = connection.execute(statement, {"wanted": ids})
    return {row.id: _entry(row) for row in map(Entry._make, rows)}


def _entry(row: Entry) -> Entry:
    """Return a row of the table as it is worked with."""
    return row._replace(
        type=TYPES[row.type],
        districts=tuple(row.districts.split()),
        names=tuple(map(Name._make, json.loads(row.names))),
    )
