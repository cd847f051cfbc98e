"""Reading the index: the documents of terms, and what is kept of documents."""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import fields
from onewindow_policy.search.interfaces import TYPES
from onewindow_policy.search.tables import for_dialect
from onewindow_policy.search.tables import Generation
from onewindow_policy.search.tables import LAST_CHARACTER
from onewindow_policy.search.terms import Name
from sqlalchemy import Connection
from sqlalchemy import select
from threading import Lock

import json

#: As many documents of a term are read at most, the most telling first.
HEAD = 400

#: Documents that a process remembers, of about 3 KB each.
REMEMBERED = 4096

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


@dataclass(frozen=True, slots=True)
class Entry:
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
            term: [int(code) for code in codes.split(",")]
            for term, codes in self.connection.execute(statement, values)
            if codes
        }

    def beginning(self, start: str, most: int) -> list[tuple[str, int]]:
        """Return terms that begin with `start`, and codes of their documents."""
        postings = self.tables.postings.c
        statement = (
            select(postings.term, postings.rank, postings.document)
            .where(postings.term >= start, postings.term < start + LAST_CHARACTER)
            .order_by(postings.term, postings.rank, postings.document)
            .limit(most)
        )
        return [
            (term, rank << ID_BITS | document)
            for term, rank, document in self.connection.execute(statement)
        ]

    def counts(self, heads: Mapping[str, Collection[int]]) -> dict[str, int]:
        """Return how many documents have each of the terms with these heads."""
        counts = {term: len(codes) for term, codes in heads.items()}
        # What a head has room for was counted by reading it.
        more = [term for term, count in counts.items() if count >= HEAD]
        if more:
            frequencies = self.tables.frequencies.c
            statement = select(frequencies.term, frequencies.count).where(
                frequencies.term.in_(more)
            )
            counts |= {
                term: count for term, count in self.connection.execute(statement)
            }
        return counts

    def visible(self, ids: Collection[int], now: int) -> list[Entry]:
        """Return the documents with these ids that are seen at `now`, in their order."""
        entries = self.remembered.read(self.connection, self.tables, ids)
        return [
            entries[id]
            for id in ids
            if entries[id].effective <= now < entries[id].expires
        ]

    def texts(self, ids: Collection[int]) -> dict[int, tuple[tuple[str, str], ...]]:
        """Return the texts of documents, with the fields they stand in."""
        documents = self.tables.documents.c
        statement = select(documents.id, documents.texts).where(documents.id.in_(ids))
        return {
            id: tuple((field, said) for field, said in json.loads(texts))
            for id, texts in self.connection.execute(statement)
        }


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
                if len(self._known) + len(new) > REMEMBERED:
                    self._known.clear()
                self._known.update(((tables.number, id), new[id]) for id in new)
        return found

    def forget(self) -> None:
        """Forget all: for tests, which put databases back."""
        with self._lock:
            self._known.clear()


def _load(connection, tables: Generation, ids: list[int]) -> dict[int, Entry]:
    columns = tables.documents.c
    statement = select(*(columns[field.name] for field in fields(Entry))).where(
        columns.id.in_(ids)
    )
    return {
        row.id: Entry(
            **{
                **row._mapping,
                "type": TYPES[row.type],
                "districts": tuple(row.districts.split()),
                "names": tuple(Name(*name) for name in json.loads(row.names)),
            }
        )
        for row in connection.execute(statement)
    }
