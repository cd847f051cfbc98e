"""Somebody asks about their own data on a phone, in a real browser."""

from onewindow_policy.rights.models import COPY
from onewindow_policy.rights.models import CORRECTION
from test_journeys_handin import IS_TOO_WIDE
from test_journeys_handin import WAYS
from test_portal_accessibility import AxeTestCase


class TestMyData(AxeTestCase):
    def look(self, page, way, name):
        self.assertFalse(page.evaluate(IS_TOO_WIDE), name)
        self.judge(page, way[1], (name, *way))

    def test_what_is_missing_is_said_and_what_was_asked_is_listed(self):
        for way, width in WAYS:
            with self.subTest(way=way), self.reader(way, width) as page:
                self.ask(page, way)
        self.assert_nothing_found()

    def ask(self, page, way):
        page.goto(f"{self.base}/@@track?number={self.case.number}")
        page.fill("#code", self.case.query_code)
        page.click("#track-form button")
        page.click("#to-my-data button")
        page.wait_for_selector("#ask")
        self.look(page, way, "what can be asked")
        page.check(f"#kind-{CORRECTION}")
        page.click("[name='ask']")
        page.wait_for_selector("#problems")
        self.assertTrue(page.is_checked(f"#kind-{CORRECTION}"))
        self.look(page, way, "what is wrong is missing")
        page.click("#problems a")
        page.check(f"#kind-{COPY}")
        asked = page.locator(f"label[for='kind-{COPY}']").inner_text()
        page.click("[name='ask']")
        page.wait_for_selector("#asked-now")
        self.assertIn(asked, page.locator("#own-requests").inner_text())
        self.look(page, way, "asked")
