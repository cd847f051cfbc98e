"""A resident hands in files on a phone: what does not fit is told, what fits stays."""

from onewindow_policy.forms import uploads
from onewindow_policy.testing.applying import ID_NUMBER
from onewindow_policy.testing.papers import photograph
from onewindow_policy.testing.papers import refused_pdfs
from test_journeys import JourneyTestCase
from test_journeys import PHONE
from test_journeys import TABLET

import re

#: As the programs name themselves.
WECHAT_ON_ANDROID = (
    "Mozilla/5.0 (Linux; Android 12; TAS-AN00) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Version/4.0 Chrome/86.0.4240.99 Mobile Safari/537.36 MicroMessenger/8.0.20"
)
WECHAT_ON_IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 15_0 like Mac OS X) AppleWebKit/605.1.15"
    " (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.20"
)


def file_of(name, content, media_type="image/jpeg"):
    return {"name": name, "mimeType": media_type, "buffer": content}


class FilesJourney(JourneyTestCase):
    def fill(self, page):
        for name, value in {
            "applicant_name": "样本老人",
            "id_number": ID_NUMBER,
            "phone": "13800000000",
            "address": "示例路1号",
            "bank_name": "示例银行",
            "bank_card": "6222020000000000000",
        }.items():
            page.fill(f"[name='form.widgets.{name}']", value)
        page.select_option("[name='form.widgets.community']", "990102001001")
        page.check("[name='form.widgets.account_kind'][value='social_card']")
        page.check("[name='form.widgets.material_m04_how'][value='window']")

    def open_filled(self, **options):
        page = self.visit("catalogue/sq-ll-001/apply", viewport=TABLET, **options)
        self.take_forms_at_once()
        self.fill(page)
        return page

    def send(self, page):
        page.click("text=提交申请")
        page.wait_for_load_state()


class TestFiles(FilesJourney):
    def test_locked_pdf_is_refused_in_words_and_the_others_stay(self):
        page = self.open_filled()
        locked = refused_pdfs()["locked"][1]
        page.locator("input[type=file]").first.set_input_files(
            [
                file_of("image.jpg", photograph(size=(900, 600))),
                file_of("户口簿.pdf", locked, "application/pdf"),
                file_of("image.jpg", photograph(size=(900, 600))),
            ]
        )
        self.send(page)
        self.assertIn("要输密码才能打开", page.locator("#problems").inner_text())
        self.assertEqual(2, page.locator(".kept-files .file-name").count())
        self.assertIn("户口簿：", page.locator(".again").inner_text())
        self.assertNotIn("image.jpg", page.locator("main").inner_text())
        # The small pictures are there, upright, and the page is not wider for it.
        shown = page.evaluate(
            """() => [...document.querySelectorAll(".file-preview")]
                 .map(({naturalWidth, naturalHeight}) => [naturalWidth, naturalHeight])"""
        )
        self.assertEqual([[107, 160]] * 2, shown)
        self.assertLessEqual(
            page.evaluate("document.documentElement.scrollWidth"), TABLET["width"]
        )
        self.keep_picture(page, "apply-files", full_page=True)
        self.send(page)
        self.assertRegex(page.url, r"/@@receipt/\d{15}$")
        self.assertRegex(
            page.locator("#handed-in").inner_text(), r"-1\.jpg[^$]*-2\.jpg"
        )

    def test_what_is_too_large_is_told_before_it_is_sent(self):
        page = self.open_filled()
        sent = []
        page.on("request", lambda each: sent.append(each.method))
        box = page.locator("input[type=file]").first
        small = photograph()
        box.set_input_files(
            [
                file_of("small.jpg", small),
                file_of("large.jpg", b"\xff\xd8" + b"\0" * uploads.MAX_FILE_SIZE),
            ]
        )
        note = page.locator("p[role=alert][data-too-large]").first
        note.get_by_text("large.jpg").wait_for()
        self.assertIn("超过10 MB", note.inner_text())
        self.assertEqual([], sent)
        names = "(each) => [...each.files].map(({name}) => name)"
        self.assertEqual(["small.jpg"], box.evaluate(names))
        # All together: the second question leaves no room for the third.
        page.evaluate(
            "document.querySelector('form.questions').dataset.mostTogether = 900"
        )
        second = page.locator("input[type=file]").nth(1)
        second.set_input_files([file_of("second.jpg", b"\xff\xd8" + b"\0" * 900)])
        note = page.locator("p[role=alert][data-too-large]").nth(1)
        note.get_by_text("second.jpg").wait_for()
        self.assertEqual([], second.evaluate(names))
        self.send(page)
        self.assertRegex(page.url, r"/@@receipt/\d{15}$")

    def test_without_scripts_the_server_says_so(self):
        page = self.open_filled(java_script_enabled=False)
        page.locator("input[type=file]").first.set_input_files(
            [
                file_of("small.jpg", photograph()),
                file_of("large.jpg", b"\xff\xd8" + b"\0" * uploads.MAX_FILE_SIZE),
            ]
        )
        self.send(page)
        self.assertIn("超过10 MB", page.locator("#problems").inner_text())
        self.assertEqual(1, page.locator(".kept-files .file-name").count())


class TestWeChat(FilesJourney):
    """It neither downloads nor prints on Android: the page says so, and how."""

    def test_guide_says_so_before_the_downloads(self):
        path = "catalogue/sq-ll-001/990102"
        for agent, is_told in (
            (WECHAT_ON_ANDROID, True),
            (WECHAT_ON_IPHONE, False),
            (None, False),
        ):
            with self.subTest(agent=agent):
                options = {"user_agent": agent} if agent else {}
                page = self.visit(path, viewport=PHONE, **options)
                self.assertEqual("高龄津贴申请", page.locator("h1").inner_text())
                note = page.locator("[data-wechat=any]")
                self.assertEqual(is_told, note.is_visible())
                if is_told:
                    self.assertIn("在浏览器打开", note.inner_text())
                prints = page.locator("[data-print]").first
                self.assertEqual(not is_told, prints.is_visible())

    def test_page_without_downloads_says_nothing(self):
        page = self.visit("news", viewport=PHONE, user_agent=WECHAT_ON_ANDROID)
        self.assertFalse(page.locator("[data-wechat=any]").is_visible())

    def test_receipt_says_how_to_keep_it(self):
        page = self.open_filled(user_agent=WECHAT_ON_ANDROID)
        self.send(page)
        page.wait_for_url(re.compile(r"/@@receipt/\d{15}$"))
        note = page.locator("[data-wechat=own]")
        self.assertIn("再输入查询码", note.inner_text())
        self.assertFalse(page.locator("[data-print]").first.is_visible())
        self.assertFalse(page.locator("[data-wechat=any]").is_visible())
