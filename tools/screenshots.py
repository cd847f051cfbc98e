"""Takes the pictures of the main pages that docs/pages.md shows: `make screenshots`.

The sample city is built in memory with its cases; a resident applies in it, so that there
is a receipt, and the window opens that application.
"""

from onewindow_policy.sites.sample_cases import take_in_sample_cases
from onewindow_policy.testing import BROWSER_TESTING
from onewindow_policy.testing.applying import CARD
from onewindow_policy.testing.applying import ID_NUMBER
from onewindow_policy.testing.applying import NAME
from onewindow_policy.testing.applying import PHONE
from onewindow_policy.testing.tickets import COOKIE
from onewindow_policy.testing.tickets import ticket_for
from pathlib import Path

import sys
import transaction

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "screenshots" / "pages"

#: The widths, in pixels, of a phone, a tablet and a desk, with their heights.
SIZES = {"360": (360, 760), "768": (768, 1000), "1440": (1440, 900)}

#: In large print the first thing on each page is whom to call: what follows counts too.
ELDER_SIZE = (360, 1600)

COMMUNITY = "communities/990102/990102001/990102001001"
GUIDE = "catalogue/sq-ll-001/990102"

PAGES = {
    "home": "",
    "catalogue": "catalogue?life_event=养老",
    "guide": GUIDE,
    "search": "@@find?q=低保",
    "community": COMMUNITY,
    "hall": f"{COMMUNITY}/h001",
    "news": "news/n001",
    "form": "catalogue/sq-ll-001/apply",
}

#: Who works at the window of that community, and what they see there.
STAFF = "window-staff"
STAFF_PAGES = {"work": "@@work", "desk": "@@desk", "case": "@@desk/{number}"}

#: Small enough to lie in the repository, good enough to see what a page is like.
QUALITY = 55

#: A form that was sent faster is taken for a program's.
FILLING_MS = 3100


def set_up(layer, done: list) -> None:
    """Set `layer` up after its bases, as a test runner does."""
    for base in layer.__bases__:
        set_up(base, done)
    if layer not in done:
        layer.setUp()
        done.append(layer)


def apply_for_allowance(page, base: str) -> tuple[str, str]:
    """File an application; return the address of its receipt, and its query code."""
    width = page.viewport_size
    # On a phone a form is shown by steps.
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto(f"{base}/{PAGES['form']}")
    for name, value in {
        "applicant_name": NAME,
        "id_number": ID_NUMBER,
        "phone": PHONE,
        "address": "示例路1号",
        "bank_name": "示例银行",
        "bank_card": CARD,
    }.items():
        page.fill(f"[name='form.widgets.{name}']", value)
    page.select_option("[name='form.widgets.community']", COMMUNITY[-12:])
    page.check("[name='form.widgets.account_kind'][value='social_card']")
    page.check("[name='form.widgets.material_m04_how'][value='window']")
    page.wait_for_timeout(FILLING_MS)
    page.click("text=提交申请")
    page.wait_for_url("**/@@receipt/*")
    page.set_viewport_size(width)
    return page.url, page.locator("#query-code").inner_text().splitlines()[0]


def show_progress(page, base: str, receipt: str, code: str) -> None:
    """Look up how far an application is."""
    page.goto(f"{base}/@@track")
    page.fill("#number", receipt.rpartition("/")[2])
    page.fill("#code", code)
    page.locator("main button[type=submit], main .btn-primary").first.click()
    page.wait_for_selector("#case-state")


def take(page, base: str, suffix: str, receipt: str, code: str) -> None:
    """Take a picture of each page at the width that `page` has."""
    for name, path in PAGES.items():
        page.goto(f"{base}/{path}")
        keep(page, f"{name}-{suffix}")
    page.goto(receipt)
    keep(page, f"receipt-{suffix}")
    show_progress(page, base, receipt, code)
    keep(page, f"progress-{suffix}")


def take_at_desk(page, base: str, receipt: str) -> None:
    """Take a picture of each page of the window at each width."""
    ticket = {"name": COOKIE, "value": ticket_for(STAFF), "url": base}
    page.context.add_cookies([ticket])
    for suffix, (width, height) in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        for name, path in STAFF_PAGES.items():
            page.goto(f"{base}/{path.format(number=receipt.rpartition('/')[2])}")
            keep(page, f"{name}-{suffix}")


def keep(page, name: str) -> None:
    """Write a picture of what the window shows."""
    path = FOLDER / f"{name}.jpg"
    page.screenshot(path=str(path), type="jpeg", quality=QUALITY)


def main() -> int:
    """Take all pictures."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    layers: list = []
    set_up(BROWSER_TESTING, layers)
    for layer in layers:
        layer.testSetUp()
    try:
        base = BROWSER_TESTING["portal"].absolute_url()
        take_in_sample_cases()
        transaction.commit()
        context = BROWSER_TESTING["chromium"].new_context(locale="zh-CN")
        page = context.new_page()
        receipt, code = apply_for_allowance(page, base)
        for suffix, (width, height) in SIZES.items():
            page.set_viewport_size({"width": width, "height": height})
            take(page, base, suffix, receipt, code)
        page.goto(f"{base}/@@set-elder-mode?on=1")
        page.set_viewport_size(dict(zip(("width", "height"), ELDER_SIZE, strict=True)))
        take(page, base, "elder", receipt, code)
        context.close()
        context = BROWSER_TESTING["chromium"].new_context(locale="zh-CN")
        take_at_desk(context.new_page(), base, receipt)
        context.close()
    finally:
        for layer in reversed(layers):
            layer.testTearDown()
        for layer in reversed(layers):
            layer.tearDown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
