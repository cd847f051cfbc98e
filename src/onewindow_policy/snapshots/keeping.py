"""The rows of facts in SQL: kept, found and forgotten."""

from collections.abc import Collection
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from onewindow_policy.records.api import derived_database
from onewindow_policy.records.api import DerivedDatabase
from onewindow_policy.snapshots.interfaces import EVERYWHERE
from sqlalchemy import BigInteger
from sqlalchemy import Column
from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import Index
from sqlalchemy import insert
from sqlalchemy import inspect
from sqlalchemy import Integer
from sqlalchemy import MetaData
from sqlalchemy import or_
from sqlalchemy import select
from sqlalchemy import String
from sqlalchemy import Table
from sqlalchemy import Text
from sqlalchemy import update
from threading import Lock
from weakref import WeakKeyDictionary

import json
import secrets
import time

#: The name of their place in the database.
PLACE = "facts"

#: No transaction takes longer from the first database that commits to the last.
LONGEST_COMMIT_SECONDS = 600

#: No request reads a state of the content that is older.
LONGEST_REQUEST_SECONDS = 24 * 60 * 60

#: Until when a fact holds that no date ends.
ALWAYS = 2**53


@dataclass(frozen=True, slots=True)
class Kept:
    """A fact as it is kept: of which content, read where, and until when it holds."""

    uid: str
    scope: str
    value: object
    until: int


@dataclass(frozen=True, slots=True)
class Tables:
    """The tables of this version; another one would have other names."""

    metadata: MetaData
    facts: Table
    #: Where content changed: by which note, and as which transaction of the content, ""
    #: until that is known.
    changes: Table


@lru_cache(maxsize=2)
def tables_in(schema: str | None) -> Tables:
    """Return the tables in the database's `schema`."""
    metadata = MetaData(schema=schema)
    facts = Table(
        "facts_1",
        metadata,
        Column("name", String, primary_key=True),
        Column("uid", String, primary_key=True),
        Column("version", Integer, nullable=False),
        Column("scope", String, nullable=False),
        Column("value", Text, nullable=False),
        Column("until", BigInteger, nullable=False),
        Index("facts_1_scope", "scope"),
    )
    changes = Table(
        "changes_1",
        metadata,
        Column("scope", String, primary_key=True),
        Column("note", String, nullable=False),
        Column("serial", String, nullable=False),
        Column("at", BigInteger, nullable=False),
    )
    return Tables(metadata, facts, changes)


class Keeper:
    """The facts in their place."""

    def __init__(self, place: DerivedDatabase):
        self.place = place
        self.tables = tables_in(place.schema)
        self._is_there = False

    def is_there(self) -> bool:
        """Return whether facts were ever kept here. Raises DatabaseUnavailable."""
        if self.place.path is not None:
            # The file may be taken away, to be made anew.
            self._is_there &= self.place.path.exists()
        if not self._is_there and self.place.exists():
            facts = self.tables.facts
            with self.place.reading.connect() as connection:
                self._is_there = inspect(connection).has_table(facts.name, facts.schema)
        return self._is_there

    def make(self) -> None:
        """Make the tables, with nothing in them. Raises DatabaseUnavailable,
        DatabaseBusy."""
        self.place.create()
        with self.place.writing.begin() as connection:
            self.place.lock(connection)
            self.tables.metadata.create_all(connection)

    def empty(self) -> None:
        """Forget all, as if nothing had ever changed. Raises DatabaseUnavailable,
        DatabaseBusy."""
        with self.place.writing.begin() as connection:
            self.place.lock(connection)
            connection.execute(delete(self.tables.facts))
            connection.execute(delete(self.tables.changes))

    def find(self, name: str, version: int) -> dict[str, object]:
        """Return by UID what is known. Raises DatabaseUnavailable, DatabaseBusy."""
        facts = self.tables.facts.c
        statement = select(facts.uid, facts.value).where(
            facts.name == name, facts.version == version, facts.until > time.time()
        )
        with self.place.reading.begin() as connection:
            return {
                uid: json.loads(value) for uid, value in connection.execute(statement)
            }

    def keep(
        self, name: str, version: int, known: Collection[Kept], serial: str
    ) -> None:
        """Keep what was read of the content as it was at `serial`, but not what may have
        changed since. Raises DatabaseUnavailable, DatabaseBusy."""
        with self.place.writing.begin() as connection:
            self.place.lock(connection)
            changed = self._changed(connection, {each.scope for each in known}, serial)
            if EVERYWHERE in changed:
                return
            rows = [
                {
                    "name": name,
                    "version": version,
                    "uid": each.uid,
                    "scope": each.scope,
                    "value": json.dumps(each.value, ensure_ascii=False),
                    "until": each.until,
                }
                for each in known
                if each.scope not in changed
            ]
            facts = self.tables.facts
            uids = [row["uid"] for row in rows]
            connection.execute(
                delete(facts).where(facts.c.name == name, facts.c.uid.in_(uids))
            )
            if rows:
                connection.execute(insert(facts), rows)

    def _changed(self, connection: Connection, scopes: set[str], serial: str) -> set:
        """Return those of `scopes` that whoever sees `serial` may not see as they are."""
        changes = self.tables.changes.c
        unknown = changes.at > time.time() - LONGEST_COMMIT_SECONDS
        statement = select(changes.scope).where(
            changes.scope.in_([*scopes, EVERYWHERE]),
            or_(changes.serial > serial, (changes.serial == "") & unknown),
        )
        return set(connection.scalars(statement))

    def forget(self, connection: Connection, scopes: Iterable[str]) -> str:
        """Forget what is known in `scopes`, and return the note of that."""
        scopes = list(scopes)
        facts, changes = self.tables.facts, self.tables.changes
        note, now = secrets.token_hex(8), int(time.time())
        gone = delete(facts)
        if EVERYWHERE not in scopes:
            gone = gone.where(facts.c.scope.in_(scopes))
        connection.execute(gone)
        former = changes.c.at < now - LONGEST_REQUEST_SECONDS
        connection.execute(
            delete(changes).where(or_(changes.c.scope.in_(scopes), former))
        )
        connection.execute(
            insert(changes),
            [
                {"scope": scope, "note": note, "serial": "", "at": now}
                for scope in scopes
            ],
        )
        return note

    def settle(self, note: str, serial: str) -> None:
        """Note as which transaction of the content a change was committed. Raises
        DatabaseUnavailable, DatabaseBusy."""
        changes = self.tables.changes
        with self.place.writing.begin() as connection:
            self.place.lock(connection)
            connection.execute(
                update(changes).where(changes.c.note == note).values(serial=serial)
            )


_keepers: "WeakKeyDictionary[DerivedDatabase, Keeper]" = WeakKeyDictionary()
_making = Lock()


def get_keeper() -> Keeper:
    """Return the keeper of this process's database."""
    place = derived_database(PLACE)
    with _making:
        if place not in _keepers:
            _keepers[place] = Keeper(place)
        return _keepers[place]
