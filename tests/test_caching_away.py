"""What Varnish and nginx say themselves, by the files in deploy/."""

from http.client import HTTPConnection
from http.client import HTTPResponse
from importlib.resources import files
from onewindow_policy import sites
from onewindow_policy.testing.proxies import AWAY_PAGE
from onewindow_policy.testing.proxies import AWAY_SENT_PAGE
from onewindow_policy.testing.proxies import BUSY_PAGE
from onewindow_policy.testing.proxies import BUSY_SENT_PAGE
from onewindow_policy.testing.proxies import DEPLOY
from onewindow_policy.testing.proxies import HOST
from onewindow_policy.testing.proxies import MISSING_PAGE
from onewindow_policy.testing.proxies import nginx_with_tls
from onewindow_policy.testing.proxies import PAGES
from onewindow_policy.testing.proxies import REFUSED_SENT_PAGE
from onewindow_policy.testing.proxies import TOO_LARGE_PAGE
from onewindow_policy.testing.proxies import TOO_LONG_PAGE
from onewindow_policy.testing.proxies import UNREADABLE_PAGE
from onewindow_policy.testing.proxies import varnish
from onewindow_policy.testing.servers import free_port
from onewindow_policy.web.headers import HEADERS
from onewindow_policy.web.headers import TRANSPORT
from pathlib import Path

import base64
import hashlib
import re
import socket
import ssl
import tempfile
import textwrap
import unittest

#: What is shown to whoever only asked.
TRYING_AGAIN = (AWAY_PAGE, BUSY_PAGE, MISSING_PAGE, TOO_LONG_PAGE, UNREADABLE_PAGE)


def part_of(page: str, kind: str) -> str:
    """Return the style or the script of a page, without what it is set in by."""
    text = re.search(rf"<{kind}>\n(.*?)</{kind}>", page, re.S)[1]
    return textwrap.dedent(text)


def assert_guarded(test, headers):
    """Assert that browsers are told what Zope tells them."""
    test.assertEqual(HEADERS, {name: headers.get(name) for name in HEADERS})
    test.assertEqual(TRANSPORT, headers["Strict-Transport-Security"])
    test.assertEqual("frame-ancestors 'self'", headers["Content-Security-Policy"])


class TestAway(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.folder.chmod(0o755)
        self.pages = {
            method: page.read_text(encoding="utf-8")
            for method, page in (("GET", AWAY_PAGE), ("POST", AWAY_SENT_PAGE))
        }

    def assertSaysSo(self, connection, method, path):
        self.addCleanup(connection.close)
        connection.request(method, path, headers={"Host": HOST})
        answer = connection.getresponse()
        self.assertEqual(503, answer.status)
        self.assertEqual(self.pages[method], answer.read().decode())
        self.assertTrue(answer.headers["Content-Type"].startswith("text/html"))
        self.assertEqual("no-store", answer.headers["Cache-Control"])
        self.assertEqual("60", answer.headers["Retry-After"])
        assert_guarded(self, answer.headers)

    def test_varnish_says_so_while_zope_is_away(self):
        port = self.enterContext(varnish(self.folder, free_port()))
        for method in ("GET", "POST"):
            connection = HTTPConnection("127.0.0.1", port, timeout=60)
            # As it comes from nginx, which speaks TLS.
            path = f"/VirtualHostBase/https/{HOST}:443/onewindow/VirtualHostRoot/"
            self.assertSaysSo(connection, method, path)

    def test_nginx_says_so_while_varnish_is_away(self):
        _, port, certificate = self.enterContext(
            nginx_with_tls(self.folder, free_port(), "onewindow")
        )
        context = ssl.create_default_context(cafile=certificate)
        context.check_hostname = False
        for method in ("GET", "POST"):
            connection = HTTPConnection("127.0.0.1", port, timeout=60)
            connection.connect()
            connection.sock = context.wrap_socket(connection.sock, server_hostname=HOST)
            self.assertSaysSo(connection, method, "/catalogue")

    def test_pages_need_nothing_but_themselves_and_allow_what_they_bring(self):
        for path in PAGES:
            page = path.read_text(encoding="utf-8")
            with self.subTest(page=path.name):
                for kind in ("style", "script"):
                    for text in re.findall(rf"<{kind}>(.*?)</{kind}>", page, re.S):
                        digest = hashlib.sha256(text.encode()).digest()
                        hashed = base64.b64encode(digest).decode()
                        self.assertIn(f"{kind}-src 'sha256-{hashed}'", page)
                links = re.findall(r'(?:href|src)="([^"]*)"', page)
                self.assertIn("tel:12345", links)
                self.assertLessEqual(set(links), {"", "/", "tel:12345"})

    def test_pages_look_and_try_again_as_those_that_zope_sends_itself(self):
        # Each stands alone, so each has a copy of its own.
        ours = files(sites) / "outside_page"
        for path in PAGES:
            page = path.read_text(encoding="utf-8")
            with self.subTest(page=path.name):
                self.assertEqual(
                    (ours / "page.css").read_text(encoding="utf-8"),
                    part_of(page, "style"),
                )
        for path in TRYING_AGAIN:
            page = path.read_text(encoding="utf-8")
            with self.subTest(page=path.name):
                self.assertEqual(
                    (ours / "page.js").read_text(encoding="utf-8"),
                    part_of(page, "script"),
                )

    def test_what_was_sent_is_repeated_by_a_press_and_never_left_by_itself(self):
        for path in (AWAY_SENT_PAGE, BUSY_SENT_PAGE):
            page = path.read_text(encoding="utf-8")
            with self.subTest(page=path.name):
                self.assertIn("请不要返回", page)
                self.assertIn("F5", page)
                self.assertIn("location.reload()", page)
                # A link to the page itself asks for the form anew, empty.
                self.assertNotIn('href=""', page)
                self.assertNotIn('http-equiv="refresh"', page)
        # Scripts look first whether there is anything; without them the page asks anew.
        for path in TRYING_AGAIN:
            page = path.read_text(encoding="utf-8")
            with self.subTest(page=path.name):
                self.assertIn('<noscript><meta http-equiv="refresh"', page)
                self.assertIn('"HEAD", location.href', page)

    def test_what_was_refused_is_given_back_by_going_back_and_never_sent_again(self):
        for path in (REFUSED_SENT_PAGE, TOO_LARGE_PAGE):
            page = path.read_text(encoding="utf-8")
            with self.subTest(page=path.name):
                self.assertIn("请点浏览器的“返回”", page)
                for word in ("<script", 'http-equiv="refresh"', 'href=""', 'href="/"'):
                    self.assertNotIn(word, page)

    def test_limit_that_is_named_is_the_one_that_holds(self):
        settings = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
        limit = re.search(r"client_max_body_size (\d+)m;", settings)[1]
        named = re.findall(r"(\d+) MB", TOO_LARGE_PAGE.read_text(encoding="utf-8"))
        self.assertEqual({limit}, set(named))


class TestRefused(unittest.TestCase):
    """What nginx hands on to nobody."""

    def setUp(self):
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        folder.chmod(0o755)
        self.plain, self.secure, certificate = self.enterContext(
            nginx_with_tls(folder, free_port(), "onewindow")
        )
        self.context = ssl.create_default_context(cafile=certificate)

    def ask(self, method, path, *, by_tls=True, **headers):
        """Return the answer to a request that is sent as it is, read."""
        connection = socket.create_connection(
            ("127.0.0.1", self.secure if by_tls else self.plain), timeout=60
        )
        self.addCleanup(connection.close)
        if by_tls:
            connection = self.context.wrap_socket(connection, server_hostname=HOST)
            self.addCleanup(connection.close)
        lines = [f"{method} {path} HTTP/1.1", f"Host: {HOST}"]
        for name, value in headers.items():
            lines.append(f"{name.replace('_', '-')}: {value}")
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        answer = HTTPResponse(connection, method=method)
        answer.begin()
        answer.text = answer.read().decode()
        return answer

    def assertRefused(self, status, page, method, path, **headers):
        answer = self.ask(method, path, **headers)
        self.assertEqual(status, answer.status)
        self.assertEqual(page.read_text(encoding="utf-8"), answer.text)
        self.assertEqual("no-store", answer.headers["Cache-Control"])
        self.assertIsNone(answer.headers["Retry-After"])
        return answer.headers

    def test_each_refusal_is_said_in_words_with_its_own_status(self):
        long = "a" * 9000
        many = {"Content_Length": str(2**28 + 1)}
        for status, page, method, path, headers in (
            (404, MISSING_PAGE, "GET", "/manage_main", {}),
            (404, MISSING_PAGE, "GET", "/away.html", {}),
            (404, MISSING_PAGE, "PROPFIND", "/", {}),
            (404, REFUSED_SENT_PAGE, "POST", "/manage_main", {"Content_Length": "0"}),
            (400, UNREADABLE_PAGE, "GET", "/100%", {}),
            (400, UNREADABLE_PAGE, "GET", "/%00", {}),
            (405, UNREADABLE_PAGE, "TRACE", "/", {}),
            (501, UNREADABLE_PAGE, "PUT", "/", {"Transfer_Encoding": "gzip"}),
            (413, TOO_LARGE_PAGE, "POST", "/", many),
            (413, TOO_LARGE_PAGE, "PUT", "/", many),
            (414, TOO_LONG_PAGE, "GET", f"/{long}", {}),
            (431, TOO_LONG_PAGE, "GET", "/", {"Cookie": f"a={long}"}),
            (431, REFUSED_SENT_PAGE, "POST", "/", {"Cookie": f"a={long}"}),
        ):
            with self.subTest(method=method, path=path[:20], status=status):
                assert_guarded(
                    self, self.assertRefused(status, page, method, path, **headers)
                )

    def test_it_is_said_so_before_whoever_came_is_led_to_tls(self):
        long = "a" * 9000
        for status, path, headers in (
            (414, f"/{long}", {}),
            (431, "/", {"Cookie": f"a={long}"}),
        ):
            told = self.assertRefused(
                status, TOO_LONG_PAGE, "GET", path, by_tls=False, **headers
            )
            self.assertIsNone(told["Strict-Transport-Security"])

    def test_who_speaks_without_tls_to_its_port_is_led_to_tls(self):
        self.plain = self.secure
        answer = self.ask("GET", "/catalogue?channels=online", by_tls=False)
        self.assertEqual(301, answer.status)
        self.assertEqual(
            f"https://{HOST}/catalogue?channels=online", answer.headers["Location"]
        )

    def test_page_that_tries_again_knows_what_it_was_sent_with(self):
        for status, page in (
            *((404, MISSING_PAGE), (400, UNREADABLE_PAGE), (405, UNREADABLE_PAGE)),
            *((414, TOO_LONG_PAGE), (431, TOO_LONG_PAGE)),
        ):
            known = re.search(
                r'data-status="([^"]+)"', page.read_text(encoding="utf-8")
            )
            self.assertIn(str(status), known[1].split())
