"""On a phone: numbers with spaces, 〇 in a name, a permit of Hong Kong, a landline."""

from test_journeys import JourneyTestCase
from test_journeys import PHONE
from test_journeys_applying import ID_NUMBER

import re

SPACED = f"{ID_NUMBER[:6]} {ID_NUMBER[6:14]} {ID_NUMBER[14:]}"


class TestTyped(JourneyTestCase):
    def open_form(self):
        page = self.visit("catalogue/sq-ll-001/apply", viewport=PHONE)
        # Nobody fills such a form in within three seconds.
        page.wait_for_timeout(3000)
        return page

    def fill(self, page, **changes):
        values = {
            "applicant_name": "样本老人",
            "id_number": ID_NUMBER,
            "phone": "13800000000",
            "address": "示例路1号",
            "bank_name": "示例银行",
            "bank_card": "6222020000000000005",
        } | changes
        for name, value in values.items():
            page.fill(f"[name='form.widgets.{name}']", value)
        page.select_option("[name='form.widgets.community']", "990102001001")
        page.check("[name='form.widgets.account_kind'][value='social_card']")

    def send(self, page):
        page.click("text=提交申请")
        page.wait_for_load_state()

    def assertReceipt(self, page):
        self.assertRegex(page.url, r"/@@receipt/\d{15}$", self.problems(page))

    def problems(self, page):
        found = page.locator("#problems")
        return found.inner_text() if found.count() else ""

    def at_desk(self, page):
        """Return what staff see of the application whose receipt is shown."""
        number = page.url.rpartition("/")[2]
        staff = self.visit(f"@@desk/{number}", login="window-staff")
        self.assertEqual("高龄津贴申请", staff.locator("h1").inner_text())
        return re.sub(r"\s+", " ", staff.locator("main").inner_text())

    def test_number_with_spaces_and_a_landline(self):
        page = self.open_form()
        self.fill(page, id_number=SPACED, phone="0571 8888 1234")
        self.send(page)
        self.assertReceipt(page)
        seen = self.at_desk(page)
        self.assertIn(ID_NUMBER, seen)
        self.assertIn("0571-88881234", seen)

    def test_name_with_a_character_that_unicode_takes_for_a_number(self):
        page = self.open_form()
        self.fill(page, applicant_name="王〇")
        self.send(page)
        self.assertReceipt(page)
        self.assertIn("王〇", self.at_desk(page))

    def test_permit_of_hong_kong_by_choosing_its_kind(self):
        page = self.open_form()
        self.assertTrue(page.locator("#formfield-form-widgets-birth_date").is_visible())
        self.fill(page, id_number="H1234 5678")
        self.send(page)
        self.assertIn("请在前面选这一种证件", self.problems(page))
        self.assertEqual("H1234 5678", page.input_value("#form-widgets-id_number"))
        self.keep_picture(page, "apply-document")
        page.select_option("#form-widgets-id_kind", "hk_macau_permit")
        # Nothing is read off a number that tells no day of birth.
        self.assertFalse(
            page.locator("#formfield-form-widgets-birth_date").is_visible()
        )
        width = page.evaluate("document.documentElement.scrollWidth")
        self.assertLessEqual(width, PHONE["width"])
        self.send(page)
        self.assertReceipt(page)
        seen = self.at_desk(page)
        self.assertIn("港澳居民来往内地通行证 H12345678", seen)
