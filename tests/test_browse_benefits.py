"""What somebody may be entitled to: what is asked, what comes of it, and its page."""

from datetime import date
from lxml import html
from onewindow_policy.browse.benefits import entitlements
from onewindow_policy.browse.benefits import NOBODY
from onewindow_policy.browse.benefits import Offer
from onewindow_policy.browse.benefits import questions_of
from onewindow_policy.browse.benefits import read_answers
from onewindow_policy.guides.eligibility import Outcome
from onewindow_policy.guides.resolved import BenefitRate
from onewindow_policy.guides.resolved import Eligibility
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone.testing.zope import Browser
from unittest import TestCase
from urllib.parse import urlencode
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import re
import transaction

CHINESE = re.compile("[\u3400-\u9fff]")

TODAY = date(2026, 3, 1)

SUBJECTS = {
    "household_local": "household",
    "household_elsewhere": "household",
    "care_needed": "care",
}

LOCAL = Eligibility(
    "local", "本市户籍", "applicant", "household", codes=("household_local",)
)
EIGHTY = Eligibility("age", "年满80周岁", "applicant", "age", at_least=80)
INCOME = Eligibility("income", "收入低于标准", "applicant", "assessed")
INFANT = Eligibility("infant", "孩子不满3周岁", "child", "age", at_most=2)

OLD_AGE = (
    BenefitRate("80-89", "80至89周岁", age_from=80, age_to=89, amount="50"),
    BenefitRate("90", "90周岁以上", age_from=90, amount="100"),
)
CHILD = BenefitRate("child", "婴幼儿", whose="child", age_to=2, amount="300")
ALL = BenefitRate("all", "所有人", amount="10")


def offer(title, rates, *conditions, prose=()):
    guide = ResolvedGuide(
        benefit_rates=tuple(rates), eligibility=conditions, conditions=tuple(prose)
    )
    return Offer(title, f"/{title}", None, guide)


class QuestionsTest(TestCase):
    def asked(self, *offers):
        guides = [each.guide for each in offers]
        return questions_of(guides, SUBJECTS)

    def test_ages_are_asked_in_bands_that_end_where_sums_and_conditions_do(self):
        (age, household) = self.asked(offer("高龄", OLD_AGE, LOCAL, EIGHTY))
        self.assertEqual(("age", ("0-79", "80-89", "90-")), (age.name, age.values))
        self.assertEqual("household", household.name)
        self.assertEqual(("household_local", "household_elsewhere"), household.values)

    def test_nothing_is_asked_that_decides_nothing(self):
        self.assertEqual([], self.asked(offer("救助", [ALL], INCOME)))

    def test_questions_about_a_child_have_names_of_their_own(self):
        (age,) = self.asked(offer("育儿", [CHILD], INFANT))
        self.assertEqual(("child_age", ("0-2", "3-")), (age.name, age.values))

    def test_what_is_no_answer_is_left_out(self):
        asked = self.asked(offer("高龄", OLD_AGE, LOCAL), offer("育儿", [CHILD]))
        for value in ("", "x", "80", "-", "80-x", "household_local", "1" * 9 + "-"):
            self.assertEqual(
                {"applicant": {}, "child": {}}, read_answers({"age": value}, asked)
            )
        self.assertEqual(
            {}, read_answers({"household": "care_needed"}, asked)["applicant"]
        )
        self.assertIsNone(read_answers({"child_age": NOBODY}, asked)["child"])


class EntitlementsTest(TestCase):
    OFFERS = (
        offer("育儿", [CHILD], INFANT),
        offer("救助", [ALL], INCOME),
        offer("高龄", OLD_AGE, LOCAL, EIGHTY),
    )

    def judged(self, *offers, **given):
        asked = questions_of([each.guide for each in offers], SUBJECTS)
        return entitlements(offers, SUBJECTS, read_answers(given, asked), TODAY)

    def test_what_is_sure_comes_first_and_what_is_not_met_last(self):
        found = self.judged(
            *self.OFFERS, age="90-", household="household_local", child_age=NOBODY
        )
        self.assertEqual(
            [
                ("高龄", Outcome.MET),
                ("救助", Outcome.UNKNOWN),
                ("育儿", Outcome.NOT_MET),
            ],
            [(each.offer.title, each.outcome) for each in found],
        )
        self.assertEqual(["90"], [rate.key for rate in found[0].rates])
        self.assertEqual((("收入低于标准",),), found[1].open)
        self.assertEqual((("孩子不满3周岁",),), found[2].unmet)

    def test_what_an_answer_speaks_for_comes_before_what_nothing_is_known_of(self):
        found = self.judged(*self.OFFERS, age="80-89")
        self.assertEqual(["高龄", "育儿", "救助"], [each.offer.title for each in found])
        self.assertEqual([True, False, False], [each.is_near for each in found])

    def test_what_was_not_said_stays_open(self):
        (old_age,) = self.judged(self.OFFERS[2], age="80-89")
        self.assertEqual(Outcome.UNKNOWN, old_age.outcome)
        self.assertEqual((("本市户籍",),), old_age.open)

    def test_who_is_in_no_rate_gets_nothing(self):
        (found,) = self.judged(offer("高龄", OLD_AGE, LOCAL), age="0-79")
        self.assertEqual((Outcome.NOT_MET, ()), (found.outcome, found.rates))

    def test_guide_whose_conditions_are_prose_alone_is_never_sure(self):
        (found,) = self.judged(offer("奖励", [ALL], prose=["持证"]))
        self.assertEqual(Outcome.UNKNOWN, found.outcome)
        self.assertEqual((("持证",),), found.open)


class PageTest(TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.url = self.layer["portal"].absolute_url()
        self.browser = Browser(self.layer["app"])

    def open(self, **answers):
        self.browser.open(f"{self.url}/@@benefits?{urlencode(answers)}")
        page = html.fromstring(self.browser.contents)
        self.assertEqual("您可能能领的", page.findtext(".//h1"))
        return page

    def results(self, page, heading):
        """Return what is listed below a heading: titles, and what each comes to."""
        return {
            each.findtext(".//h3/a"): [sum_.text for sum_ in each.cssselect(".rates b")]
            for each in page.cssselect(f"section[aria-labelledby={heading}] .benefit")
        }

    def test_page_asks_by_a_form_and_shows_nothing_yet(self):
        page = self.open()
        self.assertTrue(page.cssselect("select[name=age] option"))
        self.assertFalse(page.cssselect(".benefit"))
        self.assertEqual("no-store", self.browser.headers["Cache-Control"])

    def test_sum_is_that_of_the_age_and_the_district(self):
        for district, amount in (("", "每月50元"), ("990103", "每月60元")):
            with self.subTest(district=district):
                page = self.open(
                    age="80-89", household="household_local", district=district
                )
                sure = self.results(page, "sure")
                self.assertEqual([amount], sure["高龄津贴申请"])
                (link,) = page.xpath('//h3/a[text()="高龄津贴申请"]/@href')
                self.assertTrue(link.endswith(f"sq-ll-001/{district}".rstrip("/")))

    def test_what_is_uncertain_is_said_with_how_to_find_out(self):
        page = self.open(age="80-89")
        self.assertNotIn("高龄津贴申请", self.results(page, "sure"))
        self.assertIn("高龄津贴申请", self.results(page, "possible"))
        (entry,) = page.xpath('//li[@class="benefit"][h3/a[text()="高龄津贴申请"]]')
        self.assertIn("具有本市户籍", entry.text_content())
        self.assertNotIn("年满80周岁", entry.text_content())
        # The guide says in words where to look for its number.
        self.assertEqual(
            ["tel:12345"], entry.xpath('.//a[starts-with(@href, "tel:")]/@href')
        )

    def test_who_is_too_young_reads_why(self):
        page = self.open(age="16-48", child_age="nobody")
        (entry,) = page.xpath('//details//li[a[text()="高龄津贴申请"]]')
        self.assertIn("年满80周岁", entry.text_content())
        self.assertNotIn("育儿补贴申领", self.results(page, "possible"))

    def test_answers_stay_chosen_and_unknown_ones_do_no_harm(self):
        page = self.open(age="80-89", household="<script>", district="x", child_age="7")
        (chosen,) = page.cssselect("select[name=age] option[selected]")
        self.assertEqual("80-89", chosen.get("value"))
        self.assertFalse(page.cssselect("select[name=household] option[selected]"))
        self.assertNotIn("<script>", self.browser.contents)

    def test_english_is_whole_or_says_what_is_not(self):
        self.browser.addHeader("Cookie", "I18N_LANGUAGE=en")

        def read():
            answers = {"age": "80-89", "hardship": "hardship_margin"}
            self.browser.open(f"{self.url}/@@benefits?{urlencode(answers)}")
            page = html.fromstring(self.browser.contents)
            self.assertEqual("What you may be entitled to", page.findtext(".//h1"))
            notices = [each.text_content() for each in page.cssselect("main .notice")]
            return page, any("in Chinese only" in each for each in notices)

        page, is_said = read()
        (entry,) = page.xpath(
            '//li[@class="benefit"][h3/a[text()="Old-age allowance from 80"]]'
        )
        self.assertEqual("高龄津贴申请", entry.findtext("p"))
        self.assertEqual(
            ["Aged 80 to 89"], entry.xpath(".//*[@class='rates']/li/span/text()")
        )
        said = [
            " ".join(each.text_content().split())
            for each in page.cssselect("#main .benefit ul, #main details li span")
        ]
        self.assertEqual([], [each for each in said if CHINESE.search(each)])
        self.assertFalse(is_said)
        guide = self.layer["portal"].catalogue["sq-ll-001"].guide
        guide.benefit_rates = [{**row, "who_en": None} for row in guide.benefit_rates]
        notify(ObjectModifiedEvent(guide))
        transaction.commit()
        _page, is_said = read()
        self.assertTrue(is_said)

    def test_form_without_an_answer_asks_for_one(self):
        page = self.open(show="1")
        (notice,) = page.cssselect("main .notice-wait")
        self.assertIn("请至少答一个问题", notice.text_content())
