"""Addresses that no site answers, and what fails before one can: pages in plain words."""

from http.client import HTTPConnection
from lxml import html
from onewindow_policy.sites.outside import filter_factory
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing.faults import SQLITE_PORTAL

import base64
import hashlib
import json
import re
import unittest

NOT_THERE = "没有这个网页"
UNREADABLE = "这个网址打不开"
AWAY = "网站暂时打不开"


def ask(host, port, path, accept="text/html", method="GET"):
    """Return status, headers and text of what is answered to a path as it is typed."""
    connection = HTTPConnection(host, port, timeout=300)
    try:
        connection.request(method, path, headers={"Accept": accept})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()


class PlainPages:
    def assertPlain(self, text, headers, title):
        page = html.document_fromstring(text)
        self.assertEqual([title], [each.text for each in page.cssselect("h1")])
        self.assertTrue(page.cssselect('meta[name="robots"][content="noindex"]'))
        self.assertTrue(page.cssselect('[lang="en"] h2'))
        self.assertNotRegex(text, "(?i)traceback|zope|site error")
        self.assertEqual("no-store", headers["Cache-Control"])
        for element in page.cssselect("style, script"):
            digest = hashlib.sha256(element.text.encode()).digest()
            allowed = f"{element.tag}-src 'sha256-{base64.b64encode(digest).decode()}'"
            self.assertIn(allowed, headers["Content-Security-Policy"])


class TestRoot(PlainPages, unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def test_what_is_no_site_is_not_there_in_plain_words(self):
        host, port = self.layer["host"], self.layer["port"]
        for path in (
            *("/nosuchthing", "/onewindow-typo/news", "/%00", "/manage_main"),
            *(
                "/VirtualHostBase/http",
                "/VirtualHostBase/http/x:80/no/VirtualHostRoot/",
            ),
        ):
            with self.subTest(path=path):
                status, headers, text = ask(host, port, path)
                self.assertIn(status, (401, 404))
                self.assertPlain(text, headers, NOT_THERE)

    def test_programs_are_told_as_before(self):
        host, port = self.layer["host"], self.layer["port"]
        status, _headers, text = ask(host, port, "/nosuchthing", "application/json")
        self.assertEqual(404, status)
        self.assertIn("NotFound", json.dumps(json.loads(text)))


class TestServed(PlainPages, unittest.TestCase):
    layer = SQLITE_PORTAL

    def test_an_address_that_is_no_text_is_the_fault_of_the_address(self):
        port = self.layer["servers"][0].port
        for path in ("/%ff", "/onewindow/%E4%B8", "/onewindow/catalogue/%C3%28/apply"):
            for method in ("GET", "POST"):
                with self.subTest(path=path, method=method):
                    answer = ask("127.0.0.1", port, path, method=method)
                    status, headers, text = answer
                    self.assertEqual(400, status)
                    self.assertPlain(text, headers, UNREADABLE)
        status, _headers, text = ask("127.0.0.1", port, "/%ff", "application/json")
        self.assertEqual(400, status)
        self.assertEqual("Bad Request", json.loads(text)["type"])


class TestFailing(PlainPages, unittest.TestCase):
    """What fails before Zope has an answer, such as a storage that is away."""

    def answered(self, method):
        def failing(_environ, _start_response):
            raise RuntimeError("13800000000")

        def start_response(status, headers, _exc_info=None):
            self.status, self.headers = status, dict(headers)

        environ = {"REQUEST_METHOD": method, "PATH_INFO": "/", "HTTP_ACCEPT": "*/*"}
        with self.assertLogs("onewindow_policy.sites.outside", "ERROR"):
            body = filter_factory({})(failing)(environ, start_response)
        self.assertEqual("60", self.headers["Retry-After"])
        self.assertTrue(self.status.startswith("503 "))
        return b"".join(body).decode()

    def test_page_tries_again_by_itself(self):
        text = self.answered("GET")
        self.assertPlain(text, self.headers, AWAY)
        self.assertIn('http-equiv="refresh"', text)
        self.assertIn("location.reload()", text)
        self.assertNotIn("13800000000", text)
        self.assertEqual("", self.answered("HEAD"))

    def test_what_was_sent_is_never_repeated(self):
        text = self.answered("POST")
        self.assertPlain(text, self.headers, AWAY)
        self.assertFalse(re.search("<script|refresh|href", text))
        self.assertIn("请不要返回", text)
        self.assertIn("可能没有保存", text)
