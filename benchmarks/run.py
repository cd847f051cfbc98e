"""What the portal's pages cost, beside a stock Plone page with the same text.

Both are measured in one run, in one process, through the real publisher; the ratio is
what counts, since the milliseconds are those of the machine.
"""

from dataclasses import asdict
from datetime import datetime
from datetime import UTC
from harness import Cost
from harness import fetch
from harness import measure
from onewindow_policy.exchange.api import import_catalogue
from onewindow_policy.exchange.api import read_catalogue
from onewindow_policy.exchange.api import sample_path
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from pathlib import Path
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.app.textfield.value import RichTextValue
from plone.testing import zope
from Products.CMFPlone.factory import addPloneSite
from time import process_time
from zope.component.hooks import setSite

import json
import platform
import re
import sys
import transaction

RESULTS = Path(__file__).parent / "results" / "latest.json"

#: The sample's largest guide.
GUIDE = "/plone/catalogue/sq-mz-001"

PAGES = {
    "guide": (GUIDE, ""),
    "guide of a district": (f"{GUIDE}/990103", ""),
    "home": ("/plone", ""),
    "catalogue": ("/plone/catalogue", ""),
    "catalogue, filtered": ("/plone/catalogue", "district=990103&channels=online"),
}

#: CPU, in ms, that the guide may cost at most on the reference machine.
GUIDE_LIMIT_MS = 10


def main() -> int:
    """Measure, print a table, write results; return 1 if the guide is over its limit."""
    layers = _set_up(FUNCTIONAL_TESTING)
    import_rate = _import_sample()
    layers = _set_up(SAMPLE_FUNCTIONAL_TESTING, layers)
    for layer in layers:
        layer.testSetUp()
    try:
        app = SAMPLE_FUNCTIONAL_TESTING["app"]
        stock_path = _build_stock_page(app, fetch(GUIDE)[1].decode())
        database = app._p_jar.db()
        stock = measure(database, stock_path)
        costs = {name: measure(database, *where) for name, where in PAGES.items()}
    finally:
        for layer in reversed(layers):
            layer.testTearDown()
        for layer in reversed(layers):
            layer.tearDown()
    _report(stock, costs, import_rate)
    return 0 if costs["guide"].cpu_ms <= GUIDE_LIMIT_MS else 1


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


def _set_up(layer, done=None) -> list:
    """Set `layer` up after its bases, as a test runner would; return them in order."""
    done = [] if done is None else done
    for base in layer.__bases__:
        _set_up(base, done)
    if layer not in done:
        layer.setUp()
        done.append(layer)
    return done


def _build_stock_page(app, html: str) -> str:
    """Create a second site without our profile, with a page of the guide's text.

    Returns the path of the page.
    """
    words = re.sub(r"(?s)<(head|script|style)\b.*?</\1>", "", html)
    paragraphs = [
        text.strip() for text in re.split(r"<[^>]+>", words) if text and text.strip()
    ]
    zope.login(app.acl_users, SITE_OWNER_NAME)
    site = addPloneSite(
        app,
        "stock",
        title="Stock",
        extension_ids=(
            "plonetheme.barceloneta:default",
            "plone.app.contenttypes:default",
        ),
        setup_content=False,
    )
    setSite(site)
    site.portal_registry[
        "plone.app.theming.interfaces.IThemeSettings.hostnameBlacklist"
    ] = []
    page = api.content.create(
        container=site, type="Document", id="page", title=paragraphs[0]
    )
    text = "".join(f"<p>{each}</p>" for each in paragraphs)
    page.text = RichTextValue(text, "text/html", "text/x-html-safe")
    site.portal_workflow.doActionFor(page, "publish")
    setSite(None)
    transaction.commit()
    return "/stock/page"


def _report(stock: Cost, costs: dict[str, Cost], import_rate: float) -> None:
    line = "{:24} {:>8} {:>8} {:>8} {:>8} {:>8}".format
    print(line("page", "CPU ms", "ratio", "bytes", "loads", "queries"))
    rows = {"stock Plone page": stock, **costs}
    for name, cost in rows.items():
        print(
            line(
                name,
                f"{cost.cpu_ms:.1f}",
                f"{cost.cpu_ms / stock.cpu_ms:.2f}",
                cost.size,
                cost.objects_loaded,
                cost.catalog_queries,
            )
        )
    print(f"\nimport of the sample: {import_rate:.0f} objects a second")
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(
        json.dumps(
            {
                "measured": datetime.now(UTC).isoformat(timespec="seconds"),
                "python": platform.python_version(),
                "imported_objects_per_second": import_rate,
                "pages": {
                    name: {**asdict(cost), "ratio": cost.cpu_ms / stock.cpu_ms}
                    for name, cost in rows.items()
                },
            },
            indent=2,
        )
        + "\n"
    )


if __name__ == "__main__":
    sys.exit(main())
