"""What a phone does by itself while a form is filled in, sent and kept."""

from io import BytesIO
from onewindow_policy.testing.applying import CARD
from pathlib import Path
from PIL import Image
from test_journeys_files import file_of
from test_journeys_files import FilesJourney

import random
import re

#: Of Exif: held a quarter turn to the left.
ORIENTATION = 0x0112
TURNED = 6


def large_photograph():
    """Return a photograph of 4 MB and more, as a phone held upright makes it."""
    noise = random.Random(1).randbytes(300 * 200 * 3)
    picture = Image.frombytes("RGB", (300, 200), noise).resize((4000, 2667))
    exif = Image.Exif()
    exif[ORIENTATION] = TURNED
    written = BytesIO()
    picture.save(written, "JPEG", quality=97, exif=exif)
    return written.getvalue()


class TestDevice(FilesJourney):
    def test_photograph_is_made_smaller_and_turned_before_it_is_sent(self):
        page = self.open_filled()
        content = large_photograph()
        self.assertGreater(len(content), 1.5 * 2**20)
        box = page.locator("input[type=file]").first
        described = box.get_attribute("aria-describedby").split()
        kinds = page.locator(f"#{described[-1]}").inner_text()
        self.assertIn("每个不超过10MB", kinds.replace(" ", ""))
        box.set_input_files([file_of("身份证.JPG", content)])
        page.wait_for_function(
            "(at) => document.querySelectorAll('input[type=file]')[0].files[0].size < at",
            arg=len(content),
        )
        name, media_type, width, height = box.evaluate(
            """async ({files: [file]}) => {
                 const {width, height} = await createImageBitmap(file);
                 return [file.name, file.type, width, height];
               }"""
        )
        self.assertEqual(("身份证.jpg", "image/jpeg"), (name, media_type))
        self.assertEqual((1734, 2600), (width, height))
        self.assertFalse(
            page.locator("p[role=alert][data-too-large]").first.is_visible()
        )
        self.send(page)
        self.assertRegex(page.url, r"/@@receipt/\d{15}$")

    def test_format_that_nobody_opens_is_told_before_it_is_sent(self):
        page = self.open_filled()
        box = page.locator("input[type=file]").first
        box.set_input_files([file_of("IMG_1.HEIC", b"x" * 900, "image/heic")])
        note = page.locator("p[role=alert][data-too-large]").first
        note.get_by_text("兼容性最佳").wait_for()
        self.assertIn("IMG_1.HEIC", note.inner_text())
        self.assertEqual(0, box.evaluate("({files}) => files.length"))

    def test_numbers_are_read_and_asked_about_while_they_are_typed(self):
        page = self.open_filled()
        born = page.locator("[data-birth-of]")
        self.assertIn("1940年1月1日", born.inner_text())
        card = page.locator("[name='form.widgets.bank_card']")
        asked = page.locator("#form-widgets-bank_card-ask")
        card.fill(f"{CARD[:-1]}6")
        card.blur()
        asked.wait_for()
        self.assertIn("请再照着卡面核对一遍", asked.inner_text())
        card.fill(CARD)
        card.blur()
        asked.wait_for(state="hidden")

    def test_button_says_that_it_works_and_sends_once(self):
        page = self.open_filled()
        # Counts what would be sent, after the page's own listener.
        page.evaluate(
            """() => {
                 window.sent = 0;
                 document.addEventListener("submit", (event) => {
                   window.sent += event.defaultPrevented ? 0 : 1;
                   event.preventDefault();
                 });
               }"""
        )
        button = page.locator("[name='form.buttons.submit']")
        button.click()
        note = page.locator("p[data-sending]")
        self.assertIn("正在提交", note.inner_text())
        self.assertEqual("status", note.get_attribute("role"))
        button.click()
        self.assertEqual(1, page.evaluate("window.sent"))
        self.keep_picture(page, "sending")

    def test_receipt_can_be_kept_as_a_picture(self):
        page = self.open_filled()
        self.send(page)
        page.wait_for_url(re.compile(r"/@@receipt/\d{15}$"))
        with page.expect_download() as waiting:
            page.locator("[data-picture]").click()
        with Image.open(Path(waiting.value.path())) as picture:
            self.assertEqual(("PNG", 900), (picture.format, picture.width))
        self.keep_picture(page, "receipt-kept", full_page=True)
