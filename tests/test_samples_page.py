"""Forms have a page each, a list, and a download that is only a download."""

from lxml import html
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone import api
from plone.testing.zope import Browser
from unittest.mock import patch
from urllib.parse import unquote

import transaction
import unittest


class TestSamples(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        self.item = self.portal.catalogue["sq-ll-001"]

    def open(self, path, *, status=200):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.open(f"{self.url}/{path}")
        self.assertEqual(status, int(browser.headers["status"].split()[0]), path)
        return browser

    def page(self, path):
        return html.fromstring(self.open(path).contents)

    def transition(self, content, state):
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(obj=content, to_state=state)
        transaction.commit()

    def test_a_form_and_its_example_share_one_page(self):
        for name in ("blank-1", "sample-1"):
            page = self.page(f"catalogue/sq-ll-001/{name}")
            self.assertEqual(
                [
                    f"{self.url}/catalogue/sq-ll-001/{each}/@@download"
                    for each in ("blank-1", "sample-1")
                ],
                page.xpath('//a[@class="download-link"]/@href'),
            )
            self.assertEqual(
                [f"{self.url}/catalogue/sq-ll-001/blank-1"],
                page.xpath('//link[@rel="canonical"]/@href'),
            )

    def test_the_page_shows_fields_with_examples_and_notes(self):
        page = self.page("catalogue/sq-ll-001/blank-1")
        rows = {
            row.xpath("string(th)"): row.xpath("string(td)").strip()
            for row in page.xpath('//table[contains(@class, "filled-form")]/tbody/tr')
        }
        sample = self.item["sample-1"]
        self.assertEqual(
            {row["label"]: row["sample_value"] for row in sample.fields}, rows
        )
        self.assertEqual(
            list(sample.filling_notes),
            page.xpath('//ol[@class="filling-notes"]/li/text()'),
        )
        self.assertIn("A4", page.xpath('string(//p[@class="lead"])'))

    def test_an_example_that_is_not_released_is_not_on_the_blank_forms_page(self):
        self.transition(self.item["sample-1"], "archived")
        page = self.page("catalogue/sq-ll-001/blank-1")
        self.assertEqual(1, len(page.xpath('//a[@class="download-link"]')))
        self.assertFalse(page.xpath('//span[@class="filled-value"]'))

    def test_download_has_its_chinese_name_and_no_guessed_type(self):
        for suffix in ("@@download", "@@download/file"):
            headers = self.open(f"catalogue/sq-ll-001/blank-1/{suffix}").headers
            disposition = headers["content-disposition"]
            self.assertTrue(disposition.startswith("attachment"))
            self.assertIn("filename*=UTF-8''", disposition)
            self.assertIn("高龄津贴申请表（空白）.docx", unquote(disposition))
            self.assertEqual("nosniff", headers["x-content-type-options"])

    def test_download_gives_nothing_but_the_file(self):
        self.open("catalogue/sq-ll-001/blank-1/@@download/fields", status=404)
        self.open("catalogue/sq-ll-001/blank-1/@@download/title", status=404)

    def test_download_of_what_is_not_public_is_refused(self):
        self.transition(self.item["blank-1"], "archived")
        self.assert_refused("catalogue/sq-ll-001/blank-1/@@download")
        self.transition(self.item, "archived")
        self.assert_refused("catalogue/sq-ll-001/sample-1/@@download")

    def test_download_of_what_has_expired_is_refused(self):
        from DateTime import DateTime

        self.item["blank-1"].expiration_date = DateTime() - 1
        transaction.commit()
        self.assert_refused("catalogue/sq-ll-001/blank-1/@@download")

    def assert_refused(self, path):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.open(f"{self.url}/{path}")
        self.assertNotIn("content-disposition", browser.headers)
        self.assertNotIn("wordprocessingml", browser.headers["content-type"])

    def test_the_list_has_common_forms_and_those_of_all_items(self):
        page = self.page("samples")
        groups = page.xpath('//section[@class="panel"]/@id')
        self.assertEqual("s-common", groups[0])
        self.assertEqual(15, len(groups))
        self.assertEqual(
            17, len(page.xpath('//section[@id="s-common"]//ul[@class="rows"]/li'))
        )
        self.assertEqual(
            10, len(page.xpath('//section[@id="s-MZ"]//ul[@class="rows"]/li'))
        )

    def test_the_list_leaves_out_what_is_not_public(self):
        self.assertIn("高龄津贴申请表", self.open("samples").contents)
        self.transition(self.item, "archived")
        self.assertNotIn("高龄津贴申请表", self.open("samples").contents)

    def test_a_long_list_shows_one_category_at_a_time(self):
        with patch("onewindow_policy.samples.browser.listing.MAX_ON_ONE_PAGE", 20):
            first = self.page("samples")
            chosen = self.page("samples?category=LL")
        self.assertEqual(["s-common"], first.xpath('//section[@class="panel"]/@id'))
        self.assertEqual(["s-LL"], chosen.xpath('//section[@class="panel"]/@id'))
        self.assertIn(
            f"{self.url}/samples?category=LL",
            first.xpath('//nav[@class="contents"]//a/@href'),
        )

    def test_an_unknown_category_shows_all(self):
        page = self.page("samples?category=%3Cb%3E")
        self.assertEqual(15, len(page.xpath('//section[@class="panel"]')))

    def test_common_forms_belong_to_no_item(self):
        page = self.page("samples/form-01")
        self.assertFalse(page.xpath('//p[@class="lead"]/a'))
        self.assertTrue(page.xpath('//table[contains(@class, "filled-form")]'))
