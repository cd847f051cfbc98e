"""Handing a page on: to somebody else, to the clipboard, to the printer."""

from test_journeys import DESKTOP
from test_journeys import JourneyTestCase
from test_journeys import PHONE

COMMUNITY = "communities/990102/990102001/990102001001"
GUIDE = "catalogue/sq-ll-001/990102"
WECHAT = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0"
    " Chrome/126.0.0.0 Mobile Safari/537.36 MicroMessenger/8.0.50"
)

#: Stands in for the dialog of a device, which a browser under test does not have.
DIALOG = (
    "navigator.share = (data) => { window.shared = data; return Promise.resolve(); }"
)

#: A browser that lets no page write to the clipboard, in the new way or the old.
NO_CLIPBOARD = """
Object.defineProperty(navigator, "clipboard", {value: undefined});
document.execCommand = () => false;
"""


class TestSharing(JourneyTestCase):
    def open_guide(self, script="", **options):
        page = self.visit(**options)
        page.add_init_script(script)
        page.goto(f"{self.base}/{GUIDE}")
        return page

    @property
    def short(self):
        return f"{self.base}/s/sq-ll-001/990102"

    def test_address_is_copied_and_the_page_says_so(self):
        page = self.visit(GUIDE, permissions=["clipboard-read", "clipboard-write"])
        self.assertFalse(page.is_visible("[data-share-send]"))
        page.click("[data-share-copy]")
        page.get_by_text("网址已复制").wait_for()
        self.assertEqual(self.short, page.evaluate("navigator.clipboard.readText()"))

    def test_browser_that_forbids_copying_shows_the_address_to_copy(self):
        page = self.open_guide(NO_CLIPBOARD)
        page.click("[data-share-copy]")
        page.get_by_text(f"请复制这个网址： {self.short}").wait_for()

    def test_device_with_a_dialog_of_its_own_opens_it_with_title_and_address(self):
        page = self.open_guide(DIALOG, viewport=PHONE)
        page.click("[data-share-send]")
        self.assertEqual(
            {"title": "高龄津贴申请", "url": self.short}, page.evaluate("window.shared")
        )

    def test_in_wechat_the_page_says_where_its_menu_is(self):
        page = self.visit(GUIDE, viewport=PHONE, user_agent=WECHAT)
        page.click("[data-share-send]")
        page.get_by_text("请点右上角“⋯”").wait_for()

    def test_buttons_are_absent_without_scripts(self):
        page = self.visit(GUIDE, java_script_enabled=False)
        for button in ("[data-share-send]", "[data-share-copy]", "[data-print]"):
            self.assertFalse(page.is_visible(button))


class TestPrinting(JourneyTestCase):
    def test_paper_has_the_checklist_and_the_code_and_nothing_to_click(self):
        page = self.visit(GUIDE, viewport=DESKTOP)
        page.emulate_media(media="print")
        for absent in (
            ".quick-search",
            ".tools",
            ".main-nav",
            ".breadcrumbs",
            ".site-footer",
            ".actions",
            ".contents",
            ".share-image",
        ):
            with self.subTest(absent=absent):
                self.assertFalse(page.is_visible(absent))
        self.assertTrue(page.is_visible(".material input[type=checkbox]"))
        code = page.locator(".print-address img")
        # A browser that prints fetches what it had put off; here nothing is printed.
        code.evaluate("e => { e.loading = 'eager'; }")
        page.wait_for_function(
            "document.querySelector('.print-address img').naturalWidth > 0"
        )
        self.assertEqual(
            "rgb(0, 0, 0)", code.evaluate("e => getComputedStyle(e).color")
        )

    def test_paper_has_the_hours_of_the_window_and_not_whether_it_is_open(self):
        page = self.visit(COMMUNITY)
        page.click("button[data-choose-community]")
        page.goto(f"{self.base}/{GUIDE}")
        page.locator(".my-window-now:visible").wait_for()
        page.emulate_media(media="print")
        self.assertFalse(page.is_visible(".my-window-now"))
        self.assertFalse(page.is_visible(".my-window [data-change]"))
        self.assertTrue(page.is_visible(".my-window-hours"))
        self.assertTrue(page.is_visible(".my-window .phone"))
