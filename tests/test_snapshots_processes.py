"""What one process publishes, another that remembers it otherwise shows at once."""

from http.client import HTTPConnection
from itertools import permutations
from lxml import html
from onewindow_policy.testing.faults import SQLITE_PORTAL
from onewindow_policy.testing.tickets import log_in_at

import json
import time
import unittest

#: How long the storage server may take to tell the other process, on the busiest machine.
PATIENCE_SECONDS = 60

ITEM = "/onewindow/catalogue/sq-zh-003"


class TestProcesses(unittest.TestCase):
    layer = SQLITE_PORTAL

    def ask(self, server, method, path, body=None, **headers):
        """Return the status and the text of an answer."""
        connection = HTTPConnection("127.0.0.1", server.port, timeout=60)
        self.addCleanup(connection.close)
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, response.read().decode()

    def counts(self, server):
        """Return how many services the home page and the catalogue of a process name."""
        counts = []
        for path, css in (("", ".hero p"), ("/catalogue", ".result-count")):
            _status, text = self.ask(server, "GET", f"/onewindow{path}")
            words = html.fromstring(text).cssselect(css)[0].text_content()
            counts.append(int("".join(filter(str.isdigit, words))))
        return counts

    def move(self, server, transition):
        """Let a reviewer move the item on, by one process, knowing what it hides."""
        headers = {
            "Accept": "application/json",
            "Cookie": log_in_at(server.port, "reviewer"),
        }
        _status, text = self.ask(server, "GET", f"{ITEM}/@workflow", **headers)
        hides = {
            each["@id"].rpartition("/")[2]: each.get("hides")
            for each in json.loads(text)["transitions"]
        }[transition]
        status, text = self.ask(
            server,
            "POST",
            f"{ITEM}/@workflow/{transition}",
            json.dumps({"comment": "测试", "hides": hides}),
            **headers,
            **{"Content-Type": "application/json"},
        )
        self.assertEqual(200, status, text)

    def assert_shown(self, server, count):
        end = time.monotonic() + PATIENCE_SECONDS
        while (shown := self.counts(server)) != [count, count]:
            self.assertLess(time.monotonic(), end, shown)

    def test_what_one_process_archives_and_restores_the_other_shows(self):
        before = self.counts(self.layer["servers"][0])[0]
        for one, other in permutations(self.layer["servers"], 2):
            self.assert_shown(other, before)
            self.move(one, "archive")
            self.assert_shown(one, before - 1)
            self.assert_shown(other, before - 1)
            self.move(one, "restore")
            self.assert_shown(other, before - 1)
            self.move(one, "publish")
            self.assert_shown(one, before)
            self.assert_shown(other, before)
