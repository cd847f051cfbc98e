"""Residents find their window by where they live."""

from datetime import date
from lxml import html
from onewindow_policy.communities.divisions import CommunityFacts
from onewindow_policy.communities.divisions import Coverage
from onewindow_policy.communities.divisions import coverage_of
from onewindow_policy.communities.divisions import matching
from onewindow_policy.communities.halls import halls_for_community
from onewindow_policy.communities.halls import halls_of
from onewindow_policy.communities.halls import Place
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone import api
from plone.testing.zope import Browser
from urllib.parse import quote
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import transaction
import unittest

COMMUNITY = "communities/990102/990102001/990102001001"
WITHOUT_HALL = "communities/990102/990102001/990102001002"


def community(name, status="implemented"):
    return CommunityFacts(
        Place("990102001001", name, "/c"),
        Place("990102001", "望云街道", "/s"),
        Place("990102", "云河区", "/d"),
        status,
        None,
        False,
    )


class TestDivisions(unittest.TestCase):
    def test_coverage_counts_what_is_in_operation(self):
        found = coverage_of([community("甲"), community("乙", "in_progress")])
        self.assertEqual((1, 2, 0.5), (found.implemented, found.total, found.share))

    def test_a_city_without_communities_has_no_coverage_and_no_error(self):
        self.assertEqual(0.0, coverage_of([]).share)

    def test_the_target_rises_when_it_is_reached(self):
        self.assertEqual(0.8, Coverage(31, 40).target)
        self.assertEqual(1.0, Coverage(32, 40).target)
        self.assertEqual(1.0, Coverage(40, 40).target)

    def test_communities_are_found_by_any_part_of_their_full_name(self):
        both = (community("晨光社区"), community("暮云社区"))
        self.assertEqual(both[:1], matching(both, "晨光"))
        self.assertEqual(both, matching(both, "云河 望云"))
        self.assertEqual((), matching(both, "望云 不存在"))
        self.assertEqual(both, matching(both, ""))


class TestPages(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()

    def open(self, path, *, status=200):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.open(f"{self.url}/{path}")
        self.assertEqual(status, int(browser.headers["status"].split()[0]), path)
        return browser

    def page(self, path):
        return html.fromstring(self.open(path).contents)

    def save(self, content, **values):
        with api.env.adopt_roles(["Manager"]):
            for name, value in values.items():
                setattr(content, name, value)
            notify(ObjectModifiedEvent(content))
        transaction.commit()

    def test_city_lists_every_community_under_its_street_and_district(self):
        page = self.page("communities")
        self.assertEqual(40, len(page.xpath('//ul[@class="community-list"]/li')))
        self.assertEqual(3, len(page.xpath('//section[starts-with(@id, "d-")]')))
        self.assertEqual(
            40, len(page.xpath('//select[@name="community"]/optgroup/option'))
        )

    def test_city_says_how_far_one_window_has_spread(self):
        page = self.page("communities")
        self.assertEqual("31", page.xpath('string(//p[@class="progress-figure"]/b)'))
        (done,) = page.xpath('//rect[@class="progress-done"]')
        self.assertEqual("77.5%", done.get("width"))
        (target,) = page.xpath('//line[@class="progress-target"]')
        self.assertEqual("80%", target.get("x1"))

    def test_change_of_the_roll_out_shows_at_once(self):
        self.page("communities")
        community = self.portal.unrestrictedTraverse(WITHOUT_HALL)
        self.assertEqual("implemented", community.rollout_status)
        self.save(community, rollout_status="in_progress")
        self.assertEqual(
            "30",
            self.page("communities").xpath('string(//p[@class="progress-figure"]/b)'),
        )

    def test_a_name_finds_its_communities_only(self):
        page = self.page("communities?q=" + quote("晨光"))
        links = page.xpath('//ul[@class="community-list"]//a/@href')
        self.assertEqual([f"{self.url}/{COMMUNITY}"], links)
        self.assertEqual("晨光", page.xpath('//input[@name="q"]/@value')[-1])

    def test_a_name_that_is_not_there_is_answered_in_words(self):
        page = self.page("communities?q=" + quote('不存在"><script>'))
        self.assertTrue(page.xpath('//p[@class="notice"][@role="status"]'))
        self.assertFalse(page.xpath("//script[not(@src)]"))

    def test_choosing_a_community_leads_to_it_without_scripts(self):
        browser = self.open("communities?community=990102001001")
        self.assertEqual(f"{self.url}/{COMMUNITY}", browser.url)

    def test_choosing_nothing_or_nonsense_stays_on_the_page(self):
        for value in ("", "990199001001", "https://elsewhere.example"):
            browser = self.open(f"communities?community={value}")
            self.assertIn("/communities?", browser.url)

    def test_districts_show_their_lists_as_published(self):
        for code, count, doc_no in (
            ("990102", 52, "云民发〔2026〕1号（示例）"),
            ("990103", 50, "青民发〔2026〕2号（示例）"),
            ("990121", 47, "明民发〔2026〕3号（示例）"),
        ):
            page = self.page(f"communities/{code}")
            facts = [
                " ".join(each.text_content().split())
                for each in page.xpath('//dl[@class="facts"]//dd')
            ]
            self.assertEqual([doc_no, "2026.1"], facts[1:3])
            self.assertIn(str(count), facts[0])
            self.assertTrue(facts[4].endswith("民政局"))
            links = page.xpath('//table//th[@scope="row"]/a/@href')
            self.assertEqual(count, len(links))
            self.assertTrue(all(link.endswith(f"/{code}") for link in links))

    def test_a_list_shows_what_is_promised_in_its_district(self):
        def promise(code):
            (cell,) = self.page(f"communities/{code}").xpath(
                '//tr[th/a[contains(@href, "/sq-mz-001/")]]/td[@class="nowrap"]'
            )
            return cell.text_content()

        self.assertIn("19", promise("990102"))
        self.assertIn("15", promise("990103"))

    def test_what_is_not_public_is_not_on_a_list(self):
        with api.env.adopt_roles(["Manager"]):
            item = self.portal.catalogue["sq-mz-001"]
            api.content.transition(obj=item, to_state="archived")
        transaction.commit()
        page = self.page("communities/990102")
        self.assertEqual(51, len(page.xpath('//table//th[@scope="row"]/a')))

    def test_districts_show_offices_with_phones(self):
        page = self.page("communities/990102")
        units = page.xpath('//section[@id="units"]//li')
        self.assertEqual(10, len(units))
        self.assertIn("0000-0001011", units[0].text_content())

    def test_streets_show_communities_and_halls(self):
        page = self.page("communities/990102/990102001")
        self.assertEqual(4, len(page.xpath('//ul[@class="community-list"]/li')))
        self.assertEqual(1, len(page.xpath('//article[@class="hall"]')))

    def test_a_community_shows_its_own_hall(self):
        page = self.page(COMMUNITY)
        self.assertEqual(
            [f"{self.url}/{COMMUNITY}/h001"],
            page.xpath('//article[@class="hall"]//h3/a/@href'),
        )
        self.assertFalse(page.xpath('//div[@class="alert alert-warning"]'))
        self.assertTrue(page.xpath("//button[@data-choose-community]"))

    def test_a_community_without_hall_shows_its_streets_and_says_so(self):
        page = self.page(WITHOUT_HALL)
        self.assertEqual(
            [f"{self.url}/{COMMUNITY}/h001"],
            page.xpath('//article[@class="hall"]//h3/a/@href'),
        )
        (alert,) = page.xpath('//div[@class="alert alert-warning"]')
        self.assertTrue(alert.xpath(".//a[starts-with(@href, 'tel:')]"))

    def test_a_street_without_any_hall_names_its_office(self):
        hall = self.portal.unrestrictedTraverse(f"{COMMUNITY}/h001")
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(obj=hall)
        transaction.commit()
        page = self.page(WITHOUT_HALL)
        self.assertFalse(page.xpath('//article[@class="hall"]'))
        self.assertTrue(page.xpath('//div[@class="alert alert-warning"]//a'))

    def test_a_community_lists_its_grids_with_workers_and_phones(self):
        page = self.page(COMMUNITY)
        rows = page.xpath('//section[@id="grids"]//tbody/tr')
        self.assertEqual(6, len(rows))
        for text in ("晨光社区第一网格", "晨光苑1–8幢", "钱网一", "0000-0030001"):
            self.assertIn(text, rows[0].text_content())
        (complaints,) = page.xpath('//section[@id="grids"]/p[@class="muted"]')
        self.assertIn("0000-0012345", complaints.text_content())

    def test_an_address_finds_its_grid_without_scripts(self):
        browser = Browser(self.layer["app"])
        browser.open(f"{self.url}/{COMMUNITY}")
        browser.getControl(name="q", index=1).value = "晨光苑 10幢"
        browser.getControl("查找").click()
        page = html.fromstring(browser.contents)
        (row,) = page.xpath('//section[@id="grids"]//tbody/tr')
        self.assertIn("晨光社区第二网格", row.text_content())
        (status,) = page.xpath('//section[@id="grids"]//*[@role="status"]')
        self.assertIn("晨光苑 10幢", status.text_content())
        (canonical,) = page.xpath('//link[@rel="canonical"]/@href')
        self.assertEqual(f"{self.url}/{COMMUNITY}", canonical)

    def test_an_address_of_elsewhere_is_answered_with_whom_to_call(self):
        page = self.page(f"{COMMUNITY}?q={quote('暮云苑3幢<b>')}")
        self.assertFalse(page.xpath('//section[@id="grids"]//tbody/tr'))
        (status,) = page.xpath('//section[@id="grids"]//*[@role="status"]')
        self.assertIn("“暮云苑3幢<b>”", status.text_content())
        self.assertEqual(["tel:0000-0002001"], status.xpath(".//a/@href"))
        for query in ("q:list=1", "q=%ff", f"q={'x' * 200}"):
            with self.subTest(query=query[:20]):
                self.assertIn("晨光社区", self.open(f"{COMMUNITY}?{query}").contents)

    def test_a_changed_grid_shows_at_once(self):
        grid = self.portal.unrestrictedTraverse(f"{COMMUNITY}/990102001001001")
        self.save(grid, workers=[{"name": "孙网五", "phone": "0000-0039999"}])
        page = self.page(COMMUNITY)
        (row, *_rest) = page.xpath('//section[@id="grids"]//tbody/tr')
        self.assertIn("孙网五", row.text_content())
        page = self.page(f"{COMMUNITY}/990102001001001")
        self.assertEqual("晨光社区第一网格", page.xpath("//h1")[0].text_content())
        self.assertIn("0000-0039999", page.text_content())

    def test_a_community_without_grids_offers_no_search_for_them(self):
        community = self.portal.unrestrictedTraverse(WITHOUT_HALL)
        with api.env.adopt_roles(["Manager"]):
            community.manage_delObjects(
                [each for each in community.objectIds() if each.startswith("9901")]
            )
        transaction.commit()
        page = self.page(WITHOUT_HALL)
        self.assertEqual(community.title, page.xpath("//h1")[0].text_content())
        self.assertFalse(page.xpath('//section[@id="grids"]'))

    def test_a_unit_says_whose_it_is_and_its_phone(self):
        page = self.page("communities/990102/u-990102-mz")
        self.assertEqual("云河区民政局", page.xpath("//h1")[0].text_content())
        self.assertTrue(page.xpath('//a[@href="tel:0000-0001011"]'))
        self.assertIn("云河区的单位", page.text_content())

    def test_a_community_that_is_not_ready_says_when(self):
        content = self.portal.unrestrictedTraverse(WITHOUT_HALL)
        self.save(content, rollout_status="in_progress", planned_on=date(2026, 12, 1))
        self.assertIn("2026年12月", self.open(WITHOUT_HALL).contents)
        self.assertIn("2026年12月", self.open("communities").contents)

    def test_a_community_shows_its_own_news(self):
        page = self.page(COMMUNITY)
        links = page.xpath(f'//a[starts-with(@href, "{self.url}/news/")]/@href')
        expected = {
            news.absolute_url()
            for news in self.portal.news.objectValues()
            if "990102001001" in (news.related_communities or ())
        }
        self.assertEqual(expected, set(links))
        self.assertTrue(expected)

    def test_a_hall_shows_all_that_one_wants_to_know(self):
        page = self.page(f"{COMMUNITY}/h001")
        words = page.xpath('string(//main[@id="main"])')
        for fact in (
            "示例市云河区望云街道示例路108号（虚构地址）",
            "8:30–12:00",
            "9:00–11:30",
            "周六上午错时延时服务",
            "0000-0002001",
            "0000-0012345",
            "实行首问负责制，首位接待人员负责引导到底",
            "无障碍坡道",
            "赵示一",
            "民政救助、老龄",
        ):
            self.assertIn(fact, words)
        self.assertEqual(3, len(page.xpath('//td[@class="number"]')))

    def test_a_hall_shows_nothing_personal_about_its_staff(self):
        contents = self.open(f"{COMMUNITY}/h001").contents
        for planted in ("35-39岁", "本科", "社区转化"):
            self.assertNotIn(planted, contents)

    def test_pages_speak_english_to_who_asked_for_it(self):
        for path, words in (
            ("communities", "Which community do you live in?"),
            ("communities/990102", "On the spot"),
            (f"{COMMUNITY}/h001", "Mon to Fri"),
            ("samples", "Forms that several services share"),
            ("catalogue/sq-mz-001/990103", "15 working days"),
        ):
            browser = Browser(self.layer["app"])
            browser.addHeader("Cookie", "I18N_LANGUAGE=en")
            browser.open(f"{self.url}/{path}")
            self.assertIn(words, browser.contents)
            self.assertNotIn(words, self.open(path).contents)

    def test_a_hall_with_nothing_but_an_address_is_a_page(self):
        hall = self.portal.unrestrictedTraverse(f"{COMMUNITY}/h001")
        self.save(
            hall, windows=[], hours=[], staff=[], facilities=[], slot_minutes=None
        )
        self.open(f"{COMMUNITY}/h001")


class TestHalls(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_halls_are_found_by_the_codes_of_divisions(self):
        self.assertEqual(4, len(halls_of("990102")))
        self.assertEqual(1, len(halls_of("990102001")))
        self.assertEqual((), halls_of("990102001002"))

    def test_a_community_is_served_by_its_own_halls_first(self):
        (own,) = halls_for_community("990102001001")
        (street,) = halls_for_community("990102001002")
        self.assertEqual(own, street)
