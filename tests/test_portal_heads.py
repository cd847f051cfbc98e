"""HEAD says of every address what GET says, and sends no body."""

from email.parser import BytesHeaderParser
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import cookie_for
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME

import re
import socket
import transaction
import unittest

#: Addresses of all kinds; each with the status that GET answers.
ADDRESSES = {
    "": 200,
    "/catalogue": 200,
    "/catalogue/sq-ll-001": 200,
    "/catalogue/sq-ll-001/990102": 200,
    "/catalogue/sq-ll-001/guide": 200,
    "/catalogue/sq-ll-001/apply": 200,
    "/catalogue/sq-ll-001/blank-1": 200,
    "/catalogue/sq-ll-001/blank-1/@@download": 200,
    "/catalogue/sq-ll-001/@@bundle": 200,
    "/catalogue/sq-ll-001?care=1": 302,
    "/samples": 200,
    "/communities/990102/990102001/990102001001/h001": 200,
    "/news/n001": 200,
    "/sitemap": 200,
    "/@@find?q=%E9%AB%98%E9%BE%84": 200,
    "/@@search?SearchableText=%E9%AB%98%E9%BE%84": 302,
    "/@@health": 200,
    "/@@track": 200,
    "/login": 200,
    "/s/sq-ll-001": 302,
    "/nowhere": 404,
    "/catalogue/sq-ll-001/990199": 404,
    "/@@publishing-desk": 404,
    "/catalogue/sq-ll-001?x:int=y": 400,
    "/++resource++onewindow_policy/portal.css": 200,
}

#: What programs ask for.
ANSWERS = {
    "/@find?q=%E9%AB%98%E9%BE%84": 200,
    "/catalogue/sq-ll-001": 200,
    "/catalogue/@items": 200,
    "/nowhere": 404,
}

#: Headers that differ between two answers, whatever is asked: the clock.
OF_THE_MOMENT = {"date", "expires", "last-modified"}
OF_A_COOKIE = re.compile("; expires=[^;]*", re.IGNORECASE)

BROWSER = {"Accept": "text/html"}


class TestHead(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def ask(self, method, path, **headers):
        """Return status, headers and body, all that was sent until the end."""
        lines = [
            f"{method} /plone{path} HTTP/1.1",
            f"Host: {self.layer['host']}:{self.layer['port']}",
            "Connection: close",
            *(f"{name.replace('_', '-')}: {value}" for name, value in headers.items()),
        ]
        with socket.create_connection((self.layer["host"], self.layer["port"])) as peer:
            peer.settimeout(60)
            peer.sendall("\r\n".join([*lines, "", ""]).encode())
            sent = b"".join(iter(lambda: peer.recv(65536), b""))
        head, _separator, body = sent.partition(b"\r\n\r\n")
        first, _separator, rest = head.partition(b"\r\n")
        found = BytesHeaderParser().parsebytes(rest + b"\r\n\r\n")
        headers = {
            name.lower(): OF_A_COOKIE.sub("", value)
            for name, value in found.items()
            if name.lower() not in OF_THE_MOMENT
        }
        return int(first.split()[1]), headers, body

    def assert_like_get(self, path, status, **headers):
        wanted = self.ask("GET", path, **headers)
        found = self.ask("HEAD", path, **headers)
        self.assertEqual(status, wanted[0])
        self.assertEqual(wanted[:2], found[:2])
        self.assertEqual(b"", found[2])
        return found

    def test_every_address_answers_as_to_get_without_a_body(self):
        for path, status in ADDRESSES.items():
            with self.subTest(path=path):
                self.assert_like_get(path, status, **BROWSER)

    def test_programs_get_it_too(self):
        for path, status in ANSWERS.items():
            with self.subTest(path=path):
                _status, headers, _body = self.assert_like_get(
                    path, status, Accept="application/json"
                )
                self.assertIn("application/json", headers["content-type"])

    def test_304_is_answered_to_who_has_the_page(self):
        _status, headers, _body = self.ask("HEAD", "/news/n001")
        self.assert_like_get("/news/n001", 304, If_None_Match=headers["etag"])

    def test_what_readers_must_not_see_is_not_there(self):
        login(self.layer["portal"].aq_parent, SITE_OWNER_NAME)
        news = self.layer["portal"].news.n001
        news.setExpirationDate("2020/01/01")
        news.reindexObject()
        item = self.layer["portal"].catalogue["sq-ll-001"]
        api.content.transition(obj=item, transition="archive")
        transaction.commit()
        self.assert_like_get("/news/n001", 404)
        for path in ("/catalogue/sq-ll-001", "/catalogue/sq-ll-001/990102"):
            with self.subTest(path=path):
                self.assert_like_get(path, self.ask("GET", path)[0])
                self.assertNotEqual(200, self.ask("HEAD", path)[0])

    def test_editors_pages_too(self):
        ticket = cookie_for()
        wanted = self.ask("GET", "/catalogue", Cookie=ticket)
        found = self.ask("HEAD", "/catalogue", Cookie=ticket)
        self.assertEqual((200, 200), (wanted[0], found[0]))
        self.assertEqual(wanted[1]["content-type"], found[1]["content-type"])
        self.assertEqual(b"", found[2])
