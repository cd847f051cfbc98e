"""What the portal's pages cost, beside stock Plone: a page with the same text, a list.

All are measured in one run, in one process, through the real publisher; the ratio is
what counts, since the milliseconds are those of the machine.
"""

from dataclasses import asdict
from datetime import datetime
from datetime import UTC
from growing import grow
from harness import Cost
from harness import fetch
from harness import fetch_ok
from harness import measure
from harness import set_up
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
    "form": ("/plone/catalogue/sq-ll-001/apply", ""),
    "catalogue": ("/plone/catalogue", ""),
    "catalogue, filtered": ("/plone/catalogue", "district=990103&channels=online"),
}

#: The longest page of a list: so many services, or so many pages of stock Plone.
LISTED = 200
LIST = "catalogue, 200 services"
LIST_QUERY = f"b_size={LISTED}"

STOCK_PAGE = "stock Plone page"
STOCK_LIST = "stock Plone list of 200"

#: What each is compared with; the rest with the stock page.
COMPARED_WITH = {STOCK_LIST: STOCK_LIST, LIST: STOCK_LIST}

#: CPU, in ms, that pages may cost at most on the reference machine.
LIMITS_MS = {"guide": 8, "home": 10, LIST: 15}


def main() -> int:
    """Measure, print a table, write results; return 1 if a page is over its limit."""
    layers = set_up(FUNCTIONAL_TESTING)
    import_rate = _import_sample()
    layers = set_up(SAMPLE_FUNCTIONAL_TESTING, layers)
    for layer in layers:
        layer.testSetUp()
    try:
        app = SAMPLE_FUNCTIONAL_TESTING["app"]
        build_stock_site(app, fetch(GUIDE)[1].decode())
        database = app._p_jar.db()
        costs = {STOCK_PAGE: measure(database, "/stock/page")}
        costs |= {name: measure(database, *where) for name, where in PAGES.items()}
        setSite(app.plone)
        grow(app.plone, LISTED)
        for name, path, mark in (
            (STOCK_LIST, "/stock/list", '<article class="mb-3 row'),
            (LIST, "/plone/catalogue", 'class="result"'),
        ):
            shown = fetch_ok(path, LIST_QUERY).decode().count(mark)
            if shown != LISTED:
                raise ValueError(f"{path} shows {shown} of {LISTED}.")
            costs[name] = measure(database, path, LIST_QUERY)
    finally:
        for layer in reversed(layers):
            layer.testTearDown()
        for layer in reversed(layers):
            layer.tearDown()
    _report(costs, import_rate)
    over = [name for name, limit in LIMITS_MS.items() if costs[name].cpu_ms > limit]
    return 1 if over else 0


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


def build_stock_site(app, html: str) -> None:
    """Create a second site without our profile: `page` has the guide's text, `list` is a
    folder of pages with titles and descriptions as services have them."""
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
    folder = api.content.create(container=site, type="Folder", id="list", title="List")
    brains = app.plone.portal_catalog(portal_type="ServiceItem")
    texts = [(brain.Title, brain.Description) for brain in brains]
    pages = [page, folder]
    for number in range(LISTED):
        title, description = texts[number % len(texts)]
        pages.append(
            api.content.create(
                container=folder,
                type="Document",
                id=f"page-{number}",
                title=title,
                description=description,
            )
        )
    for each in pages:
        site.portal_workflow.doActionFor(each, "publish")
    setSite(None)
    transaction.commit()


def _report(costs: dict[str, Cost], import_rate: float) -> None:
    ratios = {
        name: cost.cpu_ms / costs[COMPARED_WITH.get(name, STOCK_PAGE)].cpu_ms
        for name, cost in costs.items()
    }
    line = "{:24} {:>8} {:>8} {:>8} {:>8} {:>8}  {}".format
    print(line("page", "CPU ms", "ratio", "bytes", "loads", "queries", "limit"))
    for name, cost in costs.items():
        limit = LIMITS_MS.get(name)
        verdict = ""
        if limit is not None:
            verdict = f"{limit} ms: {'kept' if cost.cpu_ms <= limit else 'OVER'}"
        print(
            line(
                name,
                f"{cost.cpu_ms:.1f}",
                f"{ratios[name]:.2f}",
                cost.size,
                cost.objects_loaded,
                cost.catalog_queries,
                verdict,
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
