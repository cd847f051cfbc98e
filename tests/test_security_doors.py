"""Zope's own doors: its tools, its attributes, WebDAV, XML-RPC, its root.

The walk asks at a page of each kind, with the credentials of the administrator: nobody
finds anything there.
"""

from base64 import b64encode
from http.client import HTTPConnection
from onewindow_policy.testing import build_item
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import cookie_for
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import SITE_OWNER_PASSWORD
from Products.SiteAccess.VirtualHostMonster import manage_addVirtualHostMonster
from test_caching_proxies import ProxiesTestCase
from unittest import mock

import transaction
import unittest

BASIC = (
    "Basic " + b64encode(f"{SITE_OWNER_NAME}:{SITE_OWNER_PASSWORD}".encode()).decode()
)

PLACES = (
    *("", "/catalogue", "/catalogue/sq-ll-001", "/catalogue/sq-xx-901", "/news/n001"),
    *("/communities/990102", "/forms/suggest", "/portal_catalog", "/acl_users"),
)

NAMES = (
    *("aq_parent", "aq_inner", "aq_base", "aq_self", "aq_chain", "aq_acquire"),
    *("manage", "manage_main", "manage_workspace", "manage_access", "manage_menu"),
    *("manage_FTPget", "manage_DAVget", "manage_page_style.css", "manage_delObjects"),
    *("manage_interfaces", "document_src", "source.html", "PUT_factory"),
    *("PROPFIND", "listDAVObjects", "dav__simpleifhandler", "propertysheets"),
)

METHODS = (
    *("PROPFIND", "PROPPATCH", "MKCOL", "LOCK", "UNLOCK", "MOVE", "COPY", "PUT"),
    *("DELETE", "OPTIONS", "TRACE", "SEARCH", "REPORT", "PURGE", "FOO"),
)

CALL = """<?xml version="1.0"?>
<methodCall><methodName>{}</methodName><params/></methodCall>"""


class DoorsCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        app = self.layer["app"]
        self.portal = self.layer["portal"]
        login(app, SITE_OWNER_NAME)
        build_item(self.portal, "SQ-XX-901")
        if "virtual_hosting" not in app.objectIds():
            manage_addVirtualHostMonster(app, "virtual_hosting")
        transaction.commit()

    def ask(self, method, path, body=None, **headers):
        peer = HTTPConnection(self.layer["host"], self.layer["port"], timeout=120)
        sent = {"Accept": "text/html"}
        sent.update((name.replace("_", "-"), text) for name, text in headers.items())
        peer.request(method, path, body, sent)
        answer = peer.getresponse()
        answer.text = answer.read().decode("utf-8", "replace")
        peer.close()
        transaction.begin()
        return answer


class TestNames(DoorsCase):
    def test_nothing_is_behind_names_of_zope(self):
        tried = 0
        for place in PLACES:
            for name in NAMES:
                for step in (name, f"@@{name}") if place == "" else (name,):
                    answer = self.ask("GET", f"/plone{place}/{step}")
                    tried += 1
                    self.assertEqual(404, answer.status, (place, step))
                    self.assertNotIn("高龄津贴申请", answer.text)
        self.assertGreater(tried, 180)

    def test_they_lead_nowhere_amid_an_address_either(self):
        for path in (
            "/catalogue/sq-xx-901/aq_parent/aq_parent",
            "/aq_parent/acl_users",
            "/news/++attribute++aq_parent",
            "/news/++view++manage_main",
            "/news/manage_main/n001",
        ):
            self.assertEqual(404, self.ask("GET", f"/plone{path}").status, path)

    def test_page_says_that_nothing_is_there(self):
        answer = self.ask("GET", "/plone/news/manage_main")
        self.assertEqual(404, answer.status)
        self.assertIn("没有找到这一页", answer.text)

    def test_tools_open_to_an_administrator_on_the_machine_alone(self):
        host = "/VirtualHostBase/https/portal.example.com:443/plone/VirtualHostRoot"
        for path, more, status in (
            ("/plone/manage_main", {"Authorization": BASIC}, 200),
            ("/plone/manage_main", {}, 404),
            ("/plone/manage_main", {"Cookie": cookie_for()}, 404),
            ("/plone/manage_main", {"Authorization": BASIC[:-8]}, 401),
            (f"{host}/manage_main", {"Authorization": BASIC}, 404),
            (
                "/plone/manage_main",
                {"Authorization": BASIC, "X_Forwarded_For": "203.0.113.1"},
                404,
            ),
        ):
            with self.subTest(path=path, more=more):
                answer = self.ask("GET", path, **more)
                if status == 401:
                    # Refused, by a page or by sending to the login.
                    self.assertIn(answer.status, (302, 401))
                else:
                    self.assertEqual(status, answer.status)


class TestMethods(DoorsCase):
    def test_no_method_of_webdav_is_answered(self):
        ids = sorted(self.portal.news.objectIds())
        for method in METHODS:
            for place in PLACES:
                for more in ({}, {"Cookie": cookie_for()}):
                    with self.subTest(method=method, place=place, more=bool(more)):
                        answer = self.ask(
                            method,
                            f"/plone{place}",
                            Depth="1",
                            Destination=f"http://{self.layer['host']}/plone/news/x",
                            **more,
                        )
                        self.assertEqual(404, answer.status)
                        self.assertIsNone(answer.headers["Allow"])
                        self.assertIsNone(answer.headers["DAV"])
                        self.assertNotIn("高龄津贴", answer.text)
        self.assertEqual(ids, sorted(self.portal.news.objectIds()))
        self.assertIn("sq-ll-001", self.portal.catalogue)

    def test_no_page_is_made_for_a_method_of_programs(self):
        """Pages that read the rest of an address took it for a part of that."""
        for path in ("/@@desk", "/@@desk/260115483920001", "/@@track", "/@@find"):
            cookie = cookie_for("window-staff")
            page = self.ask("GET", f"/plone{path}", Cookie=cookie)
            self.assertIn(page.status, (200, 404))
            for method in ("PROPFIND", "MOVE", "PUT", "DELETE", "PATCH", "OPTIONS"):
                for accept in ("text/html", "application/json"):
                    with self.subTest(path=path, method=method, accept=accept):
                        answer = self.ask(
                            method, f"/plone{path}", Accept=accept, Cookie=cookie
                        )
                        self.assertEqual(404, answer.status)

    def test_program_is_known_by_the_address_too(self):
        answer = self.ask(
            "PATCH",
            "/plone/++api++/news/n001",
            '{"description": "y"}',
            Content_Type="application/json",
            Cookie=cookie_for(),
        )
        self.assertEqual(204, answer.status, answer.text)

    def test_nothing_is_put(self):
        answer = self.ask(
            "PUT", "/plone/news/put.txt", "text", Cookie=cookie_for(), Accept="*/*"
        )
        self.assertEqual(404, answer.status)
        self.assertNotIn("put.txt", self.portal.news)

    def test_no_call_by_xmlrpc_is_answered(self):
        for path, name in (
            ("/plone/catalogue/sq-xx-901", "Title"),
            ("/plone/news", "manage_main"),
            ("/plone", "news.n001.Title"),
            ("/plone", "catalogue.objectIds"),
        ):
            answer = self.ask("POST", path, CALL.format(name), Content_Type="text/xml")
            self.assertLess(answer.status, 500)
            self.assertNotIn("methodResponse", answer.text)
            if path != "/plone":
                self.assertNotIn("高龄津贴申请", answer.text)

    def test_programs_still_ask_by_methods_of_their_own(self):
        answer = self.ask(
            "PATCH",
            "/plone/news/n001",
            '{"description": "x"}',
            Accept="application/json",
            Content_Type="application/json",
            Cookie=cookie_for(),
        )
        self.assertEqual(204, answer.status, answer.text)


class TestRoot(DoorsCase):
    HOST = "/VirtualHostBase/https/portal.example.com:443"

    def test_root_is_there_for_who_asks_from_the_machine(self):
        self.assertEqual(200, self.ask("GET", "/index_html").status)
        answer = self.ask("GET", "/manage_main", Authorization=BASIC)
        self.assertEqual(200, answer.status)

    def test_root_is_not_there_for_others(self):
        for path in (
            *("/", "/index_html", "/@@plone-addsite", "/acl_users", "/manage_main"),
            *("/plone/../acl_users", "/manage", "/Control_Panel"),
        ):
            for more in ({}, {"Authorization": BASIC}):
                with self.subTest(path=path, more=bool(more)):
                    answer = self.ask(
                        "GET", path, X_Forwarded_For="203.0.113.1", **more
                    )
                    self.assertEqual(404, answer.status)
                    self.assertNotIn("plone-addsite", answer.text)

    def test_another_address_is_not_there_either(self):
        remote = mock.patch("onewindow_policy.accounts.machine.ip_address", _elsewhere)
        with remote:
            self.assertEqual(404, self.ask("GET", "/index_html").status)
            self.assertEqual(200, self.ask("GET", "/plone/news").status)

    def test_address_does_not_lead_out_of_the_site_that_the_web_server_names(self):
        site = f"{self.HOST}/plone/VirtualHostRoot"
        self.assertEqual(200, self.ask("GET", f"{site}/news").status)
        for path in (
            f"{site}/../../",
            f"{site}/../../acl_users/manage_main",
            f"{site}/VirtualHostBase/http/evil.example.com:80/plone/VirtualHostRoot/news",
            f"{site}/news/VirtualHostRoot/n001",
            f"{site}/virtual_hosting/acl_users",
        ):
            answer = self.ask("GET", path, Authorization=BASIC)
            self.assertEqual(404, answer.status, path)
            self.assertNotIn("//evil.example.com", answer.text)


def _elsewhere(_address):
    return mock.Mock(is_loopback=False)


class TestWebServer(ProxiesTestCase):
    """By Debian's nginx with deploy/nginx.conf."""

    def test_nothing_of_zope_is_asked_for(self):
        asked = self.get("/news")
        self.assertEqual(200, asked.status)
        for path in (
            *(f"/{name}" for name in NAMES if name.startswith(("aq_", "manage"))),
            *("/news/manage_main", "/news/@@manage_main", "/news/%6danage_main"),
            *("/_vh_x/news", "/VirtualHostBase/http/evil.example.com:80/plone/news"),
            *("/news/VirtualHostRoot/", "/news/_vh_evil/n001", "/news/virtual_hosting"),
        ):
            answer = self.get(path, Authorization=BASIC)
            self.assertEqual(404, answer.status, path)
            # Its own words: Zope was not asked.
            self.assertIn("Shown by nginx for addresses", answer.text, path)

    def test_pages_with_like_names_are_still_there(self):
        for path in ("/news/@@manage-portlets", "/@@manage-viewlets"):
            answer = self.get(path)
            self.assertIn("masthead", answer.text, path)
            self.assertNotIn("Shown by nginx for addresses", answer.text, path)

    def test_no_address_leads_above_the_site(self):
        for path in (
            "/../../",
            "/%2e%2e/%2e%2e/",
            "/news/..%2f..%2f..%2f",
            "/x/../../..",
        ):
            answer = self.get(path, Authorization=BASIC)
            self.assertIn(answer.status, (400, 404), path)

    def test_no_method_of_webdav_comes_through(self):
        for method in METHODS:
            if method not in ("PUT", "DELETE", "OPTIONS"):
                answer = self.get("/news", method=method)
                # nginx knows TRACE, and refuses it itself.
                self.assertIn(answer.status, (404, 405), method)
                self.assertIn("nginx", answer.text, method)
