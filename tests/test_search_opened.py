"""The page of results counts what is asked and what is opened."""

from http.client import HTTPConnection
from onewindow_policy.records.api import read_session
from onewindow_policy.search import usage
from onewindow_policy.search.models import AskedQuery
from onewindow_policy.search.models import Reformulation
from onewindow_policy.search.usage import USAGE
from onewindow_policy.testing import BROWSER_TESTING
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone.testing.zope import Browser
from sqlalchemy import select
from test_journeys import JourneyTestCase
from test_search_visitors import BROWSER
from unittest import mock
from urllib.parse import quote
from urllib.parse import urlencode

import transaction
import unittest


class TestPages(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.url = self.layer["portal"].absolute_url()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.addHeader("User-Agent", BROWSER)

    def find(self, text, **more):
        self.browser.open(f"{self.url}/@@find?{urlencode({'q': text, **more})}")

    def counted(self):
        USAGE.flush()
        transaction.abort()
        columns = (
            AskedQuery.query,
            AskedQuery.asked,
            AskedQuery.found,
            AskedQuery.opened,
        )
        return [tuple(row) for row in read_session().execute(select(*columns))]

    def test_page_counts_its_question_and_writes_nothing(self):
        statements = []
        with mock.patch.object(usage, "add_counts", statements.append):
            self.find("护照")
        self.assertEqual([], statements)
        self.assertEqual([("护照", 1, 0, 0)], self.counted())

    def test_filters_and_further_pages_are_the_same_question(self):
        self.find("补贴", b_start=10)
        self.find("补贴", type="item")
        self.assertEqual([], self.counted())

    def ask_for(self, method, **headers):
        """Return the answer to a request of a browser for the results of 护照."""
        connection = HTTPConnection(self.layer["host"], self.layer["port"], timeout=60)
        self.addCleanup(connection.close)
        path = f"/plone/@@find?q={quote('护照')}"
        connection.request(method, path, headers={"User-Agent": BROWSER, **headers})
        response = connection.getresponse()
        response.read()
        return response

    def test_looking_at_the_headers_of_an_answer_asks_nothing(self):
        self.assertEqual(200, self.ask_for("HEAD").status)
        self.assertEqual([], self.counted())

    def test_page_that_a_browser_has_already_is_not_asked_again(self):
        etag = self.ask_for("GET").headers["ETag"]
        other = {"X-Forwarded-For": "203.0.113.9", "If-None-Match": etag}
        self.assertEqual(304, self.ask_for("GET", **other).status)
        self.assertEqual([("护照", 1, 0, 0)], self.counted())

    def test_words_typed_into_the_page_of_results_follow_the_former_ones(self):
        self.find("护照")
        form = self.browser.getForm(index=0)
        form.getControl(name="q").value = "居住证"
        form.submit()
        self.assertNotIn(quote("护照"), self.browser.url)
        self.counted()
        rows = read_session().scalars(select(Reformulation)).all()
        self.assertEqual(
            [("护照", "居住证", 1)],
            [(row.query, row.following, row.times) for row in rows],
        )

    def test_opened_result_is_counted_when_our_own_page_says_so(self):
        for origin, count in (
            ("https://example.com", 0),
            (None, 1),
            ("null", 2),
            (f"HTTPS://{self.url.split('/')[2].upper()}", 3),
        ):
            browser = Browser(self.layer["app"])
            browser.raiseHttpErrors = False
            # Each is somebody else, who counts once.
            browser.addHeader("User-Agent", f"{BROWSER} {origin}")
            if origin:
                browser.addHeader("Origin", origin)
            browser.post(f"{self.url}/@@opened", urlencode({"q": "低保"}))
            self.assertIn("204", browser.headers["status"])
            with self.subTest(origin=origin):
                self.assertEqual(count, sum(row[3] for row in self.counted()))

    def test_opening_is_no_address_to_look_at(self):
        self.browser.open(f"{self.url}/@@opened?q=x")
        self.assertIn("404", self.browser.headers["status"])


class TestOpening(JourneyTestCase):
    layer = BROWSER_TESTING

    def test_script_says_that_a_result_was_opened(self):
        page = self.visit("@@find?q=低保")
        with page.expect_request("**/@@opened") as waiting:
            page.locator(".result h2 a").first.click()
        self.assertEqual("POST", waiting.value.method)
        page.wait_for_url("**/catalogue/sq-mz-001")
        # The browser sends it in its own time.
        for _try in range(600):
            USAGE.flush()
            transaction.abort()
            opened = read_session().scalar(select(AskedQuery.opened))
            if opened:
                break
            page.wait_for_timeout(100)
        self.assertEqual(1, opened)
