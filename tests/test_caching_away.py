"""Varnish and nginx say so when there is nobody behind them, by the files in deploy/."""

from http.client import HTTPConnection
from importlib.resources import files
from onewindow_policy import sites
from onewindow_policy.testing.proxies import AWAY_PAGE
from onewindow_policy.testing.proxies import AWAY_SENT_PAGE
from onewindow_policy.testing.proxies import BUSY_PAGE
from onewindow_policy.testing.proxies import BUSY_SENT_PAGE
from onewindow_policy.testing.proxies import HOST
from onewindow_policy.testing.proxies import nginx_with_tls
from onewindow_policy.testing.proxies import varnish
from onewindow_policy.testing.servers import free_port
from pathlib import Path

import base64
import hashlib
import re
import ssl
import tempfile
import textwrap
import unittest


def part_of(page: str, kind: str) -> str:
    """Return the style or the script of a page, without what it is set in by."""
    text = re.search(rf"<{kind}>\n(.*?)</{kind}>", page, re.S)[1]
    return textwrap.dedent(text)


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

    def test_varnish_says_so_while_zope_is_away(self):
        port = self.enterContext(varnish(self.folder, free_port()))
        for method in ("GET", "POST"):
            connection = HTTPConnection("127.0.0.1", port, timeout=60)
            self.assertSaysSo(connection, method, "/catalogue")

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
        for path in (AWAY_PAGE, AWAY_SENT_PAGE, BUSY_PAGE, BUSY_SENT_PAGE):
            page = path.read_text(encoding="utf-8")
            with self.subTest(page=path.name):
                for kind in ("style", "script"):
                    for text in re.findall(rf"<{kind}>(.*?)</{kind}>", page, re.S):
                        digest = hashlib.sha256(text.encode()).digest()
                        hashed = base64.b64encode(digest).decode()
                        self.assertIn(f"{kind}-src 'sha256-{hashed}'", page)
                links = re.findall(r'(?:href|src)="([^"]*)"', page)
                self.assertIn("tel:12345", links)
                self.assertLessEqual(set(links), {"", "tel:12345"})

    def test_pages_look_and_try_again_as_those_that_zope_sends_itself(self):
        # Each stands alone, so each has a copy of its own.
        ours = files(sites) / "outside_page"
        for path in (AWAY_PAGE, AWAY_SENT_PAGE, BUSY_PAGE, BUSY_SENT_PAGE):
            page = path.read_text(encoding="utf-8")
            with self.subTest(page=path.name):
                self.assertEqual(
                    (ours / "page.css").read_text(encoding="utf-8"),
                    part_of(page, "style"),
                )
        for path in (AWAY_PAGE, BUSY_PAGE):
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
        for path in (AWAY_PAGE, BUSY_PAGE):
            page = path.read_text(encoding="utf-8")
            with self.subTest(page=path.name):
                self.assertIn('<noscript><meta http-equiv="refresh"', page)
                self.assertIn('"HEAD", location.href', page)
