"""On a phone a form is one group of questions after the other; on a desk it is one page."""

from onewindow_policy.cases.models import Case
from onewindow_policy.records.api import read_session
from onewindow_policy.testing.applying import CARD
from onewindow_policy.testing.applying import id_number
from pathlib import Path
from sqlalchemy import select
from test_journeys import DESKTOP
from test_journeys import JourneyTestCase
from test_journeys import PHONE
from test_journeys_applying import ID_NUMBER
from test_journeys_applying import photo
from test_journeys_shared import OTHER_NUMBER

import re
import tempfile
import transaction

FORM = "catalogue/sq-ll-001/apply"
NAME = "样本老人"

#: Young for the allowance at eighty for as long as anybody reads this.
YOUNG = id_number("99010219900101002")

#: What is answered in each step, by the names of fields.
ANSWERS = {
    "group-eligibility": {},
    "group-applicant": {
        "applicant_name": NAME,
        "id_number": ID_NUMBER,
        "phone": "138 0000 0000",
        "community": "990102001001",
        "address": "示例路1号",
    },
    "group-acting": {},
    "group-bank": {
        "account_kind": "social_card",
        "bank_name": "示例银行",
        "bank_card": CARD,
    },
    "group-materials": {"material_m04_how": "window"},
}

#: The groups of questions that are to be seen.
SEEN = """
() => [...document.querySelectorAll("form.questions .group")]
  .filter((each) => each.offsetParent).map(({id}) => id)
"""


class StepsCase(JourneyTestCase):
    def open_form(self, viewport=PHONE, **options):
        page = self.visit(FORM, viewport=viewport, **options)
        self.take_forms_at_once()
        return page

    def go_on(self, page, to, button=".step-controls .btn-primary"):
        """Press a button of the steps, and wait for the step that it leads to."""
        page.locator(button).first.click()
        self.wait_for(page, to)

    def wait_for(self, page, step):
        found = f"[name='form.at'][value='{step}']"
        page.wait_for_selector(found, state="attached")

    def answer(self, page, answers):
        for name, value in answers.items():
            field = page.locator(f"[name='form.widgets.{name}']")
            if name == "community":
                field.select_option(value)
            elif name in ("account_kind", "material_m04_how"):
                field.and_(page.locator(f"[value='{value}']")).check()
            else:
                field.fill(value)

    def walk(self, page, id_number=ID_NUMBER):
        """Answer one group after the other, up to the check."""
        self.wait_for(page, "group-start")
        self.assertEqual([], page.evaluate(SEEN))
        for step, answers in ANSWERS.items():
            self.go_on(page, step)
            self.assertEqual([step], page.evaluate(SEEN))
            self.assertFits(page)
            self.answer(page, answers)
            if step == "group-applicant":
                page.fill("[name='form.widgets.id_number']", id_number)
        with tempfile.TemporaryDirectory() as folder:
            path = photo(Path(folder), "正面.png")
            page.locator("input[type=file]").first.set_input_files([path])
            self.go_on(page, "group-check")

    def fill_in(self, page):
        """Answer all groups where they stand on one page."""
        for answers in ANSWERS.values():
            self.answer(page, answers)

    def assertFits(self, page):
        width = page.evaluate("document.documentElement.scrollWidth")
        self.assertLessEqual(width, page.viewport_size["width"])

    def assertRegistered(self, page, **applicant):
        page.wait_for_url(re.compile(r"/@@receipt/\d{15}$"))
        transaction.begin()
        number = page.url.rpartition("/")[2]
        case = read_session().scalars(select(Case).where(Case.number == number)).one()
        for name, value in applicant.items():
            self.assertEqual(value, case.applicant[name], name)
        answers = {each["name"]: each["value"] for each in case.answers}
        self.assertEqual(CARD, answers["bank_card"])


class TestSteps(StepsCase):
    def test_way_by_steps_with_a_mistake_and_a_change_with_and_without_scripts(self):
        for scripts, number in ((True, ID_NUMBER), (False, OTHER_NUMBER)):
            with self.subTest(scripts=scripts):
                page = self.open_form(java_script_enabled=scripts)
                self.go_on(page, "group-eligibility")
                self.go_on(page, "group-applicant")
                self.answer(page, ANSWERS["group-applicant"])
                page.fill("[name='form.widgets.id_number']", number[:-1] + "0")
                page.click(".step-controls .btn-primary")
                page.wait_for_selector("#problems")
                self.assertEqual(["group-applicant"], page.evaluate(SEEN))
                self.assertIn("有一位数字不对", page.locator("#problems").inner_text())
                self.keep_picture(page, f"steps-mend-{scripts}")
                for step in ("group-eligibility", "group-start"):
                    self.go_on(page, step, ".step-controls button[value=back]")
                self.walk(page, id_number=number)
                self.keep_picture(page, f"steps-check-{scripts}", full_page=True)
                shown = page.locator("#group-check").inner_text()
                for words in (
                    NAME,
                    "示例银行",
                    "申请人的社会保障卡",
                    "-1.png",
                    "没有填",
                ):
                    self.assertIn(words, shown)
                self.assertTrue(page.locator("text=提交申请").is_visible())
                self.assertIn("第6步，共6步", page.title())
                row = page.locator("#group-check dl > div", has_text="现住址")
                row.locator("button").click()
                page.wait_for_selector("[name='form.widgets.address'] >> visible=true")
                page.fill("[name='form.widgets.address']", "示例路2号")
                self.go_on(page, "group-check")
                self.assertIn("示例路2号", page.locator("#group-check").inner_text())
                page.click("text=提交申请")
                self.assertRegistered(page, name=NAME, phone="13800000000")

    def test_browsers_own_way_back_leads_to_the_step_before(self):
        page = self.open_form()
        self.go_on(page, "group-eligibility")
        self.go_on(page, "group-applicant")
        self.answer(page, ANSWERS["group-applicant"])
        self.go_on(page, "group-acting")
        self.assertIn("第3步，共6步", page.title())
        focused = page.evaluate("document.activeElement.id")
        self.assertEqual("form-step", focused)
        page.go_back()
        self.wait_for(page, "group-applicant")
        self.assertEqual(NAME, page.input_value("[name='form.widgets.applicant_name']"))
        self.assertEqual(["group-applicant"], page.evaluate(SEEN))
        # The key Enter goes on, and sends nothing.
        page.press("[name='form.widgets.address']", "Enter")
        self.wait_for(page, "group-acting")

    def test_press_is_not_lost_where_leaving_a_field_makes_the_page_say_something(self):
        page = self.open_form(viewport={"width": 390, "height": 1200})
        self.go_on(page, "group-eligibility")
        self.go_on(page, "group-applicant")
        self.answer(page, ANSWERS["group-applicant"])
        number = page.locator("[name='form.widgets.id_number']")
        number.fill("")
        # With its label in sight no browser makes up for what is shown by scrolling.
        page.locator("#formfield-form-widgets-id_number").evaluate(
            "each => each.scrollIntoView({behavior: 'instant'})"
        )
        number.press_sequentially(YOUNG)
        told = page.locator("[data-age-of='form-widgets-id_number']")
        self.assertFalse(told.is_visible())
        box = page.locator(".step-controls .btn-primary").bounding_box()
        page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 3)
        page.mouse.down()
        page.wait_for_timeout(100)
        page.mouse.up()
        # Whoever is too young is asked whether that is so before they go on.
        page.wait_for_selector("#doubts")
        self.assertEqual(["group-applicant"], page.evaluate(SEEN))
        self.assertIn("年满80周岁", page.locator("#doubts").inner_text())

    def test_desk_shows_all_questions_on_one_page_and_no_steps(self):
        page = self.open_form(viewport=DESKTOP)
        groups = page.evaluate(SEEN)
        self.assertEqual(
            ["group-eligibility", "group-applicant", "group-acting"], groups[:3]
        )
        self.assertIn("group-materials", groups)
        self.assertFalse(page.locator(".step-controls").is_visible())
        self.assertFalse(page.locator("#form-step").is_visible())
        self.fill_in(page)
        # Who is too young reads it as soon as the number is there, and no longer.
        number = page.locator("[name='form.widgets.id_number']")
        told = page.locator("[data-age-of='form-widgets-id_number']")
        for typed, is_told in ((YOUNG, True), (ID_NUMBER, False)):
            number.fill(typed)
            number.press("Tab")
            told.wait_for(state="visible" if is_told else "hidden")
        self.assertIn("年满80周岁", told.text_content())
        page.click("text=提交申请")
        self.assertRegistered(page, name=NAME)
