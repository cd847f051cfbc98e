"""Names of inputs that Zope reads as instructions, and values that do not fit them: at
every public address the answer is a page, or a refusal, and never a failure of ours."""

from functools import cache
from http.client import HTTPConnection
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from json import loads
from lxml import html
from onewindow_policy.browse.browser.home import HomeView
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.web.inputs import has_unusual_inputs
from pathlib import Path
from plone.testing.zope import Browser
from Products.SiteErrorLog.SiteErrorLog import _rate_restrict_pool
from Products.SiteErrorLog.SiteErrorLog import IPubFailureSubscriber
from sqlalchemy.exc import NoSuchColumnError
from ssl import SSLCertVerificationError
from types import SimpleNamespace
from unittest import mock
from urllib.parse import quote
from urllib.parse import urlencode
from ZEO.Exceptions import ClientDisconnected
from ZODB.POSException import POSKeyError
from zope.component import getGlobalSiteManager
from ZPublisher import Converters
from ZPublisher.interfaces import IPubFailure

import re
import unittest

DOCS = Path(__file__).parent.parent / "docs"

#: What pages of ours and of Plone look for, and names that no page knows.
NAMES = [
    *("SearchableText", "category", "district", "community", "b_start", "b_size"),
    *("number", "code", "transition", "version", "reason", "came_from", "language"),
    *("sort_on", "portal_type", "path", "domain", "query", "name", "after", "state"),
    *("form.widgets.phone", "form.widgets.community", "form.buttons.submit"),
    *("form.nonce", "form.kept.material_m03", "__ac_name", "__ac_password", "x", "x.y"),
]

#: What Zope knows after a colon: types, what to make of several, where a value goes, and
#: encodings. `method` and `action` name another page, and so another address.
CONVERTERS = [
    *Converters.type_converters,
    *("list", "tuple", "record", "records", "default", "ignore_empty"),
    *("utf8", "utf-16", "latin-1", "hex", "rot13", "idna", "zlib"),
]

VALUES = ["", "a", "5", "-1", "9" * 40, "nan", "2020-01-01", "{}", "[1]", "null", "\0"]

#: Where Plone takes a text for a number, or for records.
TEXTS_FOR_OTHERS = ("b_size", "b_start", "query", "version")

inputs = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.lists(st.sampled_from(CONVERTERS), max_size=3),
        st.one_of(st.sampled_from(VALUES), st.binary(max_size=6)),
    ),
    min_size=1,
    max_size=8,
)


def encoded(sent) -> str:
    """Return inputs as an address or a body carries them."""
    return urlencode([(":".join([name, *types]), value) for name, types, value in sent])


@cache
def our_addresses() -> list[tuple[str, str]]:
    """Return method and path of each address that is open to visitors."""
    rows = re.findall(
        r"^\| `(GET|JSON) ([^`?]+)(?:\?[^`]*)?` \| ✓",
        (DOCS / "access.md").read_text(encoding="utf-8"),
        re.M,
    )
    return list(dict.fromkeys(rows))


@cache
def stock_addresses() -> list[tuple[str, str]]:
    """Return method and path of the views of all packages that visitors may reach."""
    names = re.findall(
        r"^\| `([^`]+)` \| ✓",
        (DOCS / "access-stock.md").read_text(encoding="utf-8"),
        re.M,
    )
    found = []
    for name in names:
        service = re.fullmatch(r"([A-Z]+)_application_json_(.*)", name)
        if service is None:
            found.append(("GET", f"/{name}"))
        elif service[1] == "GET":
            found.append(("JSON", f"/catalogue/{service[2]}"))
    return found


class InputsCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.url = self.layer["portal"].absolute_url()
        self.browsers = {
            "GET": self.browser("text/html"),
            "POST": self.browser("text/html"),
            "JSON": self.browser("application/json"),
        }

    def browser(self, accepted):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.followRedirects = False
        browser.addHeader("Accept", accepted)
        return browser

    def ask(self, method, path, query=""):
        """Return the status of the answer."""
        browser = self.browsers[method]
        url = self.url + quote(path, safe="/@+")
        if method == "POST":
            browser.post(url, query)
        else:
            browser.open(f"{url}?{query}" if query else url)
        return int(browser.headers["status"].split()[0])

    def page(self, method="GET"):
        return html.fromstring(self.browsers[method].contents)


class TestFuzzedInputs(InputsCase):
    @settings(max_examples=250)
    @given(st.sampled_from(our_addresses()), st.booleans(), inputs)
    def test_no_input_breaks_a_page_of_ours(self, address, posted, sent):
        method, path = address
        if posted and method == "GET":
            method = "POST"
        self.assertLess(self.ask(method, path, encoded(sent)), 500)

    def test_types_that_do_not_fit_break_no_stock_address(self):
        walked = 0
        for method, path in stock_addresses():
            # Macros and steps to something else are no pages, and fail by themselves.
            if self.ask(method, path) >= 500:
                continue
            walked += 1
            for query in (
                "&".join(f"{name}={each}" for name in NAMES for each in "ab"),
                "&".join(f"{name}:int=5" for name in NAMES),
                "&".join(f"{name}.part:record=a" for name in NAMES),
                "&".join(f"{name}:date=2020-01-01" for name in NAMES),
                "&".join(f"{name}:int=x" for name in NAMES),
                *(
                    f"{name}={value}"
                    for name in TEXTS_FOR_OTHERS
                    for value in ("a", "-1")
                ),
            ):
                with self.subTest(method=method, path=path, query=query):
                    self.assertLess(self.ask(method, path, query), 500)
        self.assertGreater(walked, 80)


class TestUnreadableInputs(InputsCase):
    unreadable = (
        "x=a&x.y:record=b",
        "x=a&x.y:list:record=b",
        "x:int=secret",
        "x:date=secret",
        "x:required=",
        "x:json=%7B",
        "x:utf-16:ustring=b",
        "%ff=1",
    )

    def test_page_says_what_to_do_and_quotes_nothing(self):
        for method in ("GET", "POST"):
            for query in self.unreadable:
                with self.subTest(method=method, query=query):
                    status = self.ask(method, "/catalogue/sq-ll-001/apply", query)
                    self.assertEqual(400, status)
                    (heading,) = self.page(method).cssselect("h1")
                    self.assertEqual("我们没有读懂发来的内容", heading.text)
                    text = self.page(method).cssselect("main")[0].text_content()
                    self.assertNotIn("secret", text)

    def test_programs_are_told_so_as_json(self):
        for query in self.unreadable:
            with self.subTest(query=query):
                self.assertEqual(400, self.ask("JSON", "/@search", query))
                contents = self.browsers["JSON"].contents
                self.assertEqual({"error_type": "UnreadableInputs"}, loads(contents))

    def test_methods_that_no_page_knows_are_refused(self):
        for method in ("PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND", "TRACE", "FOO"):
            for path in ("/@@find?q=a", "/@@opened", "/catalogue/@@not-issued"):
                with self.subTest(method=method, path=path):
                    peer = HTTPConnection(self.layer["host"], self.layer["port"])
                    self.addCleanup(peer.close)
                    peer.request(method, f"/plone{path}")
                    self.assertEqual(404, peer.getresponse().status)

    def test_page_that_is_closed_or_missing_stays_so(self):
        self.assertEqual(302, self.ask("GET", "/@@desk", "x:int=a"))
        self.assertEqual(404, self.ask("GET", "/nothing", "x:int=a"))

    def test_login_meets_texts_only(self):
        for query in ("__ac_name:int=5", "__ac_name=a&__ac_name=b"):
            with self.subTest(query=query):
                self.assertEqual(302, self.ask("GET", "/@@desk", query))

    def test_readable_inputs_reach_their_page(self):
        form = {}

        def keep(view):
            form.update(view.request.form)
            return ""

        with mock.patch.object(HomeView, "body", keep):
            self.ask("GET", "/", "n:int=5&t:tokens=a+b&r.a:record=1&x=y")
        self.assertEqual((5, ["a", "b"], "y"), (form["n"], form["t"], form["x"]))
        self.assertEqual("1", form["r"].a)

    def test_input_that_came_twice_is_none_at_all_for_pages_of_staff(self):
        log_in(self.browsers["GET"])
        publication = "/catalogue/sq-ll-001/@@publication"
        for path, name, heading in (
            ("/@@desk", "community", "办件"),
            ("/@@desk", "state", "办件"),
            ("/@@suggestion-desk", "state", "意见处理"),
            ("/catalogue/@@search-desk", "days", "居民在搜什么"),
            (publication, "transition", "发布"),
            ("/catalogue/sq-ll-001/@@versions", "on", "历次版本"),
        ):
            with self.subTest(path=path, name=name):
                status = self.ask("GET", path, f"{name}=a&{name}=b")
                self.assertEqual(200, status)
                self.assertIn(heading, self.page().cssselect("h1")[0].text_content())


class TestFailures(InputsCase):
    """Whose fault a failing page is."""

    def setUp(self):
        super().setUp()
        self.fail_with(ValueError("细节"))

    def fail_with(self, failure):
        """Have the home page fail."""
        self.enterContext(mock.patch.object(HomeView, "body", side_effect=failure))

    def test_failure_over_usual_inputs_is_ours(self):
        self.assertEqual(500, self.ask("GET", "/", "x=y"))

    def test_failure_over_unusual_inputs_is_the_requests(self):
        for query in ("n:int=5", "r.a:record=1", "x=%ff"):
            self.assertEqual(400, self.ask("GET", "/", query))
            self.assertNotIn("细节", self.browsers["GET"].contents)

    def test_failure_over_text_where_plone_takes_numbers_or_records_is_the_requests(
        self,
    ):
        for query, status in (
            ("b_start=a", 400),
            ("b_size=-1", 400),
            ("version=", 400),
            ("query=a", 400),
            ("b_start=20&b_size=5", 500),
        ):
            with self.subTest(query=query):
                self.assertEqual(status, self.ask("GET", "/", query))

    def test_failing_component_is_never_the_requests_fault(self):
        for failure, status in (
            (POSKeyError(b"\0" * 8), 500),
            (ClientDisconnected(), 500),
            (FileNotFoundError(), 500),
            (SSLCertVerificationError(), 500),
            (NoSuchColumnError(), 500),
            (MemoryError(), 500),
            (DatabaseUnavailable(), 503),
        ):
            self.fail_with(failure)
            for query in ("n:int=5", "b_start=a"):
                for method in ("GET", "POST"):
                    with self.subTest(failure=failure, query=query, method=method):
                        self.assertEqual(status, self.ask(method, "/", query))

    def test_operator_finds_the_failure_in_the_log_whoever_is_at_fault(self):
        handlers = getGlobalSiteManager()
        # The test fixture leaves it out.
        handlers.registerHandler(IPubFailureSubscriber, (IPubFailure,))
        self.addCleanup(
            handlers.unregisterHandler, IPubFailureSubscriber, (IPubFailure,)
        )
        # It names each kind but so often in a minute.
        self.enterContext(mock.patch.dict(_rate_restrict_pool, clear=True))
        for query in ("x=y", "b_start=a", "n:int=5"):
            with self.subTest(query=query):
                with self.assertLogs("Zope.SiteErrorLog", "ERROR") as logged:
                    self.ask("GET", "/", query)
                self.assertIn("ValueError", "".join(logged.output))

    def test_failure_over_what_editors_send_is_ours(self):
        log_in(self.browsers["GET"])
        self.assertEqual(500, self.ask("GET", "/", "n:int=5"))

    def test_lists_are_usual_in_what_is_posted(self):
        for method, value, is_unusual in (
            ("POST", ["a", "b"], False),
            ("GET", ["a", "b"], True),
            ("POST", ["a", 5], True),
            ("PUT", "a", True),
            ("GET", "a", False),
        ):
            request = SimpleNamespace(method=method, form={"x": value})
            self.assertEqual(is_unusual, has_unusual_inputs(request))
