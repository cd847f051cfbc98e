"""Taking something back asks first, and is undone, in a real browser."""

from plone import api
from test_journeys import DESKTOP
from test_journeys import JourneyTestCase
from test_journeys import PHONE

import re
import transaction

ITEM = "catalogue/sq-ll-002"


class TestTakingBack(JourneyTestCase):
    def setUp(self):
        super().setUp()
        self.portal = self.layer["portal"]
        transaction.begin()
        with api.env.adopt_roles(["Manager"]):
            folder = api.content.create(self.portal.news, "Folder", "year", "旧闻")
            api.content.transition(folder, to_state="published")
        transaction.commit()

    def tearDown(self):
        transaction.begin()
        with api.env.adopt_roles(["Manager"]):
            api.content.delete(self.portal.news.year)
        transaction.commit()
        super().tearDown()

    def test_editor_takes_a_folder_back_and_a_reviewer_brings_it_back(self):
        """By Plone's own menu, whose link took it back at once."""
        editor = self.visit("news/year", login="editor")
        link = editor.locator("#workflow-transition-retract").get_attribute("href")
        self.assertIn("content_status_modify?workflow_action=retract", link)
        editor.goto(link)
        self.assertIn("收回", editor.locator("h1").inner_text())
        self.assertIn("居民将看不到它", editor.locator("#hides").inner_text())
        self.assertIn("审核员", editor.locator("#way-back").inner_text())
        resident = self.visit("news/year", viewport=PHONE)
        self.assertIn("旧闻", resident.locator("h1").inner_text())
        editor.click("#publication-form [type=submit]")
        self.assertEqual("发布状态", editor.locator("h1").inner_text())
        self.assertEqual(0, editor.locator("#undo-form").count())
        resident.goto(f"{self.base}/news/year")
        self.assertNotIn("旧闻", resident.locator("h1").inner_text())
        reviewer = self.visit("news/year/@@publication", login="reviewer")
        reviewer.click("#undo-form [type=submit]")
        self.assertIn("已发布", reviewer.locator("#state").inner_text())
        resident.goto(f"{self.base}/news/year")
        self.assertIn("旧闻", resident.locator("h1").inner_text())

    def test_pages_fit_a_phone(self):
        for viewport, name in ((PHONE, "phone"), (DESKTOP, "desktop")):
            page = self.visit(
                f"{ITEM}/@@publication?transition=archive",
                viewport=viewport,
                login="reviewer",
            )
            self.assertRegex(
                page.locator("#hides").inner_text(), re.compile("其中的[0-9]+项")
            )
            self.keep_picture(page, f"archiving-{name}", full_page=True)
            self.assertLessEqual(
                page.evaluate("document.querySelector('#content').scrollWidth"),
                viewport["width"],
            )
            page.goto(f"{self.base}/{ITEM}/@@publication")
            self.assertEqual("发布状态", page.locator("h1").inner_text())
            self.keep_picture(page, f"states-{name}", full_page=True)
