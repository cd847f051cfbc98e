"""The search in tests: an index that is put back, and the trial queries."""

from dataclasses import dataclass
from onewindow_policy.search.api import begin_rebuilding
from onewindow_policy.search.api import find
from onewindow_policy.search.api import Question
from onewindow_policy.search.api import rebuild
from onewindow_policy.search.index import get_index
from onewindow_policy.search.usage import USAGE
from pathlib import Path
from plone.app.testing.helpers import ploneSite
from plone.testing import Layer
from sqlalchemy import select

import json
import shutil


class IndexLayer(Layer):
    """The index of what the site of a fixture holds, beside the database of records.

    It is built once; of SQLite a copy of its file takes its place after each test, of
    PostgreSQL it is built anew when a test changed it.
    """

    def setUp(self):
        self.build()
        self.index = get_index()
        self.place = self.index.place
        if self.place.is_sqlite:
            self.place.engine.dispose()
            self.copy = self.place.path.with_suffix(".copy")
            shutil.copy(self.place.path, self.copy)
        else:
            self.state = self.read_state()

    def build(self) -> None:
        with ploneSite():
            rebuild(begin_rebuilding())

    def testTearDown(self):
        USAGE.forget()
        self.index.entries.forget()
        if self.place.is_sqlite:
            self.drop()
            shutil.copy(self.copy, self.place.path)
        elif self.read_state() != self.state:
            self.build()
            self.state = self.read_state()

    def tearDown(self):
        if self.place.is_sqlite:
            self.drop()

    def drop(self) -> None:
        self.place.engine.dispose()
        for ending in ("", "-wal", "-shm"):
            path = self.place.path
            path.with_name(path.name + ending).unlink(missing_ok=True)

    def read_state(self) -> tuple:
        """Return what is another one after any change."""
        with self.index.reading() as reader:
            documents = reader.tables.documents
            ids = select(documents.c.id).order_by(documents.c.id)
            # An index that was built anew counts its documents from the start again.
            return (documents.name, *reader.connection.scalars(ids))


def titles(text: str, **more) -> list[str]:
    """Return the titles of what `text` finds, the best first."""
    return [hit.title for hit in find(Question(text, **more)).hits]


@dataclass(frozen=True, slots=True)
class Trial:
    """A trial query: what somebody types, and the codes of the items to be found."""

    query: str
    kind: str
    expected: tuple[str, ...]
    match: str
    top_k: int

    def is_met_by(self, answer) -> bool:
        """Return whether the first `top_k` results have what must be found; nothing
        must be found where nothing is expected."""
        if not self.expected:
            return not answer.total
        found = {hit.item_code for hit in answer.hits if hit.type == "item"}
        hits = [code in found for code in self.expected]
        return all(hits) if self.match == "all" else any(hits)


def read_trials(path: Path) -> list[Trial]:
    """Return the trial queries of a file."""
    return [
        Trial(
            query=each["query"],
            kind=each["kind"],
            expected=tuple(each["expected"]),
            match=each["match"],
            top_k=each["top_k"],
        )
        for each in json.loads(path.read_text(encoding="utf-8"))["queries"]
    ]


def misses(trials: list[Trial]) -> list[Trial]:
    """Return those of `trials` that do not find what they must."""
    return [
        trial
        for trial in trials
        if not trial.is_met_by(find(Question(trial.query, size=trial.top_k)))
    ]
