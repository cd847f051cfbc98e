"""What is promised and does not come, and what is asked for a second time."""

from dataclasses import replace
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from datetime import UTC
from onewindow_policy.cases import handling
from onewindow_policy.cases.correcting.exceptions import AskedBefore
from onewindow_policy.cases.correcting.models import RepeatedCorrection
from onewindow_policy.cases.correcting.rules import asked_twice
from onewindow_policy.cases.correcting.seeing import asked_again
from onewindow_policy.cases.correcting.seeing import LookingAgain
from onewindow_policy.cases.correcting.seeing import see_asked_again
from onewindow_policy.cases.exceptions import TransitionNotAllowed
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.held import held_case
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.opening import open_case
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.papers.opening import open_paper
from onewindow_policy.cases.promising.exceptions import DayNotLater
from onewindow_policy.cases.promising.exceptions import PromiseBarred
from onewindow_policy.cases.promising.models import PromiseBar
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.duties.models import Duty
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.handling import HandlingSetup
from onewindow_policy.testing.printed import printed_text
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.workdays.deadlines import counted_days
from onewindow_policy.workdays.deadlines import due_date
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import select
from unittest.mock import patch
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import html
import json
import transaction
import unittest

#: Of 高龄津贴: what may follow by the sample's guide, and what may not.
FOLLOWS, COMES_NOW = "SQ-LL-001-M03", "SQ-LL-001-M01"
BARS = "onewindow_policy.cases.broken_promises_bar"


def in_days(days):
    # Papers come on working days only.
    return due_date(date.today(), days, "natural").date.isoformat()


class TestAskedTwice(unittest.TestCase):
    def test_only_the_same_material_is_a_second_time_or_what_nobody_can_tell(self):
        day = date(2026, 3, 3)
        for asked, materials, expected in (
            ({}, ["M1"], []),
            ({"M1": day}, ["M2"], []),
            ({"M1": day}, ["M2", "M1"], ["M1"]),
            ({"M1": day}, [], [""]),
            ({"": day}, ["M1"], [""]),
            ({"": day, "M1": day}, ["M1"], ["M1"]),
        ):
            with self.subTest(asked, materials=materials):
                self.assertEqual(expected, asked_twice(asked, materials))


class PromisingSetup(HandlingSetup):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def go(self, case, user_id, transition, **facts):
        version = self.stored(Case.version, case)
        user = api.user.get(user_id)
        move_case(case.number, transition, user, version=version, facts=facts)
        transaction.commit()

    def ask(self, case, *materials, **facts):
        facts = {"reason": "请补齐", "materials": list(materials), **facts}
        return self.move(case, "ask_correction", **facts)

    def promise(self, case, days=3):
        facts = {"materials": [FOLLOWS], "until": in_days(days), "agreed": "1"}
        return self.move(case, "accept_conditionally", **facts)

    def break_promise(self, case):
        self.promise(case)
        # However long holidays last.
        later = utc_now() + timedelta(days=20)
        with patch.object(handling, "utc_now", return_value=later):
            self.move(case, "break_promise", reason="到期没有交")

    def duties(self):
        transaction.begin()
        query = select(Duty.subject, Duty.state).where(Duty.kind == "cases.asked_again")
        return [tuple(row) for row in read_session().execute(query)]

    def kinds_of(self, case):
        transaction.begin()
        query = select(Paper.kind).join(Case, Case.id == Paper.case_id)
        query = query.where(Case.number == case.number)
        return read_session().scalars(query.order_by(Paper.number)).all()

    def bars(self):
        transaction.begin()
        return read_session().scalars(select(PromiseBar)).all()


class TestAskingAgain(PromisingSetup, unittest.TestCase):
    def asked_and_brought(self):
        case = self.register()
        self.ask(case, COMES_NOW)
        self.move(case, "supplement")
        return case

    def test_same_material_takes_a_reason_and_its_supervisor_looks_once(self):
        case = self.asked_and_brought()
        with self.assertRaises(AskedBefore):
            self.ask(case, COMES_NOW)
        transaction.abort()
        self.assertEqual([], self.duties())
        self.ask(case, COMES_NOW, again="交来的照片看不清")
        self.assertEqual([(case.number, "open")], self.duties())
        supervisor = api.user.get("supervisor")
        (waiting,) = asked_again(case.number, supervisor)
        self.assertEqual((COMES_NOW,), waiting.materials)
        self.assertEqual("window-staff", waiting.by)
        self.assertEqual((), asked_again(case.number, self.staff))
        with self.assertRaises(TransitionNotAllowed):
            see_asked_again(case.number, self.staff, version=waiting.version)
        transaction.abort()
        # What came after the page was shown is still to be looked at.
        see_asked_again(case.number, supervisor, version=waiting.version - 1)
        transaction.commit()
        self.assertEqual([(case.number, "open")], self.duties())
        see_asked_again(case.number, supervisor, version=waiting.version)
        transaction.commit()
        self.assertEqual([(case.number, "done")], self.duties())
        self.assertEqual((), asked_again(case.number, supervisor))
        self.assertEqual(1, self.count_of(RepeatedCorrection))

    def test_applicant_does_not_read_why_but_has_it_in_the_copy(self):
        case = self.asked_and_brought()
        self.ask(case, COMES_NOW, again="交来的照片看不清")
        transaction.begin()
        tracked = open_by_code(case.number, case.query_code, ADDRESS)
        self.assertEqual({"materials": [COMES_NOW]}, tracked.history[-1].facts)
        copied = held_case(case.number).copy()
        self.assertIn("交来的照片看不清", json.dumps(copied, ensure_ascii=False))

    def test_another_material_is_asked_for_as_before(self):
        case = self.asked_and_brought()
        self.ask(case, FOLLOWS)
        self.assertEqual([], self.duties())
        self.assertEqual(0, self.count_of(RepeatedCorrection))

    def test_nightly_check_finds_what_nobody_has_looked_at_until_it_is_erased(self):
        case = self.asked_and_brought()
        self.ask(case, COMES_NOW, again="看不清")
        transaction.begin()
        (duty,) = LookingAgain().standing(write_session(), "", 10)
        self.assertEqual(case.number, duty.subject)
        erase_case(case.number)
        transaction.commit()
        self.assertEqual([], self.duties())
        self.assertEqual([], LookingAgain().standing(write_session(), "", 10))

    def test_page_says_before_sending_that_it_is_a_second_time(self):
        case = self.asked_and_brought()
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.addHeader("Accept", "text/html")
        log_in(browser, "window-staff")
        browser.open(f"{self.portal.absolute_url()}/@@desk/{case.number}")
        self.assertIn("一次性告知", html.unescape(browser.contents))
        form = browser.getForm(id="go-ask_correction")
        self.assertIn("要过）", html.unescape(browser.contents))
        form.getControl(name="ask_correction-materials").value = [COMES_NOW]
        form.getControl(name="ask_correction-reason").value = "请重交"
        form.submit(name="transition")
        self.assertIn("422", browser.headers["status"])
        self.assertIn('href="#ask_correction-again"', browser.contents)
        form = browser.getForm(id="go-ask_correction")
        form.getControl(name="ask_correction-again").value = "照片看不清"
        form.submit(name="transition")
        self.assertEqual("awaiting_correction", self.stored(Case.state, case))
        supervisor = Browser(self.layer["app"])
        supervisor.addHeader("Accept", "text/html")
        log_in(supervisor, "supervisor")
        supervisor.open(f"{self.portal.absolute_url()}/@@desk/{case.number}")
        page = html.unescape(supervisor.contents)
        self.assertIn("又让申请人补了一次", page)
        self.assertNotIn("照片看不清", page)
        supervisor.getForm(id="asked-again").submit(name="seen")
        self.assertIn("已记录您看过了", html.unescape(supervisor.contents))
        self.assertNotIn('id="asked-again"', supervisor.contents)


class TestBars(PromisingSetup, unittest.TestCase):
    def test_who_broke_a_promise_makes_none_until_a_coordinator_lifts_it(self):
        broken = self.register()
        self.break_promise(broken)
        case = self.register("b")
        with self.assertRaises(PromiseBarred):
            self.promise(case)
        transaction.abort()
        with self.assertRaises(TransitionNotAllowed):
            self.move(case, "lift_bar", reason="住院")
        transaction.abort()
        self.go(case, "coordinator", "lift_bar", reason="当时住院，有证明")
        self.assertEqual("submitted", self.stored(Case.state, case))
        self.assertEqual("accepted_conditionally", self.promise(case))
        (bar,) = self.bars()
        self.assertIsNone(bar.person_hash)
        self.assertEqual(
            ("coordinator", "当时住院，有证明"), (bar.lifted_by, bar.reason)
        )
        copied = held_case(broken.number).copy()
        self.assertEqual("当时住院，有证明", copied["promises_barred"][0]["reason"])

    def test_another_person_promises_as_before_and_nothing_is_there_to_lift(self):
        self.break_promise(self.register())
        somebody = replace(submission().applicant, id_number="110101194912310029")
        other = self.register("b", applicant=somebody)
        with self.assertRaises(TransitionNotPossible):
            self.go(other, "coordinator", "lift_bar", reason="无")
        transaction.abort()
        self.assertEqual("accepted_conditionally", self.promise(other))

    def test_it_ends_with_the_case_and_where_the_city_bars_nobody(self):
        broken = self.register()
        self.break_promise(broken)
        case = self.register("b")
        opened = open_case(case.number, self.staff, "handle")
        self.assertEqual(date.today(), opened.barred_since)
        transaction.commit()
        api.portal.set_registry_record(BARS, False)
        self.assertIsNone(open_case(case.number, self.staff, "handle").barred_since)
        transaction.abort()
        erase_case(broken.number)
        transaction.commit()
        self.assertEqual([], self.bars())
        self.assertEqual("accepted_conditionally", self.promise(case))

    def test_number_that_was_cleared_and_entered_again_is_barred_as_before(self):
        case = self.register()
        self.break_promise(case)
        for number, count in (("", 0), ("110101194912310024", 1)):
            held_case(case.number).correct({"applicant": {"id_number": number}})
            transaction.commit()
            self.assertEqual(
                count, sum(each.person_hash is not None for each in self.bars())
            )

    def test_nothing_in_the_row_tells_who_it_is(self):
        case = self.register()
        self.break_promise(case)
        (bar,) = self.bars()
        self.assertEqual(32, len(bar.person_hash))
        self.assertNotEqual(self.stored(Case.person_hash, case), bar.person_hash)


class TestPromisedPapers(PromisingSetup, unittest.TestCase):
    def test_promise_is_printed_beside_the_notice_and_says_what_follows(self):
        case = self.register()
        self.promise(case)
        made = self.kinds_of(case)
        self.assertEqual(["conditional_promise", "conditional_acceptance"], made[-2:])
        papers = held_case(case.number).copy()["papers"]
        says = {each["kind"]: each["says"] for each in papers}
        promise = says["conditional_promise"]
        self.assertEqual(1, len(promise["missing"]))
        self.assertTrue(promise["bars"])
        self.assertEqual("容缺受理承诺书", promise["title"])

    def test_force_majeure_moves_the_day_beyond_the_promise_and_says_why(self):
        case = self.register()
        self.promise(case)
        promised = due_date(date.today(), 7, "working").date
        far = due_date(promised, 10, "natural").date.isoformat()
        with self.assertRaises(TransitionNotAllowed):
            self.move(case, "allow_later", until=far, reason="台风停运")
        transaction.abort()
        with self.assertRaises(DayNotLater):
            self.go(case, "coordinator", "allow_later", until=in_days(2), reason="台风")
        transaction.abort()
        self.go(case, "coordinator", "allow_later", until=far, reason="台风停运")
        self.assertEqual(far, self.stored(Case.deferred_until, case).isoformat())
        self.assertEqual(far, self.stored(Case.due_on, case).isoformat())
        self.assertEqual("deferral", self.kinds_of(case)[-1])
        tracked = open_by_code(case.number, case.query_code, ADDRESS)
        self.assertEqual("台风停运", tracked.history[-1].reason)
        self.assertEqual([FOLLOWS], tracked.history[-1].facts["materials"])

    def test_paper_names_what_was_promised_also_where_the_guide_has_it_no_more(self):
        case = self.register()
        self.promise(case)
        item = self.portal.catalogue["sq-ll-001"]
        item.guide.channel_online = False
        notify(ObjectModifiedEvent(item.guide))
        with api.env.adopt_roles(["Manager"]):
            # While a form asks for a material, the guide keeps it.
            item.manage_delObjects(["apply"])
        kept = [row for row in item.guide.materials if row["code"] != FOLLOWS]
        item.guide.materials = kept
        notify(ObjectModifiedEvent(item.guide))
        transaction.commit()
        promised = due_date(date.today(), 7, "working").date
        later = due_date(promised, 10, "natural").date.isoformat()
        self.go(case, "coordinator", "allow_later", until=later, reason="台风停运")
        query = select(Paper).where(Paper.kind == "deferral")
        paper = read_session().scalars(query).one()
        self.assertEqual([FOLLOWS], [each["name"] for each in paper.values["missing"]])
        printed = open_paper(case.number, paper.number, api.user.get("coordinator"))
        self.assertIn(FOLLOWS, printed_text(printed.pdf()))

    def test_days_by_which_they_come_late_move_the_decision_and_no_others(self):
        for nonce, days_late in (("a", 6), ("b", -1)):
            case = self.register(nonce)
            self.promise(case)
            first = date.fromisoformat(in_days(3))
            later = in_days(30)
            self.go(case, "coordinator", "allow_later", until=later, reason="台风停运")
            came = datetime.combine(first, time(4), UTC) + timedelta(days=days_late)
            with patch("onewindow_policy.cases.moving.utc_now", return_value=came):
                self.assertEqual("accepted", self.move(case, "bring_deferred"))
            end = first + timedelta(days=max(days_late, 0))
            late = counted_days(first, end, "working")
            with self.subTest(days_late):
                self.assertEqual(late, self.stored(Case.suspended_days, case))
                self.assertEqual(
                    due_date(date.today(), 7 + late, "working").date,
                    self.stored(Case.due_on, case),
                )
                self.assertIsNone(self.stored(Case.promised_until, case))
