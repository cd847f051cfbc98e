"""What is missing is photographed and handed in on a phone, in a real browser."""

from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.models import Case
from onewindow_policy.records.api import read_session
from onewindow_policy.testing.pictures import picture
from plone import api
from sqlalchemy import select
from test_portal_accessibility import AxeTestCase

import transaction

BOOK, PHOTO = "SQ-LL-001-M02", "SQ-LL-001-M03"
WHY = "户口簿缺了本人那一页"

#: Large print as well, and those who read English at a desk.
WAYS = ((("zh-cn", True), 390), (("en", False), 1280))

#: Whether something reaches beyond the screen.
IS_TOO_WIDE = (
    "document.documentElement.scrollWidth > document.documentElement.clientWidth"
)


class TestHandIn(AxeTestCase):
    def ask_for_correction(self):
        facts = {"reason": WHY, "materials": [BOOK, PHOTO], "again": WHY}
        staff = api.user.get("window-staff")
        version = read_session().scalar(
            select(Case.version).where(Case.number == self.case.number)
        )
        move_case(
            self.case.number, "ask_correction", staff, version=version, facts=facts
        )
        transaction.commit()

    def state(self):
        transaction.begin()
        return read_session().scalar(
            select(Case.state).where(Case.number == self.case.number)
        )

    def look(self, page, way, name):
        self.assertFalse(page.evaluate(IS_TOO_WIDE), name)
        self.judge(page, way[1], (name, *way))

    def test_photographs_come_into_the_case_and_nothing_chosen_is_lost(self):
        for way, width in WAYS:
            self.ask_for_correction()
            with self.subTest(way=way), self.reader(way, width) as page:
                self.hand_in(page, way)
                self.assertEqual("received", self.state())
        self.assert_nothing_found()

    def hand_in(self, page, way):
        page.goto(f"{self.base}/@@track?number={self.case.number}")
        page.fill("#code", self.case.query_code)
        page.click("#track-form button")
        page.wait_for_selector("#to-hand-in")
        self.assertIn(WHY, page.locator("#history").inner_text())
        self.look(page, way, "progress")
        page.click("#to-hand-in button")
        page.wait_for_selector("#hand-in-form")
        self.assertIn(WHY, page.locator("#what-is-missing").inner_text())
        self.keep_picture(page, f"hand-in-{way[0]}", full_page=True)
        self.look(page, way, "hand in")
        photo = {"name": "1.png", "mimeType": "image/png", "buffer": picture()}
        page.set_input_files(f"#files-{BOOK}", photo)
        page.fill("#note", "照片今天重拍")
        page.click("[name='hand_in']")
        page.wait_for_selector("#problems")
        self.look(page, way, "something is missing still")
        self.assertEqual("照片今天重拍", page.input_value("#note"))
        self.assertTrue(page.locator("[name='keep']").is_checked())
        page.click("#problems a")
        page.set_input_files(f"#files-{PHOTO}", photo)
        page.click("[name='hand_in']")
        page.wait_for_selector("#handed-in-now")
        self.look(page, way, "handed in")
