"""On a small screen: the form changes, or is taken away, while somebody fills it in."""

from onewindow_policy.testing.applying import remove_form
from pathlib import Path
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import SITE_OWNER_NAME
from test_journeys import TABLET
from test_journeys_applying import ID_NUMBER
from test_journeys_applying import photo
from test_journeys_shared import FORM
from test_journeys_shared import KeptCase
from test_journeys_shared import NAME

import tempfile
import transaction


class TestChanged(KeptCase):
    def open_and_fill(self):
        page = self.open_form()
        self.fill(page)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        path = photo(Path(folder.name), "正面.png")
        page.locator("input[type=file]").first.set_input_files([path])
        return page

    def assertFits(self, page):
        width = page.evaluate("document.documentElement.scrollWidth")
        self.assertLessEqual(width, TABLET["width"])

    def test_new_notice_is_shown_and_once_more_is_enough(self):
        page = self.open_and_fill()
        name = "onewindow_policy.notice.handler"
        api.portal.set_registry_record(name, "示例市新的部门")
        transaction.commit()
        self.send(page)
        changed = page.locator("#changed")
        self.assertIn("您的信息怎么用", changed.inner_text())
        self.assertIn("示例市新的部门", page.locator("main").inner_text())
        self.assertEqual(NAME, self.value(page, "applicant_name"))
        self.assertFits(page)
        self.keep_picture(page, "apply-changed")
        # The photograph waits, and is handed in with the rest.
        self.assertIn("-1.png", page.locator(".kept-files").inner_text())
        self.send(page)
        self.assertReceipt(page)

    def test_form_that_is_gone_gives_back_what_was_typed(self):
        page = self.open_and_fill()
        item = self.layer["portal"].unrestrictedTraverse(FORM).aq_parent
        login(self.layer["app"], SITE_OWNER_NAME)
        remove_form(item)
        transaction.commit()
        logout()
        self.send(page)
        self.assertEqual("没有提交：这张表已经关闭", page.locator("h1").inner_text())
        shown = page.locator("main").inner_text()
        for words in (NAME, ID_NUMBER, "示例路1号", "选了1个文件", "12345"):
            self.assertIn(words, shown)
        self.assertFits(page)
        self.keep_picture(page, "apply-closed", full_page=True)
