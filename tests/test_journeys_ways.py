"""What residents come to do goes in every way the portal is shown.

Width, scripts, print and language are combined so that each two of them meet somewhere.
"""

from onewindow_policy.testing.applying import id_number
from test_journeys import TABLET
from test_journeys_steps import ANSWERS
from test_journeys_steps import StepsCase
from typing import NamedTuple


class Way(NamedTuple):
    """How somebody sees the portal."""

    width: int
    scripts: bool
    large: bool
    language: str


WAYS = (
    Way(320, True, False, "zh-cn"),
    Way(320, False, True, "en"),
    Way(390, True, True, "en"),
    Way(390, False, False, "zh-cn"),
    Way(1280, True, False, "en"),
    Way(1280, False, True, "zh-cn"),
)

#: What is read, by language.
WORDS = {
    "zh-cn": {
        "searched": "高龄津贴",
        "service": "高龄津贴申请",
        "arrived": "已提交",
        "may": "您可能能领的",
        "sum": "每月",
    },
    "en": {
        "searched": "old-age allowance",
        "service": "Old-age allowance from 80",
        "arrived": "Submitted",
        "may": "What you may be entitled to",
        "sum": "a month",
    },
}

#: What reaches beyond the screen, though it may not be scrolled within something.
TOO_WIDE = """
(width) => document.documentElement.scrollWidth <= width ? [] :
  [...document.querySelectorAll("main *")]
    .filter((each) => each.getBoundingClientRect().right > width + 1)
    .map((each) => `${each.tagName}.${each.className}: ${each.textContent.trim()}`)
"""

#: From the home page to the receipt, at most: the search, its hit, the form, its steps.
MOST_PRESSES = 12


def resident(number):
    """Return the identity number of another person of the same age in each way."""
    return id_number(f"9901021940010120{number}")


class TestWays(StepsCase):
    def setUp(self):
        super().setUp()
        self.take_forms_at_once()

    def in_each_way(self, walk):
        """Call `walk(number, way, page)` with the home page in each way."""
        for number, way in enumerate(WAYS):
            with self.subTest(way=way):
                walk(number, way, self.enter(way))
            self.contexts.pop().close()

    def enter(self, way):
        """Open the home page as somebody who has chosen a print and a language."""
        page = self.visit(
            f"@@set-language?language={way.language}",
            viewport={"width": way.width, "height": 844},
            java_script_enabled=way.scripts,
        )
        page.goto(f"{self.base}/?care={int(way.large)}")
        self.presses = 0
        self.assert_shown(page, way)
        return page

    def press(self, page, way, selector):
        page.locator(selector).locator("visible=true").first.click()
        page.wait_for_load_state()
        self.presses += 1
        self.assert_shown(page, way)

    def assert_shown(self, page, way):
        """The page is one of the portal's, in the print and language, and fits."""
        self.assertTrue(page.locator("h1").first.inner_text())
        root = page.locator("html")
        self.assertEqual(way.language[:2], root.get_attribute("lang")[:2])
        self.assertEqual(way.large, "elder" in (root.get_attribute("class") or ""))
        self.assertEqual([], page.evaluate(TOO_WIDE, way.width))

    def test_allowance_is_found_applied_for_and_followed(self):
        def walk(number, way, page):
            words = WORDS[way.language]
            page.fill("main .find [type=search]", words["searched"])
            self.press(page, way, "main .find button")
            self.assertIn(
                words["service"], page.locator(".result h2").first.inner_text()
            )
            self.press(page, way, ".result h2 a")
            self.assertIn(words["service"], page.locator("h1").inner_text())
            self.press(page, way, "main a[href$='/apply']")
            id_number = resident(number)
            if way.width < TABLET["width"]:
                self.walk(page, id_number)
                self.presses += len(ANSWERS) + 1
            else:
                self.fill_in(page)
                page.fill("[name='form.widgets.id_number']", id_number)
            self.press(page, way, "[name='form.buttons.submit']")
            self.assertRegex(page.url, r"/@@receipt/\d{15}$")
            self.assertLessEqual(self.presses, MOST_PRESSES)
            case = page.locator("#case-number").inner_text()
            code = page.locator("#query-code").inner_text().splitlines()[0]
            page.goto(f"{self.base}/@@track")
            page.fill("#number", case)
            page.fill("#code", code)
            self.press(page, way, "form:has(#code) button")
            self.assertEqual(words["arrived"], page.locator("#case-state").inner_text())

        self.in_each_way(walk)

    def test_event_in_life_is_walked_to_its_steps_and_papers(self):
        def walk(_number, way, page):
            self.press(page, way, "main .life-events a[href$='birth']")
            while page.locator(".journey-choices a").count():
                question = page.locator("#question").inner_text()
                self.press(page, way, ".journey-choices a")
                self.assertNotEqual(question, self.question_of(page))
            self.assertGreater(page.locator(".journey-step").count(), 2)
            self.assertGreater(page.locator(".journey-papers li").count(), 2)

        self.in_each_way(walk)

    def question_of(self, page):
        found = page.locator("#question")
        return found.inner_text() if found.count() else None

    def test_what_somebody_of_eighty_may_get_is_told_with_its_sum(self):
        def walk(_number, way, page):
            words = WORDS[way.language]
            self.press(page, way, "main a[href*='@@benefits']")
            self.assertEqual(words["may"], page.locator("h1").inner_text())
            page.select_option("[name=district]", "990102")
            page.select_option("[name=age]", "80-89")
            self.press(page, way, "main form button")
            found = page.locator("main", has_text=words["service"])
            self.assertIn(words["sum"], found.inner_text())

        self.in_each_way(walk)
