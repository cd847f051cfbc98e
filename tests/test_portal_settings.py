"""What a city settles in the control panel, and where it shows."""

from datetime import date
from onewindow_policy.browse.browser.home import rows_of
from onewindow_policy.feedback.reporting import beginning_about
from onewindow_policy.portal import colours
from onewindow_policy.portal.interfaces import IPortalSettings
from onewindow_policy.portal.interfaces import SETTINGS_PREFIX
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.testing.zope import Browser
from urllib.error import HTTPError
from zope.schema import getFieldNames

import re
import transaction
import unittest

WIDGET = "form.widgets.{}".format


def settle(**values) -> None:
    """Store settings of the portal, and commit."""
    for name, value in values.items():
        api.portal.set_registry_record(f"{SETTINGS_PREFIX}.{name}", value)
    transaction.commit()


class TestColours(unittest.TestCase):
    def test_contrast_is_that_of_the_standard(self):
        self.assertAlmostEqual(21, colours.contrast("#000000", "#ffffff"))
        self.assertAlmostEqual(4.54, colours.contrast("#767676", "#ffffff"), 2)

    def test_pale_colour_is_not_readable(self):
        self.assertTrue(colours.is_readable(colours.STANDARD_BRAND))
        self.assertTrue(colours.is_readable(colours.STANDARD_ACCENT))
        self.assertFalse(colours.is_readable("#4a90d9"))
        # 4.54 : 1 on white, and less on the page's own ground.
        self.assertFalse(colours.is_readable("#767676"))

    def test_elder_mode_gets_a_shade_of_seven_to_one(self):
        css = colours.stylesheet("#0a57a4", "#c62828")
        elder = css.partition(":root.elder")[2]
        for name in ("brand", "accent"):
            shade = re.search(rf"--{name}: (#\w+)", elder)[1]
            self.assertGreaterEqual(colours.contrast(shade, "#ffffff"), 7)
            self.assertGreaterEqual(colours.contrast(shade, "#f3f6fa"), 7)


class TestRows(unittest.TestCase):
    def test_narrow_blocks_stand_side_by_side_in_their_order(self):
        rows = rows_of(["news", "often", "life_events", "window", "tasks"])
        self.assertEqual(
            [("news", "often"), ("life_events",), ("window",), ("tasks",)],
            [row.blocks for row in rows],
        )
        self.assertEqual("section columns", rows[0].css)
        self.assertEqual("section", rows[2].css)

    def test_tasks_join_the_hero_only_when_first(self):
        self.assertIn("tasks-first", rows_of(["tasks", "news"])[0].tasks_css)
        self.assertNotIn("tasks-first", rows_of(["life_events", "tasks"])[1].tasks_css)


class TestBeginning(unittest.TestCase):
    def test_path_of_a_page_is_named_and_nothing_else(self):
        self.assertEqual(
            "出错的页面：http://site/catalogue/sq-ll-001\n",
            beginning_about("/catalogue/sq-ll-001", "http://site"),
        )
        for other in (
            None,
            ["/a"],
            "",
            "//evil.example",
            "/a?number=1",
            "/a b",
            "/<script>",
            "/a\n",
            "/track/110101199003078515",
            "/" + "a" * 300,
        ):
            with self.subTest(other=other):
                self.assertEqual("", beginning_about(other, "http://site"))


class TestControlPanel(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.url = self.portal.absolute_url()
        self.visitor = Browser(self.layer["app"])
        self.browser = Browser(self.layer["app"])
        log_in(self.browser)

    def open_panel(self):
        self.browser.open(f"{self.url}/@@onewindow-portal")

    def save(self, **values):
        self.open_panel()
        for name, value in values.items():
            self.browser.getControl(name=WIDGET(name)).value = value
        self.browser.getControl(name="form.buttons.save").click()
        transaction.begin()

    def visit(self, path=""):
        self.visitor.open(f"{self.url}/{path}")
        return self.visitor.contents

    def test_every_setting_is_in_the_form_with_a_help_text(self):
        self.open_panel()
        for name in getFieldNames(IPortalSettings):
            with self.subTest(name=name):
                self.assertIn(WIDGET(name), self.browser.contents)
                self.assertTrue(IPortalSettings[name].description)

    def test_only_administrators_open_it(self):
        for name in ("editor", "reviewer", "supervisor"):
            browser = Browser(self.layer["app"])
            log_in(browser, name)
            browser.raiseHttpErrors = True
            with self.subTest(name=name):
                try:
                    browser.open(f"{self.url}/@@onewindow-portal")
                except HTTPError as error:
                    self.assertIn(error.code, (401, 403))
                else:
                    self.assertNotIn(WIDGET("hotline"), browser.contents)

    def test_name_of_the_portal_is_the_name_of_the_site(self):
        self.save(site_title="示例市一窗通办")
        self.assertIn("<title>示例市一窗通办</title>", self.visit())
        self.assertEqual(
            "示例市一窗通办", api.portal.get_registry_record("plone.site_title")
        )

    def test_foot_of_the_page_shows_what_was_entered_and_nothing_else(self):
        blank = self.visit()
        for word in ("承办", "网站标识码", "备案", "联系方式"):
            self.assertNotIn(word, blank)
        self.save(
            organiser="示例市政务服务局",
            undertaker="示例市大数据中心",
            contact="0990-1234567",
            site_code="9900000001",
            icp_number="示ICP备00000001号",
            police_number="示公网安备99010200000001号",
            police_url="https://beian.mps.gov.cn/#/query/webSearch?code=1",
        )
        page = self.visit()
        self.assertRegex(page, r"主办：<span[^>]*>示例市政务服务局</span>")
        self.assertRegex(page, r"承办：<span[^>]*>示例市大数据中心</span>")
        self.assertRegex(page, r"网站标识码：?\s*<span[^>]*>9900000001</span>")
        self.assertRegex(
            page, r'href="https://beian.miit.gov.cn/"[^>]*>示ICP备00000001号'
        )
        self.assertRegex(
            page, r'href="https://beian.mps.gov.cn/#/[^>]*>示公网安备99010200000001号'
        )
        self.assertIn("0990-1234567", page)

    def test_record_without_an_address_is_no_link(self):
        settle(police_number="示公网安备1号")
        self.assertRegex(self.visit(), r"<span[^>]*>示公网安备1号</span>")

    def test_hotline_is_named_everywhere_as_entered(self):
        self.save(hotline="0990-12349")
        for path in (
            "",
            "@@find?q=zzzz",
            "catalogue?q=zzzz",
            "catalogue/@@not-issued",
            "communities?q=zzzz",
            "@@suggestions",
            "catalogue/sq-mz-010/990103",
        ):
            with self.subTest(path=path):
                self.visitor.raiseHttpErrors = False
                page = self.visit(path)
                self.assertIn("0990-12349", page)
                self.assertNotIn("12345", page)

    def test_wrong_values_are_refused_with_the_reason(self):
        for name, value, reason in (
            ("brand_colour", "#9cc3ee", "4.5"),
            ("brand_colour", "blue", "#0a57a4"),
            ("hotline", "call us", "12345"),
            ("site_code", "123", "10"),
            ("police_url", "http://beian.example", "https://"),
            ("direct_hosts", "https://www.example.com/", "www.example.com"),
        ):
            with self.subTest(name=name, value=value):
                self.save(**{name: value})
                self.assertIn(reason, self.browser.contents)
                stored = api.portal.get_registry_record(f"{SETTINGS_PREFIX}.{name}")
                self.assertNotIn(value, stored or "")

    def test_own_colours_are_a_file_that_browsers_keep_until_they_change(self):
        self.assertNotIn("portal-colours", self.visit())
        self.save(brand_colour="#7a1f5c")
        page = self.visit()
        self.assertNotIn("#7a1f5c", page)
        url = re.search(r'href="([^"]+@@portal-colours.css\?v=\w+)"', page)[1]
        self.visitor.open(url)
        self.assertIn("--brand: #7a1f5c", self.visitor.contents)
        self.assertIn("text/css", self.visitor.headers["Content-Type"])
        self.assertIn("max-age=31536000", self.visitor.headers["Cache-Control"])
        tag = self.visitor.headers["ETag"]
        again = Browser(self.layer["app"])
        again.raiseHttpErrors = False
        again.addHeader("If-None-Match", tag)
        again.open(url)
        self.assertTrue(again.headers["Status"].startswith("304"))
        self.assertEqual("", again.contents)
        self.visitor.open(url.partition("?")[0])
        self.assertIn("max-age=0", self.visitor.headers["Cache-Control"])

    def upload_logo(self, content, media_type, filename):
        self.open_panel()
        control = self.browser.getControl(name=WIDGET("site_logo"))
        control.add_file(content, media_type, filename)
        self.browser.getControl(name=WIDGET("site_logo.action"), index=0).value = [
            "replace"
        ]
        self.browser.getControl(name="form.buttons.save").click()

    def test_logo_replaces_the_seal(self):
        self.assertIn('class="seal"', self.visit())
        self.upload_logo(
            b'<svg xmlns="http://www.w3.org/2000/svg"/>', "image/svg+xml", "city.svg"
        )
        page = self.visit()
        self.assertNotIn('class="seal"', page)
        self.assertRegex(page, r'src="[^"]+/@@site-logo/city\.svg\?v=\w{8}"')

    def test_file_that_is_no_light_picture_is_refused_as_a_logo(self):
        stored = api.portal.get_registry_record("plone.site_logo")
        for content, filename, reason in (
            (b"from setuptools import setup", "city.png", "SVG 或 PNG"),
            (b"<html><script>1</script></html>", "city.svg", "SVG 或 PNG"),
            (b"\x89PNG\r\n\x1a\n", "city.png", "SVG 或 PNG"),
            (
                b'<svg xmlns="http://www.w3.org/2000/svg"><!--%s--></svg>'
                % (b"x" * 21_000),
                "city.svg",
                "最多20 KB",
            ),
        ):
            with self.subTest(filename=filename, reason=reason):
                self.upload_logo(content, "image/png", filename)
                self.assertIn(reason, self.browser.contents)
                transaction.begin()
                self.assertEqual(
                    stored, api.portal.get_registry_record("plone.site_logo")
                )
        self.assertIn('class="seal"', self.visit())

    def test_home_page_has_the_blocks_chosen_in_their_order(self):
        settle(home_blocks=["news", "life_events"])
        page = self.visit()
        self.assertLess(page.index('id="news"'), page.index('id="life-events"'))
        for absent in ('class="tasks', 'id="often"', 'id="window"', 'id="rollout"'):
            self.assertNotIn(absent, page)

    def test_each_page_leads_to_the_suggestion_form_with_its_own_path_alone(self):
        page = self.visit("catalogue/sq-ll-001?number=260115483921")
        url = re.search(r'href="([^"]+/forms/suggest\?about=[^"]+)"', page)[1]
        self.assertTrue(url.endswith("about=%2Fcatalogue%2Fsq-ll-001"), url)
        self.visitor.open(url)
        message = self.visitor.getControl(name="form.widgets.message")
        self.assertEqual(
            f"出错的页面：{self.url}/catalogue/sq-ll-001", message.value.strip()
        )

    def test_suggestion_form_ignores_an_address_that_is_none(self):
        self.visit("forms/suggest?about=%2F%2Fevil.example")
        self.assertEqual(
            "", self.visitor.getControl(name="form.widgets.message").value.strip()
        )


class TestAccessibilityStatement(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.url = self.layer["portal"].absolute_url()
        self.browser = Browser(self.layer["app"])

    def open(self, path):
        self.browser.open(f"{self.url}/{path}")
        return self.browser.contents

    def test_foot_of_each_page_leads_to_it_and_it_names_standards_and_whom_to_tell(
        self,
    ):
        self.open("")
        self.browser.getLink("无障碍声明").click()
        self.assertEqual(f"{self.url}/accessibility", self.browser.url)
        page = self.browser.contents
        for said in ("<h1>无障碍声明</h1>", "WCAG 2.2", "37668", "tel:12345"):
            self.assertIn(said, page)
        self.assertNotIn("最近一次人工检查", page)

    def test_what_the_city_knows_is_said_there(self):
        settle(
            accessibility_reviewed=date(2026, 5, 1),
            accessibility_gaps=["老照片没有文字说明 <b>"],
            contact="信息中心",
        )
        page = self.open("accessibility")
        self.assertIn("最近一次人工检查：2026年5月1日", page)
        self.assertIn("老照片没有文字说明 &lt;b&gt;", page)
        self.assertIn("信息中心", page)

    def test_pages_of_plone_lead_to_those_that_stand_for_them(self):
        for path, target in (
            ("accessibility-info", "accessibility"),
            ("contact-info", "@@suggestions"),
            ("news/contact-info", "@@suggestions"),
            ("forms", "samples"),
            ("forms/listing_view", "samples"),
        ):
            with self.subTest(path=path):
                self.open(path)
                self.assertEqual(f"{self.url}/{target}", self.browser.url)

    def test_editors_still_see_what_the_forms_room_holds(self):
        log_in(self.browser)
        self.assertIn("forms/suggest", self.open("forms"))
        self.assertEqual(f"{self.url}/forms", self.browser.url)
