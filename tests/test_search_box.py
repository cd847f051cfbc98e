"""Search boxes that suggest as one types, in a real browser."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from test_caching_proxies import WATCH_SHIFTS
from test_journeys import DESKTOP
from test_journeys import JourneyTestCase
from test_journeys import PHONE

import re


class BoxTestCase(JourneyTestCase):
    def open(self, path="", **options):
        """Open a page, ready to note what it asks of the portal."""
        page = self.visit(path, **options)
        self.asked = []
        page.on("request", lambda request: self.asked.append(request.url))
        return page

    def begin(self, path="", box="#find", **options):
        """Go into a search box, and wait until it can suggest."""
        page = self.open(path, **options)
        page.locator(box).click()
        page.locator(f"{box}[role=combobox]").wait_for()
        return page

    def enter(self, page, text):
        """Have all of `text` in the box at once, so that nothing is asked for less."""
        page.keyboard.insert_text(text)

    def suggestions(self, page):
        page.locator("[role=option]").first.wait_for()
        return page.locator("[role=option]")

    @property
    def questions(self):
        return [url for url in self.asked if "@suggest" in url]


class TestKeyboard(BoxTestCase):
    def test_arrow_and_return_lead_to_what_is_suggested(self):
        for viewport in (PHONE, DESKTOP):
            with self.subTest(width=viewport["width"]):
                page = self.begin(viewport=viewport)
                self.enter(page, "gaoling")
                self.suggestions(page)
                page.keyboard.press("ArrowDown")
                page.keyboard.press("Enter")
                page.wait_for_url(re.compile("/catalogue/sq-ll-001$"))

    def test_return_without_a_choice_sends_what_was_typed(self):
        page = self.begin()
        self.enter(page, "低保")
        self.suggestions(page)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("@@find"))
        self.assertEqual("低保", page.locator("#find").input_value())

    def test_arrows_go_round_by_way_of_the_box(self):
        page = self.begin()
        self.enter(page, "社区")
        options = self.suggestions(page)
        count = options.count()
        box = page.locator("#find")
        self.assertIsNone(box.get_attribute("aria-activedescendant"))
        for place in [*range(count), None, 0]:
            page.keyboard.press("ArrowDown")
            active = box.get_attribute("aria-activedescendant")
            chosen = page.locator("[role=option][aria-selected=true]")
            if place is None:
                self.assertIsNone(active)
                self.assertEqual(0, chosen.count())
            else:
                self.assertEqual(options.nth(place).get_attribute("id"), active)
                self.assertEqual(active, chosen.get_attribute("id"))
        page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowUp")
        self.assertEqual(
            options.nth(count - 1).get_attribute("id"),
            box.get_attribute("aria-activedescendant"),
        )

    def test_escape_closes_the_list_and_keeps_what_was_typed(self):
        page = self.begin()
        self.enter(page, "社区")
        self.suggestions(page)
        box = page.locator("#find")
        self.assertEqual("true", box.get_attribute("aria-expanded"))
        page.keyboard.press("Escape")
        self.assertEqual("false", box.get_attribute("aria-expanded"))
        self.assertEqual("社区", box.input_value())
        page.keyboard.press("ArrowDown")
        self.assertEqual("true", box.get_attribute("aria-expanded"))

    def test_going_on_closes_the_list(self):
        page = self.begin()
        self.enter(page, "社区")
        self.suggestions(page)
        page.keyboard.press("Tab")
        self.assertFalse(page.locator("[role=listbox]").is_visible())

    def test_reader_is_told_how_many_there_are(self):
        page = self.begin()
        self.enter(page, "社区")
        count = self.suggestions(page).count()
        status = page.locator("main [role=status]").first
        self.assertIn(f"有{count}条建议", status.inner_text())

    def test_groups_have_names(self):
        page = self.begin()
        self.enter(page, "社区")
        self.suggestions(page)
        names = page.locator("[role=listbox] [role=group]").evaluate_all(
            "(all) => all.map((group) => group.getAttribute('aria-label'))"
        )
        self.assertEqual("办事指南", names[0])
        self.assertEqual(len(set(names)), len(names))


class TestAsking(BoxTestCase):
    def test_nobody_is_asked_before_somebody_means_to_type(self):
        page = self.open()
        page.reload()
        page.wait_for_load_state("networkidle")
        self.assertFalse([url for url in self.asked if "suggest" in url])

    def test_fast_typing_asks_once_for_what_was_typed(self):
        page = self.begin()
        # The clock of the page stands still while the keys are pressed.
        page.clock.install()
        page.clock.pause_at(datetime.now(UTC) + timedelta(hours=1))
        page.keyboard.type("gaoling")
        self.assertEqual([], self.questions)
        page.clock.run_for(1000)
        self.suggestions(page)
        self.assertEqual(1, len(self.questions))
        self.assertTrue(self.questions[0].endswith("q=gaoling"))

    def test_nothing_is_asked_while_an_input_method_composes(self):
        page = self.begin()
        keyboard = page.context.new_cdp_session(page)
        for letters in ("d", "di", "di'b", "di'bao"):
            keyboard.send(
                "Input.imeSetComposition",
                {"text": letters, "selectionStart": len(letters), "selectionEnd": 0},
            )
        self.assertEqual("di'bao", page.locator("#find").input_value())
        page.wait_for_timeout(500)
        self.assertEqual([], self.questions)
        keyboard.send("Input.insertText", {"text": "低保"})
        self.suggestions(page)
        self.assertEqual(1, len(self.questions))
        self.assertEqual("低保", page.locator("#find").input_value())

    def test_answer_to_what_was_typed_before_is_not_shown(self):
        page = self.begin()
        held = []

        def hold(route):
            if route.request.url.endswith("q=a"):
                held.append(route)
            else:
                route.continue_()

        page.route(re.compile("@suggest"), hold)
        with page.expect_request(re.compile("q=a$")):
            page.keyboard.type("a")
        while not held:
            page.wait_for_timeout(50)
        page.locator("#find").fill("高龄")
        first = self.suggestions(page).first.inner_text()
        held[0].abort()
        self.assertIn("高龄津贴申请", first)
        self.assertEqual(first, page.locator("[role=option]").first.inner_text())

    def test_failing_suggestions_leave_a_plain_form(self):
        page = self.begin()
        page.route(re.compile("@suggest"), lambda route: route.abort())
        self.enter(page, "低保")
        page.wait_for_timeout(500)
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("@@find"))


class TestLook(BoxTestCase):
    def test_list_moves_nothing_and_stays_on_the_page(self):
        for viewport in ({"width": 360, "height": 740}, DESKTOP):
            for path, box in (("", "#find"), ("catalogue", "#quick-search")):
                with self.subTest(width=viewport["width"], path=path):
                    page = self.open(path, viewport=viewport)
                    page.evaluate(WATCH_SHIFTS)
                    page.locator(box).click()
                    self.enter(page, "社区")
                    self.suggestions(page)
                    page.wait_for_timeout(200)
                    self.assertEqual(0, page.evaluate("window.shifts"))
                    width = page.evaluate("document.documentElement.scrollWidth")
                    self.assertEqual(viewport["width"], width)

    def test_choosing_with_a_pointer_leads_there(self):
        page = self.begin("catalogue", box="#quick-search")
        self.enter(page, "低保")
        self.suggestions(page).first.click()
        page.wait_for_url(re.compile("/catalogue/sq-mz-001$"))

    def test_other_name_stands_before_the_services_own(self):
        page = self.begin()
        self.enter(page, "吃低保")
        first = self.suggestions(page).first.inner_text()
        self.assertEqual("吃低保", first.split()[0])
        self.assertIn("最低生活保障对象认定申请", first)

    def test_box_is_a_plain_form_without_scripts(self):
        page = self.visit("nothing-here", java_script_enabled=False)
        page.fill("#find", "低保户")
        page.keyboard.press("Enter")
        page.wait_for_url(re.compile("@@find"))
        self.assertIn(
            "最低生活保障对象认定申请", page.locator(".result h2").first.inner_text()
        )


class TestDistrict(BoxTestCase):
    def test_way_to_ones_own_district_is_shown_where_the_browser_knows_it(self):
        page = self.visit("communities/990102/990102001/990102001001")
        self.assertFalse(page.locator("[data-districts]:visible").count())
        page.click("[data-choose-community]")
        page.goto(f"{self.base}/@@find?q=高龄津贴")
        way = page.locator(".result-district:visible a").first
        self.assertEqual("看我所在的区怎么办", way.inner_text())
        way.click()
        page.wait_for_url(re.compile("/sq-ll-001/990102$"))
