"""Everything works by keyboard, and one sees where one is."""

from test_journeys import DESKTOP
from test_journeys import JourneyTestCase
from test_journeys import PHONE

PAGES = ("", "catalogue/sq-ll-001/990102", "catalogue/sq-ll-001/apply", "communities")

#: More stops than any page has.
MOST_STOPS = 400

#: Where the focus is: its place in the document, whether it is seen, and its ring.
HERE = """
() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const all = [...document.querySelectorAll("*")];
  return {
    place: all.indexOf(element),
    name: element.outerHTML.slice(0, 80),
    isSeen: box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0,
    ring: style.outlineStyle !== "none" ? parseFloat(style.outlineWidth) : 0,
  };
}
"""


class TestKeyboard(JourneyTestCase):
    def stops(self, page):
        """Yield where each press of the tabulator key leads, until the page is over."""
        for _number in range(MOST_STOPS):
            page.keyboard.press("Tab")
            here = page.evaluate(HERE)
            if here is None:
                return
            yield here
        self.fail("The page has no end.")

    def go_through(self, page):
        stops = list(self.stops(page))
        self.assertGreater(len(stops), 10)
        places = [each["place"] for each in stops]
        self.assertEqual(sorted(places), places)
        self.assertEqual([], [each["name"] for each in stops if not each["isSeen"]])
        self.assertEqual([], [each["name"] for each in stops if each["ring"] < 2])

    def test_each_stop_is_seen_in_the_order_of_the_page(self):
        for viewport in (PHONE, DESKTOP):
            for path in PAGES:
                with self.subTest(path=path, width=viewport["width"]):
                    self.go_through(self.visit(path, viewport=viewport))

    def test_desk_of_a_window_is_worked_at_by_keyboard(self):
        self.go_through(self.visit("@@desk", login="window-staff"))

    def test_first_stop_leads_to_the_content(self):
        page = self.visit("catalogue")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_function("document.activeElement.id === 'main'")

    def test_headings_skip_no_level_and_each_page_has_one_of_the_first(self):
        page = self.visit()
        for path in (*PAGES, "catalogue", "news/n001", "@@track", "sitemap"):
            page.goto(f"{self.base}/{path}")
            levels = page.eval_on_selector_all(
                "h1, h2, h3, h4, h5, h6",
                "(all) => all.map((element) => Number(element.tagName[1]))",
            )
            with self.subTest(path=path):
                self.assertEqual(1, levels.count(1))
                steps = zip(levels, levels[1:], strict=False)
                self.assertEqual([], [step for step in steps if step[1] > step[0] + 1])
