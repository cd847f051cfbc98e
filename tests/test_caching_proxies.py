"""Through Debian's Varnish and nginx, by the files in deploy/: kept, and forgotten."""

from http.client import HTTPConnection
from OFS.Application import AppInitializer
from onewindow_policy.caching.proxies import MESSENGER
from onewindow_policy.records.api import read_session
from onewindow_policy.records.models import Try
from onewindow_policy.testing import BROWSER_PATIENCE
from onewindow_policy.testing.proxies import nginx
from onewindow_policy.testing.proxies import varnish
from onewindow_policy.testing.tickets import cookie_for
from pathlib import Path
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from Products.SiteAccess.VirtualHostMonster import manage_addVirtualHostMonster
from sqlalchemy import select
from test_journeys import JourneyTestCase
from test_journeys import PHONE
from unittest import mock
from zope.component.hooks import setSite
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import json
import subprocess
import tempfile
import time
import transaction

PROXIES = "plone.cachepurging.interfaces.ICachePurgingSettings.cachingProxies"

#: How long a change may take to be seen, and a line to be written, on the busiest machine.
#: Whoever is told nothing keeps a page for an hour.
PATIENCE_SECONDS = 60
#: How often a page is asked for that Varnish is to keep: one of a second may be over its
#: time when it is asked for again.
WARMING_TRIES = 20

GUIDE = "/catalogue/sq-mz-001"
NEWS = "/news/n001"

#: What a first visit to a guide may cost a phone.
MOST_BYTES = 60 * 1024
MOST_REQUESTS = 6

#: Sums what moves without having been touched (web.dev, Cumulative Layout Shift).
WATCH_SHIFTS = """
window.shifts = 0;
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) window.shifts += entry.value;
}).observe({type: "layout-shift", buffered: true});
"""


class ProxiesTestCase(JourneyTestCase):
    def setUp(self):
        super().setUp()
        self.portal = self.layer["portal"]
        app = self.layer["app"]
        setSite(self.portal)
        login(app, SITE_OWNER_NAME)
        if "virtual_hosting" not in app.objectIds():
            manage_addVirtualHostMonster(app, "virtual_hosting")
        # What Varnish asks whether Zope is well, and every Zope that is started has.
        AppInitializer(app).install_root_view()
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.folder = folder
        # nginx gives up root's rights before it opens its own folders.
        folder.chmod(0o755)
        self.varnish = self.enterContext(varnish(folder, self.layer["port"]))
        self.nginx = self.enterContext(
            # What a page refers to, it refers to at the address that it came from.
            nginx(folder, self.varnish, "$http_host", self.portal.getId())
        )
        api.portal.set_registry_record(PROXIES, (f"http://127.0.0.1:{self.varnish}",))
        transaction.commit()
        self.addCleanup(MESSENGER.finish, 10)
        name = "onewindow_policy.caching.proxies.ON_ITS_WAY_SECONDS"
        self.enterContext(mock.patch(name, 0.1))
        # The setting itself has everything forgotten, twice: not while pages are warmed.
        MESSENGER.finish(10)

    def get(self, path, method="GET", port=None, **headers):
        """Return the answer, read, to a request that came by nginx, or by `port`."""
        connection = HTTPConnection("127.0.0.1", port or self.nginx, timeout=60)
        self.addCleanup(connection.close)
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers=names)
        response = connection.getresponse()
        response.text = response.read().decode("utf-8", "replace")
        return response

    def warm(self, *paths, **headers):
        """Have Varnish keep the pages; fail for one that it does not keep."""
        for path in paths:
            kept = (
                self.get(path, **headers).headers["X-Cache"] == "HIT"
                for _try in range(WARMING_TRIES)
            )
            self.assertTrue(any(kept), path)

    def wait_until(self, is_so):
        """Return whether `is_so()` before patience is over."""
        end = time.monotonic() + PATIENCE_SECONDS
        while not is_so():
            if time.monotonic() > end:
                return False
            time.sleep(0.02)
        return True

    def wait_for(self, path, words):
        """Return whether `words` are on the page before patience is over."""
        return self.wait_until(lambda: words in self.get(path).text)

    def wait_for_status(self, path, status):
        """Return whether that is the answer before patience is over."""
        return self.wait_until(lambda: self.get(path).status == status)


class TestKeeping(ProxiesTestCase):
    def test_pages_are_kept_and_say_to_browsers_to_ask(self):
        for path in ("/", "/catalogue", f"{GUIDE}/990102", NEWS, "/communities"):
            with self.subTest(path=path):
                self.warm(path)
                headers = self.get(path).headers
                self.assertIn("max-age=0", headers["Cache-Control"])
                self.assertNotIn("s-maxage", headers["Cache-Control"])
                self.assertIsNone(headers["X-Purge-Path"])

    def test_browser_that_has_the_page_is_told_so(self):
        self.warm(GUIDE)
        etag = self.get(GUIDE).headers["ETag"]
        again = self.get(GUIDE, If_None_Match=etag)
        self.assertEqual((304, ""), (again.status, again.text))

    def test_languages_and_elder_mode_are_kept_apart(self):
        pages = set()
        for cookie in (
            "",
            'I18N_LANGUAGE="en"',
            "onewindow_elder=1",
            'onewindow_elder=1; I18N_LANGUAGE="en"',
        ):
            self.warm(NEWS, Cookie=cookie)
            page = self.get(NEWS, Cookie=cookie).text
            with self.subTest(cookie=cookie):
                self.assertEqual("elder" in cookie, 'class="elder"' in page)
                head = page.partition("<head")[0]
                self.assertEqual('"en"' in cookie, 'lang="en"' in head)
            pages.add(page)
        self.assertEqual(4, len(pages))

    def test_other_cookies_make_no_variant(self):
        self.warm(NEWS)
        said = self.get(NEWS, Cookie="_ga=1; theme=x").headers["X-Cache"]
        self.assertEqual("HIT", said)

    def test_programs_get_their_own_answer(self):
        self.warm(GUIDE)
        self.warm(GUIDE, Accept="application/json")
        answer = self.get(GUIDE, Accept="application/json").text
        self.assertEqual("ServiceItem", json.loads(answer)["@type"])
        self.assertIn("<html", self.get(GUIDE).text)

    def test_who_is_logged_in_is_served_neither_from_the_cache_nor_into_it(self):
        ticket = cookie_for("editor")
        for _try in range(2):
            page = self.get(NEWS, Cookie=ticket)
            self.assertEqual("MISS", page.headers["X-Cache"])
            self.assertIn("示例编辑", page.text)
        self.warm(NEWS)
        self.assertNotIn("logout", self.get(NEWS).text)
        page = self.get(NEWS, Cookie="__ac=somebody")
        self.assertEqual("MISS", page.headers["X-Cache"])

    def test_what_is_for_one_person_is_not_kept(self):
        for path in ("/catalogue/sq-ll-001/apply", "/@@track", "/forms/suggest"):
            for _try in range(2):
                with self.subTest(path=path):
                    self.assertEqual("MISS", self.get(path).headers["X-Cache"])


class TestForgetting(ProxiesTestCase):
    def change(self, obj, title):
        obj.title = title
        obj.reindexObject()
        notify(ObjectModifiedEvent(obj))
        transaction.commit()

    def test_changed_page_is_seen_at_once_with_all_its_queries(self):
        self.warm(NEWS, f"{NEWS}?utm=1", "/news", "/")
        self.change(self.portal.news.n001, "全新的标题")
        for path in (NEWS, f"{NEWS}?utm=1", "/news", "/"):
            with self.subTest(path=path):
                self.assertTrue(self.wait_for(path, "全新的标题"))

    def test_change_of_an_item_is_seen_in_every_district_and_list(self):
        paths = ("/catalogue", "/catalogue?b_start=0", GUIDE, f"{GUIDE}/990103")
        self.warm(*paths)
        self.change(self.portal.catalogue["sq-mz-001"], "换了名字的事项")
        for path in paths[:1] + paths[2:]:
            with self.subTest(path=path):
                self.assertTrue(self.wait_for(path, "换了名字的事项"))

    def test_archived_page_is_gone_at_once(self):
        self.warm(NEWS)
        api.content.transition(obj=self.portal.news.n001, transition="archive")
        transaction.commit()
        self.assertTrue(self.wait_for(NEWS, "登录"))

    def test_short_address_and_its_code_are_forgotten_with_the_item(self):
        item = self.portal.catalogue["sq-ll-001"]
        paths = (
            "/s/sq-ll-001",
            "/s/SQ-LL-001/990102?from=poster",
            "/s/sq-ll-001/990102/qr.svg",
        )

        self.warm(*paths)
        api.content.transition(obj=item, transition="archive")
        transaction.commit()
        for path in paths:
            with self.subTest(path=path):
                self.assertTrue(self.wait_for_status(path, 404))

    def test_news_lose_their_links_to_a_service_that_was_archived(self):
        item = self.portal.catalogue["sq-ll-001"]
        link = f"/catalogue/{item.getId()}"
        article = "/news/n002"
        self.warm(article)
        self.assertIn(link, self.get(article).text)
        api.content.transition(obj=item, transition="archive")
        transaction.commit()
        self.assertTrue(self.wait_until(lambda: link not in self.get(article).text))

    def test_what_was_taken_back_is_not_told(self):
        self.warm(NEWS)
        self.portal.news.n001.title = "没有提交的标题"
        self.portal.news.n001.reindexObject()
        transaction.abort()
        self.assertEqual("HIT", self.get(NEWS).headers["X-Cache"])

    def test_proxy_that_is_away_delays_nothing_and_is_logged(self):
        api.portal.set_registry_record(PROXIES, ("http://127.0.0.1:1",))
        transaction.commit()
        with self.assertLogs("onewindow_policy", "WARNING") as logged:
            self.change(self.portal.news.n001, "照样发布")
            self.assertTrue(self.wait_until(lambda: logged.output))
        self.assertIn("127.0.0.1:1", logged.output[0])

    def test_nobody_from_outside_has_pages_forgotten(self):
        self.warm(NEWS)
        self.assertNotEqual(200, self.get("/", method="BAN").status)
        self.assertEqual("HIT", self.get(NEWS).headers["X-Cache"])


class TestGrace(ProxiesTestCase):
    """What is over its time: never shown while Zope can be asked."""

    def setUp(self):
        super().setUp()
        # A second, in place of the time until something expires.
        api.portal.set_registry_record("onewindow_policy.caching.page.smaxage", 1)
        transaction.commit()
        MESSENGER.finish(10)
        self.warm(NEWS)

    def test_page_over_its_time_is_asked_for_anew(self):
        time.sleep(1.5)
        self.assertEqual("MISS", self.get(NEWS).headers["X-Cache"])

    def test_page_over_its_time_is_shown_while_zope_is_away(self):
        command = ["varnishadm", "-n", str(self.folder / "varnish")]
        subprocess.run([*command, "backend.set_health", "portal", "sick"], check=True)
        time.sleep(1.5)
        response = self.get(NEWS)
        self.assertEqual(200, response.status)
        self.assertEqual("HIT", response.headers["X-Cache"])


class TestAddresses(ProxiesTestCase):
    def setUp(self):
        super().setUp()
        # As the server and zope.conf have it: who is on this machine says who asked.
        trusted = "ZPublisher.HTTPRequest.trusted_proxies"
        self.enterContext(mock.patch(trusted, ["127.0.0.1"]))

    def keys_of_guesses(self, port, path):
        """Return how many keys the guesses of one visitor, who claims to be two, are
        counted under."""
        before = self.count()
        for claimed in ("203.0.113.1", "203.0.113.2"):
            connection = HTTPConnection("127.0.0.1", port, timeout=60)
            self.addCleanup(connection.close)
            connection.request(
                "POST",
                path,
                "number=261125000000004&code=1234567890",
                {
                    "Content-Type": "application/x-www-form-urlencoded",
                    "X-Forwarded-For": claimed,
                },
            )
            connection.getresponse().read()
        transaction.begin()
        return self.count() - before

    def test_limits_go_by_where_nginx_was_asked_from(self):
        # An address counts alone and with the number.
        self.assertEqual(2, self.keys_of_guesses(self.nginx, "/@@track"))
        # Whoever reaches Zope itself is who they claim to be.
        port = self.layer["port"]
        self.assertEqual(4, self.keys_of_guesses(port, "/plone/@@track"))

    def count(self):
        return len(set(read_session().scalars(select(Try.key_hash))))


class TestLog(ProxiesTestCase):
    def test_log_of_nginx_names_pages_and_not_what_people_look_for(self):
        referer = "https://portal.example.com/@@find?q=110101199001011234"
        self.get("/@@find?q=110101199001011234", Referer=referer)
        self.get(GUIDE, Referer=referer)
        log = self.folder / "nginx" / "portal.log"
        # nginx writes a line when all of the answer has been sent.
        for line in ('"GET /@@find HTTP/1.1" 200', f'"GET {GUIDE} HTTP/1.1" 200'):
            self.assertTrue(
                self.wait_until(lambda line=line: line in log.read_text("utf-8"))
            )
        self.assertNotIn("110101199001011234", log.read_text("utf-8"))


class TestFirstVisit(ProxiesTestCase):
    def test_guide_on_a_phone_is_small_and_does_not_move(self):
        context = self.layer["chromium"].new_context(viewport=PHONE, locale="zh-CN")
        context.set_default_timeout(BROWSER_PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        page.add_init_script(WATCH_SHIFTS)
        session = context.new_cdp_session(page)
        session.send("Network.enable")
        sizes = []
        session.on(
            "Network.loadingFinished",
            lambda event: sizes.append(event["encodedDataLength"]),
        )
        refused = []
        session.on("Network.loadingFailed", lambda event: refused.append(event))
        page.goto(f"http://127.0.0.1:{self.nginx}{GUIDE}", wait_until="networkidle")
        # Style sheet and script are among them: what is refused weighs nothing.
        self.assertEqual([], refused)
        self.assertGreater(len(sizes), 2)
        self.assertLessEqual(len(sizes), MOST_REQUESTS)
        self.assertLessEqual(sum(sizes), MOST_BYTES)
        self.assertEqual(0, page.evaluate("window.shifts"))
