"""Small and old screens: nothing that counts is cut, nothing hidden shows, scripts run."""

from onewindow_policy.testing.applying import ID_NUMBER
from pathlib import Path
from test_journeys import JourneyTestCase
from test_journeys import TABLET

import importlib.util
import re
import unittest

ROOT = Path(__file__).resolve().parent.parent

#: The smallest phone, and how much larger many have made its letters.
SMALL = {"width": 360, "height": 740}
LARGER = "130%"

#: What of an element lies beyond the screen or is cut off by a box around it.
CUT = """
() => [...document.querySelectorAll(".number, .phone")]
  .filter((element) => element.getClientRects().length)
  .filter((element) => {
    const range = document.createRange();
    range.selectNodeContents(element);
    return [...range.getClientRects()].some((box) => {
      for (let each = element; each; each = each.parentElement) {
        const {left, right} = each.getBoundingClientRect();
        const cuts = each === document.documentElement
          || getComputedStyle(each).overflowX !== "visible";
        if (cuts && (box.right > right + 1 || box.left < left - 1)) return true;
      }
      return box.right > innerWidth + 1;
    });
  })
  .map((element) => element.textContent.trim())
"""

#: How many lines of how many boxes a title has: each mark in it may have its own.
TITLES = """
() => [...document.querySelectorAll(".result h2 a")]
  .filter((link) => link.querySelector("mark"))
  .map((link) => getComputedStyle(link).display)
"""


class TestSmallScreens(JourneyTestCase):
    def ways(self, page):
        """Yield the page in larger letters, and in large print (关怀版)."""
        url = page.url
        page.evaluate(f"document.documentElement.style.fontSize = '{LARGER}'")
        yield "larger"
        page.context.add_cookies(
            [{"name": "onewindow_elder", "value": "1", "url": self.base}]
        )
        page.goto(url)
        self.assertEqual("elder", page.evaluate("document.documentElement.className"))
        yield "elder"
        page.evaluate(f"document.documentElement.style.fontSize = '{LARGER}'")
        yield "elder, larger"

    def assertWhole(self, page):
        for way in self.ways(page):
            with self.subTest(way=way):
                self.assertEqual([], page.evaluate(CUT))
                self.assertLessEqual(
                    page.evaluate("document.documentElement.scrollWidth"), 360
                )

    def test_numbers_of_a_receipt_are_never_cut(self):
        page = self.visit("catalogue/sq-ll-001/apply", viewport=TABLET)
        self.take_forms_at_once()
        for name, value in {
            "applicant_name": "样本老人",
            "id_number": ID_NUMBER,
            "phone": "13800000000",
            "address": "示例路1号",
            "bank_name": "示例银行",
            "bank_card": "6222020000000000000",
        }.items():
            page.fill(f"[name='form.widgets.{name}']", value)
        page.select_option("[name='form.widgets.community']", "990102001001")
        page.check("[name='form.widgets.account_kind'][value='social_card']")
        page.check("[name='form.widgets.material_m04_how'][value='window']")
        page.click("text=提交申请")
        page.wait_for_url(re.compile(r"/@@receipt/\d{15}$"))
        page.set_viewport_size(SMALL)
        self.assertEqual(2, page.locator(".receipt-facts .number").count())
        self.assertWhole(page)

    def test_number_of_a_suggestion_is_never_cut(self):
        page = self.visit("forms/suggest", viewport=SMALL)
        self.take_forms_at_once()
        page.fill("[name='form.widgets.message']", "电梯坏了好几天，请来修。")
        page.locator("[name='form.buttons.submit']").click()
        page.wait_for_selector(".progress-figure .number")
        self.assertWhole(page)

    def test_pages_with_phones_are_never_cut(self):
        community = "communities/990102/990102001/990102001001"
        for path in (community, f"{community}/h001", "catalogue/sq-ll-001/990102"):
            with self.subTest(path=path):
                page = self.visit(path, viewport=SMALL)
                self.assertGreater(page.locator(".phone, .number").count(), 0)
                self.assertWhole(page)

    def test_titles_that_were_found_stay_in_one_piece(self):
        page = self.visit("find?q=津贴&care=1", viewport=SMALL)
        displays = page.evaluate(TITLES)
        self.assertTrue(displays)
        self.assertNotIn("flex", " ".join(displays))

    def test_trap_of_the_form_is_hidden_by_what_every_browser_knows(self):
        page = self.visit("catalogue/sq-ll-001/apply", viewport=SMALL)
        trap = page.locator("#form-homepage")
        self.assertEqual(1, trap.count())
        self.assertLess(trap.bounding_box()["x"], -1000)
        rules = page.evaluate(
            """() => [...document.styleSheets].flatMap((each) => [...each.cssRules])
                 .filter((rule) => rule.selectorText === ".nobody")
                 .map((rule) => rule.cssText)"""
        )
        self.assertIn("left: -999rem", " ".join(rules))


def oldest():
    """Return the module that `make lint` runs."""
    path = ROOT / "tools" / "oldest.py"
    spec = importlib.util.spec_from_file_location("oldest", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class TestOldest(unittest.TestCase):
    """What is too new for the oldest browsers does not pass `make lint`."""

    def test_what_we_serve_passes(self):
        self.assertEqual(0, oldest().main())

    def test_newer_syntax_and_names_do_not_pass(self):
        judge = oldest().faults_of_script
        for code in (
            "a?.b",
            "a ?? b",
            "a ||= b",
            "wait(30_000)",
            "class A { b = 1 }",
            "class A { #b() {} }",
            "/(?<=a)b/.test(c)",
            "list.replaceChildren(a)",
            "form.requestSubmit()",
            "text.replaceAll('a', 'b')",
            "list.at(-1)",
            "globalThis.a",
            "const a = ;",
        ):
            with self.subTest(code=code):
                self.assertEqual([1], [line for line, _name in judge(code.encode())])

    def test_what_they_know_passes(self):
        judge = oldest().faults_of_script
        code = b"try { const {a, ...b} = c; let at = async () => import(d) } catch { }"
        self.assertEqual([], list(judge(code)))

    def test_newer_ways_to_hide_do_not_pass(self):
        judge = oldest().faults_of_style
        for style in (
            ".a{inset:0}",
            ".a{color:red;inset-inline-start:-999rem}",
            ":is(.a,.b){color:red}",
            ".a{overflow:hidden;clip-path:inset(50%)}",
        ):
            with self.subTest(style=style):
                self.assertEqual(1, len(list(judge(style))))
        self.assertEqual(
            [], list(judge(".a{clip:rect(0, 0, 0, 0);clip-path:inset(50%)}"))
        )
