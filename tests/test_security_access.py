"""Who may do what: every address, walked as every role.

The table stands in docs/access.md, and this test reads it from there: what is documented
is what is so. A view or service of ours that the table does not name fails the test.

Whether an address leads to what it names is decided without drawing it; what lets
somebody in whom the table does not name must refuse as it is drawn.
"""

from DateTime import DateTime
from onewindow_policy.feedback import leaving
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.inquiries import recording
from onewindow_policy.questions import asking
from onewindow_policy.rights import requests
from onewindow_policy.testing import build_item
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.accesstables import OUT
from onewindow_policy.testing.deciding import ACCOUNTS
from onewindow_policy.testing.deciding import deciding
from onewindow_policy.testing.deciding import SITE_ADMINISTRATOR
from onewindow_policy.testing.inquiries import add_inquiry
from onewindow_policy.testing.questions import add_question
from onewindow_policy.testing.tickets import log_in
from pathlib import Path
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.testing.zope import Browser
from unittest import mock
from urllib.parse import quote
from zope.component import getGlobalSiteManager
from zope.publisher.interfaces import IRequest

import os
import re
import transaction
import unittest

DOCS = Path(__file__).parent.parent / "docs"
TABLE = DOCS / "access.md"
STOCK = DOCS / "access-stock.md"

MAY, MAY_NOT = "✓", "–"

#: Addresses of templates' parts and traversal steps: nobody asks for them by name.
NOT_ADDRESSES = {
    "GET_application_json_",
    "index.html",
    "main_template",
    "onewindow_languages",
    "onewindow_leaving",
    "plone.contentmenu.display",
    "plone.protect.autocsrf",
    "public_frame",
}


#: Who has a column in this table.
LOOKING = tuple(account for account in ACCOUNTS if account != SITE_ADMINISTRATOR)


def read_table() -> list[tuple[str, str, dict[str, str]]]:
    """Return method, path and the cells of each row of the documented table."""
    rows = []
    columns = None
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("|"):
            continue
        cells = [cell.strip().strip("`") for cell in line.strip("|").split("|")]
        if cells[0] == "address":
            columns = cells[1:]
        elif columns and not cells[0].startswith("---"):
            method, path = cells[0].split(" ", 1)
            rows.append((method, path, dict(zip(columns, cells[1:], strict=True))))
    return rows


def build_hidden_content(portal) -> None:
    """Add what must stay hidden: a draft, an archived and an expired item."""
    workflow = portal.portal_workflow
    for code, state in (
        ("SQ-XX-901", "draft"),
        ("SQ-XX-902", "archived"),
        ("SQ-XX-903", "expired"),
    ):
        item = build_item(portal, code)
        if state == "draft":
            continue
        for content in (item["blank-1"], item["guide"], item):
            workflow.doActionFor(content, "publish")
        if state == "archived":
            workflow.doActionFor(item, "archive")
        else:
            item.expiration_date = DateTime("2020-01-01T00:00:00Z")
            item.reindexObject()


def leave_suggestion_of_table() -> None:
    """Leave the suggestion that the table names, about the window staff's community."""
    with mock.patch.object(leaving, "new_number", lambda _moment: "260115483921"):
        leave_suggestion(NewSuggestion("nonce", "等了很久。", "990102001001"))


def note_inquiry_of_table() -> None:
    """Note the inquiry that the table names, at the window staff's window."""
    with mock.patch.object(recording, "new_number", lambda _moment: "2601154839201"):
        add_inquiry()


def ask_about_data_of_table() -> None:
    """Take in the request about data that the table names, at the same window."""
    with mock.patch.object(requests, "new_number", lambda _moment: "2601154839201"):
        requests.ask_at_window("copy", "2601154839201", "window-staff")


def ask_question_of_table() -> None:
    """Ask the question that the table names, at the window staff's window."""
    with mock.patch.object(asking, "new_number", lambda _moment: "26011548393"):
        add_question()


def publish_link(portal) -> None:
    """Add the link to another site that the table names."""
    link = api.content.create(
        container=portal, type="Link", id="link", remoteUrl="https://www.example.com/"
    )
    api.content.transition(link, to_state="published")


class TestAccess(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING
    maxDiff = None

    def setUp(self):
        self.portal = self.layer["portal"]
        login(self.layer["app"], SITE_OWNER_NAME)
        build_hidden_content(self.portal)
        leave_suggestion_of_table()
        note_inquiry_of_table()
        transaction.commit()
        ask_about_data_of_table()
        ask_question_of_table()
        publish_link(self.portal)
        transaction.commit()

    def decide(self, decider, method: str, path: str) -> dict[str, str]:
        """Return by account whether an address lets it come to what is asked for."""
        wants_json = method == "JSON" or ("/@" in path and "/@@" not in path)
        accept = "application/json" if wants_json else "text/html"
        cells = {}
        for accounts in decider.alike(path):
            asked = "POST" if method == "POST" else "GET"
            decision = decider.ask(asked, path, ACCOUNTS[accounts[0]], Accept=accept)
            cell = MAY_NOT if decision.reached is None else MAY
            cells.update(dict.fromkeys(accounts, cell))
        return cells

    def answer(self, method: str, path: str, user_id: str | None) -> str:
        """Return whether the address answers this person with what was asked for."""
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.followRedirects = False
        if user_id:
            log_in(browser, user_id)
        url = self.portal.absolute_url() + quote(path, safe="/?&=@+")
        if "/@" in path and "/@@" not in path:
            browser.addHeader("Accept", "application/json")
        if method == "JSON":
            browser.addHeader("Accept", "application/json")
            browser.open(url)
        elif method == "GET":
            browser.open(url)
        elif method == "POST":
            browser.post(url, "")
        else:
            raise ValueError(method)
        status = int(browser.headers["status"].split()[0])
        if status in (301, 302):
            refused = "require_login" in browser.headers["location"]
            return MAY_NOT if refused else MAY
        if "++add++" not in path:
            # The stock form for a type that is not allowed here ends in a ValueError.
            self.assertLess(status, 500, f"{method} {path}: {browser.contents[:500]}")
        return MAY if status == 200 else MAY_NOT

    def test_every_address_answers_whom_the_table_says_and_nobody_else(self):
        wrong = []
        lines = []
        rows = read_table()
        with deciding() as decider:
            decided = [self.decide(decider, *row[:2]) for row in rows]
        is_written = bool(os.environ.get(OUT))
        for (method, path, expected), reached in zip(rows, decided, strict=True):
            cells = {
                name: self.answer(method, path, ACCOUNTS[name])
                if reached[name] == MAY and (is_written or expected.get(name) != MAY)
                else reached[name]
                for name in LOOKING
            }
            lines.append(f"| `{method} {path}` | " + " | ".join(cells.values()) + " |")
            if cells != expected:
                wrong.append((method, path, cells))
        if is_written:
            Path(os.environ[OUT]).write_text("\n".join(lines) + "\n")
        self.assertEqual([], wrong)

    def test_every_view_and_service_of_ours_is_in_the_table(self):
        named = set()
        for _method, path, _cells in read_table():
            named.update(re.findall(r"@@?([\w.-]+)", path))
            named.update(re.findall(r"/([\w.-]+)(?:\?|$)", path))
        # What takes the place of a view of Plone's is in the table of those.
        named.update(re.findall(r"^\| `([\w.-]+)` \|", STOCK.read_text(), re.MULTILINE))
        ours = {name for name in _registered_names() if name not in NOT_ADDRESSES}
        self.assertGreater(len(ours), 20)
        self.assertEqual(set(), ours - named)


def _registered_names() -> set[str]:
    """Return the names of all views and REST services that this package registers."""
    names = set()
    for registration in _registrations(getGlobalSiteManager()):
        if not registration.name or len(registration.required) != 2:
            continue
        request = registration.required[1]
        if not request.isOrExtends(IRequest):
            continue
        factory = registration.factory
        origins = {
            *(each.__module__ for each in getattr(factory, "__mro__", [type(factory)])),
            getattr(factory, "__name__", ""),
        }
        if any("onewindow_policy" in origin for origin in origins):
            names.add(registration.name.rpartition("@")[2])
    return names


def _registrations(registry):
    """Return the adapters of `registry` and its bases: layers of tests stack them."""
    for base in registry.__bases__:
        yield from _registrations(base)
    yield from registry.registeredAdapters()
