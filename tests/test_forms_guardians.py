"""A child under fourteen applies by a guardian, who is kept; nobody is their own agent."""

from datetime import date
from html import unescape
from onewindow_policy.sites.accounts import sample_password
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import ID_NUMBER
from onewindow_policy.testing.applying import id_number
from onewindow_policy.testing.applying import NAME

import re

#: Born eight years ago, and a woman who might be the mother.
CHILD = id_number(f"990102{date.today().year - 8}0101001")
GUARDIAN = id_number("99010219900101002")
MOTHER = "样本母亲"


class GuardianCase(ApplyingCase):
    def control(self, browser, part):
        return browser.getControl(name=f"form.consents.guardian.{part}")

    def apply_for_child(self, **changes):
        """Apply for a child; the form asks for the guardian when it has come back."""
        browser = self.apply(id_number=CHILD)
        self.fill_guardian(browser, **changes)
        self.send(browser)
        return browser

    def fill_guardian(self, browser, **changes):
        values = {"name": MOTHER, "relation": "母亲", "id_number": GUARDIAN} | changes
        for part, value in values.items():
            control = self.control(browser, part)
            control.value = [value] if part == "id_kind" else value
        browser.getControl(name="form.consents.guardian").value = ["1"]

    def problems(self, browser):
        found = re.search(r'id="problems".*?</div>', browser.contents, re.S)
        self.assertIsNotNone(found, "The form has no problem.")
        return dict(
            (target, unescape(re.sub(r"<[^>]+>|\n\s*", "", line)))
            for target, line in re.findall(
                r'href="#([^"]+)"\s*>(.*?)</a>', found[0], re.S
            )
        )


class TestGuardians(GuardianCase):
    def test_child_of_eight_does_not_apply_by_itself(self):
        browser = self.apply(id_number=CHILD)
        self.assertEqual([], self.cases())
        problems = self.problems(browser)
        self.assertIn("form-consents-guardian", problems)
        for part in ("name", "relation", "id_number"):
            self.assertIn(f"form-consents-guardian-{part}", problems)
            self.assertIn(f'id="form-consents-guardian-{part}-error"', browser.contents)
        self.assertEqual(
            NAME, browser.getControl(name="form.widgets.applicant_name").value
        )

    def test_guardian_acts_for_the_child_and_is_kept_with_the_case(self):
        browser = self.apply_for_child()
        self.assertReceipt(browser)
        (case,) = self.cases()
        self.assertEqual(["guardian"], case.consents)
        self.assertEqual(NAME, case.applicant["name"])
        self.assertEqual(MOTHER, case.agent["name"])
        self.assertEqual(GUARDIAN, case.agent["id_number"])
        answers = {each["name"]: each["value"] for each in case.answers}
        self.assertEqual(MOTHER, answers["guardian_name"])
        self.assertEqual("母亲", answers["guardian_relation"])
        self.assertEqual(GUARDIAN, answers["guardian_id_number"])
        self.assertEqual("监护人代孩子办", answers["acting"])
        # Whoever has the receipt learns nothing of the guardian's number.
        self.assertNotIn(GUARDIAN, browser.contents)

    def test_desk_shows_the_guardian_and_the_list_does_not(self):
        self.assertReceipt(self.apply_for_child())
        browser = self.open_form("login")
        browser.getControl(name="__ac_name").value = "window-staff"
        browser.getControl(name="__ac_password").value = sample_password("window-staff")
        browser.getControl(name="buttons.login").click()
        browser.open(f"{self.url}/@@desk")
        number = self.cases()[0].number
        listed = unescape(browser.contents)
        self.assertIn(number, listed)
        for personal in (MOTHER, GUARDIAN, NAME):
            self.assertNotIn(personal, listed)
        browser.open(f"{self.url}/@@desk/{number}")
        shown = unescape(browser.contents)
        for told in (MOTHER, "母亲", GUARDIAN[-4:], "监护人姓名", "监护人代孩子办"):
            self.assertIn(told, shown)

    def test_what_was_typed_about_the_guardian_comes_back(self):
        browser = self.apply_for_child(id_number=GUARDIAN[:-1] + "?")
        self.assertEqual([], self.cases())
        self.assertIn(
            "form-consents-guardian-id_number", self.problems(browser), browser.contents
        )
        self.assertEqual(MOTHER, self.control(browser, "name").value)
        self.assertEqual("母亲", self.control(browser, "relation").value)
        self.assertEqual(GUARDIAN[:-1] + "?", self.control(browser, "id_number").value)
        self.control(browser, "id_number").value = f" {GUARDIAN[:6]} {GUARDIAN[6:]} "
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual(GUARDIAN, self.cases()[0].agent["id_number"])

    def test_guardian_is_neither_the_child_nor_another_one(self):
        other_child = id_number(f"990102{date.today().year - 10}0101003")
        for number, words in ((CHILD, "孩子本人"), (other_child, "不满16周岁")):
            with self.subTest(number=number):
                browser = self.apply_for_child(id_number=number)
                self.assertEqual([], self.cases())
                problem = self.problems(browser)["form-consents-guardian-id_number"]
                self.assertIn(words, problem)

    def test_guardian_may_have_another_document(self):
        browser = self.apply_for_child(id_kind="hk_macau_permit", id_number="H12345678")
        self.assertReceipt(browser)
        agent = self.cases()[0].agent
        self.assertEqual("H12345678", agent["id_number"])
        self.assertEqual("hk_macau_permit", agent["id_kind"])

    def test_nothing_is_kept_of_a_guardian_whom_nobody_needs(self):
        browser = self.apply(id_number=CHILD)
        self.fill_guardian(browser)
        browser.getControl(name="form.widgets.id_number").value = ID_NUMBER
        self.send(browser)
        self.assertReceipt(browser)
        (case,) = self.cases()
        self.assertIsNone(case.agent)
        self.assertNotIn(MOTHER, str(case.answers))

    def test_notice_says_what_is_asked_of_a_guardian(self):
        contents = self.open_form().contents
        self.assertIn("collection-notice", contents)
        self.assertIn("申请人不满十四周岁的，还要填写", contents)
        suggestion = self.open_form("forms/suggest").contents
        self.assertIn("collection-notice", suggestion)
        self.assertNotIn("申请人不满十四周岁的，还要填写", suggestion)


class TestAgents(GuardianCase):
    def apply_by_agent(self, **changes):
        browser = self.open_form()
        self.fill(
            browser,
            acting="agent",
            agent_name="样本孙女",
            agent_id_number=GUARDIAN,
            agent_phone="13900000000",
            agent_relation="孙女",
            material_m05_how="upload",
            **changes,
        )
        self.upload(browser, "material_m05")
        self.send(browser)
        return browser

    def test_agent_is_somebody_else(self):
        browser = self.apply_by_agent(id_number=GUARDIAN)
        self.assertEqual([], self.cases())
        problem = self.problems(browser)["form-widgets-agent_id_number"]
        self.assertIn("代办人就是申请人", problem)
        self.assertReceipt(self.apply_by_agent())
        self.assertEqual("样本孙女", self.cases()[0].agent["name"])

    def test_numbers_are_compared_as_they_are_read(self):
        browser = self.apply_by_agent(id_number=f"{GUARDIAN[:6]} {GUARDIAN[6:]}")
        self.assertIn("form-widgets-agent_id_number", self.problems(browser))
        self.assertEqual([], self.cases())

    def test_agent_of_a_child_stays_the_agent(self):
        browser = self.apply_by_agent(id_number=CHILD)
        self.fill_guardian(browser)
        self.send(browser)
        self.assertReceipt(browser)
        (case,) = self.cases()
        self.assertEqual("样本孙女", case.agent["name"])
        answers = {each["name"]: each["value"] for each in case.answers}
        self.assertEqual(MOTHER, answers["guardian_name"])
        self.assertEqual("委托他人代办", answers["acting"])
