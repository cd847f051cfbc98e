"""Elder mode (关怀版): large, little beside what matters, with somebody to ask first."""

from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone.testing.zope import Browser
from test_journeys import JourneyTestCase

import unittest

COMMUNITY = "communities/990102/990102001/990102001001"
PAGES = ("", "catalogue", "catalogue/sq-ll-001/990102", COMMUNITY, "@@track")

#: What elder mode promises, in CSS pixels.
LEAST_TEXT = 20
LEAST_TARGET = 48

#: Controls that stand alone; links within sentences are as large as their words.
TARGETS = ".btn, .tool, .main-nav a, .form-control, .form-select, .task, .find button"

SMALLER = """
([targets, least]) => [...document.querySelectorAll(targets)]
  .filter((element) => element.checkVisibility())
  .map((element) => [element.textContent.trim().slice(0, 20) || element.name,
                     element.getBoundingClientRect().height])
  .filter(([, height]) => height < least)
"""

#: Links with nothing beside them, but those whose whole box leads there.
ALONE = """
(least) => [...document.querySelectorAll("main a[href]")]
  .filter((link) => link.checkVisibility() && !link.closest(".result h2, .result h3"))
  .filter((link) => ![...link.parentElement.childNodes]
    .some((node) => node !== link && node.textContent.trim()))
  .map((link) => [link.textContent.trim(), link.getBoundingClientRect()])
  .filter(([, {width, height}]) => width < least || height < least)
  .map(([text]) => text)
"""


class TestAddress(unittest.TestCase):
    """`?care=1` on any address, for the code on a poster."""

    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.url = self.layer["portal"].absolute_url()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False

    def test_poster_leads_to_the_clean_address_in_large_print(self):
        self.browser.open(f"{self.url}/catalogue?life_event=x&care=1")
        self.assertEqual(f"{self.url}/catalogue?life_event=x", self.browser.url)
        self.assertIn('class="elder"', self.browser.contents)
        self.browser.open(f"{self.url}/news")
        self.assertIn('class="elder"', self.browser.contents)

    def test_it_is_switched_off_in_the_same_way(self):
        self.browser.open(f"{self.url}?care=1")
        self.browser.open(f"{self.url}/news?care=0")
        self.assertEqual(f"{self.url}/news", self.browser.url)
        self.assertNotIn('class="elder"', self.browser.contents)

    def test_nobody_is_led_out_of_the_portal(self):
        for path in ("//example.com?care=1", "/@@set-language?language=en&care=1"):
            with self.subTest(path=path):
                self.browser.followRedirects = False
                self.browser.open(f"{self.url}{path}")
                location = self.browser.headers.get("Location", self.url)
                self.assertTrue(location.startswith(self.url), location)

    def test_other_values_change_nothing(self):
        for query in ("care=2", "care=", "scare=1"):
            with self.subTest(query=query):
                self.browser.open(f"{self.url}/news?{query}")
                self.assertIn('class="masthead"', self.browser.contents)
                self.assertNotIn('class="elder"', self.browser.contents)


class TestPages(JourneyTestCase):
    def open_elder(self, **options):
        page = self.visit("?care=1", **options)
        self.assertEqual("elder", page.locator("html").get_attribute("class"))
        return page

    def test_words_and_targets_are_large_on_every_page(self):
        page = self.open_elder(viewport={"width": 360, "height": 740})
        for path in PAGES:
            page.goto(f"{self.base}/{path}")
            with self.subTest(path=path):
                size = page.evaluate(
                    "parseFloat(getComputedStyle(document.body).fontSize)"
                )
                self.assertGreaterEqual(size, LEAST_TEXT)
                small = page.evaluate(SMALLER, [TARGETS, LEAST_TARGET])
                self.assertEqual([], small)
                width = page.evaluate("document.documentElement.scrollWidth")
                self.assertLessEqual(width, 360)

    def test_links_that_stand_alone_are_large_targets_and_nothing_is_too_wide(self):
        page = self.open_elder(viewport={"width": 320, "height": 740})
        for path in (*PAGES, "communities", "sitemap", "news/n001", "@@find?q=津贴"):
            page.goto(f"{self.base}/{path}")
            with self.subTest(path=path):
                self.assertEqual([], page.evaluate(ALONE, LEAST_TARGET))
                width = page.evaluate("document.documentElement.scrollWidth")
                self.assertLessEqual(width, 320)

    def test_hotline_comes_first_and_then_the_chosen_window(self):
        page = self.open_elder()
        first = page.locator(".care-bar a").first
        self.assertEqual("tel:12345", first.get_attribute("href"))
        page.goto(f"{self.base}/{COMMUNITY}")
        page.click("[data-choose-community]")
        for path in ("", "catalogue/sq-ll-001/990102"):
            page.goto(f"{self.base}/{path}")
            strip = page.locator(".care-bar .my-window")
            strip.wait_for()
            with self.subTest(path=path):
                self.assertIn("晨光社区党群服务中心", strip.inner_text())
                self.assertFalse(page.locator("text=就近找窗口").is_visible())

    def test_page_is_read_aloud_and_stopped(self):
        page = self.open_elder()
        page.add_init_script(
            """
            window.said = [];
            speechSynthesis.speak = (words) => {
              said.push(words.text);
              window.spoken = words;
            };
            speechSynthesis.cancel = () => said.push("");
            """
        )
        page.goto(f"{self.base}/catalogue/sq-ll-001/990102")
        button = page.locator("[data-read-aloud]")
        button.click()
        self.assertEqual(["高龄津贴申请"], page.evaluate("said"))
        self.assertEqual("停止朗读", button.inner_text())
        self.assertEqual("高龄津贴申请", page.locator(".is-read").inner_text())
        page.evaluate("spoken.onend()")
        self.assertEqual(2, len(page.evaluate("said")))
        button.click()
        self.assertEqual("继续朗读", button.inner_text())

    def test_without_scripts_all_but_reading_aloud_is_there(self):
        page = self.open_elder(java_script_enabled=False)
        self.assertTrue(page.locator("text=就近找窗口").is_visible())
        self.assertFalse(page.locator("[data-read-aloud]").is_visible())
        page.locator(".tool-care").click()
        self.assertIsNone(page.locator("html").get_attribute("class"))

    def test_there_are_fewer_choices_than_elsewhere(self):
        choices = """
            () => [...document.querySelectorAll("a[href], button, input, select")]
              .filter((element) => element.checkVisibility()).length
        """
        page, elder = self.visit(), self.open_elder()
        for path in ("", "catalogue", "catalogue/sq-ll-001/990102", "communities"):
            page.goto(f"{self.base}/{path}")
            elder.goto(f"{self.base}/{path}")
            with self.subTest(path=path):
                self.assertLess(elder.evaluate(choices), page.evaluate(choices))

    def test_what_is_secondary_is_left_out(self):
        page = self.open_elder()
        for absent in (".hot-queries", "#news", "#rollout"):
            with self.subTest(absent=absent):
                self.assertFalse(page.locator(absent).is_visible())
