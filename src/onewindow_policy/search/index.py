"""The index in the database: which generation serves, how it is changed and built."""

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from contextlib import contextmanager
from onewindow_policy import logger
from onewindow_policy.publishing.searchable import Document
from onewindow_policy.records.api import derived_database
from onewindow_policy.records.api import DerivedDatabase
from onewindow_policy.search.exceptions import BuildingStopped
from onewindow_policy.search.exceptions import IndexMissing
from onewindow_policy.search.numbers import BUILDING
from onewindow_policy.search.numbers import drop_numbers
from onewindow_policy.search.numbers import FORMAT_OF
from onewindow_policy.search.numbers import LAST_ID
from onewindow_policy.search.numbers import read_numbers
from onewindow_policy.search.numbers import SERVING
from onewindow_policy.search.numbers import set_numbers
from onewindow_policy.search.reading import Entries
from onewindow_policy.search.reading import Reader
from onewindow_policy.search.tables import bookkeeping
from onewindow_policy.search.tables import generation
from onewindow_policy.search.writing import Writer
from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import insert
from sqlalchemy import inspect
from sqlalchemy import select
from threading import Lock
from weakref import WeakKeyDictionary

import secrets

#: The name of its place in the database.
PLACE = "search"

#: Goes up with every change of what is kept, or of how text is analysed: an index of
#: another format is built anew, and not read.
FORMAT = 3

HOW_TO_BUILD = "There is no search index of this version. Run: onewindow search rebuild"


class Index:
    """The index in its place: which generation serves, and how it is read and written."""

    def __init__(self, place: DerivedDatabase):
        self.place = place
        self.entries = Entries()
        self._kept = bookkeeping(place.schema)
        self._is_prepared = False

    def is_prepared(self) -> bool:
        """Return whether an index was ever begun here. Raises DatabaseUnavailable."""
        if self.place.path is not None:
            # The file may be taken away, to be built anew.
            self._is_prepared &= self.place.path.exists()
        if not self._is_prepared and self.place.exists():
            with self.place.reading.connect() as connection:
                kept = self._kept.numbers
                self._is_prepared = inspect(connection).has_table(
                    kept.name, kept.schema
                )
        return self._is_prepared

    def is_current(self) -> bool:
        """Return whether an index of this version serves. Raises DatabaseUnavailable."""
        if not self.is_prepared():
            return False
        with self.place.reading.begin() as connection:
            return _serving(read_numbers(connection, self.place.schema)) is not None

    @contextmanager
    def reading(self) -> Iterator[Reader]:
        """Yield the index as it is now. Raises IndexMissing, DatabaseUnavailable."""
        if not self.is_prepared():
            raise _missing()
        with self.place.reading.begin() as connection:
            numbers = read_numbers(connection, self.place.schema)
            number = _serving(numbers)
            if number is None:
                raise _missing()
            total = numbers.get(LAST_ID.format(number), 0)
            tables = generation(number, self.place.schema)
            yield Reader(connection, tables, total, self.entries)

    def change(
        self,
        connection: Connection,
        documents: Iterable[Document],
        gone: Collection[str] = (),
    ) -> None:
        """Put documents into the index, and take out those whose UIDs are `gone`.

        Into all generations of this format: one may be serving, and one being built.
        """
        documents = list(documents)
        numbers = read_numbers(connection, self.place.schema)
        for name in (SERVING, BUILDING):
            number = numbers.get(name)
            if number is None or numbers.get(FORMAT_OF.format(number)) != FORMAT:
                continue
            writer = Writer(connection, self.place.schema, number)
            writer.put(documents)
            writer.drop(gone)
        if numbers.get(BUILDING) is not None:
            changed = {document.uid for document in documents} | set(gone)
            self._note(connection, changed)

    def _note(self, connection: Connection, uids: Collection[str]) -> None:
        """Note what is newer than what the building of a generation reads."""
        changes = self._kept.changes
        known = set(
            connection.scalars(select(changes.c.uid).where(changes.c.uid.in_(uids)))
        )
        new = [{"uid": uid} for uid in sorted(set(uids) - known)]
        if new:
            connection.execute(insert(changes), new)

    # Building a generation

    def begin_building(self) -> int:
        """Make the tables of a new generation, and return its number.

        One that others began and did not end is dropped.
        """
        self.place.create()
        with self.writing() as connection:
            self._kept.metadata.create_all(connection)
            former = read_numbers(connection, self.place.schema).get(BUILDING)
            if former is not None:
                self._drop(connection, former)
            number = secrets.randbelow(2**31)  # names tables, and hides nothing
            generation(number, self.place.schema).metadata.create_all(connection)
            numbers = {BUILDING: number, FORMAT_OF.format(number): FORMAT}
            set_numbers(connection, self.place.schema, numbers)
            connection.execute(delete(self._kept.changes))
        return number

    def build(self, number: int, documents: Iterable[Document]) -> None:
        """Put documents into the generation that is being built, but not those that
        changed since they were read. Raises BuildingStopped."""
        changes = self._kept.changes
        with self.writing() as connection:
            self._require_building(connection, number)
            uids = {document.uid: document for document in documents}
            newer = connection.scalars(
                select(changes.c.uid).where(changes.c.uid.in_(uids))
            )
            for uid in newer:
                del uids[uid]
            Writer(connection, self.place.schema, number).put(uids.values())

    def end_building(self, number: int) -> None:
        """Let the new generation serve, and drop the former one. Raises
        BuildingStopped."""
        with self.writing() as connection:
            self._require_building(connection, number)
            Writer(connection, self.place.schema, number).count()
            former = read_numbers(connection, self.place.schema).get(SERVING)
            set_numbers(connection, self.place.schema, {SERVING: number})
            drop_numbers(connection, self.place.schema, [BUILDING])
            connection.execute(delete(self._kept.changes))
            if former is not None:
                self._drop(connection, former)

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Yield a connection in a short transaction of its own."""
        with self.place.writing.begin() as connection:
            self.place.lock(connection)
            yield connection

    def _require_building(self, connection: Connection, number: int) -> None:
        if read_numbers(connection, self.place.schema).get(BUILDING) != number:
            raise BuildingStopped("Another process began to build the index anew.")

    def _drop(self, connection: Connection, number: int) -> None:
        generation(number, self.place.schema).metadata.drop_all(connection)
        names = [each.format(number) for each in (FORMAT_OF, LAST_ID)]
        drop_numbers(connection, self.place.schema, names)


def _serving(numbers: Mapping[str, int]) -> int | None:
    """Return the number of the generation that serves, None if this version has none."""
    number = numbers.get(SERVING)
    is_current = number is not None and numbers.get(FORMAT_OF.format(number)) == FORMAT
    return number if is_current else None


def _missing() -> IndexMissing:
    logger.error("%s", HOW_TO_BUILD)
    return IndexMissing(HOW_TO_BUILD)


_indexes: "WeakKeyDictionary[DerivedDatabase, Index]" = WeakKeyDictionary()
_making = Lock()


def get_index() -> Index:
    """Return the index of this process's database."""
    place = derived_database(PLACE)
    with _making:
        if place not in _indexes:
            _indexes[place] = Index(place)
        return _indexes[place]
