"""Nothing makes the portal ask a host that is not public: a real server, never asked."""

from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from lxml import html
from onewindow_policy.inspection import commands
from onewindow_policy.inspection import publichosts
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.upgrades.v1001.portlets import take_feeds_away
from plone import api
from plone.app.event.ical.importer import IICalendarImportEnabled
from plone.app.portlets.portlets import rss
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.portlets.interfaces import IPortletManager
from plone.portlets.interfaces import IPortletType
from plone.portlets.registration import PortletType
from plone.testing.zope import Browser
from unittest import mock
from zope.component import getMultiAdapter
from zope.component import getSiteManager
from zope.component import getUtility
from zope.interface import alsoProvides

import socket
import threading
import transaction
import unittest

PATIENCE_SECONDS = 60
LOCAL = "127.0.0.1"

NOT_PUBLIC = (
    *("127.0.0.1", "127.1.2.3", "0.0.0.0", "10.0.0.1", "172.16.0.1", "192.168.1.1"),
    *("169.254.169.254", "100.64.0.1", "100.100.100.200", "168.63.129.16"),
    *("192.0.2.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255"),
    *("::1", "::", "fe80::1%lo", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254"),
    *("64:ff9b::7f00:1", "2002:7f00:1::", "2001:0:4136:e378::1", "::127.0.0.1"),
)


class Inner(BaseHTTPRequestHandler):
    """A service of this machine, or one that sends on to it; counts who asks."""

    def _answer(self):
        self.server.asked.append(self.path)
        goal = self.server.goal
        self.send_response(302 if goal else 200)
        if goal:
            self.send_header("Location", goal)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = do_POST = _answer  # noqa: N815

    def log_message(self, *_arguments):
        """Say nothing on the screen."""


class FetchingCase(unittest.TestCase):
    def serve(self, goal=None):
        server = ThreadingHTTPServer((LOCAL, 0), Inner)
        server.asked, server.goal = [], goal
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        return server

    def resolve(self, *answers):
        """Have names be looked up as one address after the other; return the count."""
        looked_up = []

        def look_up(_host, port, *_more, **_options):
            address = answers[min(len(looked_up), len(answers) - 1)]
            looked_up.append(address)
            return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

        self.enterContext(mock.patch.object(publichosts.socket, "getaddrinfo", look_up))
        return looked_up


class TestHosts(FetchingCase):
    def test_addresses_of_no_public_host_are_known(self):
        for address in NOT_PUBLIC:
            with self.subTest(address=address):
                self.assertFalse(publichosts.is_public(address))
        for address in ("1.1.1.1", "203.119.25.1", "2606:4700:4700::1111"):
            with self.subTest(address=address):
                self.assertTrue(publichosts.is_public(address))

    def test_this_machine_is_not_asked_whatever_it_is_called(self):
        server = self.serve()
        port = server.server_port
        self.enterContext(mock.patch.object(publichosts, "PORTS", {port}))
        for host in (
            "127.0.0.1",
            "localhost",
            "2130706433",
            "0x7f.1",
            "[::ffff:7f00:1]",
        ):
            fault = commands.fault_of(f"http://{host}:{port}/secret", PATIENCE_SECONDS)
            self.assertTrue(fault, host)
        self.assertEqual([], server.asked)

    def test_name_that_is_looked_up_as_an_inner_address_is_not_asked(self):
        server = self.serve()
        self.enterContext(mock.patch.object(publichosts, "PORTS", {server.server_port}))
        self.resolve(LOCAL)
        fault = commands.fault_of(
            f"http://city.example:{server.server_port}/", PATIENCE_SECONDS
        )
        self.assertIn("not public", fault)
        self.assertEqual([], server.asked)

    def test_address_that_was_looked_at_is_the_one_that_is_asked(self):
        """A name that is looked up twice may be another host the second time."""
        server = self.serve()
        self.enterContext(mock.patch.object(publichosts, "PORTS", {server.server_port}))
        looked_up = self.resolve("1.1.1.1", LOCAL)
        asked = []
        connect = socket.socket.connect

        def spy(connection, where):
            asked.append(where[0])
            if where[0] != LOCAL:
                raise OSError("no way out of a test")
            connect(connection, where)

        with mock.patch.object(publichosts.socket.socket, "connect", spy):
            publichosts_open = publichosts.opener().open
            with self.assertRaises(OSError):
                publichosts_open(f"http://rebinding.example:{server.server_port}/")
        self.assertEqual((["1.1.1.1"], ["1.1.1.1"]), (looked_up, asked))
        self.assertEqual([], server.asked)

    def test_redirect_to_an_inner_host_is_not_followed(self):
        inner = self.serve()
        outer = self.serve(f"http://{LOCAL}:{inner.server_port}/secret")
        ports = {inner.server_port, outer.server_port}
        self.enterContext(mock.patch.object(publichosts, "PORTS", ports))
        verdicts = iter([True, False, True, False])
        self.enterContext(
            mock.patch.object(publichosts, "is_public", lambda _ip: next(verdicts))
        )
        fault = commands.fault_of(f"http://{LOCAL}:{outer.server_port}/", 60)
        self.assertIn("not public", fault)
        self.assertEqual((1, []), (len(outer.asked), inner.asked))

    def test_other_ports_and_schemes_are_not_asked(self):
        server = self.serve()
        for address in (
            f"http://1.1.1.1:{server.server_port}/",
            *("http://1.1.1.1:22/", "ftp://1.1.1.1/", "file:///etc/passwd"),
            *("data:text/plain,x", "gopher://1.1.1.1/"),
        ):
            self.assertTrue(commands.fault_of(address, PATIENCE_SECONDS), address)

    def test_proxies_of_the_environment_are_not_used(self):
        server = self.serve()
        proxy = f"http://{LOCAL}:{server.server_port}"
        with mock.patch.dict("os.environ", {"http_proxy": proxy, "HTTP_PROXY": proxy}):
            self.assertTrue(commands.fault_of(f"http://{LOCAL}/", PATIENCE_SECONDS))
        self.assertEqual([], server.asked)


class TestStockFetchers(FetchingCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.server = self.serve()
        # Plone takes no address by number, but any name that leads there.
        self.address = "http://inner.example.com/inner"
        inner = (socket.AF_INET, socket.SOCK_STREAM, 6, "", self.server.server_address)
        self.enterContext(
            mock.patch.object(socket, "getaddrinfo", lambda *_where, **_how: [inner])
        )
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        log_in(self.browser)

    def test_calendar_is_imported_from_no_address(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        folder = api.content.create(self.portal, "Folder", "events", "活动")
        alsoProvides(folder, IICalendarImportEnabled)
        transaction.commit()
        url = folder.absolute_url()
        self.browser.open(f"{url}/@@ical_import_settings")
        self.browser.getControl(name="form.widgets.ical_url").value = self.address
        self.browser.getControl("Save and Import").click()
        self.assertTrue(self.browser.headers["status"].startswith("200"))
        self.assertEqual([], self.server.asked)
        said = html.fromstring(self.browser.contents).get_element_by_id(
            "global_statusmessage"
        )
        self.assertIn("下载 iCalendar URL 失败", said.text_content())

    def test_feed_is_fetched_from_no_address(self):
        assignment = rss.Assignment(url=self.address, count=5, timeout=0)
        request = self.layer["request"]
        view = getMultiAdapter((self.portal, request), name="plone")
        manager = getUtility(IPortletManager, name="plone.leftcolumn")
        renderer = rss.Renderer(self.portal, request, view, manager, assignment)
        renderer.update()
        renderer.deferred_update()
        self.assertFalse(renderer.items)
        self.assertEqual([], self.server.asked)

    def test_nobody_adds_a_portlet_of_feeds(self):
        url = f"{self.portal.absolute_url()}/@@topbar-manage-portlets/plone.leftcolumn"
        self.browser.open(url)
        self.assertIn("plone.leftcolumn", self.browser.contents)
        self.assertNotIn("portlets.rss", self.browser.contents)
        registry = getSiteManager()
        registry.registerUtility(PortletType(), IPortletType, name="portlets.rss")
        take_feeds_away(None)
        self.assertIsNone(registry.queryUtility(IPortletType, name="portlets.rss"))
