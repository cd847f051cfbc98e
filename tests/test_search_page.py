"""The page of results, as residents read it."""

from lxml import html
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.search.index import get_index
from onewindow_policy.testing import build_item
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.testing.zope import Browser
from test_search_input import QUERIES
from test_search_input import TEXTS
from urllib.parse import quote
from urllib.parse import urlencode

import re
import transaction
import unittest

#: What the page says by itself; what it says in WeChat alone is there, and hidden.
SAID = "main .notice:not([data-wechat])"


class PageTestCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = f"{self.portal.absolute_url()}/@@find"
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False

    def find(self, text, **more):
        return self.open(f"{self.url}?{urlencode({'q': text, **more})}")

    def open(self, url):
        self.browser.open(url)
        self.status = int(self.browser.headers["status"].split()[0])
        self.page = html.fromstring(self.browser.contents)
        return self.page

    def texts(self, selector):
        """Return what elements of the page say, with single spaces."""
        return [
            " ".join(each.text_content().split())
            for each in self.page.cssselect(selector)
        ]

    def titles(self):
        return self.texts(".result h2")

    def count(self):
        """Return how many results the page says there are."""
        return int(re.search(r"([0-9]+)条$", self.texts(".result-count")[0])[1])


class TestResults(PageTestCase):
    def test_exact_name_comes_first(self):
        self.find("高龄津贴申请")
        self.assertEqual("高龄津贴申请", self.titles()[0])

    def test_other_name_is_found_and_said(self):
        self.find("低保户")
        self.assertEqual("最低生活保障对象认定申请", self.titles()[0])
        self.assertEqual(
            "又名：低保户", self.texts(".result:first-child .result-why")[0]
        )

    def test_material_finds_the_service_and_says_where_it_stands(self):
        self.find("授权委托书")
        self.assertIn("在申请材料中提到", " ".join(self.texts(".result-why")))

    def test_words_found_are_marked(self):
        self.find("高龄津贴")
        self.assertEqual("高龄津贴", self.texts(".result h2 mark")[0])

    def test_what_only_sounds_so_says_so(self):
        self.find("高领津贴")
        self.assertIn("您要找的是不是：高龄津贴", self.texts(".guess")[0])
        self.assertEqual("高龄津贴申请", self.titles()[0])
        self.browser.getLink("高龄津贴", index=0)
        self.open(self.page.cssselect(".guess a")[0].get("href"))
        self.assertEqual([], self.texts(".guess"))
        self.assertEqual("高龄津贴申请", self.titles()[0])

    def test_each_result_says_what_it_is(self):
        self.find("高龄津贴")
        tags = self.texts(".result .tags li:first-child")
        self.assertEqual("办事指南", tags[0])
        self.assertIn("表格下载", tags)

    def test_service_shows_its_promise_and_ways(self):
        self.find("高龄津贴")
        self.assertIn("可上门", " ".join(self.texts(".result:first-child .tags li")))

    def test_tabs_lead_to_as_many_results_as_they_say(self):
        self.find("津贴")
        tabs = [
            (link.get("href"), int(link.text_content().split()[-1]))
            for link in self.page.cssselect(".tabs a")
        ]
        self.assertGreater(len(tabs), 2)
        self.assertEqual(tabs[0][1], sum(count for _url, count in tabs[1:]))
        for url, count in tabs:
            with self.subTest(url=url):
                self.open(url)
                self.assertEqual(count, self.count())
                self.assertEqual(
                    url, self.page.cssselect(".tabs [aria-current]")[0].get("href")
                )

    def test_filters_lead_to_as_many_results_as_they_say(self):
        self.find("补贴", type="item")
        links = [
            (link.get("href"), int(link.cssselect(".facet-count")[0].text))
            for link in self.page.cssselect(".facet a")
            if link.cssselect(".facet-count")
        ]
        self.assertGreater(len(links), 8)
        for url, count in links:
            with self.subTest(url=url):
                self.open(url)
                self.assertEqual(count, self.count())

    def test_results_come_in_pages(self):
        self.find("补贴")
        total = self.count()
        self.assertGreater(total, 20)
        found = self.titles()
        self.assertEqual(10, len(found))
        self.browser.getLink("下一页").click()
        self.page = html.fromstring(self.browser.contents)
        self.assertEqual("11", self.page.cssselect("ol.results")[0].get("start"))
        self.assertNotEqual(found, self.titles())

    def test_page_beyond_the_last_is_the_last(self):
        self.find("补贴", b_start=5000)
        self.assertTrue(self.titles())
        self.assertEqual((self.count() - 1) % 10 + 1, len(self.titles()))

    def test_unknown_filter_is_left_out_and_said(self):
        self.find("津贴", district="999999")
        self.assertEqual(200, self.status)
        self.assertIn("999999", self.texts(SAID)[0])
        self.assertTrue(self.titles())


class TestDistrict(PageTestCase):
    def ways(self):
        return [
            each.get("href")
            for each in self.page.cssselect(".result:first-child .result-district a")
        ]

    def test_service_leads_to_its_guide_in_the_district_chosen(self):
        self.find("高龄津贴", district="990102")
        self.assertTrue(self.ways()[0].endswith("/catalogue/sq-ll-001/990102"))
        self.assertEqual("看云河区怎么办", self.texts(".result-district")[0])

    def test_service_leads_to_its_guide_in_the_readers_own_district(self):
        self.find("高龄津贴", community="990102001001")
        self.assertTrue(
            self.ways()[0].endswith("/sq-ll-001/990102?community=990102001001")
        )
        box = self.page.cssselect("[type=hidden][name=community]")[0]
        self.assertEqual("990102001001", box.get("value"))

    def test_way_to_a_district_the_browser_remembers_is_there_to_be_shown(self):
        self.find("高龄津贴")
        place = self.page.cssselect(".result:first-child .result-district")[0]
        self.assertEqual("hidden", place.get("hidden"))
        self.assertIn("990102", place.get("data-districts").split())

    def test_new_words_keep_to_the_district_and_to_no_other_filter(self):
        self.find("高龄津贴", district="990102", type="item")
        names = [each.get("name") for each in self.page.cssselect("main [type=hidden]")]
        self.assertIn("district", names)
        self.assertNotIn("type", names)


class TestNothingFound(PageTestCase):
    def test_matter_of_another_department_is_told_who_answers(self):
        self.find("护照")
        self.assertEqual([], self.titles())
        self.assertIn("没有找到“护照”", self.texts(".result-count")[0])
        told = self.texts(".empty-state")[0]
        self.assertIn("“护照”由公安机关出入境管理部门负责", told)
        self.assertIn("12345", told)
        self.assertIn("看全部事项", told)

    def test_paper_to_bring_says_who_issues_it_above_results(self):
        page = self.find("结婚证")
        self.assertTrue(page.cssselect("ol.results"))
        (notice,) = page.cssselect(SAID)
        self.assertIn("婚姻、收养登记机关", notice.text_content())
        self.assertEqual([], self.find("低保").cssselect(SAID))

    def test_filters_that_leave_nothing_can_be_taken_off(self):
        self.find("居住证", type="place")
        self.assertEqual([], self.titles())
        self.browser.getLink("去掉筛选再搜").click()
        self.page = html.fromstring(self.browser.contents)
        self.assertTrue(self.titles())

    def test_certificate_that_is_not_issued_is_explained_above_results(self):
        self.find("健在证明怎么开")
        told = self.texts("[aria-labelledby=not-issued]")[0]
        self.assertIn("健在证明", told)
        self.assertIn("民发〔2020〕20号", told)
        self.assertIn("社会保险待遇领取资格认证", self.titles())

    def test_other_certificate_leads_to_the_list_of_those_not_issued(self):
        self.find("飞行证明")
        self.assertIn("看看还有哪些证明不用开", self.texts(".empty-state")[0])

    def test_no_words_show_how_to_ask(self):
        self.open(self.url)
        self.assertEqual(200, self.status)
        self.assertIn("拼音", self.texts(".empty-state")[0])
        self.assertEqual([], self.texts(".result-count"))


class TestPublic(PageTestCase):
    def test_what_is_not_public_is_not_found(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        build_item(self.portal, "SQ-XX-901")
        api.content.create(self.portal.news, "News Item", "x1", "绝密消息")
        transaction.commit()
        for text in ("绝密消息", "SQ-XX-901"):
            self.find(text)
            self.assertIn(f'value="{text}"', self.browser.contents)
            self.assertNotIn("sq-xx-901", self.browser.contents)
            self.assertNotIn("news/x1", self.browser.contents)

    def test_any_text_is_answered_and_escaped(self):
        for text in TEXTS:
            text = text.encode("utf-8", "surrogatepass")
            with self.subTest(text=text[:20]):
                self.open(f"{self.url}?q={quote(text)}")
                self.assertEqual(200, self.status)
                self.assertNotIn("<script>alert", self.browser.contents)

    def test_any_query_string_is_answered_or_refused(self):
        for query in QUERIES:
            with self.subTest(query=query[:40]):
                self.open(f"{self.url}?{query}")
                self.assertIn(self.status, (200, 400))


class TestStockSearch(PageTestCase):
    def test_residents_are_led_to_the_portals_search_with_their_words(self):
        self.browser.followRedirects = False
        base = self.portal.absolute_url()
        self.browser.open(f"{base}/@@search?{urlencode({'SearchableText': '津 贴&'})}")
        self.assertEqual(
            f"{self.url}?{urlencode({'q': '津 贴&'})}", self.browser.headers["location"]
        )
        self.browser.open(f"{base}/search")
        self.assertEqual(self.url, self.browser.headers["location"])

    def test_editors_keep_the_search_of_plone(self):
        log_in(self.browser)
        base = self.portal.absolute_url()
        self.browser.open(f"{base}/@@search?{urlencode({'SearchableText': '津贴'})}")
        self.assertIn("search-results", self.browser.contents)
        self.find("津贴")
        self.assertIn("高龄津贴申请", self.titles())


class TestCatalogue(PageTestCase):
    def test_catalogue_looks_for_words_as_the_search_does(self):
        self.open(f"{self.portal.absolute_url()}/catalogue?q=gaolingjintie")
        self.assertEqual("高龄津贴申请", self.titles()[0])

    def test_catalogue_shows_all_services_while_the_search_is_away(self):
        get_index().place.path.unlink()
        self.open(f"{self.portal.absolute_url()}/catalogue?q=gaolingjintie")
        self.assertEqual(200, self.status)
        self.assertIn("搜索暂时用不了", self.texts(SAID)[0])
        self.assertEqual(20, len(self.titles()))


class TestAway(PageTestCase):
    layer = FUNCTIONAL_TESTING

    def test_page_says_so_and_whom_to_call(self):
        with self.assertRaises(DatabaseUnavailable), get_index().reading():
            pass
        self.find("津贴")
        self.assertEqual(503, self.status)
        self.assertEqual("60", self.browser.headers["retry-after"])
        told = self.texts(".empty-state")[0]
        self.assertIn("搜索暂时用不了", told)
        self.assertIn("12345", told)
        links = [each.get("href") for each in self.page.cssselect(".empty-state a")]
        self.assertIn(f"{self.portal.absolute_url()}/catalogue", links)

    def test_words_stay_in_the_box(self):
        self.find("津贴")
        self.assertEqual("津贴", self.page.cssselect("#find")[0].get("value"))
