"""The page of a guide answers: can I, what do I take, what happens, how long, where."""

from datetime import date
from lxml import html
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone import api
from plone.testing.zope import Browser

import re
import transaction
import unittest


class GuidePageCase(unittest.TestCase):
    """Opens pages as a resident does."""

    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        self.item = self.portal.catalogue["sq-mz-001"]

    def open(self, path, *, status=200, accept=None):
        """Return the response to a visitor as the browser that got it."""
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.handleErrors = True
        browser.addHeader("Accept", accept or "text/html")
        browser.open(f"{self.url}/{path}")
        self.assertEqual(status, int(browser.headers["status"].split()[0]), path)
        return browser

    def page(self, path, **options):
        return html.fromstring(self.open(path, **options).contents)

    def text(self, page, xpath):
        """Return the words of what `xpath` finds, blanks made single."""
        return [" ".join(found.text_content().split()) for found in page.xpath(xpath)]

    def change(self, content, **values):
        """Do what an editor's form does, and commit it."""
        with api.env.adopt_roles(["Manager"]):
            for name, value in values.items():
                setattr(content, name, value)
            content.reindexObject()
        transaction.commit()

    def transition(self, content, state):
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(obj=content, to_state=state)
        transaction.commit()


class TestGuidePage(GuidePageCase):
    def test_facts_are_above_everything_else(self):
        page = self.page("catalogue/sq-mz-001")
        facts = self.text(page, '//dl[@class="facts"]/div/dd')
        self.assertIn("每月780元", facts[0])
        self.assertIn("19", facts[1])
        self.assertIn("30", facts[1])
        self.assertEqual("不收费", facts[2])
        self.assertIn("1", facts[3])
        self.assertEqual(5, len(facts))

    def test_every_material_says_what_to_do_without_it(self):
        page = self.page("catalogue/sq-mz-001")
        materials = page.xpath('//li[@class="material"]')
        self.assertEqual(9, len(materials))
        for material in materials:
            (answer,) = material.xpath('p[@class="material-missing"]')
            _question, words = re.split("[:\uff1a]", answer.text_content(), maxsplit=1)
            self.assertGreater(len(words.strip()), 3)

    def test_deferral_names_the_days_and_data_sharing_its_source(self):
        page = self.page("catalogue/sq-mz-001")
        (household,) = page.xpath(
            '//li[@class="material"][.//input[@value="SQ-MZ-001-M03"]]'
        )
        words = household.text_content()
        self.assertIn("5", words)
        self.assertIn("电子证照库（公安）", words)
        self.assertTrue(household.xpath('.//li[@class="tag tag-wait"]'))

    def test_a_material_links_its_blank_form_wherever_it_lies(self):
        page = self.page("catalogue/sq-mz-001")

        def links(code):
            return page.xpath(
                f'//li[@class="material"][.//input[@value="{code}"]]//a/@href'
            )

        own = links("SQ-MZ-001-M01")
        self.assertEqual(
            [
                f"{self.url}/catalogue/sq-mz-001/{name}"
                for name in ("blank-1", "sample-1")
            ],
            own,
        )
        shared = links("SQ-MZ-001-M08")
        self.assertTrue(shared[0].startswith(f"{self.url}/samples/form-"))

    def test_steps_that_do_not_count_look_different(self):
        page = self.page("catalogue/sq-mz-001")
        steps = page.xpath('//ol[@class="steps"]/li')
        self.assertEqual(6, len(steps))
        paused = [
            step.xpath("string(h3)")
            for step in steps
            if "is-paused" in step.get("class")
        ]
        self.assertEqual(["公示"], paused)
        self.assertTrue(page.xpath('//rect[contains(@class, "is-paused")]'))

    def test_units_are_the_districts_own(self):
        steps = '//ol[@class="steps"]/li/p[@class="step-unit"]'
        city = self.text(self.page("catalogue/sq-mz-001"), steps)
        self.assertIn("居民所在县（区）民政局", city[4])
        district = self.text(self.page("catalogue/sq-mz-001/990102"), steps)
        self.assertIn("云河区民政局", district[4])
        self.assertIn("0000-0001011", district[4])

    def test_a_districts_own_rules_are_shown_and_marked(self):
        page = self.page("catalogue/sq-mz-001/990103")
        (promise,) = page.xpath('//dl[@class="facts"]/div[2]')
        self.assertIn("15", promise.text_content())
        self.assertTrue(promise.xpath('.//span[@class="tag tag-good"]'))
        marked = page.xpath(
            '//ol[@class="steps"]/li[.//span[@class="tag tag-good"]]/h3/text()'
        )
        self.assertEqual(["审核", "审批"], marked)
        inherited = self.page("catalogue/sq-mz-001/990102")
        self.assertFalse(
            inherited.xpath('//ol[@class="steps"]//span[@class="tag tag-good"]')
        )

    def test_what_one_gets_stands_first_and_is_the_districts_own(self):
        for district, span, eighty, centenarian in (
            ("", "每月50至500元", "每月50元", "每月500元"),
            ("/990102", "每月50至600元", "每月50元", "每月600元"),
            ("/990103", "每月60至600元", "每月60元", "每月600元"),
            ("/990121", "每月40至500元", "每月40元", "每月500元"),
        ):
            with self.subTest(district=district):
                page = self.page(f"catalogue/sq-ll-001{district}")
                (fact,) = page.xpath('//dl[@class="facts"]/div[1]')
                self.assertIn(span, fact.text_content())
                self.assertEqual(
                    ["80至89周岁", "90至99周岁", "100周岁以上"],
                    page.xpath('//ul[@class="rates"]/li/span[1]/text()'),
                )
                sums = page.xpath('//ul[@class="rates"]/li/b/text()')
                self.assertEqual([eighty, centenarian], [sums[0], sums[2]])

    def test_sums_are_in_the_language_of_the_page(self):
        page = self.page("catalogue/sq-ll-001?set_language=en")
        self.assertEqual(
            "50 yuan a month", page.xpath('//ul[@class="rates"]/li/b/text()')[0]
        )
        whom = page.xpath('//ul[@class="rates"]/li/span[1]')
        self.assertEqual(["Aged 80 to 89", None], [whom[0].text, whom[0].get("lang")])
        guide = self.portal.catalogue["sq-ll-001"].guide
        rows = [{**row, "who_en": None} for row in guide.benefit_rates]
        self.change(guide, benefit_rates=rows)
        page = self.page("catalogue/sq-ll-001?set_language=en")
        whom = page.xpath('//ul[@class="rates"]/li/span[1]')
        self.assertEqual("80至89周岁", whom[0].text_content())
        self.assertEqual(["zh-CN"], whom[0].xpath(".//@lang"))

    def test_halls_are_those_of_the_district(self):
        halls = '//article[@class="hall"]//a[contains(@href, "/h0")]/@href'
        city = self.page("catalogue/sq-mz-001").xpath(halls)
        self.assertEqual(10, len(city))
        district = self.page("catalogue/sq-mz-001/990103").xpath(halls)
        self.assertTrue(district)
        for url in district:
            self.assertIn("/communities/990103/", url)

    def test_the_district_switch_offers_who_adopted_and_says_who_differs(self):
        page = self.page("catalogue/sq-mz-001/990103")
        choices = page.xpath('//nav[@class="district-switch"]//a')
        base = f"{self.url}/catalogue/sq-mz-001"
        self.assertEqual(
            [base, f"{base}/990102", f"{base}/990103", f"{base}/990121"],
            [choice.get("href") for choice in choices],
        )
        current = [each.get("href") for each in choices if each.get("aria-current")]
        self.assertEqual([f"{base}/990103"], current)
        titles = [choice.text_content().strip() for choice in choices]
        self.assertEqual("云河区", titles[1])
        self.assertGreater(len(titles[2]), len("青石区"))

    def test_downloads_name_format_and_size(self):
        page = self.page("catalogue/sq-mz-001")
        downloads = self.text(page, '//span[@class="download-meta"]')
        self.assertEqual(5, len(downloads))
        for meta in downloads:
            self.assertRegex(meta, r"DOCX.+\d+ KB")
        apply, bundle = page.xpath('//div[@class="actions"]/a')
        self.assertEqual(
            ("btn btn-primary", "btn"), (apply.get("class"), bundle.get("class"))
        )
        self.assertTrue(apply.get("href").endswith("/apply"))
        self.assertTrue(bundle.get("href").endswith("/@@bundle"))

    def test_fictional_sources_are_marked(self):
        page = self.page("catalogue/sq-ll-001")
        laws = page.xpath('//section[@id="basis"]//li')
        marked = [law for law in laws if law.xpath('.//span[@class="tag tag-wait"]')]
        self.assertEqual(1, len(marked))
        self.assertGreater(len(laws), len(marked))

    def test_the_foot_has_date_version_and_state_of_verification(self):
        (foot,) = self.text(self.page("catalogue/sq-mz-001"), '//p[@class="page-foot"]')
        self.assertIn("2026年1月1日", foot)
        self.assertIn("待业务主管部门核定", foot)

    def test_titles_and_rows_are_escaped(self):
        guide = self.item.guide
        rows = [dict(row) for row in guide.materials]
        rows[0]["name"] = "<script>alert(1)</script>"
        self.change(self.item, title='<b onclick="x">低保</b>')
        self.change(guide, materials=rows)
        contents = self.open("catalogue/sq-mz-001").contents
        self.assertNotIn("<script>alert", contents)
        self.assertNotIn("<b onclick", contents)
        self.assertIn("&lt;script&gt;alert(1)", contents)

    def test_a_guide_without_optional_parts_is_still_a_page(self):
        guide = self.item.guide
        self.change(
            guide,
            legal_basis=[],
            materials=[],
            process=[],
            faqs=[],
            conditions=[],
            promised_days=None,
            statutory_days=None,
            max_visits=None,
            decision_role=None,
        )
        page = self.page("catalogue/sq-mz-001/990102")
        self.assertFalse(page.xpath('//li[@class="material"]'))
        self.assertFalse(page.xpath('//section[@id="basis"]'))

    def test_pages_have_no_inline_style_or_script(self):
        page = self.page("catalogue/sq-mz-001/990102")
        self.assertFalse(page.xpath("//@style"))
        self.assertFalse(page.xpath("//script[not(@src)]"))
        self.assertFalse(page.xpath('//@*[starts-with(name(), "on")]'))

    def test_an_english_page_says_which_of_its_words_are_chinese(self):
        browser = Browser(self.layer["app"])
        browser.addHeader("Cookie", "I18N_LANGUAGE=en")
        browser.open(f"{self.url}/catalogue/sq-mz-001/990102")
        page = html.fromstring(browser.contents)
        self.assertEqual("en", page.get("lang"))
        (name,) = page.xpath("//h1")
        self.assertEqual("Minimum living allowance (dibao)", name.text)
        self.assertIsNone(name.get("lang"))
        chinese = '//div[@class="page-head"]/p/span[text()="最低生活保障对象认定申请"]'
        for xpath in (
            chinese,
            '//h3[@class="step-name"]',
            '//details[@class="question"]/summary',
        ):
            self.assertTrue(page.xpath(xpath))
            for element in page.xpath(xpath):
                self.assertEqual("zh-CN", element.get("lang"), xpath)
        self.assertFalse(self.page("catalogue/sq-mz-001/990102").xpath("//h1/@lang"))

    def test_every_link_within_the_page_has_its_target(self):
        page = self.page("catalogue/sq-ll-001/990102")
        targets = set(page.xpath("//@id"))
        for link in page.xpath('//nav[@class="contents"]//a/@href'):
            self.assertIn(link.removeprefix("#"), targets)


class TestGuideVisibility(GuidePageCase):
    def test_item_without_released_guide_says_it_is_being_prepared(self):
        self.transition(self.item.guide, "archived")
        page = self.page("catalogue/sq-mz-001")
        self.assertFalse(page.xpath('//li[@class="material"]'))
        self.assertTrue(page.xpath('//div[@class="alert alert-warning"]//a'))
        self.assertIn("12345", page.text_content())

    def test_a_districts_guide_that_is_no_longer_released_changes_nothing(self):
        self.transition(self.item["guide-990103"], "archived")
        facts = self.text(
            self.page("catalogue/sq-mz-001/990103"), '//dl[@class="facts"]/div/dd'
        )
        self.assertIn("19", facts[1])

    def test_a_sample_document_that_is_not_released_is_not_offered(self):
        self.transition(self.item["sample-1"], "archived")
        self.assertNotIn("sample-1", self.open("catalogue/sq-mz-001").contents)

    def test_archived_item_is_closed_to_visitors_at_every_address(self):
        self.transition(self.item, "archived")
        for path in ("", "/990102", "/guide", "/guide-990103"):
            browser = Browser(self.layer["app"])
            browser.raiseHttpErrors = False
            browser.open(f"{self.url}/catalogue/sq-mz-001{path}")
            self.assertNotIn("SQ-MZ-001-M01", browser.contents, path)

    def test_public_guide_names_the_address_meant_for_residents(self):
        for path, canonical in (
            ("catalogue/sq-mz-001/guide", "catalogue/sq-mz-001"),
            ("catalogue/sq-mz-001/guide-990103", "catalogue/sq-mz-001/990103"),
        ):
            page = self.page(path)
            self.assertEqual(
                [f"{self.url}/{canonical}"],
                page.xpath('//link[@rel="canonical"]/@href'),
            )
            self.assertFalse(page.xpath('//p[@class="notice notice-wait"]'))

    def test_a_districts_guide_does_not_show_a_master_in_revision(self):
        self.transition(self.item.guide, "archived")
        page = self.page("catalogue/sq-mz-001/guide-990103")
        self.assertFalse(page.xpath('//li[@class="material"]'))

    def test_editors_preview_a_draft_and_are_told_so(self):
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(obj=self.item.guide, to_state="archived")
            api.content.transition(obj=self.item.guide, to_state="draft")
            self.item.guide.standard = "草稿里的标准"
            view = api.content.get_view(
                "guide_view", self.item.guide, self.layer["request"]
            )
            body = view.body()
        self.assertIn("草稿里的标准", body)
        self.assertIn("notice notice-wait", body)

    def test_effective_date_in_the_future_hides_the_guide(self):
        from DateTime import DateTime

        self.change(self.item.guide, effective_date=DateTime() + 1)
        page = self.page("catalogue/sq-mz-001")
        self.assertFalse(page.xpath('//li[@class="material"]'))

    def test_effective_from_of_the_item_is_shown_as_a_day(self):
        self.change(self.item, effective_from=date(2027, 2, 3))
        self.assertIn("2027年2月3日", self.open("catalogue/sq-mz-001").contents)
