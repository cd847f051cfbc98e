"""What the head of a page says of it to searches and to those who share it."""

from lxml import html
from onewindow_policy.portal.browser.static import FOLDER
from onewindow_policy.portal.interfaces import SETTINGS_PREFIX
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from PIL import Image
from plone import api
from plone.namedfile.file import NamedBlobImage
from plone.testing.zope import Browser
from urllib.parse import quote

import re
import transaction
import unittest


class TestTags(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.addHeader("Accept", "text/html")

    def page(self, path=""):
        self.browser.open(f"{self.url}/{path}")
        return html.fromstring(self.browser.contents)

    def tags(self, path=""):
        page = self.page(path)
        return {
            each.get("name") or each.get("property"): each.get("content")
            for each in page.cssselect("meta[content]")
        }

    def test_every_page_names_its_site(self):
        title = api.portal.get_registry_record("plone.site_title")
        for path in ("", "catalogue", "news/n001", "login", "nowhere"):
            with self.subTest(path=path):
                tags = self.tags(path)
                self.assertEqual(title, tags["SiteName"])
                self.assertRegex(tags["SiteDomain"], r"^localhost:\d+$")
                self.assertNotIn("SiteIDCode", tags)

    def test_site_code_is_a_tag_once_entered(self):
        api.portal.set_registry_record(f"{SETTINGS_PREFIX}.site_code", "9900000001")
        transaction.commit()
        self.assertEqual("9900000001", self.tags("catalogue")["SiteIDCode"])

    def test_pages_of_a_column_name_it_with_its_kind(self):
        for path, name, kind in (
            ("catalogue", "办事指南", "办事服务"),
            ("samples", "表格下载", "办事服务"),
            ("communities", "社区与窗口", "概况信息"),
            ("news", "动态公告", "动态信息"),
        ):
            with self.subTest(path=path):
                tags = self.tags(path)
                self.assertEqual((name, kind), (tags["ColumnName"], tags["ColumnType"]))
                self.assertNotIn("ArticleTitle", tags)
                self.assertTrue(tags["ColumnKeywords"])
                self.assertTrue(tags["ColumnDescription"])
                self.assertEqual(tags["ColumnDescription"], tags["description"])
        self.assertNotIn("ColumnName", self.tags())

    def test_list_of_a_category_of_news_is_a_column_of_its_own(self):
        tags = self.tags("news?category=notice")
        self.assertEqual("通知公告", tags["ColumnName"])

    def test_article_names_its_author_words_picture_and_address(self):
        item = self.portal.news.n001
        item.setSubject(("一窗受理", "社区"))
        item.image = NamedBlobImage(
            (FOLDER / "share.png").read_bytes(), filename="seal.png"
        )
        transaction.commit()
        tags = self.tags("news/n001")
        self.assertEqual("一窗受理,社区", tags["Keywords"])
        self.assertEqual(f"{self.url}/news/n001", tags["Url"])
        self.assertEqual(f"{self.url}/news/n001/@@images/image/large", tags["Image"])
        self.assertEqual("示例编辑", tags["Author"])
        guide = self.tags("catalogue/sq-ll-001")
        self.assertIn("老年补贴", guide["Keywords"].split(","))
        self.assertNotIn("Author", guide)

    def test_pages_by_the_same_name_have_titles_of_their_own(self):
        def title(path):
            return self.page(path).cssselect("title")[0].text

        site = api.portal.get_registry_record("plone.site_title")
        for path, shown in (
            ("catalogue/sq-ll-001", "高龄津贴申请"),
            ("catalogue/sq-ll-001/990102", "高龄津贴申请 · 云河区"),
            ("catalogue", "办事指南"),
            ("catalogue?life_event=养老&district=990102", "办事指南 · 云河区、养老"),
            ("catalogue?b_start=20", "办事指南 · 第2页"),
            ("news?category=notice", "动态公告 · 通知公告"),
            ("@@find?q=津贴", "搜索 · 津贴"),
            ("mail_password_form", "丢失密码"),
        ):
            with self.subTest(path=path):
                self.assertEqual(f"{shown} - {site}", title(quote(path, "/?=&@")))
        typed = self.tags("catalogue?q=ring-this-number&life_event=%E5%85%BB%E8%80%81")
        self.assertEqual("办事指南 · 养老", typed["og:title"])
        card = self.tags("catalogue/sq-ll-001/990102")
        self.assertEqual("高龄津贴申请 · 云河区", card["og:title"])

    def test_home_page_says_in_a_sentence_what_it_offers(self):
        self.assertIn("项社区服务", self.tags()["og:description"])

    def test_article_names_its_title_day_source_and_column(self):
        tags = self.tags("news/n001")
        item = self.portal.news.n001
        self.assertEqual(item.title, tags["ArticleTitle"])
        self.assertEqual(item.publish_date.isoformat(), tags["PubDate"])
        self.assertEqual(item.source, tags["ContentSource"])
        self.assertEqual("工作动态", tags["ColumnName"])

    def test_guide_names_who_answers_for_it_and_its_last_change(self):
        for path in ("catalogue/sq-ll-001", "catalogue/sq-ll-001/990102"):
            with self.subTest(path=path):
                tags = self.tags(path)
                self.assertEqual("高龄津贴申请", tags["ArticleTitle"])
                self.assertEqual("示例市民政局", tags["ContentSource"])
                self.assertRegex(tags["PubDate"], r"^\d{4}-\d\d-\d\d$")

    def test_page_that_only_says_why_there_is_no_guide_is_no_article(self):
        tags = self.tags("catalogue/sq-mz-010/990103")
        self.assertIn("SiteName", tags)
        self.assertNotIn("ArticleTitle", tags)

    def test_guide_news_and_hall_show_the_day_of_their_last_change(self):
        hall = "communities/990102/990102001/990102001001/h001"
        for path in ("catalogue/sq-ll-001", hall, "news/n001"):
            with self.subTest(path=path):
                text = self.page(path).text_content()
                self.assertRegex(text, r"更新：\s*\d{4}年\d{1,2}月\d{1,2}日")

    def test_shared_page_is_a_card_with_title_summary_and_picture(self):
        tags = self.tags("catalogue/sq-ll-001")
        self.assertEqual("高龄津贴申请", tags["og:title"])
        self.assertEqual("article", tags["og:type"])
        self.assertEqual(f"{self.url}/catalogue/sq-ll-001", tags["og:url"])
        self.assertTrue(tags["og:description"])
        self.browser.open(tags["og:image"])
        self.assertEqual("image/png", self.browser.headers["Content-Type"])
        self.assertEqual("website", self.tags()["og:type"])

    def test_picture_is_large_enough_for_cards_and_small_enough_for_phones(self):
        with Image.open(FOLDER / "share.png") as picture:
            self.assertGreaterEqual(min(picture.size), 300)
        self.assertLess((FOLDER / "share.png").stat().st_size, 5_000)

    def test_first_picture_of_a_guide_is_the_one_of_the_card_and_takes_no_room(self):
        page = self.page("catalogue/sq-ll-001")
        first = page.cssselect("img")[0]
        self.assertEqual("share-image", first.get("class"))
        self.assertEqual("", first.get("alt"))
        css = (FOLDER / "portal.css").read_text(encoding="utf-8")
        rule = re.search(r"\.share-image\{([^}]+)\}", css)[1]
        self.assertIn("position:absolute", rule)
        self.assertEqual([], self.page("catalogue").cssselect(".share-image"))


class TestShortAddresses(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.addHeader("Accept", "text/html")
        self.browser.followRedirects = False

    def open(self, path):
        self.browser.open(f"{self.url}/{path}")
        return self.browser.headers["Status"][:3]

    def test_code_in_either_case_leads_to_the_item(self):
        for code in ("SQ-LL-001", "sq-ll-001"):
            with self.subTest(code=code):
                self.assertEqual("302", self.open(f"s/{code}"))
                self.assertEqual(
                    f"{self.url}/catalogue/sq-ll-001", self.browser.headers["Location"]
                )

    def test_district_behind_the_code_leads_to_its_guide(self):
        self.open("s/sq-ll-001/990102")
        self.assertEqual(
            f"{self.url}/catalogue/sq-ll-001/990102", self.browser.headers["Location"]
        )

    def test_unknown_address_is_the_portals_own_page_with_its_search(self):
        for path in (
            "s",
            "s/sq-xx-999",
            "s/sq-ll-001/123456",
            "s/sq-ll-001/990102/990102",
            "s/guide",
            "s/qr.svg",
        ):
            with self.subTest(path=path):
                self.assertEqual("404", self.open(path))
                self.assertIn('role="search"', self.browser.contents)

    def test_item_that_is_not_public_is_as_unknown_as_any(self):
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(self.portal.catalogue["sq-ll-001"], "archive")
        transaction.commit()
        self.assertEqual("404", self.open("s/sq-ll-001"))

    def test_address_is_drawn_without_style_or_script(self):
        self.assertEqual("200", self.open("s/sq-ll-001/990102/qr.svg"))
        self.assertIn("image/svg+xml", self.browser.headers["Content-Type"])
        self.assertIn("xmlns=", self.browser.contents)
        for forbidden in ("<script", "style="):
            self.assertNotIn(forbidden, self.browser.contents)

    def test_guide_prints_its_short_address_with_the_drawing_of_it(self):
        self.open("catalogue/sq-ll-001/990102")
        short = f"{self.url}/s/sq-ll-001/990102"
        self.assertIn(f'src="{short}/qr.svg"', self.browser.contents)
        self.assertIn(short.partition("://")[2] + "</b>", self.browser.contents)
