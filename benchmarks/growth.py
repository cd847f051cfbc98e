"""What pages cost as the catalogue grows: the same pages with 50, 5,000 and more items.

`python growth.py [number of items …]`, 50 and 5000 by default. The sample's items are
copied, with their guides; pages are measured in process, uncached. Guide pages may cost
1.1 times what they do with 50 items, the home page and the first page of the catalogue 1.5
times; 1 is the exit status otherwise.
"""

from copy import deepcopy
from datetime import datetime
from datetime import UTC
from harness import measure
from onewindow_policy.guides.api import MASTER_ID
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from pathlib import Path
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.dexterity.utils import createContent
from resource import getrusage
from resource import RUSAGE_SELF
from run import _set_up as set_up
from zope.component.hooks import setSite

import json
import sys
import transaction

RESULTS = Path(__file__).parent / "results" / "growth.json"

SIZES = (50, 5_000)

#: What is measured, and how many times as much it may cost as with the fewest items.
PAGES = {
    "guide": ("/plone/catalogue/sq-mz-001", "", 1.1),
    "home": ("/plone", "", 1.5),
    "catalogue": ("/plone/catalogue", "", 1.5),
}

COMMIT_EVERY = 500

#: How many of the sample's items are copied.
PATTERNS = 50


def grow(portal, wanted: int) -> None:
    """Copy items of the sample until the catalogue has `wanted`, all published."""
    catalogue = portal.catalogue
    items = [each for each in catalogue.objectValues() if MASTER_ID in each.objectIds()]
    patterns = items[:PATTERNS]
    for number in range(len(items), wanted):
        pattern = patterns[number % len(patterns)]
        copy_item(catalogue, pattern, f"GR-{number % 99:02}-{number:06}")
        if number % COMMIT_EVERY == 0:
            transaction.commit()
    transaction.commit()


def copy_item(catalogue, pattern, code: str) -> None:
    """Put a copy of the item `pattern` and its guide into `catalogue`."""
    item = _copy(catalogue, pattern, code.lower(), code=code)
    _copy(item, pattern[MASTER_ID], MASTER_ID)


def _copy(container, pattern, name: str, **changes):
    """Put a published copy of `pattern` into `container`, and return it.

    Plone's own copying exports and imports each object, and publishing asks the guards:
    that would take hours.
    """
    pattern._p_activate()
    content = createContent(pattern.portal_type)
    for key, value in pattern.__dict__.items():
        if not key.startswith("_") and key not in ("id", "workflow_history"):
            setattr(content, key, deepcopy(value) if isinstance(value, list) else value)
    for key, value in changes.items():
        setattr(content, key, value)
    content.id = name
    container[name] = content
    content = container[name]
    workflow = api.portal.get_tool("portal_workflow")
    (definition,) = workflow.getWorkflowsFor(content)
    workflow.setStatusOf(
        definition.getId(),
        content,
        {
            "review_state": "published",
            "action": None,
            "actor": SITE_OWNER_NAME,
            "comments": "",
            "time": content.created(),
        },
    )
    definition.updateRoleMappingsFor(content)
    content.reindexObject()
    return content


def main(arguments: list[str]) -> int:
    """Grow, measure, print and keep the results."""
    sizes = tuple(map(int, arguments)) or SIZES
    layers = set_up(SAMPLE_FUNCTIONAL_TESTING)
    for layer in layers:
        layer.testSetUp()
    results = {}
    portal = SAMPLE_FUNCTIONAL_TESTING["portal"]
    app = SAMPLE_FUNCTIONAL_TESTING["app"]
    login(app, SITE_OWNER_NAME)
    try:
        for size in sizes:
            setSite(portal)
            grow(portal, size)
            database = app._p_jar.db()
            results[size] = {
                name: measure(database, path, query).cpu_ms
                for name, (path, query, _limit) in PAGES.items()
            }
            results[size]["memory_mb"] = getrusage(RUSAGE_SELF).ru_maxrss // 1024
    finally:
        for layer in reversed(layers):
            layer.testTearDown()
        for layer in reversed(layers):
            layer.tearDown()
    return report(results)


def report(results: dict) -> int:
    """Print a table with the ratios, write the results; return 1 for a limit not met."""
    first = next(iter(results.values()))
    exceeded = False
    for size, costs in results.items():
        cells = [f"{size:>7} items"]
        for name, (_path, _query, limit) in PAGES.items():
            ratio = costs[name] / first[name]
            exceeded |= ratio > limit
            cells.append(f"{name} {costs[name]:6.1f} ms ({ratio:4.2f})")
        print("  ".join([*cells, f"memory {costs['memory_mb']} MB"]))
    RESULTS.parent.mkdir(exist_ok=True)
    measured = datetime.now(UTC).isoformat(timespec="seconds")
    RESULTS.write_text(
        json.dumps({"measured": measured, "results": results}, indent=2) + "\n"
    )
    return int(exceeded)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
