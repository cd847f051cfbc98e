"""What people come to do, in a real browser."""

from datetime import timedelta
from onewindow_policy.forms import submissions
from onewindow_policy.sites.accounts import SAMPLE_ACCOUNTS
from onewindow_policy.sites.accounts import sample_password
from onewindow_policy.testing import BROWSER_PATIENCE
from onewindow_policy.testing import BROWSER_TESTING
from onewindow_policy.testing.tickets import COOKIE
from onewindow_policy.testing.tickets import ticket_for
from pathlib import Path
from unittest import mock

import io
import os
import pikepdf
import re
import unittest
import zipfile

PHONE = {"width": 390, "height": 844}
#: As wide as where a form is one page: narrower, it is shown by steps.
TABLET = {"width": 768, "height": 1024}
DESKTOP = {"width": 1280, "height": 900}

#: Where to keep the pictures that README and docs show; they are not kept by default.
SCREENSHOTS = os.environ.get("SCREENSHOTS")

#: Pages that are shown at a desktop's width too, with the names of their pictures.
DESKTOP_PICTURES = {"": "home-desktop", "catalogue/sq-ll-001": "guide-desktop"}

DISTRICT = "communities/990102"

#: A page of each kind that residents see.
PAGES = (
    "",
    "journeys",
    "journeys/birth",
    "catalogue",
    "catalogue/sq-mz-001/990103",
    "catalogue/sq-mz-001/blank-1",
    "communities",
    DISTRICT,
    f"{DISTRICT}/990102001/990102001001",
    f"{DISTRICT}/990102001/990102001001/h001",
    "news",
    "news/n001",
    "samples",
    "sitemap",
    "login",
)


#: By account: the first of its pages, and the heading there.
DESKS = {
    "editor": ("@@duties", "我的待办"),
    "reviewer": ("@@duties", "我的待办"),
    "district-editor": ("@@duties", "我的待办"),
    "window-staff": ("@@duties", "我的待办"),
    "grid-worker": ("@@item-questions", "部门问答"),
    "department-officer": ("@@duties", "我的待办"),
    "street-officer": ("@@duties", "我的待办"),
    "supervisor": ("@@duties", "我的待办"),
    "coordinator": ("@@duties", "我的待办"),
    "district-coordinator": ("@@duties", "我的待办"),
    "personnel": ("@@place-staff", "各地人员"),
    "auditor": ("@@onewindow-audit", "审计"),
    "archivist": ("@@archive-terms", "归档期限"),
}


class JourneyTestCase(unittest.TestCase):
    layer = BROWSER_TESTING

    def setUp(self):
        self.base = self.layer["portal"].absolute_url()
        self.contexts = []

    def tearDown(self):
        for context in self.contexts:
            context.close()

    def visit(self, path="", viewport=DESKTOP, login=None, **options):
        """Open a page as a new visitor, or as the sample account `login`."""
        context = self.layer["chromium"].new_context(
            viewport=viewport, locale="zh-CN", **options
        )
        context.set_default_timeout(BROWSER_PATIENCE)
        self.contexts.append(context)
        page = context.new_page()
        if login:
            ticket = {"name": COOKIE, "value": ticket_for(login), "url": self.base}
            context.add_cookies([ticket])
        page.goto(f"{self.base}/{path}")
        return page

    def take_forms_at_once(self):
        """Take forms that are sent sooner than a person fills one in."""
        replaced = mock.patch.object(submissions, "SHORTEST_FILLING", timedelta())
        self.enterContext(replaced)

    def keep_picture(self, page, name, **options):
        if SCREENSHOTS:
            page.screenshot(path=str(Path(SCREENSHOTS) / f"{name}.png"), **options)


class TestResident(JourneyTestCase):
    def test_resident_finds_the_allowance_by_life_event_and_downloads_its_form(self):
        page = self.visit(viewport=PHONE)
        self.keep_picture(page, "home-phone")
        page.locator("main .life-events a", has_text="养老").click()
        self.assertEqual("家里老人要人照顾", page.locator("h1").inner_text())
        page.locator("main a[href*='life_event']").click()
        page.wait_for_url(re.compile("life_event"))
        page.locator("main a", has_text="高龄津贴申请").first.click()
        self.assertEqual("高龄津贴申请", page.locator("h1").inner_text())
        self.keep_picture(page, "guide-phone")
        page.locator("a", has_text="云河区").first.click()
        page.wait_for_url(re.compile("/990102$"))
        self.assertIn("每月50元", page.locator("main").inner_text())
        page.locator("#samples summary").click()
        with page.expect_download() as waiting:
            page.locator("a[href*='blank-1/@@download']").first.click()
        data = Path(waiting.value.path()).read_bytes()
        self.assertIn("高龄津贴申请表", waiting.value.suggested_filename)
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            text = archive.read("word/document.xml").decode()
        self.assertIn("申请人姓名", text)
        self.assertNotIn("样本老人", text)

    def test_event_in_life_is_walked_without_scripts_and_printed_on_two_pages(self):
        page = self.visit(viewport=PHONE, java_script_enabled=False)
        page.locator(".life-events a", has_text="身后").click()
        answers = ("在医院", "说不清", "办完丧事", "云河区")
        for number, answer in enumerate(answers, start=1):
            self.assertIn(f"第{number}题", page.locator("main").inner_text())
            choice = page.locator(".journey-choices a", has_text=answer)
            box = choice.bounding_box()
            self.assertGreaterEqual(box["height"], 44)
            # The question and its first answers stand on the first screen of a phone.
            second = page.locator(".journey-choices a").nth(1).bounding_box()
            self.assertLess(second["y"] + second["height"], PHONE["height"])
            choice.click()
        self.keep_picture(page, "journey-phone", full_page=True)
        self.assertEqual(9, page.locator(".journey-step").count())
        self.assertEqual(390, page.evaluate("document.documentElement.scrollWidth"))
        page.go_back()
        self.assertEqual("您住在哪个区县？", page.locator("#question").inner_text())
        page.go_forward()
        self.assertEqual([], page.context.cookies())
        printed = page.pdf(format="A4", prefer_css_page_size=True)
        with pikepdf.open(io.BytesIO(printed)) as document:
            self.assertLessEqual(len(document.pages), 2)

    def test_checklist_and_guide_work_without_javascript(self):
        page = self.visit(
            "catalogue/sq-ll-001/990102", viewport=PHONE, java_script_enabled=False
        )
        box = page.locator("input[type=checkbox]").first
        box.check()
        self.assertTrue(box.is_checked())
        self.assertIn("授权委托书", page.locator("main").inner_text())

    def test_pages_do_not_scroll_sideways_on_a_phone(self):
        page = self.visit(viewport={"width": 360, "height": 740})
        wide = []
        for language in ("zh-cn", "en"):
            page.goto(f"{self.base}/@@set-language?language={language}")
            for path in PAGES:
                page.goto(f"{self.base}/{path}")
                width = page.evaluate("document.documentElement.scrollWidth")
                if width > 360:
                    wide.append((language, path, width))
        self.assertEqual([], wide)

    def test_pages_contact_nobody_else(self):
        page = self.visit()
        hosts = set()
        page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
        for path in ("", "catalogue", "catalogue/sq-ll-001", "news", "login"):
            page.goto(f"{self.base}/{path}")
            if path in DESKTOP_PICTURES:
                self.keep_picture(page, DESKTOP_PICTURES[path])
        self.assertEqual({self.base.split("/")[2]}, hosts)


class TestStaff(JourneyTestCase):
    def log_in(self, account):
        """Log somebody in on a phone without scripts, and return where that leads to."""
        page = self.visit("login", PHONE, java_script_enabled=False)
        page.fill("[name=__ac_name]", account)
        page.fill("[name=__ac_password]", sample_password(account))
        page.click("[type=submit][name='buttons.login']")
        page.wait_for_load_state()
        return page

    def test_each_role_logs_in_and_comes_to_its_first_piece_of_work(self):
        self.assertEqual({each.user_id for each in SAMPLE_ACCOUNTS}, set(DESKS))
        for account in SAMPLE_ACCOUNTS:
            with self.subTest(account=account.user_id):
                page = self.log_in(account.user_id)
                self.assertIn(account.fullname, page.locator("body").inner_text())
                self.assertEqual(f"{self.base}/@@work", page.url)
                self.assertEqual("工作台", page.locator("h1").inner_text())
                self.keep_picture(page, f"work-{account.user_id}", full_page=True)
                small = [
                    link.inner_text()
                    for link in page.locator("#pages a, .work-card").all()
                    if link.bounding_box()["height"] < 44
                ]
                self.assertEqual([], small)
                path, heading = DESKS[account.user_id]
                page.locator("#pages a").first.click()
                page.wait_for_load_state()
                self.assertEqual(f"{self.base}/{path}", page.url)
                self.assertEqual(heading, page.locator("h1").inner_text())


class TestEditors(JourneyTestCase):
    def test_district_rule_is_drafted_sent_back_mended_and_published(self):
        public = self.visit("catalogue/sq-mz-002/990102")
        self.assertNotIn("每人每月 880 元", public.locator("main").inner_text())

        editor = self.visit(f"{DISTRICT}/@@guides", login="district-editor")
        editor.locator("button[value='SQ-MZ-002']").click()
        editor.wait_for_url(re.compile("guide-990102/edit"))
        self.keep_picture(editor, "district-guide-form")
        editor.fill("[name='form.widgets.standard']", "每人每月 800 元")
        editor.click("[name='form.buttons.save']")
        editor.wait_for_load_state()
        guide = re.sub(r"(/view)?$", "", editor.url)
        editor.goto(f"{guide}/@@publication?transition=submit")
        editor.click("#publication-form [type=submit]")
        editor.wait_for_load_state()

        reviewer = self.visit("@@editorial-desk", login="reviewer")
        self.keep_picture(reviewer, "editorial-desk")
        reviewer.locator(".desk-list a").first.click()
        reviewer.goto(f"{guide}/@@publication?transition=reject")
        reviewer.locator("[name=comment]").evaluate("e => e.required = false")
        reviewer.click("#publication-form [type=submit]")
        reviewer.locator("#refusal").wait_for()
        reviewer.fill("[name=comment]", "标准应为 880 元,见云民发〔2026〕1号。")
        reviewer.click("#publication-form [type=submit]")
        reviewer.wait_for_load_state()

        editor.goto(f"{self.base}/@@editorial-desk")
        self.assertIn("标准应为 880 元", editor.locator(".desk-list").inner_text())
        editor.goto(f"{guide}/edit")
        editor.fill("[name='form.widgets.standard']", "每人每月 880 元")
        editor.click("[name='form.buttons.save']")
        editor.wait_for_load_state()
        editor.goto(f"{guide}/@@publication?transition=submit")
        editor.click("#publication-form [type=submit]")
        editor.wait_for_load_state()

        reviewer.goto(f"{guide}/@@publication?transition=publish")
        self.assertFalse(reviewer.locator("#gaps").is_visible())
        reviewer.click("#publication-form [type=submit]")
        reviewer.wait_for_load_state()

        public.reload()
        self.assertIn("每人每月880元", public.locator("main").inner_text())
        public.goto(f"{self.base}/catalogue/sq-mz-002")
        self.assertNotIn("每人每月 880 元", public.locator("main").inner_text())

    def test_reviewer_is_told_what_an_incomplete_guide_lacks(self):
        reviewer = self.visit("catalogue/sq-ll-001/guide", login="reviewer")
        reviewer.locator(".editing-bar a", has_text="修订").click()
        reviewer.click("[name='form.button.Checkout']")
        reviewer.wait_for_load_state()
        copy = re.sub(r"(/view)?$", "", reviewer.url)
        reviewer.goto(f"{copy}/edit")
        reviewer.eval_on_selector(
            "[name='form.widgets.promised_days']", "field => field.value = '3'"
        )
        reviewer.click("[name='form.buttons.save']")
        reviewer.wait_for_load_state()
        reviewer.locator(".editing-bar a", has_text="查看变化").click()
        reviewer.wait_for_load_state()
        self.assertIn("3", reviewer.locator(".comparison-new").all_inner_texts())
        self.keep_picture(reviewer, "comparison")
        reviewer.goto(f"{copy}/@@publication?transition=publish")
        self.keep_picture(reviewer, "publication-refused")
        gaps = reviewer.locator("#gaps").inner_text()
        self.assertIn("7", gaps)
        self.assertIn("3", gaps)
        reviewer.click("#publication-form [type=submit]")
        reviewer.locator("#gaps").wait_for()
        public = self.visit("catalogue/sq-ll-001")
        self.assertIn("7个工作日", public.locator("main").inner_text())


class TestStaffAndScreens(JourneyTestCase):
    def test_window_staff_download_all_forms_of_a_service_at_once(self):
        page = self.visit("catalogue/sq-mz-001/990102", login="window-staff")
        with page.expect_download() as waiting:
            page.locator("a[href*='@@bundle']").first.click()
        with zipfile.ZipFile(waiting.value.path()) as archive:
            names = archive.namelist()
        self.assertGreaterEqual(sum(name.endswith(".docx") for name in names), 3)

    def test_screen_changes_slides_by_itself(self):
        page = self.visit("screens", viewport={"width": 1920, "height": 1080})
        page.locator("main a[href*='/screens/']").first.click()
        page.wait_for_load_state()
        first = page.locator("h1").first.inner_text()
        self.keep_picture(page, "screen")
        page.wait_for_function(
            "first => ![undefined, first].includes("
            "document.querySelector('h1')?.innerText)",
            arg=first,
        )
