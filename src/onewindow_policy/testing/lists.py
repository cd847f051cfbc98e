"""What every list of the staff's desks keeps to, whichever room it is of."""

from io import BytesIO
from lxml import html
from onewindow_policy.desks.lists import ORDER
from onewindow_policy.desks.lists import PAGE
from onewindow_policy.desks.lists import read_asked
from onewindow_policy.records.database import get_database
from onewindow_policy.records.models import AuditEntry
from onewindow_policy.testing.tickets import log_in
from openpyxl import load_workbook
from plone.app.testing import login
from plone.testing.zope import Browser
from sqlalchemy import select
from types import SimpleNamespace
from unittest.mock import patch
from urllib.parse import parse_qsl
from urllib.parse import urlencode
from urllib.parse import urlsplit

import re

#: How lists write a day, and the form that none of them uses.
DAY = re.compile(r"\d{4}年\d{1,2}月\d{1,2}日")
OTHER_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}")

#: What anybody can write behind the address of a list.
ODD_INPUTS = (
    "x",
    "_",
    "_1",
    "2026-03-01_1",
    "2026-03-01_\0",
    "0001-01-01T00:00:00+14:00_1",
    "9999-12-31T23:59:59-14:00_1",
    f"2026-03-01T00:00:00+00:00_{'9' * 5000}",
    "2026-03-01T00:00:00+00:00_１",
    "长" * 5000,
)


class ListContract:
    """To be mixed into a test case of the sample city, one for each list."""

    #: The address of the list in the site, and its class.
    view: str
    list_class: type
    #: An account that sees what `add` adds, and one that has no part in the list.
    reader: str
    stranger: str
    #: An account that may have as a sheet what `reader` only sees.
    exporter: str
    #: A choice among the list's filters that shows what `add` adds.
    choice: dict[str, str]
    #: A choice that nothing of it fits.
    nothing: dict[str, str]
    #: Whether rows have a day.
    has_days = True
    #: What rows must never show.
    secrets: tuple[str, ...]
    #: Those of the odd inputs that the list takes for a page: its order is by days.
    pages: tuple[str, ...] = ()

    def setUp(self):
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.addHeader("Accept", "text/html")
        log_in(self.browser, self.reader)

    def add(self, key: str) -> str:
        """Add something, and return what its row alone says: its number."""
        raise NotImplementedError

    def open(self, query=""):
        """Open the list, and return its page."""
        query = urlencode(query) if isinstance(query, dict) else query
        url = f"{self.layer['portal'].absolute_url()}/{self.view}"
        return self.open_url(f"{url}?{query}" if query else url)

    def open_url(self, url):
        self.browser.open(url)
        page = html.fromstring(self.browser.contents)
        self.assertEqual("200", self.browser.headers["status"][:3], url[:200])
        self.assertEqual(1, len(page.cssselect("main h1")))
        return page

    def rows_of(self, page):
        """Return what each row of a page says, as a person reads it."""
        return [
            " ".join(row.text_content().split())
            for row in page.cssselect("table.desk-list tbody tr")
        ]

    def listed(self, numbers, page):
        """Return which of `numbers` a page lists, in its order."""
        rows = self.rows_of(page)
        return [each for row in rows for each in numbers if each in row]

    def next_url(self, page):
        links = page.cssselect(".pagination a[rel=next]")
        return links[0].get("href") if links else None

    def test_rows_are_masked_and_days_are_written_in_one_form(self):
        number = self.add("a")
        page = self.open(self.choice)
        self.assertEqual([number], self.listed([number], page))
        (row,) = (row for row in self.rows_of(page) if number in row)
        if self.has_days:
            self.assertRegex(row, DAY)
        self.assertNotRegex(row, OTHER_DAY)
        source = html.tostring(page, encoding="unicode")
        for secret in self.secrets:
            self.assertNotIn(secret, source)

    def test_sheet_has_what_is_listed_and_the_audit_says_who_has_it(self):
        numbers = [self.add(f"a{each}") for each in range(3)]
        log_in(self.browser, self.exporter)
        with patch.object(self.list_class, "page_size", 2):
            page = self.open(self.choice)
        rows = self.rows_of(page)
        self.browser.getForm(id="export").submit()
        headers = self.browser.headers
        self.assertEqual("no-store", headers["Cache-Control"])
        self.assertIn("attachment", headers["Content-Disposition"])
        self.assertIn(".xlsx", headers["Content-Disposition"])
        (sheet,) = load_workbook(BytesIO(self.browser.contents)).worksheets
        lines = [
            " ".join(" ".join(filter(None, line)).split())
            for line in sheet.iter_rows(values_only=True)
        ]
        found = [each for line in lines for each in numbers if each in line]
        self.assertEqual(sorted(numbers), sorted(found))
        for row in rows:
            self.assertIn(row, lines)
        for secret in self.secrets:
            self.assertNotIn(secret, str(lines))
        with get_database().reading.connect() as connection:
            notes = connection.execute(
                select(AuditEntry.user_id, AuditEntry.detail).where(
                    AuditEntry.action == "list.export",
                    AuditEntry.subject == self.list_class.name,
                )
            ).all()
        (who, what) = notes[-1]
        self.assertEqual(self.exporter, who)
        for name, value in self.choice.items():
            self.assertIn(f"{name}={value}", what)

    def test_sheet_is_refused_to_who_only_sees_the_list(self):
        self.add("a")
        page = self.open(self.choice)
        self.assertEqual(1, len(self.rows_of(page)))
        self.assertEqual([], page.cssselect("#export"))
        self.browser.post(
            f"{self.layer['portal'].absolute_url()}/{self.view}",
            urlencode(self.choice),
        )
        self.assertNotEqual("200", self.browser.headers["status"][:3])
        self.assertNotIn("spreadsheet", self.browser.headers["Content-Type"])

    def test_no_cache_and_no_search_engine_keeps_it(self):
        self.open()
        self.assertEqual("no-store", self.browser.headers["Cache-Control"])
        self.assertEqual("noindex", self.browser.headers["X-Robots-Tag"])

    def test_each_cell_has_its_heading_on_every_screen(self):
        self.add("a")
        page = self.open(self.choice)
        (table,) = page.cssselect("table.desk-list")
        titles = [each.text_content() for each in table.cssselect("thead th")]
        self.assertEqual(len(self.list_class.columns), len(titles))
        (row, *_others) = table.cssselect("tbody tr")
        self.assertEqual("row", row.cssselect("th")[0].get("scope"))
        for title, cell in zip(titles[1:], row.cssselect("td"), strict=True):
            words = cell.text_content().strip()
            self.assertEqual(title if words else None, cell.get("data-label"))

    def test_pages_hold_each_row_once_while_others_come_in(self):
        numbers = [self.add(f"a{each}") for each in range(5)]
        with patch.object(self.list_class, "page_size", 2):
            page = self.open(self.choice)
            found = self.listed(numbers, page)
            self.add("b")
            while (url := self.next_url(page)) and len(found) <= len(numbers):
                asked = dict(parse_qsl(urlsplit(url).query))
                for name, value in self.choice.items():
                    self.assertEqual(value, asked.get(name, value))
                page = self.open_url(url)
                self.assertLessEqual(len(self.rows_of(page)), 2)
                found += self.listed(numbers, page)
        self.assertEqual(sorted(numbers), sorted(found))

    def test_every_order_goes_through_all_rows(self):
        numbers = [self.add(f"a{each}") for each in range(3)]
        for order in self.list_class.orders:
            with patch.object(self.list_class, "page_size", 1):
                found = []
                page = self.open({**self.choice, "order": order.name})
                found += self.listed(numbers, page)
                while (url := self.next_url(page)) and len(found) <= len(numbers):
                    page = self.open_url(url)
                    found += self.listed(numbers, page)
            self.assertEqual(sorted(numbers), sorted(found), order.name)

    @property
    def inputs(self):
        """Return the names of all that an address may ask of the list."""
        return [*(each.name for each in self.list_class.filters), ORDER, PAGE]

    def test_each_input_that_asks_in_vain_is_left_out(self):
        portal = self.layer["portal"]
        login(portal, self.reader)
        desk_list = portal.unrestrictedTraverse(self.view).desk_list
        fitting = read_asked(desk_list, SimpleNamespace(form=self.choice))
        self.assertEqual((), fitting.unknown)
        # What Zope makes of `name:list`, of a name that comes twice, and of `name:int`.
        shapes = (["x"], ["x", "y"], 1)
        for name in self.inputs:
            for value in (*ODD_INPUTS, *shapes):
                if name == PAGE and value in self.pages:
                    continue
                form = {**self.choice, name: value}
                with self.subTest(name=name, value=str(value)[:20]):
                    asked = read_asked(desk_list, SimpleNamespace(form=form))
                    self.assertEqual((name,), asked.unknown)
                    self.assertEqual((fitting.order, ""), (asked.order, asked.page))

    def test_what_the_address_asks_in_vain_is_said_and_breaks_no_page(self):
        number = self.add("a")
        odd = [{name: value for name in self.inputs} for value in ODD_INPUTS]
        twice = [(name, value) for name in self.inputs for value in "xy"]
        shapes = [
            {f"{name}:{shape}": "1" for name in self.inputs}
            for shape in ("list", "int")
        ]
        for query in (*odd, *shapes, twice):
            with self.subTest(query=str(query)[:40]):
                page = self.open(urlencode(query))
                self.assertEqual(1, len(page.cssselect("#unknown-inputs")))
        page = self.open({**self.choice, PAGE: "x"})
        self.assertEqual(1, len(page.cssselect("#unknown-inputs")))
        self.assertEqual([number], self.listed([number], page))
        self.assertEqual([], self.open(self.choice).cssselect("#unknown-inputs"))

    def test_bytes_that_are_no_text_are_refused_and_never_fail(self):
        for name in ("order", "page"):
            self.browser.open(
                f"{self.layer['portal'].absolute_url()}/{self.view}?{name}=%ff%fe"
            )
            self.assertIn(self.browser.headers["status"][:3], ("200", "400"))
            self.assertIn("<h1", self.browser.contents)

    def test_empty_list_says_so_and_leads_on(self):
        self.add("a")
        page = self.open(self.nothing)
        (empty,) = page.cssselect(".empty-state")
        self.assertEqual([], self.rows_of(page))
        (link,) = empty.cssselect("a")
        self.assertEqual(
            [], self.open_url(link.get("href")).cssselect("#unknown-inputs")
        )

    def test_list_is_refused_to_who_has_no_part_in_it(self):
        number = self.add("a")
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        for name in (None, self.stranger):
            if name:
                log_in(browser, name)
            browser.open(f"{self.layer['portal'].absolute_url()}/{self.view}")
            page = html.fromstring(browser.contents)
            self.assertEqual(1, len(page.cssselect("h1")))
            self.assertEqual([], page.cssselect("table.desk-list"))
            self.assertNotIn(number, html.tostring(page, encoding="unicode"))
