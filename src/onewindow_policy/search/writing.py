"""Writing the index: documents as rows, and their terms as postings."""

from collections.abc import Collection
from collections.abc import Iterable
from dataclasses import asdict
from onewindow_policy.publishing.searchable import Document
from onewindow_policy.search.interfaces import TYPES
from onewindow_policy.search.numbers import LAST_ID
from onewindow_policy.search.numbers import read_numbers
from onewindow_policy.search.numbers import set_numbers
from onewindow_policy.search.reading import HEAD
from onewindow_policy.search.tables import for_dialect
from onewindow_policy.search.tables import generation
from onewindow_policy.search.tables import LAST_CHARACTER
from onewindow_policy.search.terms import names_of
from onewindow_policy.search.terms import terms_of
from onewindow_policy.search.terms import WORD
from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import insert
from sqlalchemy import select

import json

# The terms of a document are unpacked in the database: a row each through the driver
# would take three times as long.
_ADD_POSTINGS = {
    "sqlite": """
        INSERT INTO {postings} (term, rank, document)
        SELECT key, value, :document FROM json_each(:terms)""",
    "postgresql": """
        INSERT INTO {postings} (term, rank, document)
        SELECT key, value::smallint, :document
        FROM json_each_text(CAST(:terms AS json))""",
}

_DROP_POSTINGS = {
    "sqlite": """
        DELETE FROM {postings} WHERE (term, rank, document) IN (
            SELECT key, value, :document FROM json_each(:terms))""",
    "postgresql": """
        DELETE FROM {postings} USING json_each_text(CAST(:terms AS json)) AS gone
        WHERE term = gone.key COLLATE "C" AND rank = gone.value::smallint
        AND document = :document""",
}


class Writer:
    """Writes one generation."""

    def __init__(self, connection: Connection, schema: str | None, number: int):
        self.connection = connection
        self.schema = schema
        self.tables = generation(number, schema)
        self.last_id = LAST_ID.format(number)

    def put(self, documents: Iterable[Document]) -> None:
        """Put documents in, in place of what was kept of them."""
        rows = {document.uid: _row_of(document) for document in documents}
        kept = self._kept(rows)
        new = [row for uid, row in rows.items() if not _is_same(kept.get(uid), row)]
        self._delete([kept[row["uid"]] for row in new if row["uid"] in kept])
        if not new:
            return
        last = read_numbers(self.connection, self.schema).get(self.last_id, 0)
        for id, row in enumerate(new, last + 1):
            row["id"] = id
        set_numbers(self.connection, self.schema, {self.last_id: last + len(new)})
        self.connection.execute(insert(self.tables.documents), new)
        self.connection.execute(
            for_dialect(_ADD_POSTINGS, self.connection, self.tables),
            [{"terms": row["terms"], "document": row["id"]} for row in new],
        )

    def drop(self, uids: Collection[str]) -> None:
        """Take out what is kept of these UIDs."""
        self._delete(list(self._kept(uids).values()))

    def count(self) -> None:
        """Count anew how many documents have the words that very many have."""
        postings, frequencies = self.tables.postings.c, self.tables.frequencies
        self.connection.execute(delete(frequencies))
        common = (
            select(postings.term, func.count())
            .where(postings.term >= WORD, postings.term < WORD + LAST_CHARACTER)
            .group_by(postings.term)
            .having(func.count() >= HEAD)
        )
        self.connection.execute(
            insert(frequencies).from_select(["term", "count"], common)
        )

    def _kept(self, uids: Iterable[str]) -> dict:
        documents = self.tables.documents
        statement = select(documents).where(documents.c.uid.in_(list(uids)))
        return {row.uid: row for row in self.connection.execute(statement)}

    def _delete(self, rows: list) -> None:
        statement = for_dialect(_DROP_POSTINGS, self.connection, self.tables)
        for row in rows:
            self.connection.execute(statement, {"terms": row.terms, "document": row.id})
        documents = self.tables.documents
        if rows:
            ids = [row.id for row in rows]
            self.connection.execute(delete(documents).where(documents.c.id.in_(ids)))


def _row_of(document: Document) -> dict:
    """Return `document` as a row, without its id."""
    row = asdict(document)
    row["type"] = TYPES.index(document.type)
    row["districts"] = " ".join(document.districts)
    row["names"] = _as_json(names_of(document))
    row["texts"] = _as_json(document.texts)
    row["terms"] = _as_json(terms_of(document))
    return row


def _is_same(kept, row: dict) -> bool:
    return kept is not None and all(
        getattr(kept, name) == value for name, value in row.items()
    )


def _as_json(value) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
