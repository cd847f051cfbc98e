"""What the search costs, on SQLite and PostgreSQL: the sample, and 100,000 documents.

`python searching.py [documents]`. Documents are generated with the sample's own words, as
often as the sample has them. The trial queries are asked of `find` and typed into
`suggest`; CPU is this process's, the database's time is beside it. A page of stock Plone,
measured before, tells what the machine's milliseconds are worth.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import ExitStack
from datetime import datetime
from datetime import UTC
from harness import fetch
from harness import measure
from harness import set_up
from onewindow_policy.publishing.searchable import Document
from onewindow_policy.records.database import Database
from onewindow_policy.records.database import replace_database
from onewindow_policy.search.index import get_index
from onewindow_policy.search.rebuilding import documents_at
from onewindow_policy.search.rebuilding import searchable_paths
from onewindow_policy.search.texts import normalise
from onewindow_policy.search.texts import tokens
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.records import empty_postgresql
from onewindow_policy.testing.records import empty_sqlite
from pathlib import Path
from random import Random
from time import perf_counter
from time import process_time
from urllib.parse import urlencode
from zope.component.hooks import setSite

import dataclasses
import json
import resource
import stock
import subprocess
import sys

HERE = Path(__file__).parent
RESULTS = HERE / "results" / "searching.json"
QUERIES = HERE.parent / "tests" / "queries"

DOCUMENTS = 100_000
AT_ONCE = 500

#: As often each question is measured, after a round that is not.
ROUNDS = 4

#: At most, in times the CPU of a stock Plone page; 19 of 20 questions stay below.
LIMITS = {
    "sample": {"find": 0.27, "suggest": 0.14},
    "grown": {"find": 0.85, "suggest": 0.34},
}

#: At most, of dictionaries and tables that all threads of a process share.
MEMORY_MB = 150

#: At least, in documents in the time that a stock Plone page takes.
INDEXING = 9


def queries() -> list[str]:
    """Return all trial queries."""
    return [
        each["query"]
        for path in sorted(QUERIES.glob("*.json"))
        for each in json.loads(path.read_text(encoding="utf-8"))["queries"]
    ]


def generated(sample: list[Document], count: int) -> Iterator[Document]:
    """Yield documents that are as long as the sample's, in the sample's words."""
    chance = Random(1)  # noqa: S311 - the same documents each time, not a secret
    names = [word for each in sample for word in tokens(normalise(each.title))]
    said = [
        word
        for each in sample
        for _field, text in each.texts
        for word in tokens(normalise(text))
    ]

    def in_words(words: list[str], length: int) -> str:
        return "".join(chance.choices(words, k=length))

    for number in range(count):
        pattern = chance.choice(sample)
        yield dataclasses.replace(
            pattern,
            uid=f"{number:032x}",
            path=f"{pattern.path}-{number}",
            title=in_words(names, len(tokens(normalise(pattern.title)))),
            names=tuple(
                in_words(names, len(tokens(normalise(name)))) for name in pattern.names
            ),
            texts=tuple(
                (field, in_words(said, len(tokens(normalise(text)))))
                for field, text in pattern.texts
            ),
            item_code=f"GR-{number}" if pattern.item_code else "",
        )


def build(documents) -> float:
    """Build the index of this process's database; return documents a second."""
    index = get_index()
    number = index.begin_building()
    seconds = count = 0
    batch: list[Document] = []
    for document in (*documents, None):
        if document is not None:
            batch.append(document)
        if batch and (document is None or len(batch) == AT_ONCE):
            begun = perf_counter()
            index.build(number, batch)
            seconds += perf_counter() - begun
            count += len(batch)
            batch = []
    begun = perf_counter()
    index.end_building(number)
    return count / (seconds + perf_counter() - begun)


def measure_questions(asked: list[str]) -> dict[str, dict[str, float]]:
    """Return what questions cost, in milliseconds: 19 of 20 cost less.

    All are asked in turn, several times. What one costs is the least of its times: the
    others tell what else the machine was doing.
    """
    found = {}
    for name in ("find", "suggest"):
        rounds = [
            [_cost(f"/plone/@{name}", urlencode({"q": text})) for text in asked]
            for _number in range(1 + ROUNDS)
        ]
        found[name] = {
            measured: _p95([min(times) for times in zip(*of_all, strict=True)])
            for measured, of_all in (
                ("cpu_ms", [[cpu for cpu, _ in each] for each in rounds[1:]]),
                ("wall_ms", [[wall for _, wall in each] for each in rounds[1:]]),
            )
        }
    return found


def _cost(path: str, query: str) -> tuple[float, float]:
    """Return the CPU and the time of a question in milliseconds."""
    begun, process = perf_counter(), process_time()
    status, _body = fetch(path, query, "application/json")
    cost = (process_time() - process) * 1000, (perf_counter() - begun) * 1000
    if not status.startswith("200"):
        raise ValueError(f"{path}: {status}")
    return cost


def analyser_mb() -> int:
    """Return what dictionaries and tables take in the memory of a process."""
    code = """
from pathlib import Path
def pages(): return int(Path("/proc/self/statm").read_text().split()[1])
import sqlalchemy, zope.interface
before = pages()
from onewindow_policy.search.subscribers import warm_up
warm_up(None)
print(pages() - before)
"""
    done = subprocess.run(
        [sys.executable, "-c", code], check=True, capture_output=True, text=True
    )
    return int(done.stdout) * resource.getpagesize() // 2**20


def _p95(values: Sequence[float]) -> float:
    return round(sorted(values)[int(len(values) * 0.95)], 2)


def main(arguments: list[str]) -> int:
    """Measure, print and keep the results; return 1 for a limit not met."""
    count = int(arguments[0]) if arguments else DOCUMENTS
    asked = queries()
    analyser = analyser_mb()
    print(f"Memory of the analyser: {analyser} MB of {MEMORY_MB}")
    layers = set_up(SAMPLE_FUNCTIONAL_TESTING)
    for layer in layers:
        layer.testSetUp()
    sample = list(documents_at(searchable_paths()))
    app = SAMPLE_FUNCTIONAL_TESTING["app"]
    stock.build(app)
    setSite(app.plone)
    page_ms = measure(app._p_jar.db(), stock.PAGE).cpu_ms
    print(f"A stock Plone page: {page_ms:.1f} ms")
    results: dict[str, dict] = {}
    exceeded = analyser > MEMORY_MB
    for engine, empty in (("SQLite", empty_sqlite), ("PostgreSQL", empty_postgresql)):
        for size, documents in (
            ("sample", sample),
            ("grown", [*sample, *generated(sample, count - len(sample))]),
        ):
            with ExitStack() as stack:
                database = Database(stack.enter_context(empty()))
                former = replace_database(database)
                stack.callback(replace_database, former)
                stack.callback(database.dispose)
                rate = build(documents)
                costs = measure_questions(asked)
            results[f"{engine}, {len(documents)} documents"] = {
                "indexed_per_second": round(rate),
                "indexed_per_stock_page": round(rate * page_ms / 1000, 1),
                **costs,
            }
            late = [
                name
                for name, limit in LIMITS[size].items()
                if costs[name]["cpu_ms"] > limit * page_ms
            ]
            at_once = rate * page_ms / 1000
            exceeded |= bool(late) or at_once < INDEXING
            print(
                f"{engine:<10} {len(documents):>7} documents  indexed {rate:5.0f}/s,"
                f" {at_once:.0f} of {INDEXING} in a page's time  "
                + "  ".join(
                    f"{name} {cost['cpu_ms']:5.1f} ms CPU,"
                    f" {cost['cpu_ms'] / page_ms:.2f} of {LIMITS[size][name]} pages,"
                    f" {cost['wall_ms']:5.1f} ms in all"
                    for name, cost in costs.items()
                ),
                flush=True,
            )
    RESULTS.write_text(
        json.dumps(
            {
                "measured": datetime.now(UTC).isoformat(timespec="seconds"),
                "queries": len(asked),
                "analyser_mb": analyser,
                "stock_page_ms": round(page_ms, 2),
                "results": results,
            },
            indent=2,
            ensure_ascii=False,
        )
        + "\n",
        encoding="utf-8",
    )
    return int(exceeded)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
