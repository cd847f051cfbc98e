"""Numbers with spaces, 〇 in a name, a permit of Hong Kong, a landline."""

from onewindow_policy.cases.masks import masked_id_number
from test_journeys import TABLET
from test_journeys_applying import ID_NUMBER
from test_journeys_shared import KeptCase

SPACED = f"{ID_NUMBER[:6]} {ID_NUMBER[6:14]} {ID_NUMBER[14:]}"


class TestTyped(KeptCase):
    def assertReceipt(self, page):
        self.assertRegex(page.url, r"/@@receipt/\d{15}$", self.problems(page))

    def problems(self, page):
        found = page.locator("#problems")
        return found.inner_text() if found.count() else ""

    def test_number_with_spaces_and_a_landline(self):
        page = self.open_form()
        self.fill(page, id_number=SPACED, phone="0571 8888 1234")
        self.send(page)
        self.assertReceipt(page)
        seen = self.at_desk(page)
        self.assertIn(masked_id_number(ID_NUMBER), seen)
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
        self.assertLessEqual(width, TABLET["width"])
        self.send(page)
        self.assertReceipt(page)
        seen = self.at_desk(page)
        self.assertIn("港澳居民来往内地通行证 H******78", seen)
