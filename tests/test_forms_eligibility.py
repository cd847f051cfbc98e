"""The typed conditions of the guide in a form: asked, noticed, and told the window."""

from datetime import date
from html import unescape
from onewindow_policy.cases.conditions import as_answers
from onewindow_policy.cases.conditions import is_doubtful
from onewindow_policy.forms.eligibility import age_limits
from onewindow_policy.forms.eligibility import asked_conditions
from onewindow_policy.forms.eligibility import Condition
from onewindow_policy.forms.eligibility import findings
from onewindow_policy.forms.eligibility import known_ages
from onewindow_policy.forms.eligibility import MET
from onewindow_policy.forms.eligibility import NOT_MET
from onewindow_policy.forms.eligibility import told_of
from onewindow_policy.forms.eligibility import Unmet
from onewindow_policy.forms.eligibility import unmet_conditions
from onewindow_policy.forms.eligibility import UNSURE
from onewindow_policy.forms.fields import Birthday
from onewindow_policy.forms.fields import MobilePhone
from onewindow_policy.forms.fields import ResidentIdNumber
from onewindow_policy.forms.sent import content_of
from onewindow_policy.forms.stepping import BACK
from onewindow_policy.forms.stepping import CHECK
from onewindow_policy.forms.stepping import ELIGIBILITY
from onewindow_policy.forms.stepping import NEXT
from onewindow_policy.guides.overrides import Override
from onewindow_policy.guides.resolved import Eligibility
from onewindow_policy.guides.wording import Wording
from onewindow_policy.sites.accounts import sample_password
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import id_number
from onewindow_policy.testing.applying import NAME
from onewindow_policy.testing.forms import FormCase
from onewindow_policy.testing.steps import press
from onewindow_policy.testing.steps import press_enter
from onewindow_policy.typed.numbers import day_of_age
from plone import api
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import lxml.html
import re
import transaction
import unittest

TODAY = date(2026, 3, 1)

AGE = Eligibility("age", "年满80周岁", "applicant", "age", at_least=80)
HOUSEHOLD = Eligibility(
    "household", "具有本市户籍", "applicant", "household", codes=("household_local",)
)
INCOME = Eligibility("income", "收入低于标准", "applicant", "assessed")
INFANT = Eligibility("infant", "孩子不满3周岁", "child", "age", at_most=2)
CARE = Eligibility(
    "care", "经评估为失能", "applicant", "care", codes=("care_needed",), group="need"
)
OLD = Eligibility("old", "年满80周岁", "applicant", "age", at_least=80, group="need")

#: Who is young for the allowance at eighty for as long as anybody reads this.
YOUNG = id_number("99010219900101002")
HOUSEHOLD_INPUT = Condition("household", ()).input_name


def keys(conditions):
    return [each.key for each in conditions]


def unmet(rows, births=(), said=(), today=TODAY):
    return unmet_conditions(rows, dict(births), dict(said), today)


class TestRules(unittest.TestCase):
    def test_what_people_can_say_of_themselves_is_asked_and_nothing_else(self):
        rows = [AGE, HOUSEHOLD, INCOME]
        self.assertEqual(["household"], keys(asked_conditions(rows, {"applicant"})))

    def test_age_is_asked_where_no_number_of_the_form_tells_it(self):
        rows = [AGE, INFANT]
        self.assertEqual(["infant"], keys(asked_conditions(rows, {"applicant"})))
        self.assertEqual(["age", "infant"], keys(asked_conditions(rows, ())))

    def test_form_tells_ages_by_its_fields(self):
        self.assertEqual({"applicant"}, known_ages([ResidentIdNumber(), MobilePhone()]))
        self.assertEqual({"child"}, known_ages([Birthday()]))

    def test_alternatives_are_one_question_as_long_as_no_office_looks_into_one(self):
        (asked,) = asked_conditions([CARE, OLD], {"applicant"})
        self.assertEqual(("经评估为失能", "年满80周岁"), asked.sentences)
        assessed = Eligibility("x", "符合规定", "applicant", "assessed", group="need")
        self.assertEqual([], asked_conditions([CARE, assessed], {"applicant"}))

    def test_input_has_a_name_whatever_the_key_holds(self):
        for key in ("household", "年龄:int", "80-89", "x.y:record"):
            with self.subTest(key=key):
                self.assertRegex(
                    Condition(key, ()).input_name, r"\Aform\.meets\.[0-9a-f]{8}\Z"
                )

    def test_age_is_judged_on_the_day_and_says_from_when_it_is_reached(self):
        (found,) = unmet([AGE], {"applicant": date(1946, 3, 2)})
        self.assertEqual((79, date(2026, 3, 2)), (found.age, found.met_from))
        self.assertEqual([], unmet([AGE], {"applicant": date(1946, 3, 1)}))

    def test_who_is_too_old_never_will_be_young_enough(self):
        (found,) = unmet([INFANT], {"child": date(2023, 3, 1)})
        self.assertEqual((3, None, "child"), (found.age, found.met_from, found.whose))

    def test_day_of_an_age_of_who_was_born_on_a_leap_day_is_the_first_of_march(self):
        born = date(2008, 2, 29)
        self.assertEqual(date(2026, 3, 1), day_of_age(born, 18))
        self.assertEqual(date(2028, 2, 29), day_of_age(born, 20))

    def test_scripts_are_told_of_conditions_that_are_one_age(self):
        (limit,) = age_limits([HOUSEHOLD, AGE, CARE, OLD])
        self.assertEqual((80, None), (limit.at_least, limit.at_most))

    def test_birthday_in_the_future_speaks_against_nobody(self):
        self.assertEqual([], unmet([INFANT], {"child": date(2026, 3, 2)}))
        self.assertEqual([], unmet([AGE], {"applicant": date(2026, 3, 2)}))

    def test_agents_and_others_ages_do_not_count_for_the_applicant(self):
        self.assertEqual([], unmet([AGE], {"child": date(2020, 1, 1)}))

    def test_what_somebody_says_counts_where_nothing_else_is_known(self):
        (found,) = unmet([HOUSEHOLD], said={"household": NOT_MET})
        self.assertIsNone(found.age)
        for answer in (MET, UNSURE, "else"):
            with self.subTest(answer=answer):
                self.assertEqual([], unmet([HOUSEHOLD], said={"household": answer}))
        # Who is eighty needs no assessment, whatever was ticked.
        said = {"care": NOT_MET}
        self.assertEqual([], unmet([CARE, OLD], {"applicant": date(1940, 1, 1)}, said))
        young = {"applicant": date(1990, 1, 1)}
        (found,) = unmet([CARE, OLD], young, said)
        self.assertEqual("care", found.condition.key)
        self.assertEqual([], unmet([CARE, OLD], young))

    def test_sentences_are_true_of_who_is_too_young_too_old_or_says_so(self):
        words = Wording("en")
        for case, wanted in (
            (
                Unmet(Condition("age", ("Eighty",)), "applicant", 36, date(2070, 1, 1)),
                "This service is for: Eighty. By what you entered: The applicant, aged 36;"
                " old enough from 1 January 2070 on.",
            ),
            (
                Unmet(Condition("x", ("Under three",)), "child", 3),
                "This service is for: Under three. By what you entered: The child, aged 3.",
            ),
            (
                Unmet(Condition("x", ("Ill", "Eighty")), "applicant"),
                "This service is for: Ill, or Eighty. You said that this is not so.",
            ),
        ):
            with self.subTest(wanted=wanted):
                told = told_of(case, words)
                self.assertEqual(
                    f"{wanted} You may apply all the same; the window looks into it.",
                    told,
                )

    def test_record_has_what_is_doubtful_first_and_tells_it_apart(self):
        asked = [Condition(each, (each,)) for each in ("one", "two", "three", "four")]
        said = {"one": MET, "two": UNSURE, "three": NOT_MET}
        found = findings(asked, said, [Unmet(asked[2], "applicant")], Wording("en"))
        self.assertEqual(["three", "two", "one"], [each.key for each in found])
        answers = list(as_answers(found))
        self.assertEqual([True, True, False], [is_doubtful(each) for each in answers])
        self.assertEqual(["three", "two", "one"], [each.title for each in answers])
        self.assertEqual("This is so", answers[-1].value)


class EligibilityCase(ApplyingCase):
    def say(self, browser, answer):
        browser.getControl(name=HOUSEHOLD_INPUT).value = [answer]

    def doubts(self, browser):
        """Return what the page asks about: sentences by the ids of their inputs."""
        found = re.search(r'id="doubts".*?</ul>', browser.contents, re.S)
        return {
            target: unescape(re.sub(r"<[^>]+>|\n\s*", "", line))
            for target, line in re.findall(
                r'href="#([^"]+)"\s*>(.*?)</a>', found[0] if found else "", re.S
            )
        }

    def kept(self):
        (case,) = self.cases()
        return {
            each["name"]: (each["title"], each["value"])
            for each in case.answers
            if each["name"].startswith("condition")
        }


class TestOnePage(EligibilityCase):
    """On a desk: all on one page, without scripts."""

    def test_conditions_stand_before_the_first_question_and_need_no_answer(self):
        browser = self.open_form()
        page = browser.contents
        self.assertIn("具有本市户籍", page)
        self.assertLess(
            page.index(HOUSEHOLD_INPUT), page.index("form.widgets.applicant_name")
        )
        self.assertIn("替别人申请", page)
        self.fill(browser)
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual({}, self.kept())

    def test_who_is_too_young_is_told_before_anything_is_sent_and_may_go_on(self):
        browser = self.apply(id_number=YOUNG)
        self.assertEqual([], self.cases())
        self.assertHeld(browser, "还没有提交")
        (told,) = self.doubts(browser).values()
        self.assertIn("年满80周岁", told)
        self.assertIn("到2070年1月1日才够年龄", told)
        # At its place, too.
        self.assertIn('id="form-widgets-id_number-doubt"', browser.contents)
        self.send(browser)
        self.assertReceipt(browser)
        ((title, text),) = self.kept().values()
        self.assertEqual("年满80周岁", title)
        told = r"申请人\d\d周岁（按填写的号码或生日）；看到提示后仍然提交"
        self.assertRegex(text, rf"\A{told}\Z")

    def test_who_says_so_is_told_and_another_answer_is_asked_about_anew(self):
        browser = self.open_form()
        self.fill(browser)
        self.say(browser, NOT_MET)
        self.send(browser)
        self.assertHeld(browser, "您选了“不符合”")
        self.assertEqual([NOT_MET], browser.getControl(name=HOUSEHOLD_INPUT).value)
        self.fill(browser, id_number=YOUNG)
        self.send(browser)
        self.assertHeld(browser, "到2070年1月1日才够年龄")
        self.assertEqual([], self.cases())
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual(
            ["condition-doubtful:household", "condition-doubtful:age"],
            list(self.kept()),
        )

    def test_who_meets_all_and_says_so_is_asked_nothing(self):
        browser = self.open_form()
        self.fill(browser)
        self.say(browser, MET)
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual(
            {"condition-met:household": ("具有本市户籍", "符合")}, self.kept()
        )

    def test_person_who_is_applied_for_counts_and_not_who_acts(self):
        browser = self.open_form()
        self.fill(
            browser,
            acting="agent",
            agent_name="样本孙女",
            agent_id_number=YOUNG,
            agent_phone="13900000000",
            agent_relation="孙女",
        )
        self.send(browser)
        self.assertEqual({}, self.doubts(browser))

    def test_child_future_and_own_agent_are_noticed_each_at_its_place(self):
        child = id_number("99010220200101001")
        to_come = id_number("99010220990101001")
        agent = {
            "acting": "agent",
            "agent_name": "样本孙女",
            "agent_phone": "13900000000",
            "agent_relation": "孙女",
        }
        for changes, place, words in (
            ({"id_number": child}, "form-consents-guardian-error", "监护人"),
            ({"id_number": child}, "form-widgets-id_number-doubt", "年满80周岁"),
            (
                {"id_number": to_come},
                "form-widgets-id_number-error",
                "没有人在那天出生",
            ),
            (
                {**agent, "id_number": YOUNG, "agent_id_number": YOUNG},
                "form-widgets-agent_id_number-error",
                "代办人就是申请人",
            ),
        ):
            with self.subTest(place=place):
                browser = self.apply(**changes)
                told = re.search(
                    rf'id="{place}"[^>]*>(.*?)</p>', browser.contents, re.S
                )
                self.assertIsNotNone(told, browser.contents[:3000])
                self.assertIn(words, told[1])
        self.assertEqual([], self.cases())

    def test_district_that_asks_for_another_age_is_heard(self):
        own = self.portal.catalogue["sq-ll-001"]["guide-990102"]
        older = Override("eligibility", "age", "at_least", 90).as_dict()
        with api.env.adopt_roles(["Manager"]):
            own.overrides = [*own.overrides, older]
            notify(ObjectModifiedEvent(own))
        transaction.commit()
        born = f"990102{date.today().year - 85}0101001"
        browser = self.apply(id_number=id_number(born))
        (told,) = self.doubts(browser).values()
        self.assertIn("才够年龄", told)
        browser = self.apply(id_number=id_number(born), community="990103001001")
        self.assertReceipt(browser)


class TestSent(FormCase):
    def test_what_no_page_of_ours_sends_is_no_answer(self):
        for value in ("<b>else</b>", "", "MET"):
            with self.subTest(value=value):
                self.post({HOUSEHOLD_INPUT: value})
                ((_fields, form),) = self.received
                self.assertEqual((), form.submission.findings)
                self.received.clear()
        self.post({HOUSEHOLD_INPUT: MET})
        ((_fields, form),) = self.received
        self.assertEqual(["household"], keys(form.submission.findings))

    def test_another_answer_is_another_sending(self):
        sent = [content_of({HOUSEHOLD_INPUT: each}, "", "") for each in (MET, UNSURE)]
        self.assertNotEqual(*sent)


class TestSteps(EligibilityCase):
    """On a phone: one group after the other, without scripts."""

    def test_conditions_are_a_step_which_asks_once_and_lets_pass(self):
        browser = self.open_form()
        self.assertEqual(ELIGIBILITY, press(browser, NEXT))
        self.assertIn("第1步，共6步", browser.contents)
        self.say(browser, NOT_MET)
        self.assertEqual(ELIGIBILITY, press(browser, NEXT))
        self.assertIn("您选了“不符合”", browser.contents)
        self.assertEqual("group-applicant", press(browser, NEXT))
        self.assertEqual({}, self.doubts(browser))
        # On the way back and on again nothing is asked twice.
        self.assertEqual(ELIGIBILITY, press(browser, BACK))
        self.assertEqual("group-applicant", press(browser, NEXT))
        self.fill(browser, id_number=YOUNG)
        self.assertEqual("group-applicant", press(browser, NEXT))
        (told,) = self.doubts(browser).values()
        self.assertIn("年满80周岁", told)
        for step in ("group-acting", "group-bank", "group-materials", CHECK):
            self.assertEqual(step, press(browser, NEXT))
        check = browser.contents[browser.contents.index('id="group-check"') :]
        for words in ("具有本市户籍", "不符合", "才够年龄"):
            self.assertIn(words, check)
        self.send(browser)
        self.assertReceipt(browser)
        self.assertEqual(2, len(self.kept()))

    def test_service_that_asks_nothing_has_no_such_step(self):
        browser = self.open_form("catalogue/sq-mz-004/apply")
        self.assertEqual("group-applicant", press(browser, NEXT))
        self.assertNotIn("form.meets.", browser.contents)

    def test_key_enter_goes_on_and_back_to_the_check_and_sends_only_from_there(self):
        browser = self.open_form()
        self.fill(browser)
        for step in (NEXT, NEXT):
            press(browser, step)
        self.assertEqual("group-acting", press_enter(browser))
        for _step in range(3):
            press(browser, NEXT)
        self.assertEqual([], self.cases())
        self.assertEqual("group-applicant", press(browser, "group-applicant"))
        self.assertEqual(CHECK, press_enter(browser))
        self.assertEqual([], self.cases())
        press_enter(browser)
        self.assertReceipt(browser)


class TestDesk(EligibilityCase):
    def test_window_reads_on_top_what_may_not_be_met_and_what_was_told(self):
        browser = self.open_form()
        self.fill(browser, id_number=YOUNG)
        self.say(browser, UNSURE)
        self.send(browser)
        self.send(browser)
        self.assertReceipt(browser)
        (case,) = self.cases()
        desk = self.open_form("login")
        desk.getControl(name="__ac_name").value = "window-staff"
        desk.getControl(name="__ac_password").value = sample_password("window-staff")
        desk.getControl(name="buttons.login").click()
        desk.open(f"{self.url}/@@desk/{case.number}")
        page = lxml.html.fromstring(desk.contents)
        text = page.text_content()
        self.assertIn(NAME, text)
        notice = page.get_element_by_id("conditions").text_content()
        for words in (
            "可能不符合",
            "年满80周岁",
            "看到提示后仍然提交",
            "具有本市户籍",
            "说不准",
        ):
            self.assertIn(words, notice)
        self.assertLess(text.index("可能不符合"), text.index("申请表"))
        self.assertEqual(1, text.count("年满80周岁"))
