"""The portal is away at the moment of sending, behind the real web server and cache."""

from onewindow_policy.portal.browser.main_template import MainTemplate
from onewindow_policy.screens.browser.screen import ScreenView
from onewindow_policy.testing.proxies import BUSY_PAGE
from playwright.sync_api import Error
from plone import api
from test_caching_proxies import ProxiesTestCase
from test_journeys import PHONE
from test_journeys import TABLET
from test_journeys_shared import KeptCase
from test_journeys_shared import NAME
from unittest import mock

import subprocess
import transaction

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
        page.clock.fast_forward(90_000)
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

    def test_who_sends_too_much_is_told_the_limit(self):
        # With scripts the form itself takes no such file.
        page = self.open_form(java_script_enabled=False)
        self.fill(page)
        scan = self.folder / "scan.pdf"
        with scan.open("wb") as written:
            written.truncate(2**28)
        page.set_input_files("input[type=file] >> nth=0", scan)
        self.send(page)
        self.assertEqual("超过256 MB，没有送到", page.locator("h1").inner_text())
        self.keep_picture(page, "too-large")
        page.go_back()
        self.assertEqual(
            1, page.locator("[name='form.widgets.applicant_name']").count()
        )


class TestWalls(ProxiesTestCase):
    """A screen hangs where nobody can press a key: whatever it shows, it comes back."""

    #: Longer than the longest wait between two tries, and the most that is added to it.
    LONGEST_MS = 760_000

    def setUp(self):
        super().setUp()
        self.base = f"http://127.0.0.1:{self.nginx}"
        with api.env.adopt_roles(["Manager"]):
            self.screen = api.content.create(
                container=self.portal.screens,
                type="Screen",
                id="wall",
                title="大厅屏",
                community="990102001001",
                item_codes=["SQ-LL-001", "SQ-MZ-001"],
                seconds_per_slide=10,
            )
        transaction.commit()

    def set_portal(self, health):
        command = ["varnishadm", "-n", str(self.folder / "varnish")]
        subprocess.run([*command, "backend.set_health", "portal", health], check=True)

    def hang(self, path="screens/wall"):
        page = self.visit("sitemap")
        page.clock.install()
        page.goto(f"{self.base}/{path}")
        return page

    def wait(self, page, milliseconds=LONGEST_MS):
        try:
            page.clock.fast_forward(milliseconds)
        except Error as error:
            # What the page was waiting for came while its clock was still being turned.
            if "context was destroyed" not in str(error):
                raise

    def title(self, page):
        return page.locator("h1:visible").inner_text()

    def assertComes(self, page, selector):
        self.wait(page)
        page.wait_for_selector(selector)

    def test_slide_stays_while_nothing_comes_and_goes_on_when_it_does(self):
        page = self.hang()
        first = self.title(page)
        self.wait(page, 10_000)
        page.wait_for_url("**?slide=1")
        second = self.title(page)
        self.assertNotEqual(first, second)
        for lose, mend in (
            (lambda: self.set_portal("sick"), lambda: self.set_portal("healthy")),
            (
                lambda: page.context.set_offline(True),
                lambda: page.context.set_offline(False),
            ),
        ):
            before = self.title(page)
            lose()
            self.wait(page, 10_000)
            page.wait_for_selector("[data-clock]", state="hidden")
            self.assertEqual(before, self.title(page))
            mend()
            self.wait(page)
            page.wait_for_selector("[data-clock]", state="visible")
            self.assertNotEqual(before, self.title(page))

    def test_what_is_over_its_time_gives_way_to_what_is_always_true(self):
        page = self.hang()
        self.assertEqual(1, page.locator("[data-fresh=only] h1:visible").count())
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(self.portal.screens["wall"])
        transaction.commit()
        self.wait(page)
        page.wait_for_selector("[data-clock]", state="hidden")
        self.wait(page)
        page.wait_for_selector("[data-fresh=not]", state="visible")
        self.assertEqual("有事请到窗口问", self.title(page))
        self.assertEqual(0, page.locator("[data-fresh=only]:visible").count())

    def test_wall_that_is_switched_on_while_all_is_away_finds_its_page(self):
        self.set_portal("sick")
        page = self.hang()
        self.assertEqual("网站暂时打不开", self.title(page))
        self.wait(page)
        page.wait_for_timeout(0)
        self.assertEqual("网站暂时打不开", self.title(page))
        self.set_portal("healthy")
        self.assertComes(page, "body.screen")

    def test_missing_page_and_failure_give_way_to_the_page(self):
        page = self.hang("screens/later")
        self.assertEqual("没有找到这一页", self.title(page))
        with api.env.adopt_roles(["Manager"]):
            self.portal.screens.manage_renameObject("wall", "later")
        transaction.commit()
        self.assertComes(page, "body.screen")
        for broken in ((ScreenView, "style_version"), (MainTemplate, "template")):
            path = "screens/later" if broken[0] is ScreenView else "news"
            failing = property(mock.Mock(side_effect=ValueError))
            with mock.patch.object(*broken, failing):
                page = self.hang(path)
                self.assertIn("出了点问题", self.title(page))
            self.wait(page)
            page.wait_for_selector("h1:visible:not(:has-text('出了点问题'))")

    def test_browser_with_too_many_cookies_gets_the_page_when_they_are_gone(self):
        page = self.visit()
        page.clock.install()
        cookies = [
            {"name": f"other_{number}", "value": "a" * 4000, "url": self.base}
            for number in range(3)
        ]
        page.context.add_cookies(cookies)
        page.goto(f"{self.base}/screens/wall")
        self.assertIn("Cookie 太多", self.title(page))
        self.keep_picture(page, "too-long")
        # The same again is no reason to begin anew.
        page.evaluate("window.isTheSame = true")
        self.wait(page)
        self.wait(page)
        self.assertTrue(page.evaluate("window.isTheSame"))
        page.context.clear_cookies()
        self.assertComes(page, "body.screen")

    def test_login_gives_way_to_the_page_unless_somebody_types(self):
        def hide(is_hidden):
            roles = ["Manager"] if is_hidden else []
            self.screen.manage_permission("View", roles, acquire=not is_hidden)
            transaction.commit()

        hide(True)
        page = self.hang()
        page.wait_for_selector("#__ac_name")
        self.wait(page)
        typing = self.hang()
        typing.fill("#__ac_name", "somebody")
        hide(False)
        self.assertComes(page, "body.screen")
        self.wait(typing)
        self.assertEqual("somebody", typing.input_value("#__ac_name"))

    def test_who_asks_too_often_gets_the_page_later(self):
        page = self.visit()
        page.clock.install()
        is_busy = True

        def answer(route):
            if is_busy:
                route.fulfill(status=429, path=str(BUSY_PAGE), content_type="text/html")
            else:
                route.continue_()

        page.route("**/screens/wall", answer)
        page.goto(f"{self.base}/screens/wall")
        self.assertEqual("访问太频繁，请稍等", self.title(page))
        with page.expect_response("**/screens/wall") as again:
            self.wait(page)
        self.assertEqual(429, again.value.status)
        self.assertEqual("访问太频繁，请稍等", self.title(page))
        is_busy = False
        self.assertComes(page, "body.screen")


class TestSwitching(KeptCase):
    """Large print and English while a form is half filled."""

    def assertKept(self, page):
        for name, value in (
            ("applicant_name", NAME),
            ("address", "示例路1号"),
            ("community", "990102001001"),
            ("bank_card", "6222020000000000000"),
        ):
            self.assertEqual(value, self.value(page, name), name)
        self.assertTrue(
            page.is_checked("[name='form.widgets.account_kind'][value='social_card']")
        )
        self.assertEqual(0, page.locator("#problems").count())

    def test_large_print_and_english_keep_what_was_typed(self):
        for scripts in (True, False):
            with self.subTest(scripts=scripts):
                page = self.visit(FORM, viewport=TABLET, java_script_enabled=scripts)
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
