"""How much one address may ask for and hold open: counted by nginx, as it is shipped."""

from contextlib import contextmanager
from contextlib import ExitStack
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from lxml import html
from onewindow_policy.sites.dispatching import CONNECTIONS
from onewindow_policy.testing.proxies import nginx
from pathlib import Path
from plone.testing.zope import WSGI_SERVER_FIXTURE
from test_caching_proxies import NEWS
from test_caching_proxies import ProxiesTestCase
from unittest import mock

import tempfile
import threading
import unittest

#: As the settings have it.
MOST_CONNECTIONS = 200

HELD = "/held"


class TestLimits(ProxiesTestCase):
    """How much one address may ask for: counted by nginx, before anything is made."""

    #: Of requests at once: above what visitors may have waiting, below what members may.
    MANY = 120

    def at_once(self, method, path, **headers):
        """Return the answers to as many requests, sent before the first is read."""
        connections = []
        for _number in range(self.MANY):
            connection = HTTPConnection("127.0.0.1", self.nginx, timeout=300)
            self.addCleanup(connection.close)
            connection.connect()
            connections.append(connection)
        for connection in connections:
            connection.request(method, path, headers=headers)
        answers = [connection.getresponse() for connection in connections]
        for answer in answers:
            answer.text = answer.read().decode("utf-8", "replace")
        return answers

    def test_visitor_who_asks_too_often_is_told_to_wait(self):
        answers = self.at_once("GET", "/@suggest?q=a", Accept="application/json")
        refused = [each for each in answers if each.status == 429]
        self.assertGreater(len(refused), 0)
        self.assertGreaterEqual(self.MANY - len(refused), 40)
        page = html.fromstring(refused[0].text)
        self.assertEqual("访问太频繁，请稍等", page.cssselect("h1")[0].text)
        self.assertEqual("10", refused[0].headers["Retry-After"])
        self.assertIn("no-store", refused[0].headers["Cache-Control"])
        # What is sent counts with it.
        answers = self.at_once("POST", "/nothing-here")
        self.assertIn(429, {each.status for each in answers})

    def test_pages_and_members_of_a_hall_are_not_counted_so(self):
        # As the portal's own server: Varnish keeps the connections of a burst for a minute.
        limit = CONNECTIONS["connection_limit"]
        settings = WSGI_SERVER_FIXTURE.server.adj
        self.enterContext(mock.patch.object(settings, "connection_limit", limit))
        for method, path, headers in (
            ("GET", NEWS, {}),
            ("POST", "/nothing-here", {"Cookie": "__ac=somebody"}),
        ):
            with self.subTest(path=path):
                statuses = {
                    each.status for each in self.at_once(method, path, **headers)
                }
                self.assertEqual({200 if path == NEWS else 404}, statuses)


class TestConnections(unittest.TestCase):
    """Whoever holds connections open holds none of others' places."""

    def setUp(self):
        stack = ExitStack()
        self.addCleanup(stack.close)
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        # nginx' workers run as another user.
        folder.chmod(0o755)
        portal = stack.enter_context(slow_portal())
        self.arrived = portal.arrived
        self.nginx = stack.enter_context(
            nginx(folder, portal.server_port, "portal.example.com", "onewindow")
        )

    def ask(self, path, address):
        """Send a request from an address of this machine; return its connection."""
        connection = HTTPConnection(
            "127.0.0.1", self.nginx, timeout=120, source_address=(address, 0)
        )
        self.addCleanup(connection.close)
        connection.request("GET", path)
        return connection

    def status(self, address):
        answer = self.ask("/", address).getresponse()
        return answer.status, answer.read().decode()

    def test_address_that_holds_its_share_is_told_and_others_are_served(self):
        for _number in range(MOST_CONNECTIONS):
            self.ask(HELD, "127.0.0.1")
        for _number in range(MOST_CONNECTIONS):
            # The portal has it: nginx counts it from before that on.
            self.assertTrue(self.arrived.acquire(timeout=120))
        status, text = self.status("127.0.0.1")
        self.assertEqual(429, status)
        page = html.fromstring(text)
        self.assertEqual("访问太频繁，请稍等", page.cssselect("h1")[0].text)
        self.assertEqual((200, "served"), self.status("127.0.0.2"))

    def test_address_that_holds_less_is_served(self):
        held = [self.ask(HELD, "127.0.0.1") for _number in range(MOST_CONNECTIONS - 1)]
        for _each in held:
            self.assertTrue(self.arrived.acquire(timeout=120))
        self.assertEqual((200, "served"), self.status("127.0.0.1"))


@contextmanager
def slow_portal():
    """Run what stands for the portal: it answers at once, or for `HELD` in the end only."""
    ended = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            if self.path.endswith(HELD):
                self.server.arrived.release()
                ended.wait()
            self.send_response(200)
            self.send_header("Content-Length", "6")
            self.end_headers()
            self.wfile.write(b"served")

        def log_message(self, *_arguments):
            pass

    settings = {
        "daemon_threads": True,
        "block_on_close": False,
        "request_queue_size": 2 * MOST_CONNECTIONS,
        # Whoever was held is gone when they are answered.
        "handle_error": lambda *_arguments: None,
    }
    portal = type("Portal", (ThreadingHTTPServer,), settings)
    server = portal(("127.0.0.1", 0), Handler)
    server.arrived = threading.Semaphore(0)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server
    finally:
        ended.set()
        server.shutdown()
        thread.join()
        server.server_close()
