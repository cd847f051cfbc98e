"""How long the portal's pages are on a phone, in both prints, and where they begin.

Counts of the layout, not times: they are the same on each machine with the same fonts.
"""

from dataclasses import asdict
from harness import set_up
from onewindow_policy.testing import BROWSER_TESTING
from onewindow_policy.testing.lengths import beginning_of
from onewindow_policy.testing.lengths import FORM
from onewindow_policy.testing.lengths import LATEST_BEGINNING
from onewindow_policy.testing.lengths import LATEST_HEADING
from onewindow_policy.testing.lengths import LATEST_QUESTION
from onewindow_policy.testing.lengths import lengths_of
from onewindow_policy.testing.lengths import LONGEST_RATIO
from onewindow_policy.testing.lengths import PAGES
from onewindow_policy.testing.lengths import PHONE
from pathlib import Path

import json
import sys

RESULTS = Path(__file__).parent / "results" / "reading.json"


def main() -> int:
    """Measure, print a table, write results; return 1 if a page is over its limit."""
    layers = set_up(BROWSER_TESTING)
    for layer in layers:
        layer.testSetUp()
    try:
        base = BROWSER_TESTING["portal"].absolute_url()
        context = BROWSER_TESTING["chromium"].new_context(viewport=PHONE)
        page = context.new_page()
        lengths = {path: lengths_of(page, base, path) for path in PAGES}
        begins, question = beginning_of(page, base)
        context.close()
    finally:
        for layer in reversed(layers):
            layer.testTearDown()
        for layer in reversed(layers):
            layer.tearDown()
    line = "{:48} {:>8} {:>8} {:>8} {:>8}  {}".format
    print(line("page", "standard", "limit", "large", "heading", ""))
    over = 0
    for path, (standard, elder) in lengths.items():
        is_kept = (
            standard.height <= PAGES[path]
            and elder.height <= LONGEST_RATIO * standard.height
            and elder.heading <= LATEST_HEADING
        )
        over += not is_kept
        print(
            line(
                path or "home",
                f"{standard.height:.0f}",
                PAGES[path],
                f"{elder.height:.0f}",
                f"{elder.heading:.0f}",
                "kept" if is_kept else "OVER",
            )
        )
    print(f"{FORM}, in large print: begins at {begins:.0f}, asks at {question:.0f}")
    over += begins > LATEST_BEGINNING or question > LATEST_QUESTION
    RESULTS.write_text(
        json.dumps(
            {
                path or "home": {"standard": asdict(standard), "large": asdict(elder)}
                for path, (standard, elder) in lengths.items()
            }
            | {"beginning of a form": {"button": begins, "question": question}},
            indent=2,
        )
        + "\n"
    )
    return int(over > 0)


if __name__ == "__main__":
    sys.exit(main())
