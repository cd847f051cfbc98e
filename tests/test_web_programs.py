"""What a program may ask: whatever it sends, each service answers in bounded work, and
what cannot be read is refused as such, by every service that is open to visitors."""

from functools import cache
from http.client import HTTPConnection
from json import dumps
from json import loads
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import cookie_for
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.testing.work import count_calls
from onewindow_policy.web.sizes import MOST_LINES
from pathlib import Path
from plone.testing.zope import Browser
from unittest import mock
from urllib.parse import quote

import re
import unittest

DOCS = Path(__file__).parent.parent / "docs"

#: Of function calls that an answer to a visitor costs at most. The dearest page of ours
#: that a visitor reads costs a third of it.
MOST_CALLS = 900_000

#: What is more than the portal has, or no number.
ENDLESS = ("1000000000", "9" * 5000, "201")

DEEP = 100_000

#: Values that some reader takes for something else, by the name of an input.
HOSTILE_QUERIES = (
    "SearchableText='",
    "SearchableText=(",
    "SearchableText=AND",
    "SearchableText=%22",
    "SearchableText=a+AND+NOT",
    "SearchableText=*",
    "SearchableText=?",
    "SearchableText=a" + "*a" * 30,
    "SearchableText=a%00b",
    "SearchableText=%ff%fe",
    "SearchableText=%ed%a0%80",
    "SearchableText:list=a&SearchableText:list=b",
    "SearchableText.query:record=a",
    "Title=('",
    "sort_on=nothing",
    "sort_on=path",
    "sort_on=SearchableText",
    "sort_on:int=5",
    "sort_order=sideways&sort_on=modified",
    "sort_limit=a",
    "sort_limit=-1",
    "b_size=-1",
    "b_size=0",
    "b_size=NaN",
    "b_size=1e9",
    "b_start=-1",
    "b_start=" + "9" * 5000,
    "b_start=a",
    "limit=a",
    "modified=yesterdayish",
    "modified.query=2020-13-45&modified.range=min",
    "modified.query=2020-01-01&modified.range=sideways",
    "modified.range=min",
    "effectiveRange=never",
    "created.query:list=1&created.query:list=2&created.range=min:max",
    "path=",
    "path=/\0",
    "path.depth=a",
    "path.depth=-5",
    "path.query=/plone&path.depth=999999999999999999999",
    "path.level=a",
    "path:list=1&path:list=2",
    "UID=x",
    "UID.not=x",
    "is_folderish=perhaps",
    "is_folderish.query=perhaps",
    "review_state.operator=xor&review_state.query=published",
    "portal_type.not=Document",
    "portal_type.query.a.b=1",
    "portal_type.range=min",
    "metadata_fields=_all",
    "metadata_fields=_nothing&metadata_fields=_all",
    "metadata_fields:int=5",
    "summary_serializer_metadata=x",
    "_summary_fields_cache=x",
    "BODY=%7B%22b_size%22%3A1000000%7D",
    "BODY=x",
    "use_site_search_settings=1&sort_on=",
    "use_site_search_settings=1&portal_type.query=x",
    "show_inactive=1",
    "include_items=perhaps",
    "expand=navigation&expand.navigation.depth=a",
    "expand=navigation&expand.navigation.depth=1000000",
    "expand=contextnavigation&expand.contextnavigation.bottomLevel=a",
    "expand=contextnavigation&expand.contextnavigation.topLevel=-9",
    "expand=contextnavigation&expand.contextnavigation.root_path=/../..",
    "expand=contextnavigation&expand.contextnavigation.includeTop=x",
    "expand=breadcrumbs,navigation,actions,workflow,types,contextnavigation,navroot",
    "expand.inherit.behaviors=x&expand=inherit",
    "expand:int=1",
    "query=a",
    "query=%7B%22query%22%3A%22a%22%7D",
    "query=" + quote('{"query":[{"i":"x","o":"y","v":"z"}]}'),
    "query=" + quote('{"query":[{"i":"modified","o":"a.b","v":[]}]}'),
    "query="
    + quote(
        '{"query":[{"i":"SearchableText","v":"\'",'
        '"o":"plone.app.querystring.operation.string.contains"}]}'
    ),
    "query="
    + quote(
        '{"query":[{"i":"modified","v":"never",'
        '"o":"plone.app.querystring.operation.date.largerThan"}]}'
    ),
    "query=" + quote('{"query":[{"i":"path","v":5}],"b_size":"a"}'),
    "query=" + quote('{"query":5,"limit":NaN}'),
    "query=" + quote('{"query":[{}],"sort_on":[1],"limit":1e400}'),
    "query=" + quote("[" * 1000),
    "title=a&token=b",
    "title:int=5",
    "tokens:int=5",
    "token:list=a",
    "types:int=5",
    "categories:int=5",
    "source=x&target=y",
    "source=\0",
    "relation:int=1",
    "max=a",
    "q=%00",
    "q:list=a&q:list=b",
    "uids=x",
    "name=x&batch=%7B%22size%22%3A100000%2C%22page%22%3A1%7D",
    "x=" + "a" * 9000,
)

#: Services that ask the catalogue by what stands in the address, and inputs that none of
#: the others reads.
ASKING = ("", "@search", "@find", "@items")
CATALOGUE = {
    *("SearchableText", "Title", "sort_on", "sort_order", "modified", "modified.query"),
    *("modified.range", "effectiveRange", "created.query:list", "path", "path.depth"),
    *("path.query", "path.level", "path:list", "UID", "UID.not", "is_folderish"),
    *("is_folderish.query", "review_state.operator", "portal_type.not"),
    *("portal_type.query.a.b", "portal_type.range", "use_site_search_settings"),
    *("SearchableText:list", "SearchableText.query:record", "sort_on:int"),
}

HOSTILE_BODIES = (
    "{",
    "[]",
    "5",
    "null",
    "\udcff",
    "NaN",
    "[" * DEEP,
    "[" * DEEP + "]" * DEEP,
    '{"query":' + '{"a":' * 500 + "1" + "}" * 500 + "}",
    '{"b_size": NaN}',
    '{"b_size": Infinity, "query": []}',
    '{"b_size": 1e400, "query": []}',
    '{"b_size": "a", "query": []}',
    '{"b_size": -1, "query": []}',
    '{"b_size": ' + "9" * 5000 + "}",
    '{"b_start": ' + "9" * 30 + ', "query": []}',
    '{"query": "\\u0000"}',
    '{"query": "\\ud800"}',
    '{"\\ud800": 1}',
    '{"query": 5}',
    '{"query": {}}',
    '{"query": [5]}',
    '{"query": [{"i": 5, "o": 5, "v": 5}]}',
    '{"query": [{"i": "Title", "o": "os.system", "v": "a"}]}',
    '{"query": [{"i": "SearchableText",'
    ' "o": "plone.app.querystring.operation.string.contains", "v": "\'("}]}',
    '{"query": [{"i": "modified",'
    ' "o": "plone.app.querystring.operation.date.between", "v": ["a"]}]}',
    '{"query": [{"i": "path",'
    ' "o": "plone.app.querystring.operation.string.absolutePath", "v": {}}]}',
    '{"query": [{"i": "portal_type", "v": ["News Item"],'
    ' "o": "plone.app.querystring.operation.selection.any"}], "sort_on": "nothing"}',
    '{"metadata_fields": 5, "query": []}',
    '{"email": 5, "login": {}, "password": []}',
    '{"login": "a\\u0000", "password": "b"}',
)


@cache
def services() -> tuple[tuple[str, str], ...]:
    """Return method and name of each service of the API that is open to visitors."""
    names = re.findall(
        r"^\| `(?:([A-Z]+)_application_json_)([^`]*)` \| ✓",
        (DOCS / "access-stock.md").read_text(encoding="utf-8"),
        re.M,
    )
    return tuple(names)


class ProgramsCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.url = self.layer["portal"].absolute_url()

    def browser(self, *, is_visitor=True):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.followRedirects = False
        browser.addHeader("Accept", "application/json")
        if not is_visitor:
            log_in(browser)
        return browser

    def get(self, path, **options):
        browser = self.browser(**options)
        browser.open(self.url + path)
        return browser

    def send(self, method, path, body, *, is_visitor=True):
        """Return the status of an answer to JSON that need not be any."""
        peer = HTTPConnection(self.layer["host"], self.layer["port"], timeout=120)
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        if not is_visitor:
            headers["Cookie"] = cookie_for()
        body = body.encode("utf-8", "surrogateescape")
        peer.request(method, f"/plone{path}", body, headers)
        try:
            return peer.getresponse().status
        finally:
            # The server has room for a hundred connections.
            peer.close()

    def status(self, browser):
        return int(browser.headers["status"].split()[0])


class TestHostile(ProgramsCase):
    def test_no_service_fails_over_what_stands_in_an_address(self):
        asked = 0
        for method, name in services():
            if method != "GET":
                continue
            # What fails by itself, without any input, is another matter.
            if self.status(self.get(f"/{name}")) >= 500:
                continue
            for query in HOSTILE_QUERIES:
                # What only those read who ask the catalogue.
                if name not in ASKING and query.partition("=")[0] in CATALOGUE:
                    continue
                status = self.status(self.get(f"/{name}?{query}"))
                asked += 1
                with self.subTest(name=name, query=query[:80]):
                    self.assertLess(status, 500)
        self.assertGreater(asked, 8 * len(HOSTILE_QUERIES))

    def test_no_service_fails_over_its_parameters(self):
        for method, name in services():
            for step in ("%00", "..", "a/b/c", "@@x", "9" * 50, "'", "a%20b"):
                if method == "GET" and name:
                    status = self.status(self.get(f"/{name}/{step}"))
                    with self.subTest(name=name, step=step):
                        self.assertLess(status, 500)

    def test_no_service_fails_over_what_is_sent(self):
        asked = 0
        sent = [each for each in services() if each[0] in ("POST", "PATCH", "PUT")]
        for method, name in [
            *sent,
            ("POST", "@querystring-search"),
            ("POST", "@login"),
        ]:
            for body in HOSTILE_BODIES:
                status = self.send(method, f"/{name}", body)
                asked += 1
                with self.subTest(method=method, name=name, body=body[:60]):
                    self.assertLess(status, 500)
        self.assertGreater(asked, 3 * len(HOSTILE_BODIES))

    def test_administrators_are_refused_no_worse(self):
        for method, path in (
            ("POST", "/news"),
            ("PATCH", "/news"),
            ("POST", "/@users"),
        ):
            for body in (
                *HOSTILE_BODIES,
                '{"@type": "News Item", "title": 5, "image": 5}',
                '{"@type": 5}',
                '{"@type": "News Item", "image": {"data": "x", "encoding": "nothing"}}',
                '{"@type": "News Item", "effective": "never"}',
                '{"@type": "News Item", "text": {"data": 5}}',
            ):
                status = self.send(method, path, body, is_visitor=False)
                with self.subTest(method=method, path=path, body=body[:60]):
                    self.assertLess(status, 500)

    def test_what_cannot_be_read_is_400(self):
        for query in ("SearchableText='", "b_size=-1", "b_start=a", "UID=a%00"):
            with self.subTest(query=query):
                self.assertEqual(400, self.status(self.get(f"/@search?{query}")))
        for body in ("{", "[" * DEEP, '{"query": "\\u0000"}', '{"b_size": NaN}'):
            with self.subTest(body=body[:20]):
                status = self.send("POST", "/@querystring-search", body)
                self.assertEqual(400, status)


class TestSizes(ProgramsCase):
    def test_no_list_is_longer_than_its_limit(self):
        with mock.patch.dict("onewindow_policy.web.sizes.SIZES", {"b_size": 5}):
            for path in (
                "/@search?",
                "/@search?metadata_fields=_all&",
                "/news?",
                "/catalogue/@items?",
                "/@find?q=%E4%BD%8E%E4%BF%9D&",
                "/@search?BODY=%7B%22b_size%22%3A1000%7D&",
            ):
                for size in ENDLESS[:2]:
                    answer = self.get(f"{path}b_size={size}")
                    with self.subTest(path=path, size=size[:20]):
                        if self.status(answer) == 200:
                            found = loads(answer.contents)
                            self.assertLessEqual(len(found["items"]), 5)
                        else:
                            self.assertEqual(400, self.status(answer))

    def test_sizes_are_cut_in_the_address_too(self):
        answer = loads(self.get("/@search?b_size=1000000000&b_start=1").contents)
        self.assertNotIn("1000000000", dumps(answer.get("batching", {})))
        self.assertLessEqual(len(answer["items"]), MOST_LINES)

    def test_sizes_in_what_is_sent_are_cut(self):
        query = [
            {
                "i": "portal_type",
                "o": "plone.app.querystring.operation.selection.any",
                "v": ["News Item", "ServiceItem"],
            }
        ]
        with mock.patch.dict(
            "onewindow_policy.web.sizes.SIZES", {"b_size": 2, "limit": 2}
        ):
            for name in ("b_size", "limit"):
                body = dumps({"query": query, name: 10**9})
                browser = self.browser()
                browser.addHeader("Content-Type", "application/json")
                browser.post(f"{self.url}/@querystring-search", body)
                with self.subTest(name=name, contents=browser.contents[:200]):
                    self.assertEqual(200, self.status(browser))
                    self.assertLessEqual(len(loads(browser.contents)["items"]), 2)

    def test_whole_objects_are_for_those_who_are_logged_in(self):
        query = quote('{"query":[{"i":"path","o":"x","v":"/"}],"fullobjects":true}')
        for path in (
            "/@search?fullobjects=1",
            "/@search?fullobjects=",
            "/@search?fullobjects:int=0",
            "/news?fullobjects=1",
            f"/@querystring-search?query={query}",
            f"/@querystring-search?query={quote(query)}",
        ):
            with self.subTest(path=path):
                self.assertEqual(400, self.status(self.get(path)))
        body = '{"query": [{"i": "path", "o": "x", "v": "/"}], "fullobjects": true}'
        self.assertEqual(400, self.send("POST", "/@querystring-search", body))
        path = "/@search?fullobjects=1&b_size=1&portal_type=News+Item"
        answer = self.get(path, is_visitor=False)
        self.assertIn("created", loads(answer.contents)["items"][0])


class TestWork(ProgramsCase):
    """The dearest requests of visitors, in calls of functions: a budget, not a time."""

    def test_no_request_of_a_visitor_costs_more_than_its_budget(self):
        expand = ",".join(
            name.removeprefix("@") for _method, name in services() if name
        )
        costs = {}
        for path in (
            f"/@search?b_size=1000000000&expand={expand}&metadata_fields=_all",
            f"/news?b_size=1000000000&expand={expand}&metadata_fields=_all",
            f"/catalogue?b_size=1000000000&expand={expand}&expand.navigation.depth=99",
            "/@search?sort_on=sortable_title&b_size=1000000000&metadata_fields=_all",
            "/@search?SearchableText=" + "a*+" * 300,
            "/@search?SearchableText=" + "%E4%BD%8E*+" * 100,
            "/@search?" + "&".join(f"UID:list={number}" for number in range(400)),
            "/@navigation?expand.navigation.depth=1000",
            "/@contextnavigation?expand.contextnavigation.bottomLevel=1000",
            "/@find?q=%E4%BD%8E%E4%BF%9D&b_size=100",
            "/catalogue/@items?b_size=1000000000",
            "/@vocabularies/plone.app.vocabularies.PortalTypes?b_size=1000000000",
            "/@types",
            "/@querystring",
            "/@relations?max=1000000000",
        ):
            browser = self.browser()
            url = self.url + path
            browser.open(url)
            costs[path] = count_calls(
                lambda url=url, browser=browser: browser.open(url)
            )
            with self.subTest(path=path[:90], cost=costs[path]):
                self.assertLess(self.status(browser), 500)
                self.assertLess(costs[path], MOST_CALLS)
