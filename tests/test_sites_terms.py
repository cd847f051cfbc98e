"""What people look for never reaches the terminal or a log, found or not."""

from contextlib import closing
from contextlib import ExitStack
from http.client import HTTPConnection
from onewindow_policy.testing.forked import ForkedMain
from onewindow_policy.testing.forked import SITES
from onewindow_policy.testing.servers import environment_of
from onewindow_policy.testing.servers import free_port
from onewindow_policy.testing.servers import START_SECONDS
from onewindow_policy.testing.servers import STOP_SECONDS
from onewindow_policy.testing.servers import wait_for
from pathlib import Path
from urllib.parse import quote
from urllib.parse import urlencode

import json
import tempfile
import unittest

#: What somebody looks for: a number, a name, and a text that no search can read.
TERMS = ("110101199001011234", "寻找张三丰", 'zhangsanfeng" AND (')

#: Every form in which they could be written.
WRITTEN = (
    *("110101199001011234", "寻找张三丰", "zhangsanfeng"),
    *(quote("寻找张三丰"), ascii("寻找张三丰")[1:-1], "\\xe5\\xaf\\xbb\\xe6\\x89\\xbe"),
)

JSON = {"Accept": "application/json"}


class TestTerms(unittest.TestCase):
    def setUp(self):
        stack = ExitStack()
        self.addCleanup(stack.close)
        self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        self.var = self.folder / "var"
        self.port = free_port()
        self.process = ForkedMain(
            SITES,
            ["start", "--port", self.port],
            environment_of(self.var),
            [self.folder / "output"],
        )
        stack.callback(self.process.wait, STOP_SECONDS)
        stack.callback(self.process.terminate)
        wait_for(f"http://127.0.0.1:{self.port}/onewindow", self.process)

    def ask(self, method, path, body=None, headers=()):
        connection = HTTPConnection("127.0.0.1", self.port, timeout=START_SECONDS)
        # The server takes a hundred at once.
        with closing(connection):
            connection.request(method, f"/onewindow{path}", body, dict(headers))
            answer = connection.getresponse()
            answer.read()
        return answer.status

    def requests(self, term):
        """Yield requests that carry what somebody looks for."""
        q = urlencode({"q": term})
        text = urlencode({"SearchableText": term})
        for path in (
            *(f"/@@find?{q}", f"/@@find?{q}&b_start=-1", f"/@@find?{q}&b_start=x"),
            *(f"/@@find?{q}&b_start:int=x", f"/@@find?q:list={quote(term)}"),
            *(f"/@@search?{text}", f"/search?{text}", f"/nothing-here?{q}"),
            *(f"/catalogue?{q}", f"/?{text}", f"/@@find?{quote(term)}=1"),
            *(f"/@@find?{q}:int={quote(term)}", f"/livesearch_reply?{q}"),
        ):
            yield "GET", path, None, {}
            yield "GET", path, None, {"Referer": f"http://127.0.0.1{path}"}
        for path in (
            *(f"/@search?{text}", f"/@find?{q}", f"/@suggest?{q}"),
            *(f"/@search?sort_on={quote(term)}", f"/@search?path.depth={quote(term)}"),
            *(f"/@search?metadata_fields={quote(term)}", f"/@nothing?{q}"),
            *(
                f"/@search?b_size={quote(term)}",
                f"/@search?created.query={quote(term)}",
            ),
            f"/@search?{text}&sort_on=created&sort_order={quote(term)}",
        ):
            yield "GET", path, None, JSON
        query = {
            "i": "SearchableText",
            "o": "plone.app.querystring.operation.string.contains",
            "v": term,
        }
        typed = {**JSON, "Content-Type": "application/json"}
        for body in (
            json.dumps({"query": [query]}),
            json.dumps({"query": [query], "sort_on": term}),
            json.dumps({"query": [{**query, "o": term}]}),
            json.dumps({"query": term}, ensure_ascii=False),
            f'{{"query": "{term}',
        ):
            yield "POST", "/@querystring-search", body.encode(), typed
        form = urlencode({"q": term, "SearchableText": term}).encode()
        form_type = {"Content-Type": "application/x-www-form-urlencoded"}
        yield "POST", "/@@find", form, form_type
        yield "POST", "/@search", form, {**form_type, **JSON}

    def test_terms_are_in_nothing_that_the_server_writes(self):
        statuses = set()
        asked = 0
        for term in TERMS:
            for method, path, body, headers in self.requests(term):
                status = self.ask(method, path, body, headers)
                with self.subTest(method=method, path=path, body=body):
                    self.assertLess(status, 500)
                statuses.add(status)
                asked += 1
        self.assertGreater(asked, 100)
        # Some found what there is, some failed.
        self.assertLessEqual({200, 400, 404}, statuses)
        logs = [self.folder / "output", *sorted((self.var / "log").iterdir())]
        self.assertGreaterEqual(len(logs), 3)
        found = "".join(each.read_text("utf-8") for each in logs)
        # It is the log of these requests.
        self.assertGreaterEqual(found.count("find HTTP/1.1"), asked // 10)
        for each in WRITTEN:
            self.assertNotIn(each, found)
