"""A form by steps, as phones show it: judged one by one, and nothing kept in between."""

from onewindow_policy.cases.models import CaseFile
from onewindow_policy.forms.stepping import BACK
from onewindow_policy.forms.stepping import CHECK
from onewindow_policy.forms.stepping import CONSENTS
from onewindow_policy.forms.stepping import ELIGIBILITY
from onewindow_policy.forms.stepping import NEXT
from onewindow_policy.forms.stepping import reached_step
from onewindow_policy.forms.stepping import START
from onewindow_policy.forms.stepping import step_by_enter
from onewindow_policy.forms.stepping import wanted_step
from onewindow_policy.intake.models import ParkedUpload
from onewindow_policy.records.api import read_session
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import GUARDIAN
from onewindow_policy.testing.applying import ID_NUMBER
from onewindow_policy.testing.applying import id_number
from onewindow_policy.testing.applying import NAME
from onewindow_policy.testing.steps import press
from onewindow_policy.testing.steps import step_of
from sqlalchemy import select

import re
import unittest

STEPS = [START, "group-one", "group-two", CHECK]
CHILD = id_number("99010220200101001")


class TestWay(unittest.TestCase):
    def test_buttons_lead_one_step_on_or_back_and_not_beyond_the_ends(self):
        for at, pressed, wanted in (
            (START, NEXT, "group-one"),
            ("group-two", NEXT, CHECK),
            (CHECK, NEXT, CHECK),
            ("group-two", BACK, "group-one"),
            (START, BACK, START),
            (CHECK, "group-one", "group-one"),
            ("group-one", "group-nowhere", "group-one"),
            ("group-one", "", "group-one"),
        ):
            with self.subTest(at=at, pressed=pressed):
                self.assertEqual(wanted, wanted_step(STEPS, at, pressed))

    def test_nobody_passes_a_step_with_something_to_mend(self):
        for at, wanted, reached in (
            ("group-one", "group-two", "group-one"),
            ("group-two", CHECK, "group-one"),
            ("group-two", "group-one", "group-one"),
            (CHECK, CHECK, "group-one"),
        ):
            with self.subTest(at=at, wanted=wanted):
                self.assertEqual(
                    reached, reached_step(STEPS, at, wanted, {"group-one"})
                )
        self.assertEqual(START, reached_step(STEPS, CHECK, START, ["group-one"]))
        self.assertEqual(CHECK, reached_step(STEPS, "group-two", CHECK, ()))

    def test_key_enter_leads_where_the_button_does_for_who_came_by_steps_only(self):
        for at, walked, wanted in (
            ("group-one", "", ""),
            ("group-one", "1", NEXT),
            ("group-one", CHECK, CHECK),
            (CHECK, CHECK, ""),
        ):
            with self.subTest(at=at, walked=walked):
                sent = {"form.at": at, "form.walked": walked}
                self.assertEqual(wanted, step_by_enter(sent))


class TestSteps(ApplyingCase):
    """The whole way without scripts; which width shows what is up to style sheets."""

    def walk_to_check(self, browser):
        steps = [step_of(browser)]
        while steps[-1] != CHECK:
            steps.append(press(browser, NEXT))
            self.assertNotEqual(*steps[-2:], browser.contents[:3000])
        return steps

    def checked(self, browser):
        """Return what is looked over: the texts of each answer, by its label."""
        (part,) = re.findall(r'id="group-check".*?</section>', browser.contents, re.S)
        return {
            label: re.findall(r'<dd(?: class="muted")?\s*>([^<]*)</dd>', answers)
            for label, answers in re.findall(
                r"<dt[^>]*>([^<]*)</dt>(.*?)</div>", part, re.S
            )
        }

    def problems(self, browser):
        found = re.search(r'id="problems".*?</div>', browser.contents, re.S)
        return re.findall(r'href="#([^"]+)"', found[0]) if found else []

    def test_way_leads_through_what_is_asked_to_the_check_and_the_receipt(self):
        browser = self.open_form()
        self.assertIn("开始之前", browser.contents)
        self.fill(browser)
        self.assertEqual(
            [
                START,
                ELIGIBILITY,
                "group-applicant",
                "group-acting",
                "group-bank",
                "group-materials",
            ],
            self.walk_to_check(browser)[:-1],
        )
        self.assertIn("第6步，共6步", browser.contents)
        self.assertEqual([], self.cases())
        checked = self.checked(browser)
        self.assertEqual([NAME], checked["申请人姓名"])
        self.assertEqual(["申请人自己办"], checked["由谁办理"])
        self.assertEqual(["没有填"], checked["电子邮箱"])
        self.assertEqual(["1940年1月1日"], checked["出生日期"])
        self.assertNotIn("代办人姓名", checked)
        self.send(browser)
        self.assertReceipt(browser)
        (case,) = self.cases()
        self.assertEqual(NAME, case.applicant["name"])

    def test_step_is_judged_before_the_next_and_only_that_one(self):
        browser = self.open_form()
        press(browser, NEXT)
        self.assertEqual("group-applicant", press(browser, NEXT))
        self.assertEqual([], self.problems(browser))
        self.fill(browser, id_number=ID_NUMBER[:-1] + "0", bank_card="1")
        self.assertEqual("group-applicant", press(browser, NEXT))
        self.assertEqual(["form-widgets-id_number"], self.problems(browser))
        self.assertIn("再继续", browser.contents)
        self.fill(browser, bank_card="1")
        self.assertEqual("group-acting", press(browser, NEXT))
        self.assertEqual([], self.problems(browser))
        press(browser, NEXT)
        self.assertEqual("group-bank", press(browser, NEXT))
        self.assertEqual(["form-widgets-bank_card"], self.problems(browser))

    def test_way_back_is_open_and_loses_nothing(self):
        browser = self.open_form()
        self.fill(browser, bank_card="1")
        for step in (ELIGIBILITY, "group-applicant", "group-acting", "group-bank"):
            self.assertEqual(step, press(browser, NEXT))
        self.assertEqual("group-acting", press(browser, BACK))
        self.assertEqual([], self.problems(browser))
        self.assertEqual("group-applicant", press(browser, BACK))
        self.assertHeld(browser, "第2步，共6步")
        self.assertEqual("1", browser.getControl(name="form.widgets.bank_card").value)

    def test_agent_is_a_step_for_who_has_one_and_no_other_than_the_applicant(self):
        browser = self.open_form()
        self.fill(browser, acting="agent")
        for _step in range(3):
            press(browser, NEXT)
        self.assertEqual("group-agent", press(browser, NEXT))
        self.assertIn("第4步，共7步", browser.contents)
        self.fill(
            browser,
            acting="agent",
            agent_name="样本孙女",
            agent_id_number=ID_NUMBER,
            agent_phone="13900000000",
            agent_relation="孙女",
        )
        self.assertEqual("group-agent", press(browser, NEXT))
        self.assertEqual(["form-widgets-agent_id_number"], self.problems(browser))
        self.assertIn("代办人就是申请人", browser.contents)

    def test_changed_answer_leads_back_to_the_check_by_what_it_asks_newly(self):
        browser = self.open_form()
        self.fill(browser)
        self.walk_to_check(browser)
        self.assertEqual("group-acting", press(browser, "group-acting"))
        browser.getControl(name="form.widgets.acting").value = ["agent"]
        # Who acts is asked for now, and was not answered.
        self.assertEqual("group-agent", press(browser, CHECK))
        self.assertIn("form-widgets-agent_name", self.problems(browser))
        press(browser, BACK)
        browser.getControl(name="form.widgets.acting").value = ["self"]
        self.assertEqual(CHECK, press(browser, CHECK))

    def test_consent_for_a_child_is_a_step_as_soon_as_the_number_tells(self):
        browser = self.open_form()
        self.fill(browser, id_number=CHILD)
        # That nobody of that age gets it is said once, at the number.
        steps = [press(browser, NEXT) for _step in range(8)]
        self.assertEqual(["group-applicant", "group-applicant"], steps[1:3])
        self.assertEqual([CONSENTS, CONSENTS], steps[-2:])
        self.assertIn("form-consents-guardian", self.problems(browser))
        browser.getControl(name="form.consents.guardian").value = ["1"]
        for part, value in GUARDIAN.items():
            browser.getControl(name=f"form.consents.guardian.{part}").value = value
        self.assertEqual(CHECK, press(browser, NEXT))
        self.assertEqual([GUARDIAN["name"]], self.checked(browser)["监护人姓名"])

    def test_file_waits_from_its_step_on_and_is_named_in_the_check(self):
        browser = self.open_form()
        self.fill(browser)
        for _step in range(5):
            press(browser, NEXT)
        self.upload(browser)
        self.assertEqual(CHECK, press(browser, NEXT))
        self.assertEqual(1, self.count(ParkedUpload))
        named = [text for texts in self.checked(browser).values() for text in texts]
        self.assertRegex("\n".join(named), r"-1\.jpg")
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual(1, len(read_session().scalars(select(CaseFile)).all()))

    def test_form_that_was_sent_comes_back_at_the_first_step_to_mend(self):
        browser = self.open_form()
        self.fill(browser, bank_card="1", address="")
        self.send(browser)
        self.assertEqual("group-applicant", step_of(browser))
        self.assertEqual(
            ["form-widgets-address", "form-widgets-bank_card"], self.problems(browser)
        )
        self.fill(browser)
        self.send(browser)
        self.assertReceipt(browser)

    def test_second_open_case_is_asked_about_where_all_is_looked_over(self):
        self.apply()
        browser = self.open_form()
        self.fill(browser)
        self.walk_to_check(browser)
        self.send(browser)
        self.assertHeld(browser, "已经在办理")
        self.assertEqual(CHECK, browser.getControl(name="form.at").value)
        self.assertRegex(browser.contents, r'is-current"\s+id="group-again"')
        self.assertEqual([NAME], self.checked(browser)["申请人姓名"])

    def test_community_without_a_window_is_told_who_takes_it_in(self):
        browser = self.open_form()
        self.fill(browser, community="990102001004")
        self.walk_to_check(browser)
        told = "电话 0000-0001021"
        self.assertIn(told, " ".join(self.checked(browser)["户籍所在社区"]))
        self.send(browser)
        self.assertReceipt(browser)
        self.assertIn(told, browser.contents)
        self.assertNotIn("负责的窗口", browser.contents)

    def test_suggestion_is_one_page(self):
        browser = self.open_form("forms/suggest")
        self.assertIn('name="form.widgets.message"', browser.contents)
        self.assertNotIn("form.step", browser.contents)
        self.assertNotIn("is-stepped", browser.contents)
