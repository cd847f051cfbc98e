"""What somebody reads on a phone, in either print, on paper, and in English."""

from onewindow_policy.testing.lengths import beginning_of
from onewindow_policy.testing.lengths import LATEST_BEGINNING
from onewindow_policy.testing.lengths import LATEST_HEADING
from onewindow_policy.testing.lengths import LATEST_QUESTION
from onewindow_policy.testing.lengths import lengths_of
from onewindow_policy.testing.lengths import LONGEST_RATIO
from onewindow_policy.testing.lengths import PAGES
from onewindow_policy.testing.lengths import PHONE
from test_journeys import DESKTOP
from test_journeys import JourneyTestCase

import re

#: The allowance at 80: its papers are 4, and 2 more for who goes for somebody else.
GUIDE = "catalogue/sq-ll-001/990102"

LINES = "e => e.offsetHeight / parseFloat(getComputedStyle(e).lineHeight)"
DISPLAYED = "all => all.map((each) => getComputedStyle(each.parentElement).display)"


class TestLengths(JourneyTestCase):
    def test_no_page_is_long_and_large_print_begins_on_the_first_screen(self):
        page = self.visit(viewport=PHONE)
        for path, longest in PAGES.items():
            standard, elder = lengths_of(page, self.base, path)
            with self.subTest(path=path):
                self.assertLessEqual(standard.height, longest)
                self.assertLessEqual(elder.height, LONGEST_RATIO * standard.height)
                self.assertLessEqual(elder.heading, LATEST_HEADING)
                self.assertLessEqual(elder.width, PHONE["width"])

    def test_first_question_of_a_form_is_near_in_large_print(self):
        page = self.visit(viewport=PHONE)
        begins, question = beginning_of(page, self.base)
        self.assertLessEqual(begins, LATEST_BEGINNING)
        self.assertLessEqual(question, LATEST_QUESTION)


class TestGuideOnPhone(JourneyTestCase):
    def test_five_answers_come_first_and_lead_to_the_part_that_says_more(self):
        page = self.visit(GUIDE, viewport=PHONE)
        labels = page.locator(".brief b").all_inner_texts()
        self.assertEqual(["能不能办", "带什么", "去哪办", "几天办好", "多少钱"], labels)
        self.assertFalse(page.locator(".facts").is_visible())
        text = page.locator("#process .step-name").first
        self.assertFalse(text.is_visible())
        page.locator(".brief a[href='#process']").click()
        text.wait_for(state="visible")

    def test_parts_are_unfolded_by_hand_without_scripts(self):
        page = self.visit(GUIDE, viewport=PHONE, java_script_enabled=False)
        text = page.locator("#conditions dl")
        self.assertFalse(text.is_visible())
        page.locator("#conditions > details > summary").click()
        self.assertTrue(text.is_visible())

    def test_halls_stand_behind_a_list_that_says_how_many(self):
        page = self.visit("catalogue/sq-ll-001", viewport=PHONE)
        self.assertFalse(page.locator(".hall").first.is_visible())
        self.assertIn("10个", page.locator("#where details summary").inner_text())

    def test_at_a_desk_all_lies_open_with_and_without_scripts(self):
        for scripts in (True, False):
            page = self.visit(GUIDE, viewport=DESKTOP, java_script_enabled=scripts)
            with self.subTest(scripts=scripts):
                for part in (".step-name", ".hall", "#conditions dl", "#basis li"):
                    self.assertTrue(page.locator(part).first.is_visible(), part)
                self.assertFalse(page.locator(".brief").is_visible())
                self.assertTrue(page.locator(".facts").is_visible())

    def test_only_what_this_person_brings_is_counted(self):
        page = self.visit(GUIDE, viewport=PHONE)
        state = page.locator("[data-checklist-state]")
        page.locator("[data-bring=everybody] input").first.check()
        count = page.locator("[data-bring=everybody] input").count()
        self.assertEqual([1, count], _numbers(state))
        page.get_by_label("我替别人去").check()
        self.assertEqual([1, count + 2], _numbers(state))
        page.get_by_label("我自己去").check()
        self.assertFalse(page.locator("[data-bring=agents]").is_visible())
        page.reload()
        self.assertEqual([1, count], _numbers(state))

    def test_guide_is_printed_on_two_pages_with_its_address_in_one_line(self):
        # That with the most papers.
        page = self.visit("catalogue/sq-mz-001/990102", viewport=DESKTOP)
        pages = re.findall(rb"/Type\s*/Page\b", page.pdf(prefer_css_page_size=True))
        self.assertEqual(2, len(pages))
        page.emulate_media(media="print")
        address = page.locator(".print-address b")
        self.assertTrue(address.is_visible())
        self.assertEqual(1, round(address.evaluate(LINES)))
        self.assertTrue(page.locator("#conditions dl").is_visible())


class TestElderMode(JourneyTestCase):
    def test_guide_says_five_answers_and_whom_to_call(self):
        page = self.visit(f"{GUIDE}?care=1", viewport=PHONE)
        self.assertEqual(5, page.locator(".brief a").count())
        call = page.locator("main a[href^='tel:']").first
        self.assertIn("打电话问", call.inner_text())

    def test_words_that_were_searched_for_stay_in_their_line(self):
        page = self.visit("@@find?q=津贴", viewport=PHONE)
        for print_ in ("standard", "large"):
            with self.subTest(print=print_):
                marks = page.locator(".result mark.found")
                self.assertGreater(marks.count(), 0)
                shown = marks.evaluate_all(DISPLAYED)
                self.assertEqual([], [each for each in shown if "flex" in each])
            page.goto(f"{self.base}/@@find?q=津贴&care=1")


class TestEnglish(JourneyTestCase):
    def open_english(self, path, **options):
        page = self.visit("@@set-language?language=en", **options)
        page.goto(f"{self.base}/{path}")
        self.assertEqual("en", page.locator("html").get_attribute("lang"))
        return page

    def test_service_with_english_fields_is_told_in_english(self):
        page = self.open_english("catalogue/sq-ga-001", viewport=PHONE)
        self.assertEqual(
            "Residence registration and residence permit",
            page.locator("h1").inner_text(),
        )
        english = page.locator("#in-english").inner_text()
        self.assertIn("half a year", english)
        self.assertIn("How long", english)
        original = page.locator("[lang|=zh]", has_text="居住登记与居住证申领").first
        self.assertTrue(original.is_visible())

    def test_service_without_says_so_clearly(self):
        page = self.open_english("catalogue/sq-mz-010", viewport=PHONE)
        self.assertIn("Chinese only", page.locator("main").inner_text())

    def test_what_is_to_be_mended_is_one_sentence_in_both_languages(self):
        page = self.open_english("catalogue/sq-ll-001/apply", viewport=DESKTOP)
        page.locator("form.questions .formControls button").first.click()
        links = page.locator("#problems a")
        self.assertIn("申请人姓名: ", links.first.inner_text())
        shown = links.evaluate_all("all => all.map((e) => getComputedStyle(e).display)")
        self.assertEqual({"inline-block"}, set(shown))
        height = links.first.evaluate("e => e.offsetHeight")
        self.assertGreaterEqual(height, 44)

    def test_lists_have_the_english_name_and_the_chinese_below(self):
        page = self.open_english("catalogue?category=GA")
        result = page.locator(".result").first.inner_text()
        self.assertIn("Residence registration and residence permit", result)
        self.assertIn("居住登记与居住证申领", result)


def _numbers(element):
    return [int(each) for each in re.findall(r"\d+", element.inner_text())]
