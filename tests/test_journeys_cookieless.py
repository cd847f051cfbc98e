"""A resident applies with a browser that keeps no cookies: private mode, WebViews."""

from onewindow_policy.testing import BROWSER_PATIENCE
from onewindow_policy.testing import executable
from pathlib import Path
from test_journeys import TABLET
from test_journeys_shared import FORM
from test_journeys_shared import KeptCase

import json
import re
import tempfile

#: What is chosen in Chromium's settings to block all cookies.
BLOCKED = {"profile": {"default_content_setting_values": {"cookies": 2}}}


class TestWithoutCookies(KeptCase):
    def open_blocked(self):
        """Return a page of a browser that was set to block cookies, and storage too."""
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        profile = Path(folder.name) / "Default"
        profile.mkdir()
        (profile / "Preferences").write_text(json.dumps(BLOCKED), encoding="utf-8")
        context = self.layer["playwright"].chromium.launch_persistent_context(
            folder.name,
            viewport=TABLET,
            locale="zh-CN",
            **{
                **self.layer["chromium_options"],
                # The shell without a window has no settings.
                "executable_path": executable("chromium"),
            },
        )
        context.set_default_timeout(BROWSER_PATIENCE)
        self.contexts.append(context)
        return context.pages[0]

    def test_number_and_code_stand_on_the_page_and_open_the_progress(self):
        page = self.open_blocked()
        page.goto(f"{self.base}/{FORM}")
        self.take_forms_at_once()
        self.fill(page)
        self.send(page)
        self.assertEqual([], page.context.cookies())
        self.assertEqual(f"{self.base}/{FORM}", page.url)
        number = page.locator("#case-number").inner_text()
        code = page.locator("#query-code").inner_text().splitlines()[0]
        self.keep_picture(page, "cookieless-receipt", full_page=True)
        self.assertIn(
            "要用查询码才能再打开", page.locator("#only-by-code").inner_text()
        )
        width = page.evaluate("document.documentElement.scrollWidth")
        self.assertEqual(TABLET["width"], width)
        # A reload repeats the sending, and is the same one.
        page.reload()
        self.assertEqual(number, page.locator("#case-number").inner_text())
        self.assertEqual(code, page.locator("#query-code").inner_text().splitlines()[0])
        # Other print, and the receipt is still there.
        page.locator(".masthead a", has_text="关怀版").click()
        page.wait_for_selector("html.elder")
        self.assertEqual(number, page.locator("#case-number").inner_text())
        self.keep_picture(page, "cookieless-receipt-elder", full_page=True)
        page.click("#end-visit button")
        page.wait_for_url(re.compile("end-visit"))
        self.assertEqual("请把浏览器也关掉", page.locator("h1").inner_text())
        self.keep_picture(page, "cookieless-ended")
        page.go_back()
        self.assertIn("申请已经收到", page.locator("#has-arrived").inner_text())
        self.assertNotIn(code, page.content())
        self.keep_picture(page, "cookieless-closed", full_page=True)
        page.goto(f"{self.base}/@@track")
        page.fill("#number", number)
        page.fill("#code", code)
        page.click("text=查询 >> nth=-1")
        self.assertEqual("已提交", page.locator("#case-state").inner_text())
