"""What an inspection would fault is found before it comes."""

from contextlib import contextmanager
from datetime import date
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from lxml import html
from onewindow_policy.cases.archive.terms import enter_term
from onewindow_policy.cases.archive.terms import TermFacts
from onewindow_policy.communities.grids import grid_contents
from onewindow_policy.communities.grids import remember_former_counts
from onewindow_policy.guides.content import MASTER_ID
from onewindow_policy.inspection import commands
from onewindow_policy.inspection import publichosts
from onewindow_policy.inspection.archiving import unsettled_terms
from onewindow_policy.inspection.checks import column_fault
from onewindow_policy.inspection.checks import communities_without_grids
from onewindow_policy.inspection.checks import days_allowed
from onewindow_policy.inspection.checks import faulty_columns
from onewindow_policy.inspection.checks import incomplete_guides
from onewindow_policy.inspection.checks import overdue_reviews
from onewindow_policy.inspection.deadlinks import dead_links
from onewindow_policy.inspection.fonts import scripts_without_fonts
from onewindow_policy.inspection.fonts import TITLES
from onewindow_policy.inspection.writtenlinks import addresses_in
from onewindow_policy.inspection.writtenlinks import Link
from onewindow_policy.inspection.writtenlinks import written_links
from onewindow_policy.portal.interfaces import SETTINGS_PREFIX
from onewindow_policy.portal.settings import PortalSettings
from onewindow_policy.prints import glyphs
from onewindow_policy.prints.glyphs import SCRIPTS
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.app.textfield.value import RichTextValue
from plone.testing.zope import Browser
from unittest import mock
from zope.i18n import translate

import argparse
import contextlib
import io
import threading
import transaction
import unittest

TODAY = date(2026, 11, 25)
#: As long as a busy machine may take to answer itself.
PATIENCE_SECONDS = 60


class TestRules(unittest.TestCase):
    def test_column_may_be_as_old_as_its_kind_allows_and_no_older(self):
        self.assertIsNone(column_fault("2026-11-11", 14, TODAY))
        self.assertIsNotNone(column_fault("2026-11-10", 14, TODAY))
        self.assertIn("no entry", column_fault("", 14, TODAY).default)

    def test_news_of_the_day_is_due_sooner_than_the_rest(self):
        self.assertEqual(14, days_allowed("news", PortalSettings()))
        self.assertEqual(183, days_allowed("notice", PortalSettings()))
        self.assertEqual(7, days_allowed("news", PortalSettings(news_days=7)))
        self.assertEqual(30, days_allowed("notice", PortalSettings(other_days=30)))

    def test_addresses_of_links_and_pictures_are_read_each_once(self):
        self.assertEqual(
            ["a", "https://x.example/", "p.png"],
            addresses_in(
                '<p><a href="a">1</a><a href=" a ">2</a><a href="#top">3</a>'
                '<a href="tel:12345">4</a><a href="https://x.example/">5</a></p>'
                '<img src="p.png"><a>none</a>'
            ),
        )
        self.assertEqual([], addresses_in("  "))

    def test_address_is_asked_once_for_all_pages_that_link_to_it(self):
        links = [
            Link("A", "https://p.example/a", "https://x.example/1#top"),
            Link("B", "https://p.example/b", "https://x.example/1"),
            Link("B", "https://p.example/b", "https://x.example/1#end"),
        ]
        self.assertEqual(
            {"https://x.example/1": ["https://p.example/a", "https://p.example/b"]},
            commands.pages_by_address(links),
        )


class OtherSite(BaseHTTPRequestHandler):
    """Answers as sites do: by the code in the path; some turn HEAD down."""

    def _answer(self):
        code = int(self.path.strip("/").split("-")[0])
        if self.path.endswith("-get") and self.command == "HEAD":
            code = 405
        self.send_response(code)
        self.send_header("Content-Length", "0")
        self.end_headers()

    do_GET = do_HEAD = _answer  # noqa: N815

    def log_message(self, *_arguments):
        """Say nothing on the screen."""


class TestAsking(unittest.TestCase):
    def setUp(self):
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), OtherSite)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        # As if the site of the test were one of the public: at the wire alone.
        port = self.server.server_port
        self.enterContext(mock.patch.object(publichosts, "PORTS", {port, 1}))
        self.enterContext(mock.patch.object(publichosts, "is_public", lambda _ip: True))

    def test_only_what_is_gone_is_reported(self):
        for path in ("200", "200-get", "403", "429"):
            with self.subTest(path=path):
                self.assertEqual(
                    "", commands.fault_of(f"{self.base}/{path}", PATIENCE_SECONDS)
                )
        for path in ("404", "410", "500"):
            with self.subTest(path=path):
                fault = commands.fault_of(f"{self.base}/{path}", PATIENCE_SECONDS)
                self.assertEqual(f"HTTP {path}", fault)

    def test_host_that_does_not_answer_and_address_that_is_none_are_reported(self):
        self.assertTrue(commands.fault_of("http://127.0.0.1:1/", PATIENCE_SECONDS))
        self.assertTrue(commands.fault_of("http://[broken/", PATIENCE_SECONDS))
        self.assertTrue(commands.fault_of("file:///etc/passwd/none", PATIENCE_SECONDS))

    def test_all_that_do_not_answer_are_found(self):
        good, gone = f"{self.base}/200", f"{self.base}/404"
        found = commands.find_dead([good, gone], PATIENCE_SECONDS)
        self.assertEqual({gone: "HTTP 404"}, found)


class SelfCheckTestCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        login(self.layer["app"], SITE_OWNER_NAME)

    def write(self, html):
        text = RichTextValue(html, "text/html", "text/x-html-safe")
        self.portal.news.n001.text = text
        self.portal.news.n001.reindexObject()
        transaction.commit()


class TestFindings(SelfCheckTestCase):
    def test_stale_and_empty_columns_are_found_with_their_lists(self):
        found = {each.title: each for each in faulty_columns(PortalSettings(), TODAY)}
        self.assertIn("工作动态", found)
        self.assertEqual(f"{self.url}/news?category=news", found["工作动态"].url)
        self.assertEqual(26, found["工作动态"].faults[0].mapping["age"])
        self.assertNotIn("通知公告", found)
        api.content.delete(self.portal.news.n008, check_linkintegrity=False)
        found = {each.title: each for each in faulty_columns(PortalSettings(), TODAY)}
        self.assertEqual("fault_empty_column", found["通知公告"].faults[0])

    def test_terms_that_nobody_has_entered_are_found_and_those_for_some_are_not(self):
        (found,) = unsettled_terms(self.url)
        self.assertEqual("terms_of_all", found.title)
        self.assertEqual(("fault_terms_missing",), found.faults)
        term = TermFacts(
            "item",
            "SQ-LL-001",
            is_archived=True,
            years=10,
            covers_withdrawn=False,
            approved_by="示例市档案局",
            approval_number="示档〔2026〕1号",
            approved_on=date(2026, 11, 2),
        )
        enter_term(term, "archivist", lambda code: True)
        transaction.commit()
        (found,) = unsettled_terms(self.url)
        self.assertEqual("terms_of_others", found.title)

    def test_scripts_of_which_no_paper_prints_names_are_found_with_the_remedy(self):
        self.assertEqual({each.name for each in SCRIPTS}, set(TITLES))
        found = {each.title: each for each in scripts_without_fonts()}
        self.assertNotIn("script_arabic", found)
        (fault,) = found["script_tibetan"].faults
        self.assertEqual("fonts-noto-core", fault.mapping["package"])
        with mock.patch.object(glyphs, "_code_points", lambda: set(range(0x110000))):
            self.assertEqual([], list(scripts_without_fonts()))

    def test_communities_without_grids_are_found_in_a_city_that_has_some(self):
        self.assertEqual([], list(communities_without_grids(self.url)))
        street = self.portal.communities["990102"]["990102001"]
        for code in ("990102001001", "990102001002"):
            grids = grid_contents(street[code])
            # Where somebody works is removed once nobody does.
            for grid in grids:
                grid.manage_delLocalRoles(["grid-worker"])
            street[code].manage_delObjects([grid.getId() for grid in grids])
        remember_former_counts({"990102001002": 7})
        found = list(communities_without_grids(self.url))
        self.assertEqual(
            [
                ("云河区望云街道晨光社区", "fault_no_grids"),
                ("云河区望云街道暮云社区", "fault_grids_only_counted"),
            ],
            [(each.title, each.faults[0]) for each in found],
        )
        self.assertEqual(7, found[1].faults[0].mapping["count"])
        self.assertEqual(street["990102001001"].absolute_url(), found[0].url)

    def test_public_guide_that_lacks_an_element_is_found_with_what_it_lacks(self):
        self.assertEqual([], list(incomplete_guides()))
        guide = self.portal.catalogue["sq-mz-010"][MASTER_ID]
        guide.legal_basis = []
        guide.reindexObject()
        found = list(incomplete_guides())
        self.assertIn(guide.absolute_url() + "/view", [each.url for each in found])
        where = {translate(gap.where, target_language="zh_CN") for gap in found[0].gaps}
        self.assertIn("办理依据", where)

    def test_service_without_any_guide_is_found(self):
        item = self.portal.catalogue["sq-mz-010"]
        api.content.delete(item[MASTER_ID], check_linkintegrity=False)
        found = {each.title: each.faults for each in incomplete_guides()}
        self.assertEqual(("fault_no_guide",), found[item.title])

    def test_service_is_overdue_when_neither_it_nor_a_guide_was_touched(self):
        today = date.today()
        self.assertEqual([], list(overdue_reviews(PortalSettings(), today)))
        later = date(today.year + 2, 1, 1)
        overdue = list(overdue_reviews(PortalSettings(), later))
        self.assertEqual(52, len(overdue))
        lenient = PortalSettings(review_days=3660)
        self.assertEqual([], list(overdue_reviews(lenient, later)))

    def test_links_that_residents_cannot_follow_are_found_and_others_are_not(self):
        uid = api.content.get_uuid(self.portal.samples)
        draft = api.content.create(self.portal.news, "News Item", "draft", "草稿")
        good = (
            f"{self.url}",
            f"{self.url}/catalogue?category=LL",
            "../catalogue/sq-ll-001",
            "../catalogue/sq-ll-001/990102",
            "n002",
            f"resolveuid/{uid}",
            f"../resolveuid/{uid}",
            "../@@search?SearchableText=x",
            "../s/sq-ll-001",
            "https://www.example.com/gone",
        )
        dead = (
            "../catalogue/sq-xx-999",
            "../catalogue/sq-mz-010/990103",
            "n999",
            "resolveuid/" + "0" * 32,
            "../s/sq-xx-999",
            f"{draft.absolute_url()}",
        )
        self.write("".join(f'<a href="{each}">x</a>' for each in (*good, *dead)))
        found = list(dead_links())
        self.assertEqual(1, len(found))
        self.assertEqual(f"{self.url}/news/n001/view", found[0].url)
        self.assertEqual(
            list(dead), [fault.mapping["address"] for fault in found[0].faults]
        )

    def test_links_are_found_in_forms_and_where_content_is_an_address(self):
        form = self.portal.catalogue["sq-ll-001"].apply
        form.thanksPrologue = RichTextValue('<a href="nowhere">x</a>', "text/html")
        form.reindexObject()
        link = api.content.create(
            self.portal.news,
            "Link",
            "gone",
            "链接",
            remoteUrl="${portal_url}/news/n999",
        )
        api.content.transition(link, "publish")
        found = {each.url: each.faults[0].mapping["address"] for each in dead_links()}
        self.assertEqual(
            {
                f"{form.absolute_url()}/view": "nowhere",
                f"{self.url}/news/gone/view": f"{self.url}/news/n999",
            },
            found,
        )

    def test_addresses_at_the_foot_of_pages_are_asked_too(self):
        address = "https://beian.example/1"
        api.portal.set_registry_record(f"{SETTINGS_PREFIX}.police_url", address)
        self.assertIn(address, [each.address for each in written_links()])


class TestPage(SelfCheckTestCase):
    def open_as(self, name, path="@@self-check"):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.addHeader("Accept", "text/html")
        log_in(browser, name)
        browser.open(f"{self.url}/{path}")
        return browser

    def test_editors_see_the_findings_in_words_in_their_own_interface(self):
        self.write('<a href="n999">x</a>')
        browser = self.open_as("editor")
        for text in ("自查", "工作动态", "n999"):
            self.assertIn(text, browser.contents)
        self.assertNotIn('class="main-nav"', browser.contents)
        self.assertNotIn("${", browser.contents)

    def test_whoever_reads_it_is_told_which_names_papers_cannot_print(self):
        browser = self.open_as("editor", "catalogue/@@self-check?kind=fonts")
        page = html.fromstring(browser.contents)
        rows = [
            " ".join(each.text_content().split()) for each in page.cssselect("tbody tr")
        ]
        (tibetan,) = (each for each in rows if "藏文" in each)
        self.assertIn("fonts-noto-core", tibetan)
        self.assertIn("ONEWINDOW_FONTS", tibetan)
        for name in ("扩展B区", "扩展G、H区"):
            self.assertTrue([each for each in rows if name in each], name)
        self.assertFalse([each for each in rows if "维吾尔文" in each])
        self.assertEqual([], page.cssselect("tbody a[href='']"))

    def test_work_leads_editors_to_it(self):
        browser = self.open_as("editor", "@@work")
        browser.getLink(url="@@self-check").click()
        self.assertIn("工作动态", browser.contents)

    def test_staff_who_do_not_edit_do_not_open_it(self):
        for name in ("window-staff", "supervisor"):
            with self.subTest(name=name):
                self.assertNotIn("工作动态", self.open_as(name).contents)
                work = self.open_as(name, "@@work")
                self.assertIn("@@suggestion-desk", work.contents)
                self.assertNotIn("@@self-check", work.contents)


class TestCommand(SelfCheckTestCase):
    def run_command(self, most=500):
        @contextmanager
        def open_site(_config, _site_id):
            yield self.portal, None

        options = argparse.Namespace(site="plone", most=most, seconds=PATIENCE_SECONDS)
        printed = io.StringIO()
        with (
            mock.patch.object(commands, "open_site", open_site),
            contextlib.redirect_stdout(printed),
        ):
            status = commands.run(None, options)
        return status, printed.getvalue()

    def test_dead_links_to_other_sites_are_printed_with_the_pages_that_have_them(self):
        self.write('<a href="http://127.0.0.1:1/gone">x</a><a href="n999">y</a>')
        status, printed = self.run_command()
        self.assertEqual(1, status)
        self.assertIn("http://127.0.0.1:1/gone: ", printed)
        self.assertIn("\n  /news/n001\n", printed)
        self.assertIn("1 of 1 addresses asked, 1 without an answer.", printed)

    def test_no_more_addresses_are_asked_than_was_said(self):
        self.write('<a href="http://127.0.0.1:1/gone">x</a>')
        self.assertEqual(
            (0, "0 of 1 addresses asked, 0 without an answer.\n"), self.run_command(0)
        )
