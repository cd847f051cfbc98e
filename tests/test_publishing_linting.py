"""One gate for text: how it is printed, and which sentences help nobody or are not true."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from hypothesis import given
from hypothesis import strategies as st
from onewindow_policy.communities.lintrules import find_open_by_appointment
from onewindow_policy.guides import lintrules
from onewindow_policy.guides import steprules
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.content import district_guide_id
from onewindow_policy.guides.interfaces import IServiceGuide
from onewindow_policy.guides.resolved import Material
from onewindow_policy.guides.resolved import ProcessStep
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.guides.wording import Wording
from onewindow_policy.inspection import linting as lint_command
from onewindow_policy.inspection.texts import texts_with_findings
from onewindow_policy.news.told import last_day_told
from onewindow_policy.publishing.gaps import find_gaps
from onewindow_policy.publishing.linting import find_findings
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.typed.markup import punctuated_markup
from onewindow_policy.typed.markup import texts_of_markup
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.app.textfield.value import RichTextValue
from plone.restapi.interfaces import IDeserializeFromJson
from plone.testing.zope import Browser
from unittest import mock
from zope.component import getMultiAdapter
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import argparse
import contextlib
import io
import json
import transaction
import unittest

OWN = Material("M01", "业主大会会议决定", "证明材料", "原件", 1, source="申请人自备")
CARD = Material("M02", "身份证", "证件证照", "原件", 1, source="政府部门核发")
OF_AGENT = replace(CARD, code="M03", condition="委托他人代办时提供", required=False)

MARKUP = st.lists(
    st.sampled_from(
        [
            *("中文", "窗口,", "(甲)", "12", " ", "&nbsp;"),
            *("<b>", "</b>", "<p>", "</p>", "<br />"),
        ]
    ),
    max_size=10,
).map("".join)


def rules_of(guide, rule, title="高龄津贴申请"):
    """Return what a rule finds in a guide: the field and row of each sentence."""
    return [(found.name, found.row) for found in rule(guide, title)]


class TestRules(unittest.TestCase):
    """Without a site."""

    def test_material_without_any_way_out_is_found(self):
        guide = ResolvedGuide(materials=(CARD, OWN))
        self.assertEqual([("materials", 2)], rules_of(guide, lintrules.find_no_way_out))
        for better in (
            replace(OWN, note="由业主大会作出。"),
            replace(OWN, deferrable=True, deferrable_days=5),
            replace(OWN, required=False),
        ):
            guide = ResolvedGuide(materials=(better,))
            self.assertEqual([], rules_of(guide, lintrules.find_no_way_out))

    def test_agent_who_brings_nothing_is_found(self):
        guide = ResolvedGuide(channel_agent=True, materials=(CARD,))
        self.assertEqual(
            [("materials", 0)], rules_of(guide, lintrules.find_agent_papers)
        )
        for better in (
            replace(guide, channel_agent=False),
            replace(guide, materials=(CARD, OF_AGENT)),
        ):
            self.assertEqual([], rules_of(better, lintrules.find_agent_papers))

    def test_papers_that_may_follow_later_than_the_promise_are_found(self):
        paper = Material("M1", "户口簿", "证件证照", "原件")
        late = replace(paper, deferrable=True, deferrable_days=5)
        for days, materials, found in (
            (4, (paper, late), [("materials", 2)]),
            (5, (late,), []),
            (0, (late,), [("materials", 1)]),
            (0, (paper,), []),
            (None, (late,), []),
        ):
            guide = ResolvedGuide(promised_days=days, materials=materials)
            with self.subTest(days):
                self.assertEqual(found, rules_of(guide, lintrules.find_late_deferrals))

    def test_extension_over_the_limit_by_law_or_of_what_is_at_once_is_found(self):
        limit = {"statutory_days": 10, "statutory_day_type": "working"}
        found = [("extension_days", 0)]
        for promised, days, told in (
            (7, 4, found),
            (7, 3, []),
            (0, 1, found),
            (7, 0, []),
        ):
            guide = ResolvedGuide(promised_days=promised, extension_days=days, **limit)
            with self.subTest(promised=promised, days=days):
                self.assertEqual(told, rules_of(guide, lintrules.find_long_extension))
        for days, told in ((11, found), (10, []), (None, [])):
            guide = ResolvedGuide(promised_days=7, extension_days=days)
            with self.subTest(days):
                rule = lintrules.find_licence_extension
                self.assertEqual(told, rules_of(guide, rule))

    def test_guide_says_by_how_many_days_and_else_licences_alone_may_be_extended(self):
        guide = ResolvedGuide(promised_days=7)
        self.assertEqual((10, 0), tuple(map(guide.extension_limit, ("01", "05"))))
        told = replace(guide, extension_days=3)
        self.assertEqual((3, 3), tuple(map(told.extension_limit, ("01", "05"))))
        at_once = replace(told, promised_days=0)
        self.assertEqual(0, at_once.extension_limit("01"))

    def test_clock_of_what_is_decided_on_the_spot_is_found(self):
        guide = ResolvedGuide(promised_days=0, start_rule="从受理后的第二天起算")
        self.assertEqual(
            [("start_rule", 0)], rules_of(guide, lintrules.find_clock_without_days)
        )
        self.assertIsNone(guide.counted_from)
        later = replace(guide, promised_days=3)
        self.assertEqual([], rules_of(later, lintrules.find_clock_without_days))
        self.assertEqual("从受理后的第二天起算", later.counted_from)

    def test_step_that_decides_at_once_in_many_days_is_found(self):
        step = ProcessStep("收件", "community", description="材料齐全的当场办结。")
        guide = ResolvedGuide(promised_days=9, process=(step,))
        self.assertEqual([("process", 1)], rules_of(guide, lintrules.find_on_the_spot))
        self.assertEqual(
            [], rules_of(replace(guide, promised_days=0), lintrules.find_on_the_spot)
        )

    def test_steps_of_which_none_or_another_one_decides_are_found(self):
        def steps(*names, role="county", pause=()):
            return tuple(
                ProcessStep(name, role, counted=name not in pause) for name in names
            )

        usual = ("受理", "审核", "审批", "办结送达")
        for rule, process, found in (
            (steprules.find_no_decision, steps(*usual), []),
            (steprules.find_no_decision, steps("受理", "办结"), []),
            (
                steprules.find_no_decision,
                steps("受理", "公示", "办结", pause=("公示",)),
                [("process", 3)],
            ),
            (steprules.find_two_decisions, steps(*usual), []),
            (
                # No other step counts, of which it could be said that it decides.
                steprules.find_two_decisions,
                steps("受理", "公示", "审批", pause=("公示",)),
                [],
            ),
            (
                steprules.find_other_decider,
                steps("受理", "公示", "办结", role="street", pause=("公示",)),
                [],
            ),
            (
                steprules.find_two_decisions,
                steps("受理", "街道审批", "县级审批", "办结"),
                [("process", 2)],
            ),
            (steprules.find_other_decider, steps(*usual), []),
            (
                steprules.find_other_decider,
                steps(*usual, role="street"),
                [("process", 3)],
            ),
        ):
            with self.subTest(rule.__name__, found=found):
                guide = ResolvedGuide(decision_role="county", process=process)
                self.assertEqual(found, rules_of(guide, rule))

    def test_visit_at_home_whose_place_is_the_window_is_found(self):
        guide = ResolvedGuide(location="居民所在社区综合服务窗口")
        rule = lintrules.find_place_of_visits
        self.assertEqual([("location", 0)], rules_of(guide, rule, "敲门服务预约"))
        self.assertEqual([], rules_of(guide, rule))
        home = replace(guide, location="您家里；打窗口电话约时间")
        self.assertEqual([], rules_of(home, rule, "敲门服务预约"))

    def test_booking_without_a_number_to_call_is_found(self):
        guide = ResolvedGuide(channel_reservation=True)
        rule = lintrules.find_ways_without_phone
        self.assertEqual([("consult_phone", 0)], rules_of(guide, rule))
        for phone in ("0000-0001001", "12345", "见所选社区窗口电话"):
            self.assertEqual([], rules_of(replace(guide, consult_phone=phone), rule))

    @given(MARKUP)
    def test_markup_stays_as_it_is_around_its_texts(self, html):
        once = punctuated_markup(html)
        self.assertEqual(once, punctuated_markup(once))
        for tag in ("<b>", "<p>", "&nbsp;"):
            self.assertEqual(html.count(tag), once.count(tag))

    def test_texts_of_markup_are_set_across_tags_and_code_is_not(self):
        self.assertEqual(
            '<p title="甲,乙">低保<b>（甲）</b>，见&nbsp;<a href="x,y">网页</a>。</p>',
            punctuated_markup(
                '<p title="甲,乙">低保<b>(甲)</b>,见&nbsp;<a href="x,y">网页</a>.</p>'
            ),
        )
        self.assertEqual("<pre>甲,乙</pre>", punctuated_markup("<pre>甲,乙</pre>"))
        self.assertEqual(["甲乙", "丙"], [*texts_of_markup("<p>甲<b>乙</b><br>丙</p>")])

    def test_notice_holds_until_the_last_day_that_it_tells(self):
        published = date(2026, 9, 18)
        for text, last in (
            ("9月25日至27日、10月1日至7日放假，10月10日上班。", date(2026, 10, 10)),
            ("意见征集期为2026年11月6日至12月6日。", date(2026, 12, 6)),
            ("12月30日至1月3日停办。", date(2027, 1, 3)),
            ("2月30日，周末照常。", None),
        ):
            with self.subTest(text):
                self.assertEqual(last, last_day_told(text, published))


class TextsTestCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        login(self.layer["app"], SITE_OWNER_NAME)
        self.item = self.portal.catalogue["sq-ll-001"]
        self.guide = self.item["guide"]

    def save(self, content, **values):
        for name, value in values.items():
            setattr(content, name, value)
        notify(ObjectModifiedEvent(content))

    def make_draft(self):
        for step in ("archive", "restore"):
            api.content.transition(self.guide, step)

    def rules(self, content):
        return [found.rule for found in find_findings(content)]


class TestSample(TextsTestCase):
    def test_whole_sample_has_nothing_to_mend(self):
        items = [*api.content.find(portal_type="ServiceItem")]
        self.assertEqual(52, len(items))
        found = [
            (content.absolute_url_path(), finding.rule, finding.sentence)
            for content, findings in texts_with_findings()
            for finding in findings
        ]
        self.assertEqual([], found)

    def test_benefit_without_a_sum_is_found_and_can_be_published_all_the_same(self):
        self.assertEqual([], [*lintrules.no_sum(self.guide)])
        self.guide.benefit_rates = []
        (found,) = lintrules.no_sum(self.guide)
        self.assertEqual("benefit_rates", found.name)
        self.assertEqual([], find_gaps(self.guide))
        self.item.item_type = "99"
        self.assertEqual([], [*lintrules.no_sum(self.guide)])

    def test_guide_that_ends_with_what_does_not_count_is_not_published(self):
        last = {**self.guide.process[-1], "days": 0, "counted": False}
        self.guide.process = [*self.guide.process[:-1], last]
        said = {gap.message: gap.message.mapping for gap in find_gaps(self.guide)}
        self.assertEqual("办结送达", said["gap_last_step_not_counted"]["step"])

    def test_no_page_says_where_what_is_ones_own_comes_from(self):
        words = Wording("zh-cn")
        (way,) = words.without_material(OWN, None)
        self.assertIn("打窗口电话", way)
        self.assertNotIn("申请人自备", way)
        self.assertIn("政府部门核发", " ".join(words.without_material(CARD, None)))

    def test_first_step_is_done_at_once_and_decides_nothing(self):
        words = Wording("zh-cn")
        self.assertEqual("当场", words.step_duration(ProcessStep("收件", "community")))
        self.assertEqual("当场办结", words.duration(0, "working"))

    def test_booking_and_visits_say_how_one_asks_for_them(self):
        guide = ResolvedGuide(channel_reservation=True, channel_home_visit=True)
        self.assertEqual(2, Wording("zh-cn").channels(guide).count("打窗口电话"))


class TestSaving(TextsTestCase):
    def test_width_and_spaces_are_set_in_fields_lines_rows_and_markup(self):
        news = self.portal.news.n001
        markup = RichTextValue("<p>每月 60 元,<b>见(一)</b></p>", "text/html")
        self.save(news, title="通知:放假 3 天", text=markup)
        self.assertEqual("通知：放假3天", news.title)
        self.assertEqual("<p>每月60元，<b>见（一）</b></p>", news.text.raw)
        rows = [dict(row) for row in self.guide.materials]
        rows[0] |= {"note": "可补,可免", "source": "自备(本人)"}
        self.save(self.guide, conditions=["年满 80 周岁,有户籍"], materials=rows)
        self.assertEqual(["年满80周岁，有户籍"], self.guide.conditions)
        self.assertEqual("可补，可免", self.guide.materials[0]["note"])
        self.assertEqual("自备(本人)", self.guide.materials[0]["source"])

    def test_what_others_name_letter_by_letter_stays(self):
        sample = next(
            each
            for each in self.item.objectValues()
            if each.portal_type == "SampleDocument"
        )
        self.save(sample, title="申请表(新)")
        self.assertEqual("申请表(新)", sample.title)

    def test_district_keeps_what_it_changed_of_a_row_whose_punctuation_is_set(self):
        faqs = [{"question": "要钱吗?", "answer": "不要"}]
        self.guide.faqs = faqs
        own = self.item[district_guide_id("990102")]
        own.overrides = [
            *own.overrides,
            {
                "field": "faqs",
                "row": "要钱吗?",
                "column": "answer",
                "value": "不要,免费",
                "illustrative": False,
            },
        ]
        notify(ObjectModifiedEvent(own))
        self.save(self.guide)
        self.assertEqual("要钱吗？", self.guide.faqs[0]["question"])
        resolved = resolve_guide(self.guide, own, "990102")
        self.assertEqual((), resolved.lost)
        self.assertEqual("不要，免费", resolved.faqs[0].answer)

    def test_words_and_dates_are_named_and_never_changed(self):
        self.save(self.guide, conditions=["请携带户口簿,2026-11-06起"])
        self.assertEqual(["请携带户口簿，2026-11-06起"], self.guide.conditions)
        self.assertEqual(["words", "date"], self.rules(self.guide))

    def test_what_was_written_before_is_set_when_it_becomes_public(self):
        self.make_draft()
        self.guide.standard = "每月50元,按月发"
        self.assertEqual(["punctuation"], self.rules(self.guide))
        api.content.transition(self.guide, "publish")
        self.assertEqual("每月50元，按月发", self.guide.standard)

    def test_saturday_that_is_open_and_by_appointment_is_found(self):
        hall = next(
            brain.getObject()
            for brain in api.content.find(portal_type="Hall")
            if any(row["days"] == "saturday" for row in brain.getObject().hours)
        )
        self.assertEqual([], list(find_open_by_appointment(hall)))
        hall.hours_note = "周六上午错时延时服务,需预约"
        (found,) = find_open_by_appointment(hall)
        self.assertEqual("hours_note", found.name)
        hall.hours_note = "周六上午不用预约"
        self.assertEqual([], list(find_open_by_appointment(hall)))

    def test_words_that_contradict_the_rows_are_told_and_those_of_a_district_to_it(
        self,
    ):
        self.save(self.guide, standard="80至89周岁，每月发放50元。")
        self.assertEqual([], self.rules(self.guide))
        own = self.item[district_guide_id("990103")]
        self.assertEqual(["other_sums"], self.rules(own))
        self.save(self.guide, standard="70周岁以上，每月发放50元。")
        self.assertEqual(["other_ages"], self.rules(self.guide))

    def test_guide_of_a_district_is_told_only_what_it_says_itself(self):
        own = self.item[district_guide_id("990102")]
        self.assertTrue(IServiceGuide.providedBy(own))
        self.guide.location = "窗口"
        self.guide.start_rule = "从第二天起算"
        self.guide.promised_days = 0
        self.assertIn("clock_without_days", self.rules(self.guide))
        self.assertEqual([], self.rules(own))


class TestEditors(TextsTestCase):
    def setUp(self):
        super().setUp()
        transaction.commit()
        self.browser = Browser(self.layer["app"])
        log_in(self.browser)

    def test_form_says_what_was_set_and_what_could_be_plainer_at_the_field(self):
        url = self.guide.absolute_url()
        self.browser.open(f"{url}/edit")
        self.browser.getControl(
            name="form.widgets.standard"
        ).value = "每月 60 元,逾期不发"
        self.browser.getControl(name="form.buttons.save").click()
        transaction.begin()
        self.assertEqual("每月60元，逾期不发", self.guide.standard)
        self.browser.open(f"{url}/edit")
        self.assertIn("text-findings", self.browser.contents)
        self.assertIn("每月60元，逾期不发", self.browser.contents)

    def test_program_that_writes_is_answered_with_what_is_printed(self):
        request = self.layer["request"]
        request["BODY"] = json.dumps({"standard": "每月 60 元,按月发"})
        getMultiAdapter((self.guide, request), IDeserializeFromJson)()
        self.assertEqual("每月60元，按月发", self.guide.standard)

    def test_submitting_names_sentences_that_help_nobody(self):
        self.make_draft()
        self.guide.standard = "逾期不发"
        transaction.commit()
        self.browser.open(
            f"{self.guide.absolute_url()}/@@publication?transition=submit"
        )
        self.assertIn('id="findings"', self.browser.contents)
        self.assertIn("逾期", self.browser.contents)

    def test_self_check_and_command_list_them(self):
        self.guide.standard = "逾期不发"
        notify(ObjectModifiedEvent(self.guide))
        transaction.commit()
        self.browser.open(
            f"{self.portal.catalogue.absolute_url()}/@@self-check?kind=texts"
        )
        self.assertIn("逾期", self.browser.contents)

        @contextmanager
        def open_site(_config, _site_id):
            yield self.portal, None

        printed = io.StringIO()
        with (
            mock.patch.object(lint_command, "open_site", open_site),
            contextlib.redirect_stdout(printed),
        ):
            status = lint_command.run(None, argparse.Namespace(site="onewindow"))
        self.assertEqual(1, status)
        self.assertIn("/catalogue/sq-ll-001/guide", printed.getvalue())
        self.assertIn("1 sentences to mend.", printed.getvalue())
