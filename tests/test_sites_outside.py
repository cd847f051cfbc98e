"""Addresses that no site answers, and what fails before one can: pages in plain words."""

from http.client import HTTPConnection
from http.client import HTTPResponse
from lxml import html
from onewindow_policy.sites.outside import filter_factory
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing.faults import SQLITE_PORTAL
from onewindow_policy.web.safeguards import HEADERS
from onewindow_policy.web.safeguards import TRANSPORT

import base64
import hashlib
import json
import re
import socket
import unittest

NOT_THERE = "没有这个网页"
UNREADABLE = "这个网址打不开"
AWAY = "网站暂时打不开"
TOO_LARGE = "超过256 MB，没有送到"
TOO_LONG = "网址太长，或者浏览器里本网站的 Cookie 太多"

#: What a web server says that hands on a request which came to it by TLS.
BY_TLS = "/VirtualHostBase/https/portal.example.com:443"

#: From elsewhere than this machine, as the web server on it says.
ELSEWHERE = {"X-Forwarded-For": "203.0.113.1"}


def ask(host, port, path, accept="text/html", method="GET", **headers):
    """Return status, headers and text of what is answered to a path as it is typed."""
    connection = HTTPConnection(host, port, timeout=300)
    try:
        connection.request(method, path, headers={"Accept": accept, **headers})
        answer = connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()
    finally:
        connection.close()


def send(port, *lines):
    """Return status, headers and text of what is answered to lines as they are."""
    with socket.create_connection(("127.0.0.1", port), timeout=300) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        answer = HTTPResponse(connection)
        answer.begin()
        return answer.status, answer.headers, answer.read().decode()


class PlainPages:
    def assertPlain(self, text, headers, title):
        page = html.document_fromstring(text)
        self.assertEqual([title], [each.text for each in page.cssselect("h1")])
        self.assertTrue(page.cssselect('meta[name="robots"][content="noindex"]'))
        self.assertTrue(page.cssselect('[lang="en"] h2'))
        self.assertNotRegex(text, "(?i)traceback|zope|site error")
        self.assertEqual("no-store", headers["Cache-Control"])
        self.assertEqual(HEADERS, {name: headers[name] for name in HEADERS})
        for element in page.cssselect("style, script"):
            digest = hashlib.sha256(element.text.encode()).digest()
            allowed = f"{element.tag}-src 'sha256-{base64.b64encode(digest).decode()}'"
            self.assertIn(allowed, headers["Content-Security-Policy"])

    def assertTriesAgain(self, text, status):
        """Assert that the page begins anew as soon as there is another answer."""
        page = html.document_fromstring(text)
        self.assertTrue(page.cssselect('meta[http-equiv="refresh"]'))
        self.assertIn("location.reload()", page.cssselect("script")[0].text)
        self.assertIn(str(status), page.get("data-status").split())

    def assertStays(self, text):
        page = html.document_fromstring(text)
        self.assertEqual([], page.cssselect("script, meta[http-equiv]"))


class TestRoot(PlainPages, unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def test_what_is_no_site_is_not_there_in_plain_words(self):
        host, port = self.layer["host"], self.layer["port"]
        for path in (
            *("/nosuchthing", "/onewindow-typo/news", "/%00", "/manage_main"),
            *(f"{BY_TLS}/no/VirtualHostRoot/", f"{BY_TLS}/VirtualHostRoot/no"),
        ):
            with self.subTest(path=path):
                status, headers, text = ask(host, port, path)
                self.assertIn(status, (401, 404))
                self.assertPlain(text, headers, NOT_THERE)
                self.assertTriesAgain(text, status)
                order = TRANSPORT if path.startswith(BY_TLS) else None
                self.assertEqual(order, headers["Strict-Transport-Security"])
                status, headers, text = ask(host, port, path, method="POST")
                self.assertPlain(text, headers, NOT_THERE)
                self.assertStays(text)

    def test_page_leads_to_the_site_also_from_the_root_itself(self):
        host, port = self.layer["host"], self.layer["port"]
        for path in ("/nosuchthing", "/"):
            with self.subTest(path=path):
                status, _headers, text = ask(host, port, path, **ELSEWHERE)
                self.assertEqual(404, status)
                (link,) = html.document_fromstring(text).cssselect("a")
                self.assertEqual("首页", link.text)
                status, _headers, _text = ask(host, port, link.get("href"), **ELSEWHERE)
                self.assertEqual(200, status)

    def test_programs_are_told_as_before(self):
        host, port = self.layer["host"], self.layer["port"]
        status, _headers, text = ask(host, port, "/nosuchthing", "application/json")
        self.assertEqual(404, status)
        self.assertIn("NotFound", json.dumps(json.loads(text)))


class TestServed(PlainPages, unittest.TestCase):
    layer = SQLITE_PORTAL

    def test_connections_that_a_proxy_keeps_open_let_others_come(self):
        port = self.layer["servers"][0].port
        for _number in range(150):
            # Shorter than Waitress and proxies keep one that nobody uses.
            connection = HTTPConnection("127.0.0.1", port, timeout=20)
            self.addCleanup(connection.close)
            connection.request("GET", "/%ff")
            answer = connection.getresponse()
            self.assertEqual(400, answer.status)
            answer.read()

    def test_an_address_that_is_no_text_is_the_fault_of_the_address(self):
        port = self.layer["servers"][0].port
        for path in ("/%ff", "/onewindow/%E4%B8", "/onewindow/catalogue/%C3%28/apply"):
            for method in ("GET", "POST"):
                with self.subTest(path=path, method=method):
                    answer = ask("127.0.0.1", port, path, method=method)
                    status, headers, text = answer
                    self.assertEqual(400, status)
                    self.assertPlain(text, headers, UNREADABLE)
                    if method == "GET":
                        self.assertTriesAgain(text, status)
                    else:
                        self.assertStays(text)
        status, _headers, text = ask("127.0.0.1", port, "/%ff", "application/json")
        self.assertEqual(400, status)
        self.assertEqual("Bad Request", json.loads(text)["type"])

    def test_an_address_that_names_no_host_is_too_and_nothing_has_failed(self):
        log = self.layer["var"] / "log" / "event.log"
        before = log.read_text(encoding="utf-8")
        port = self.layer["servers"][0].port
        for path in (
            *("/VirtualHostBase", "/VirtualHostBase/http", "/./VirtualHostBase/http/"),
            *("/VirtualHostBase/http/x:y/onewindow", "/VirtualHostBase/http/[::1]z/"),
            *("/VirtualHostRoot/*", "/onewindow/VirtualHostRoot/*/news"),
        ):
            with self.subTest(path=path):
                status, headers, text = ask("127.0.0.1", port, path)
                self.assertEqual(400, status)
                self.assertPlain(text, headers, UNREADABLE)
        for host in ("x:80", "x", "[::1]:80", "[::1]"):
            with self.subTest(host=host):
                path = f"/VirtualHostBase/http/{host}/onewindow/VirtualHostRoot/"
                self.assertEqual(200, ask("127.0.0.1", port, path)[0])
        written = log.read_text(encoding="utf-8").removeprefix(before)
        self.assertNotIn("Error", written)

    def test_what_the_server_itself_refuses_is_said_in_words(self):
        port = self.layer["servers"][0].port
        host = "Host: localhost"
        for expected, title, lines in (
            (413, TOO_LARGE, ("POST / HTTP/1.1", host, f"Content-Length: {2**28 + 1}")),
            (431, TOO_LONG, ("GET / HTTP/1.1", host, f"Cookie: a={'a' * 2**18}")),
            (400, UNREADABLE, ("GET / HTTP/1.1", host, "no header")),
            (400, UNREADABLE, ("nothing",)),
        ):
            with self.subTest(status=expected, line=lines[0]):
                status, headers, text = send(port, *lines)
                self.assertEqual(expected, status)
                self.assertPlain(text, headers, title)
                self.assertStays(text)
        accept = "Accept: application/json"
        _status, _headers, text = send(
            port, "GET / HTTP/1.1", host, accept, "no header"
        )
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
