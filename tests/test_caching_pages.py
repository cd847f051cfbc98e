"""Each kind of page says how long it may be kept, and 304 while nothing has changed."""

from DateTime import DateTime
from http.client import HTTPConnection
from onewindow_policy.snapshots.states import content_state
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import cookie_for
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from zope.component.hooks import setSite

import time
import transaction
import unittest

#: A page of each kind.
PAGES = (
    "",
    "/catalogue",
    "/catalogue?channel=online&b_start=20",
    "/catalogue/@@not-issued",
    "/catalogue/sq-ll-001",
    "/catalogue/sq-ll-001/990102",
    "/catalogue/sq-ll-001/guide",
    "/catalogue/sq-ll-001/blank-1",
    "/catalogue/sq-ll-001/blank-1/@@download",
    "/catalogue/sq-ll-001/@@bundle",
    "/samples",
    "/communities",
    "/communities/990102",
    "/communities/990102/990102001",
    "/communities/990102/990102001/990102001001",
    "/communities/990102/990102001/990102001001/h001",
    "/news",
    "/news/n001",
    "/screens",
    "/sitemap",
    "/sitemap.xml.gz",
    "/@@find?q=%E9%AB%98%E9%BE%84",
)

#: What programs read; the first is the address of a page, too.
ANSWERS = (
    "/catalogue/sq-ll-001",
    "/catalogue/@items",
    "/catalogue/sq-ll-001/@guide?district=990102",
    "/communities/990102/@district-list",
    "/@search?portal_type=ServiceItem",
    "/@navigation",
)

#: Pages for one person: they have nonces, or what somebody submitted, or a clock.
PERSONAL = (
    "/catalogue/sq-ll-001/apply",
    "/@@track",
    "/@@suggestions",
    "/forms/suggest",
    "/screens/h001",
    "/login",
)

PROXIES = "plone.cachepurging.interfaces.ICachePurgingSettings.cachingProxies"


class CachingTestCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        setSite(self.portal)

    def get(self, path, method="GET", **headers):
        """Return the answer, read, to an anonymous request with `headers`."""
        connection = HTTPConnection(self.layer["host"], self.layer["port"], timeout=60)
        self.addCleanup(connection.close)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, f"/plone{path}", headers=names)
        response = connection.getresponse()
        response.body = response.read()
        return response

    def etag(self, path, **headers):
        response = self.get(path, **headers)
        self.assertEqual(200, response.status, path)
        self.assertIsNotNone(response.headers["ETag"], path)
        return response.headers["ETag"]

    def set_proxies(self, *addresses):
        api.portal.set_registry_record(PROXIES, addresses)
        transaction.commit()


class TestPages(CachingTestCase):
    def test_every_page_answers_304_while_nothing_has_changed(self):
        for path in PAGES:
            with self.subTest(path=path):
                again = self.get(path, If_None_Match=self.etag(path))
                self.assertEqual(304, again.status)
                self.assertEqual(b"", again.body)
                self.assertIsNotNone(again.headers["ETag"])

    def test_every_answer_to_programs_does_too(self):
        for path in ANSWERS:
            with self.subTest(path=path):
                etag = self.etag(path, Accept="application/json")
                again = self.get(path, Accept="application/json", If_None_Match=etag)
                self.assertEqual(304, again.status)

    def test_browsers_keep_pages_and_ask_each_time(self):
        for path in PAGES:
            with self.subTest(path=path):
                said = self.get(path).headers["Cache-Control"]
                self.assertIn("max-age=0", said)
                self.assertIn("must-revalidate", said)
                self.assertNotIn("s-maxage", said)

    def test_pages_for_one_person_are_kept_nowhere(self):
        for path in PERSONAL:
            with self.subTest(path=path):
                headers = self.get(path).headers
                self.assertIsNone(headers["ETag"])
                said = headers["Cache-Control"] or ""
                self.assertNotRegex(said, r"public|s-maxage|max-age=[1-9]")

    def test_what_failed_has_no_etag(self):
        for path in ("/nowhere", "/catalogue/sq-ll-001/990199", "/catalogue/x/@guide"):
            with self.subTest(path=path):
                response = self.get(path)
                self.assertEqual(404, response.status)
                self.assertIsNone(response.headers["ETag"])

    def test_etag_is_another_in_each_language_and_in_elder_mode(self):
        cookies = (
            "",
            "I18N_LANGUAGE=en",
            "onewindow_elder=1",
            "onewindow_elder=1; I18N_LANGUAGE=en",
        )
        etags = {self.etag("/news", Cookie=each) for each in cookies}
        self.assertEqual(4, len(etags))
        self.assertEqual(self.etag("/news"), self.etag("/news", Cookie="other=1"))

    def test_page_with_a_message_is_for_one_person(self):
        response = self.get("/news", Cookie="statusmessages=AAA")
        self.assertIsNone(response.headers["ETag"])
        self.assertIn("private", response.headers["Cache-Control"])

    def test_who_is_logged_in_gets_no_etag_and_no_304(self):
        etag = self.etag("/news")
        response = self.get("/news", Cookie=cookie_for(), If_None_Match=etag)
        self.assertEqual(200, response.status)
        self.assertIsNone(response.headers["ETag"])
        self.assertIn("private", response.headers["Cache-Control"])


class TestChanges(CachingTestCase):
    def setUp(self):
        super().setUp()
        login(self.portal.aq_parent, SITE_OWNER_NAME)

    def test_change_of_anything_a_page_may_show_changes_its_etag(self):
        path = "/catalogue/sq-ll-001/990102"
        item = self.portal.catalogue["sq-ll-001"]

        def retitle():
            item.title = "另一个名称"
            item.reindexObject()

        changes = {
            "title": retitle,
            "master guide": item["guide"].reindexObject,
            "setting": lambda: api.portal.set_registry_record(
                "plone.site_title", "另一座城市"
            ),
            "retraction": lambda: api.content.transition(
                obj=self.portal.news["n001"], transition="archive"
            ),
        }
        etags = [self.etag(path)]
        for name, change in changes.items():
            with self.subTest(change=name):
                change()
                transaction.commit()
                etags.append(self.etag(path))
                self.assertNotIn(etags[-1], etags[:-1])
                again = self.get(path, If_None_Match=etags[-2])
                self.assertEqual(200, again.status)

    def test_state_changes_when_content_expires_and_a_proxy_keeps_nothing_beyond(self):
        now = time.time()
        news = self.portal.news["n001"]
        news.setExpirationDate(DateTime(now + 3600))
        news.reindexObject()
        transaction.commit()
        before = content_state(now + 30)
        self.assertTrue(3480 <= before.seconds <= 3570, before.seconds)
        shortly_before = content_state(now + 3000)
        self.assertTrue(480 <= shortly_before.seconds <= 600, shortly_before.seconds)
        in_the_minute = content_state(news.expires().timeTime())
        self.assertTrue(1 <= in_the_minute.seconds <= 60, in_the_minute.seconds)
        after = content_state(now + 7200)
        tokens = [each.token for each in (before, in_the_minute, after)]
        self.assertEqual(3, len(set(tokens)), tokens)
        self.assertEqual(86400, after.seconds)
        self.assertEqual(before.token, shortly_before.token)

    def test_state_lasts_across_the_end_of_each_month(self):
        news = self.portal.news["n001"]
        for month in range(1, 13):
            with self.subTest(month=month):
                first = DateTime(2031, month, 1, 0, 0, 0, "UTC")
                news.setExpirationDate(first)
                news.reindexObject()
                transaction.commit()
                before = first.timeTime() - 600
                self.assertEqual(600, content_state(before).seconds)

    def test_state_is_unknown_while_a_transaction_changes_it(self):
        self.assertIsNotNone(content_state())
        self.portal.news["n001"].reindexObject()
        self.assertIsNone(content_state())


class TestProxies(CachingTestCase):
    def setUp(self):
        super().setUp()
        login(self.portal.aq_parent, SITE_OWNER_NAME)
        self.set_proxies("http://127.0.0.1:1")

    def test_proxy_that_is_told_of_changes_keeps_pages_for_an_hour(self):
        for path in ("", "/catalogue/sq-ll-001/990102", "/news/n001"):
            with self.subTest(path=path):
                headers = self.get(path).headers
                self.assertIn("max-age=0, s-maxage=3600", headers["Cache-Control"])
                self.assertEqual("Accept, Cookie", headers["Vary"])

    def test_answer_names_the_content_it_is_about_whatever_the_address(self):
        for path in ("/catalogue/sq-ll-001/990102", "/news/catalogue/sq-ll-001"):
            with self.subTest(path=path):
                said = self.get(path).headers["X-Purge-Path"]
                self.assertEqual("/catalogue/sq-ll-001", said)
        self.assertEqual("/", self.get("").headers["X-Purge-Path"])

    def test_304_says_the_same_as_the_page(self):
        page = self.get("/news")
        again = self.get("/news", If_None_Match=page.headers["ETag"])
        for name in ("Cache-Control", "Vary", "X-Purge-Path", "ETag"):
            with self.subTest(header=name):
                self.assertEqual(page.headers[name], again.headers[name])

    def test_short_address_is_about_its_item_and_no_page_of_its_own(self):
        redirect = self.get("/s/SQ-LL-001/990102")
        self.assertEqual(302, redirect.status)
        drawing = self.get("/s/sq-ll-001/qr.svg")
        again = self.get("/s/sq-ll-001/qr.svg", If_None_Match=drawing.headers["ETag"])
        self.assertEqual(304, again.status)
        for response in (redirect, drawing, again):
            with self.subTest(status=response.status):
                said = response.headers["Cache-Control"]
                self.assertIn("max-age=0, s-maxage=3600", said)
                about = response.headers["X-Purge-Path"]
                self.assertEqual("/catalogue/sq-ll-001", about)
        self.assertIsNone(redirect.headers["ETag"])

    def test_proxy_keeps_no_search(self):
        for path in PAGES[-1:]:
            answer = self.get(path)
            self.assertEqual(200, answer.status)
            self.assertNotIn("s-maxage", answer.headers["Cache-Control"])

    def test_switching_the_messages_off_keeps_pages_out_of_proxies(self):
        api.portal.set_registry_record(
            PROXIES.replace("cachingProxies", "enabled"), False
        )
        transaction.commit()
        answer = self.get("")
        self.assertEqual(200, answer.status)
        self.assertNotIn("s-maxage", answer.headers["Cache-Control"])


class TestStaticFiles(CachingTestCase):
    def test_file_by_its_hash_is_never_asked_for_again(self):
        page = self.get("").body.decode()
        for name in ("portal.css", "portal.js", "favicon.svg"):
            with self.subTest(name=name):
                begin = page.index(f"/++resource++onewindow_policy/{name}?v=")
                path = page[begin : page.index('"', begin)]
                said = self.get(path).headers["Cache-Control"]
                self.assertIn("max-age=31536000", said)
                self.assertIn("public", said)
                self.assertIn("immutable", said)

    def test_address_of_another_version_is_not_kept_for_long(self):
        path = "/++resource++onewindow_policy/portal.css"
        for query in ("", "?v=00000000", "?x=1"):
            with self.subTest(query=query):
                said = self.get(path + query).headers["Cache-Control"]
                self.assertIn("max-age=3600", said)
                self.assertNotIn("immutable", said)
