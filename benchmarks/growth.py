"""What pages cost as the catalogue grows: the same pages with 50, 5,000 and 50,000 items.

`python growth.py [number of items …]`. The sample's items are copied, with their guides,
into sites on disk of their own; fresh processes measure them, uncached by any proxy, in
turn, so that whatever else the machine does meets all alike. Guide pages may cost 1.1
times what they do with the fewest items, the home page and the first page of the catalogue
1.5 times; 1 is the exit status otherwise. Beside it stands what the first request costs
after something was published, when all that is remembered has to be found out anew.
"""

from datetime import datetime
from datetime import UTC
from grown import PAGES
from onewindow_policy.testing.servers import build_site
from onewindow_policy.testing.servers import environment_of
from pathlib import Path
from time import perf_counter

import json
import shutil
import subprocess
import sys
import tempfile

HERE = Path(__file__).resolve().parent
RESULTS = HERE / "results" / "growth.json"

SIZES = (50, 5_000, 50_000)

#: How many times as much a page may cost as with the fewest items.
LIMITS = {"guide": 1.1, "home": 1.5, "catalogue": 1.5}

#: How often each site is measured; the least of each figure counts.
ROUNDS = 3


def grown(var: Path, *arguments: str) -> str:
    """Run `grown.py` on the site whose data lies in `var`, and return what it prints."""
    done = subprocess.run(
        [sys.executable, HERE / "grown.py", *arguments],
        env=environment_of(var),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def build_sites(folder: Path, sizes: list[int]) -> dict[int, Path]:
    """Make a site for each size, each from the one before; return where they lie."""
    sites, last = {}, folder / "sample"
    build_site(environment_of(last))
    for size in sizes:
        sites[size] = folder / str(size)
        shutil.copytree(last, sites[size])
        began = perf_counter()
        grown(sites[size], "grow", str(size))
        print(f"{size} items after {perf_counter() - began:.0f} seconds", flush=True)
        last = sites[size]
    return sites


def least(rounds: list[dict]) -> dict:
    """Return the least figure of all rounds for each page."""
    pages = {
        name: {
            figure: min(each["pages"][name][figure] for each in rounds)
            for figure in rounds[0]["pages"][name]
        }
        for name in PAGES
    }
    return {**rounds[-1], "pages": pages}


def report(results: dict[int, dict]) -> bool:
    """Print tables with the ratios, keep the results; return whether all limits hold."""
    first = next(iter(results.values()))["pages"]
    print(f"\n{'CPU ms (ratio), uncached':26}", *(f"{size:>18,}" for size in results))
    kept = True
    for name in PAGES:
        cells = []
        for result in results.values():
            cost = result["pages"][name]["cpu_ms"]
            ratio = cost / first[name]["cpu_ms"]
            kept &= ratio <= LIMITS.get(name, ratio)
            cells.append(f"{cost:11.1f} ({ratio:4.2f})")
        limit = f"at most {LIMITS[name]}" if name in LIMITS else ""
        print(f"{name:26}", *cells, limit)
    print("after a publication")
    for name in PAGES:
        figures = [each["pages"][name]["after_change_ms"] for each in results.values()]
        print(f"{name:26}", *(f"{figure:18.1f}" for figure in figures))
    memory = [each["memory_mb"] for each in results.values()]
    print(f"{'memory of the process, MB':26}", *(f"{each:>18}" for each in memory))
    print("within the limits" if kept else "OVER THE LIMITS")
    return kept


def main(arguments: list[str]) -> int:
    """Grow, measure, print and keep the results."""
    sizes = sorted(map(int, arguments)) or list(SIZES)
    folder = Path(tempfile.mkdtemp(prefix="onewindow-growth-"))
    try:
        sites = build_sites(folder, sizes)
        rounds = [
            {size: json.loads(grown(var, "measure")) for size, var in sites.items()}
            for _round in range(ROUNDS)
        ]
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    results = {size: least([each[size] for each in rounds]) for size in sizes}
    kept = report(results)
    measured = datetime.now(UTC).isoformat(timespec="seconds")
    RESULTS.write_text(
        json.dumps({"measured": measured, "results": results}, indent=2) + "\n"
    )
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
