"""A resident applies on one page, with and without scripts; staff handle it at a desk."""

from pathlib import Path
from stdnum.cn import ric
from test_journeys import JourneyTestCase
from test_journeys import TABLET

import re
import tempfile
import zlib

BODY = "99010219400101001"
ID_NUMBER = BODY + ric.calc_check_digit(BODY + "0")


def photo(folder: Path, name: str) -> str:
    """Write a small picture, and return its path."""
    rows = b"".join(b"\0" + bytes([128] * 3 * 40) for _row in range(30))
    chunks = (
        (b"IHDR", (40).to_bytes(4) + (30).to_bytes(4) + bytes([8, 2, 0, 0, 0])),
        (b"IDAT", zlib.compress(rows)),
        (b"IEND", b""),
    )
    data = b"\x89PNG\r\n\x1a\n" + b"".join(
        len(body).to_bytes(4) + kind + body + zlib.crc32(kind + body).to_bytes(4)
        for kind, body in chunks
    )
    path = folder / name
    path.write_bytes(data)
    return str(path)


class TestApplying(JourneyTestCase):
    def setUp(self):
        super().setUp()
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.photos = [
            photo(Path(folder.name), name) for name in ("正面.png", "反面.png")
        ]

    def fill(self, page, **changes):
        values = {
            "applicant_name": "样本老人",
            "id_number": ID_NUMBER,
            "phone": "138 0000 0000",
            "address": "示例路1号",
            "bank_name": "示例银行",
            "bank_card": "6222020000000000000",
        } | changes
        for name, value in values.items():
            page.fill(f"[name='form.widgets.{name}']", value)
        page.select_option("[name='form.widgets.community']", "990102001001")
        page.check("[name='form.widgets.account_kind'][value='social_card']")
        page.check("[name='form.widgets.material_m04_how'][value='window']")

    def send(self, page):
        page.click("text=提交申请")
        page.wait_for_load_state()

    def apply_on_one_page(self, name, **options):
        page = self.visit("catalogue/sq-ll-001", viewport=TABLET, **options)
        page.locator("main a.btn", has_text="网上申请").first.click()
        page.wait_for_url(re.compile("/apply$"))
        self.keep_picture(page, f"{name}-form", full_page=True)
        # Nobody fills such a form in within three seconds.
        page.wait_for_timeout(3000)
        self.fill(page, id_number="990102194001010013")
        page.locator("input[type=file]").first.set_input_files(self.photos)
        self.send(page)
        self.assertIn("有一位数字不对", page.locator("#problems").inner_text())
        self.assertEqual(
            "样本老人", page.input_value("[name='form.widgets.applicant_name']")
        )
        self.assertRegex(page.locator(".kept-files").inner_text(), r"-1\.png\s+1 KB")
        self.keep_picture(page, f"{name}-mend")
        page.fill("[name='form.widgets.id_number']", ID_NUMBER)
        self.send(page)
        self.assertRegex(page.url, r"/@@receipt/\d{15}$")
        self.keep_picture(page, f"{name}-receipt", full_page=True)
        return page

    def test_resident_applies_with_two_photographs_and_withdraws(self):
        page = self.apply_on_one_page("apply")
        number = page.locator("#case-number").inner_text()
        code = page.locator("#query-code").inner_text().splitlines()[0]
        page.reload()
        self.assertEqual(number, page.locator("#case-number").inner_text())
        page.goto(f"{self.base}/@@track")
        page.fill("#number", number)
        page.fill("#code", code)
        page.click("text=查询 >> nth=-1")
        self.assertEqual("已提交", page.locator("#case-state").inner_text())
        self.keep_picture(page, "apply-track", full_page=True)
        page.click("text=撤回申请")
        page.click("text=确认撤回")
        self.assertEqual("已撤件", page.locator("#case-state").inner_text())

    def test_staff_complete_what_was_sent_without_scripts(self):
        page = self.apply_on_one_page("apply-plain", java_script_enabled=False)
        number = page.url.rpartition("/")[2]
        staff = self.visit("@@work", login="window-staff")
        self.keep_picture(staff, "work")
        staff.locator(".work-card", has_text="待受理的办件").first.click()
        staff.wait_for_load_state()
        self.keep_picture(staff, "desk")
        self.assertNotIn("样本老人", staff.locator("main").inner_text())
        staff.locator("main a[href*='/@@desk/']").first.click()
        staff.wait_for_load_state()
        self.assertIn(number, staff.url)
        self.assertIn("样本老人", staff.locator("main").inner_text())
        self.keep_picture(staff, "desk-case", full_page=True)
        for step in ("accept", "start"):
            staff.locator(f"#go-{step} button").click()
            staff.wait_for_load_state()
        staff.locator("#step-refuse summary").click()
        staff.locator("#go-refuse button").click()
        staff.wait_for_load_state()
        self.assertIn("请写明", staff.locator("#problems").inner_text())
        staff.fill("#refuse-reason", "年龄未满80周岁。")
        staff.locator("#go-refuse button").click()
        staff.wait_for_load_state()
        self.assertIn("不予办理决定书", staff.locator("#confirm").inner_text())
        staff.locator("#confirm-step button[name=confirmed]").click()
        staff.wait_for_load_state()
        self.assertIn("办结", staff.locator("#case-state").inner_text())
