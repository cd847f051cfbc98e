"""What a window takes for one application: 高龄津贴, by the keyboard alone.

It prints the keys that are pressed, the pages that come, the seconds that somebody takes
for them by a keystroke-level model, and those that the portal takes for a program.
`tests/test_journeys_takein.py` goes the same way and holds keys and pages. The results are
in `results/window.json`; the exit status is 1 when more than these is needed.
"""

from onewindow_policy.sites.accounts import sample_password
from onewindow_policy.testing.clerks import ACCOUNT
from onewindow_policy.testing.servers import build_site
from onewindow_policy.testing.servers import environment_of
from onewindow_policy.testing.servers import SampleServer
from onewindow_policy.testing.takingin import Keyboard
from onewindow_policy.testing.takingin import MOST_KEYS
from onewindow_policy.testing.takingin import PAGES
from onewindow_policy.testing.takingin import SCREEN
from onewindow_policy.testing.takingin import take_allowance_in
from pathlib import Path
from playwright.sync_api import sync_playwright
from time import perf_counter

import json
import sys
import tempfile

RESULTS = Path(__file__).resolve().parent / "results" / "window.json"


def take_in(browser, base: str) -> dict:
    """Return what taking the application in needed."""
    page = browser.new_context(viewport=SCREEN, locale="zh-CN").new_page()
    page.goto(f"{base}/login")
    page.fill("[name=__ac_name]", ACCOUNT)
    page.fill("[name=__ac_password]", sample_password(ACCOUNT))
    page.locator("[name='buttons.login']").click()
    page.goto(f"{base}/@@work")
    board = Keyboard(page)
    begun = perf_counter()
    take_allowance_in(board, base)
    return {
        "keys": board.keys,
        "pages": len(board.loads),
        "seconds": round(board.seconds),
        "portal_seconds": round(perf_counter() - begun, 1),
    }


def main() -> int:
    """Measure, print and keep the results; return the exit status."""
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        environment = environment_of(Path(folder) / "var")
        build_site(environment)
        with SampleServer(environment) as server:
            server.wait()
            browser = playwright.chromium.launch(
                executable_path="/usr/bin/chromium-headless-shell",
                args=["--no-sandbox"],
            )
            found = take_in(browser, f"http://127.0.0.1:{server.port}/onewindow")
            browser.close()
    RESULTS.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    print(
        "高龄津贴 at a window: {keys} keys, {pages} pages, {seconds} s"
        " ({portal_seconds} s of the portal)".format(**found)
    )
    return int(found["keys"] >= MOST_KEYS or found["pages"] > PAGES)


if __name__ == "__main__":
    sys.exit(main())
