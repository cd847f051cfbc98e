"""What the portal's pages cost, beside stock Plone: a page with the same text, a list.

All are measured in one run, in one process, through the real publisher; the ratio is
what counts, since the milliseconds are those of the machine.
"""

from dataclasses import asdict
from datetime import datetime
from datetime import UTC
from growing import grow
from harness import Cost
from harness import fetch_ok
from harness import measure
from harness import set_up
from onewindow_policy.exchange.api import import_catalogue
from onewindow_policy.exchange.api import read_catalogue
from onewindow_policy.exchange.api import sample_path
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from pathlib import Path
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from time import process_time
from zope.component.hooks import setSite

import json
import platform
import stock
import sys
import transaction

RESULTS = Path(__file__).parent / "results" / "latest.json"

PAGES = {
    "guide": (stock.GUIDE, ""),
    "guide of a district": (f"{stock.GUIDE}/990103", ""),
    "home": ("/plone", ""),
    "form": ("/plone/catalogue/sq-ll-001/apply", ""),
    "catalogue": ("/plone/catalogue", ""),
    "catalogue, filtered": ("/plone/catalogue", "district=990103&channels=online"),
}

#: The longest page of a list: so many services, or so many pages of stock Plone.
LIST = "catalogue, 200 services"
LIST_QUERY = f"b_size={stock.LISTED}"

STOCK_PAGE = "stock Plone page"
STOCK_LIST = "stock Plone list of 200"

#: What each is compared with; the rest with the stock page.
COMPARED_WITH = {STOCK_LIST: STOCK_LIST, LIST: STOCK_LIST}

#: What pages may cost at most, beside what they are compared with.
LIMITS = {"guide": 0.27, "home": 0.34, "form": 0.65, LIST: 0.063}


def main() -> int:
    """Measure, print a table, write results; return 1 if a page is over its limit."""
    layers = set_up(FUNCTIONAL_TESTING)
    import_rate = _import_sample()
    layers = set_up(SAMPLE_FUNCTIONAL_TESTING, layers)
    for layer in layers:
        layer.testSetUp()
    try:
        app = SAMPLE_FUNCTIONAL_TESTING["app"]
        stock.build(app)
        database = app._p_jar.db()
        costs = {STOCK_PAGE: measure(database, stock.PAGE)}
        costs |= {name: measure(database, *where) for name, where in PAGES.items()}
        setSite(app.plone)
        grow(app.plone, stock.LISTED)
        for name, path, mark in (
            (STOCK_LIST, stock.LIST, '<article class="mb-3 row'),
            (LIST, "/plone/catalogue", 'class="result"'),
        ):
            shown = fetch_ok(path, LIST_QUERY).decode().count(mark)
            if shown != stock.LISTED:
                raise ValueError(f"{path} shows {shown} of {stock.LISTED}.")
            costs[name] = measure(database, path, LIST_QUERY)
    finally:
        for layer in reversed(layers):
            layer.testTearDown()
        for layer in reversed(layers):
            layer.tearDown()
    ratios = {
        name: cost.cpu_ms / costs[COMPARED_WITH.get(name, STOCK_PAGE)].cpu_ms
        for name, cost in costs.items()
    }
    _report(costs, ratios, import_rate)
    return int(any(ratios[name] > limit for name, limit in LIMITS.items()))


def _import_sample() -> float:
    """Return how many objects of the sample city are imported a second of CPU.

    The commit, with its indexing, counts.
    """
    FUNCTIONAL_TESTING.testSetUp()
    try:
        portal = FUNCTIONAL_TESTING["portal"]
        setSite(portal)
        login(portal.aq_parent, SITE_OWNER_NAME)
        catalogue = read_catalogue(sample_path())
        begin = process_time()
        report = import_catalogue(portal, catalogue)
        transaction.commit()
        seconds = process_time() - begin
    finally:
        FUNCTIONAL_TESTING.testTearDown()
    return (len(report.created) + len(report.updated)) / seconds


def _report(
    costs: dict[str, Cost], ratios: dict[str, float], import_rate: float
) -> None:
    line = "{:24} {:>8} {:>8} {:>8} {:>8} {:>8}  {}".format
    print(line("page", "CPU ms", "ratio", "bytes", "loads", "queries", "limit"))
    for name, cost in costs.items():
        limit = LIMITS.get(name)
        verdict = ""
        if limit is not None:
            verdict = f"{limit}: {'kept' if ratios[name] <= limit else 'OVER'}"
        print(
            line(
                name,
                f"{cost.cpu_ms:.1f}",
                f"{ratios[name]:.3f}",
                cost.size,
                cost.objects_loaded,
                cost.catalog_queries,
                verdict,
            )
        )
    in_a_page = import_rate * costs[STOCK_PAGE].cpu_ms / 1000
    print(
        f"\nimport of the sample: {import_rate:.0f} objects a second, "
        f"{in_a_page:.1f} in the time of the stock page"
    )
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(
        json.dumps(
            {
                "measured": datetime.now(UTC).isoformat(timespec="seconds"),
                "python": platform.python_version(),
                "imported_objects_per_second": import_rate,
                "imported_objects_per_stock_page": in_a_page,
                "pages": {
                    name: {**asdict(cost), "ratio": ratios[name]}
                    for name, cost in costs.items()
                },
            },
            indent=2,
        )
        + "\n"
    )


if __name__ == "__main__":
    sys.exit(main())
