"""Through Debian's nginx with TLS, by the file in deploy/ as it is."""

from http.client import HTTPConnection
from http.client import RemoteDisconnected
from onewindow_policy.sites.accounts import sample_password
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.proxies import DEPLOY
from onewindow_policy.testing.proxies import HOST
from onewindow_policy.testing.proxies import loopbacks
from onewindow_policy.testing.proxies import nginx_with_tls
from onewindow_policy.testing.proxies import varnish
from pathlib import Path
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from Products.SiteAccess.VirtualHostMonster import manage_addVirtualHostMonster
from ssl import TLSVersion
from urllib.parse import urlencode

import re
import socket
import ssl
import tempfile
import transaction
import unittest
import warnings

OTHER_HOST = "www.example.com"

#: What a client of HTTP/2 begins with: its preface, and settings without a setting.
#: RFC 9113, 3.4, 4.1, 6.5; a frame is three bytes of length, then its type.
HTTP2_BEGIN = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + b"\0\0\0\4\0\0\0\0\0"
SETTINGS_FRAME = 4


class TestTLS(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        app, portal = self.layer["app"], self.layer["portal"]
        login(app, SITE_OWNER_NAME)
        if "virtual_hosting" not in app.objectIds():
            manage_addVirtualHostMonster(app, "virtual_hosting")
            transaction.commit()
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        # nginx gives up root's rights before it opens its own folders.
        folder.chmod(0o755)
        keeper = self.enterContext(varnish(folder, self.layer["port"]))
        self.plain, self.secure, self.certificate = self.enterContext(
            nginx_with_tls(folder, keeper, portal.getId())
        )
        self.context = ssl.create_default_context(cafile=self.certificate)

    def connect(self, name=HOST, context=None, address="127.0.0.1"):
        """Return a connection by TLS to the host `name`, whose certificate is checked."""
        connection = socket.create_connection((address, self.secure), timeout=30)
        self.addCleanup(connection.close)
        secured = (context or self.context).wrap_socket(
            connection, server_hostname=name
        )
        self.addCleanup(secured.close)
        return secured

    def ask(
        self,
        path,
        host=HOST,
        *,
        by_tls=True,
        address="127.0.0.1",
        method="GET",
        **values,
    ):
        """Return the answer to a request for `path` of `host`, read."""
        port = self.secure if by_tls else self.plain
        connection = HTTPConnection(address, port, timeout=60)
        self.addCleanup(connection.close)
        if by_tls:
            connection.sock = self.connect(address=address)
        headers = {"Host": host}
        if values:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
            headers["Origin"] = f"https://{HOST}"
        connection.request(method, path, urlencode(values) or None, headers)
        answer = connection.getresponse()
        answer.text = answer.read().decode()
        return answer

    def test_page_comes_with_its_own_address_and_the_order_to_come_by_tls(self):
        for path in ("/", "/catalogue/sq-ll-001", "/nothing"):
            answer = self.ask(path)
            with self.subTest(path=path):
                order = answer.headers["Strict-Transport-Security"]
                self.assertEqual("max-age=31536000", order)
                self.assertIn(f'href="https://{HOST}/catalogue"', answer.text)
                self.assertEqual(
                    {f"https://{HOST}"},
                    set(re.findall(rf"https?://{HOST}(?::\d+)?", answer.text)),
                )

    def test_cookies_are_for_tls_only(self):
        password = sample_password("window-staff")
        form = {"__ac_name": "window-staff", "__ac_password": password}
        answers = [
            self.ask("/@@set-elder-mode?on=1"),
            self.ask("/login", method="POST", **form, **{"buttons.login": "x"}),
        ]
        cookies = [
            cookie for each in answers for cookie in each.headers.get_all("Set-Cookie")
        ]
        names = {cookie.partition("=")[0] for cookie in cookies}
        self.assertLessEqual({"onewindow_elder", "__ac"}, names)
        for cookie in cookies:
            with self.subTest(cookie=cookie.partition("=")[0]):
                for word in ("Secure", "HttpOnly", "SameSite=Lax"):
                    self.assertIn(word, cookie)

    def test_plain_request_is_led_to_the_same_address_by_tls(self):
        answer = self.ask("/catalogue?channels=online", by_tls=False)
        self.assertEqual(301, answer.status)
        self.assertEqual(
            f"https://{HOST}/catalogue?channels=online", answer.headers["Location"]
        )

    def test_each_address_that_this_machine_has_is_answered(self):
        for address in loopbacks():
            with self.subTest(address=address):
                self.assertEqual(200, self.ask("/", address=address).status)
                answer = self.ask("/", address=address, by_tls=False)
                self.assertEqual(301, answer.status)

    def test_unknown_host_gets_no_answer_by_either_port(self):
        for by_tls in (False, True):
            for host in (OTHER_HOST, "127.0.0.1", f"{HOST}.example.com"):
                with (
                    self.subTest(by_tls=by_tls, host=host),
                    self.assertRaises(RemoteDisconnected),
                ):
                    self.ask("/", host, by_tls=by_tls)

    def test_no_certificate_is_shown_to_who_names_an_unknown_host(self):
        anything = ssl.create_default_context()
        anything.check_hostname = False
        anything.verify_mode = ssl.CERT_NONE
        for name in (OTHER_HOST, None):
            with self.subTest(name=name), self.assertRaises(ssl.SSLError) as caught:
                self.connect(name, anything)
            self.assertEqual("TLSV1_UNRECOGNIZED_NAME", caught.exception.reason)

    def test_newer_versions_of_tls_are_spoken_and_older_ones_are_refused(self):
        for version, expected in (
            (TLSVersion.TLSv1, None),
            (TLSVersion.TLSv1_1, None),
            (TLSVersion.TLSv1_2, "TLSv1.2"),
            (TLSVersion.TLSv1_3, "TLSv1.3"),
        ):
            with self.subTest(version=version.name):
                self.assertEqual(expected, self.spoken(version))

    def spoken(self, version):
        """Return what is spoken with who knows this version only, None for nothing."""
        context = ssl.create_default_context(cafile=self.certificate)
        # Debian's OpenSSL would not offer the older ones by itself.
        context.set_ciphers("ALL:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version = context.maximum_version = version
        try:
            return self.connect(context=context).version()
        except ssl.SSLError as error:
            self.assertEqual("TLSV1_ALERT_PROTOCOL_VERSION", error.reason)
            return None

    def test_http_2_is_spoken_with_who_knows_it(self):
        self.context.set_alpn_protocols(["h2", "http/1.1"])
        connection = self.connect()
        self.assertEqual("h2", connection.selected_alpn_protocol())
        connection.sendall(HTTP2_BEGIN)
        with connection.makefile("rb") as answer:
            self.assertEqual(SETTINGS_FRAME, answer.read(4)[3])
        self.context.set_alpn_protocols(["http/1.1"])
        self.assertEqual("http/1.1", self.connect().selected_alpn_protocol())


class TestSettings(unittest.TestCase):
    def test_whatever_is_heard_by_ipv4_is_heard_by_ipv6(self):
        settings = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
        heard = re.findall(r"(?m)^ +listen (.+);$", settings)
        self.assertEqual(8, len(heard))
        by_ipv6 = [each.removeprefix("[::]:") for each in heard if "[::]" in each]
        self.assertEqual([each for each in heard if "[::]" not in each], by_ipv6)
