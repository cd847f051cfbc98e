"""Varnish and nginx say so when there is nobody behind them, by the files in deploy/."""

from http.client import HTTPConnection
from onewindow_policy.testing.proxies import AWAY_PAGE
from onewindow_policy.testing.proxies import BUSY_PAGE
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
import unittest


class TestAway(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.folder.chmod(0o755)
        self.page = AWAY_PAGE.read_text(encoding="utf-8")

    def assertSaysSo(self, connection, method, path):
        self.addCleanup(connection.close)
        connection.request(method, path, headers={"Host": HOST})
        answer = connection.getresponse()
        self.assertEqual(503, answer.status)
        self.assertEqual(self.page, answer.read().decode())
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

    def test_pages_need_nothing_but_themselves_and_their_style_is_the_one_they_allow(
        self,
    ):
        for path in (AWAY_PAGE, BUSY_PAGE):
            page = path.read_text(encoding="utf-8")
            style = re.search(r"<style>(.*?)</style>", page, re.S)[1]
            digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
            with self.subTest(page=path.name):
                self.assertIn(f"style-src 'sha256-{digest}'", page)
                self.assertEqual(
                    ["", "tel:12345"], re.findall(r'(?:href|src)="([^"]*)"', page)
                )
