"""The portal is away at the moment of sending, behind the real web server and cache."""

from test_caching_proxies import ProxiesTestCase
from test_journeys import PHONE
from test_journeys_shared import KeptCase
from test_journeys_shared import NAME

import subprocess

FORM = "catalogue/sq-ll-001/apply"


class TestOutage(ProxiesTestCase, KeptCase):
    def setUp(self):
        super().setUp()
        self.base = f"http://127.0.0.1:{self.nginx}"

    def set_portal(self, health):
        command = ["varnishadm", "-n", str(self.folder / "varnish")]
        subprocess.run([*command, "backend.set_health", "portal", health], check=True)

    def assertAway(self, page):
        self.assertIn("您的内容还没有送到", page.locator("h1").inner_text())
        self.assertEqual(0, page.locator("meta[http-equiv=refresh]").count())

    def test_what_was_sent_while_the_portal_was_away_arrives_by_one_press(self):
        page = self.open_form()
        self.fill(page)
        self.set_portal("sick")
        self.send(page)
        self.assertAway(page)
        self.keep_picture(page, "away-sent")
        with page.expect_navigation():
            page.click("#again")
        self.assertAway(page)
        self.set_portal("healthy")
        with page.expect_navigation():
            page.click("#again")
        self.assertReceipt(page)

    def test_without_scripts_a_reload_sends_it_again(self):
        page = self.open_form(java_script_enabled=False)
        self.fill(page)
        self.set_portal("sick")
        self.send(page)
        self.assertAway(page)
        self.assertFalse(page.locator("#again").is_visible())
        self.assertIn("F5", page.locator("main").inner_text())
        self.set_portal("healthy")
        page.reload()
        self.assertReceipt(page)

    def test_page_that_is_only_looked_at_comes_by_itself(self):
        page = self.visit("@@track", viewport=PHONE)
        page.clock.install()
        self.set_portal("sick")
        page.goto(f"{self.base}/@@track")
        self.assertIn("网站暂时打不开", page.locator("h1").inner_text())
        self.keep_picture(page, "away")
        page.clock.fast_forward(31_000)
        self.assertIn("网站暂时打不开", page.locator("h1").inner_text())
        self.set_portal("healthy")
        page.clock.fast_forward(31_000)
        page.wait_for_selector("#track-form")

    def test_who_goes_back_all_the_same_finds_what_was_typed(self):
        page = self.open_form()
        self.fill(page)
        self.set_portal("sick")
        self.send(page)
        self.assertAway(page)
        self.set_portal("healthy")
        page.go_back()
        page.wait_for_selector("[name='form.widgets.applicant_name']")
        self.assertEqual(NAME, self.value(page, "applicant_name"))
        self.assertEqual("示例路1号", self.value(page, "address"))


class TestSwitching(KeptCase):
    """Large print and English while a form is half filled."""

    def assertKept(self, page):
        for name, value in (
            ("applicant_name", NAME),
            ("address", "示例路1号"),
            ("community", "990102001001"),
            ("bank_card", "6222020000000000005"),
        ):
            self.assertEqual(value, self.value(page, name), name)
        self.assertTrue(
            page.is_checked("[name='form.widgets.account_kind'][value='social_card']")
        )
        self.assertEqual(0, page.locator("#problems").count())

    def test_large_print_and_english_keep_what_was_typed(self):
        for scripts in (True, False):
            with self.subTest(scripts=scripts):
                page = self.visit(FORM, viewport=PHONE, java_script_enabled=scripts)
                self.fill(page)
                # Without scripts the link leads to the form's own button.
                page.locator(".masthead a", has_text="关怀版").click()
                if not scripts:
                    page.locator("form.questions button", has_text="关怀版").click()
                page.wait_for_selector("html.elder")
                self.assertKept(page)
                self.keep_picture(page, f"switched-elder-{scripts}")
                page.locator(".site-footer a", has_text="English").click()
                if not scripts:
                    page.locator("form.questions button", has_text="English").click()
                page.wait_for_selector("html[lang=en]")
                self.assertKept(page)
                self.assertIn(
                    "Large print", page.content().replace("Standard", "Large")
                )
                self.keep_picture(page, f"switched-english-{scripts}", full_page=True)
                # The choice holds for the next page, too.
                page.goto(f"{self.base}/news")
                self.assertEqual(1, page.locator("html.elder[lang=en]").count())

    def test_enter_in_a_field_sends_the_form_and_switches_nothing(self):
        page = self.open_form()
        self.fill(page, id_number="990102194001010010")
        page.press("[name='form.widgets.address']", "Enter")
        page.wait_for_selector("#problems")
        self.assertEqual(0, page.locator("html.elder").count())
