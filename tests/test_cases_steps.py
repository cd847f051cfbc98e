"""Steps of a case that take more than a press: what may follow, more time, handing out."""

from datetime import date
from datetime import timedelta
from onewindow_policy.cases import handling
from onewindow_policy.cases.exceptions import TransitionNotAllowed
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.held import held_case
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.opening import open_case
from onewindow_policy.cases.promising.exceptions import MaterialNotDeferrable
from onewindow_policy.cases.promising.exceptions import PromiseNotOver
from onewindow_policy.cases.stepexceptions import DayNotPossible
from onewindow_policy.cases.stepexceptions import DaysNotPossible
from onewindow_policy.cases.stepexceptions import ExtendedAlready
from onewindow_policy.cases.stepexceptions import MaterialUnknown
from onewindow_policy.cases.stepexceptions import NotExtensible
from onewindow_policy.cases.stepexceptions import OwnIntake
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.handling import HandlingSetup
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.workdays.deadlines import due_date
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import select
from unittest.mock import patch

import html
import json
import re
import transaction
import unittest

#: Decides in this system, by the sample.
BUREAU = "U-990103-MZ"
AT_WINDOW = {"taken_in_at": COMMUNITY, "account": "window-staff"}
#: Of 高龄津贴: what may follow by the sample's guide, and what may not.
FOLLOWS, COMES_NOW = "SQ-LL-001-M03", "SQ-LL-001-M01"


def in_days(days):
    # Papers come on working days only.
    return due_date(date.today(), days, "natural").date.isoformat()


class TestSteps(HandlingSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def promise(self, case, until=None, materials=(FOLLOWS,)):
        facts = {"materials": materials, "until": until or in_days(3), "agreed": "1"}
        return self.move(case, "accept_conditionally", **facts)

    def go(self, case, user_id, transition, **facts):
        version = self.stored(Case.version, case)
        user = api.user.get(user_id)
        move_case(case.number, transition, user, version=version, facts=facts)
        transaction.commit()

    def facts_of(self, case):
        """Return what was given with the last step."""
        transaction.begin()
        query = (
            select(CaseEvent)
            .join(Case, Case.id == CaseEvent.case_id)
            .where(Case.number == case.number)
            .order_by(CaseEvent.version.desc())
        )
        return read_session().scalars(query).first().facts

    def test_marked_papers_follow_until_a_day_and_then_it_is_accepted(self):
        case = self.register()
        self.assertEqual("accepted_conditionally", self.promise(case))
        self.assertEqual(in_days(3), self.stored(Case.due_on, case).isoformat())
        self.assertEqual(
            {"materials": [FOLLOWS], "until": in_days(3), "agreed": "1"},
            self.facts_of(case),
        )
        transaction.begin()
        tracked = open_by_code(case.number, case.query_code, ADDRESS)
        self.assertEqual(in_days(3), tracked.deferred_until.isoformat())
        self.assertEqual("accepted", self.move(case, "bring_deferred"))
        self.assertIsNone(self.stored(Case.deferred_until, case))
        # The promise ran on from the day of acceptance.
        promised = due_date(date.today(), 7, "working").date
        self.assertEqual(promised, self.stored(Case.due_on, case))

    def test_papers_that_do_not_come_withdraw_it_with_a_reason(self):
        case = self.register()
        self.promise(case)
        why = {"reason": "到期未补交，按承诺书办理"}
        with self.assertRaises(PromiseNotOver):
            self.move(case, "break_promise", **why)
        transaction.abort()
        later = utc_now() + timedelta(days=20)
        with patch.object(handling, "utc_now", return_value=later):
            self.assertEqual("withdrawn", self.move(case, "break_promise", **why))
        transaction.begin()
        tracked = open_by_code(case.number, case.query_code, ADDRESS)
        words = CaseWording("zh-cn")
        meaning = words.meaning("withdrawn", None, tracked.history[-1].transition)
        self.assertIn("没有交来", meaning)
        self.assertIsNotNone(self.stored(Case.closed_at, case))

    def test_only_what_the_guide_marks_may_follow(self):
        case = self.register()
        for materials in ([COMES_NOW], [FOLLOWS, COMES_NOW], ["SQ-XX-001-M01"]):
            with self.subTest(materials), self.assertRaises(MaterialNotDeferrable):
                self.promise(case, materials=materials)
            transaction.abort()
        self.assertEqual("submitted", self.stored(Case.state, case))

    def test_what_is_said_to_be_missing_is_a_material_of_the_guide(self):
        case = self.register()
        with self.assertRaises(MaterialUnknown):
            self.move(case, "ask_correction", reason="缺", materials=["SQ-XX-1"])

    def test_papers_follow_within_the_promise(self):
        case = self.register()
        last = due_date(date.today(), 7, "working").date
        with self.assertRaises(DayNotPossible) as caught:
            self.promise(case, (last + timedelta(days=1)).isoformat())
        self.assertEqual("until", caught.exception.field)
        day = f"{last.year}年{last.month}月{last.day}日"
        self.assertIn(day, CaseWording("zh-cn")(caught.exception.message))
        transaction.abort()
        self.assertEqual("accepted_conditionally", self.promise(case, last.isoformat()))

    def test_what_is_promised_on_the_spot_waits_for_no_paper_and_ends_at_once(self):
        at_once = {"promised_days": 0, "promised_day_type": "immediate"}
        case = self.register(**at_once, **AT_WINDOW)
        offered = {
            each.name for each in open_case(case.number, self.staff, "x").transitions
        }
        transaction.commit()
        self.assertIn("complete_at_once", offered)
        with self.assertRaises(TransitionNotPossible):
            self.promise(case)
        transaction.abort()
        self.assertEqual("completed_approved", self.move(case, "complete_at_once"))
        longer = self.register("b")
        with self.assertRaises(TransitionNotPossible):
            self.move(longer, "complete_at_once")

    def test_coordinator_gives_more_time_once_and_the_applicant_reads_why(self):
        case = self.register()
        self.move(case, "accept")
        promised = self.stored(Case.due_on, case)
        why = {"days": "5", "reason": "等外省回函"}
        with self.assertRaises(TransitionNotAllowed):
            self.move(case, "extend", **why)
        transaction.abort()
        with self.assertRaises(DaysNotPossible) as caught:
            self.go(case, "coordinator", "extend", **{**why, "days": "6"})
        self.assertEqual(5, caught.exception.message.mapping["most"])
        transaction.abort()
        self.go(case, "coordinator", "extend", **why)
        self.assertEqual("accepted", self.stored(Case.state, case))
        self.assertEqual(
            due_date(promised, 5, "working").date, self.stored(Case.due_on, case)
        )
        transaction.begin()
        tracked = open_by_code(case.number, case.query_code, ADDRESS)
        self.assertEqual("等外省回函", tracked.history[-1].reason)
        with self.assertRaises(ExtendedAlready):
            self.go(case, "coordinator", "extend", **why)

    def test_what_its_guide_lets_nobody_extend_is_not_offered_and_refused(self):
        never = self.register(extension_limit=0)
        self.move(never, "accept")
        coordinator = api.user.get("coordinator")
        offered = open_case(never.number, coordinator, "handle").transitions
        transaction.commit()
        self.assertNotIn("extend", [each.name for each in offered])
        with self.assertRaises(NotExtensible):
            self.go(never, "coordinator", "extend", days="1", reason="等外省回函")
        transaction.abort()
        # The city's own ceiling holds for all guides.
        longer = self.register("b", extension_limit=30)
        self.move(longer, "accept")
        with self.assertRaises(DaysNotPossible) as caught:
            self.go(longer, "coordinator", "extend", days="11", reason="等外省回函")
        self.assertEqual(10, caught.exception.message.mapping["most"])

    def test_where_a_unit_decides_nobody_decides_what_they_took_in(self):
        case = self.register(
            community_code="990103001001",
            unit_code=BUREAU,
            deciding_unit_code=BUREAU,
            taken_in_at=COMMUNITY,
            account="department-officer",
        )
        for step in ("accept", "start"):
            self.go(case, "department-officer", step)
        for step in ("approve", "refuse"):
            with self.assertRaises(OwnIntake):
                self.go(case, "department-officer", step, reason="不符合条件")
            transaction.abort()
        self.assertEqual("in_progress", self.stored(Case.state, case))

    def test_result_is_handed_out_and_the_case_stays_closed(self):
        case = self.register()
        self.move(case, "accept", "start", "approve")
        closed_at = self.stored(Case.closed_at, case)
        self.assertEqual(
            "completed_approved",
            self.move(case, "deliver", way="window", receiver="赵计华", seen="1"),
        )
        self.assertIsNotNone(self.stored(Case.delivered_at, case))
        self.assertEqual(closed_at, self.stored(Case.closed_at, case))
        self.assertEqual(
            {"way": "window", "receiver": "赵计华", "seen": "1"}, self.facts_of(case)
        )
        transaction.begin()
        tracked = open_by_code(case.number, case.query_code, ADDRESS)
        self.assertEqual({"way": "window"}, tracked.history[-1].facts)
        with self.assertRaises(TransitionNotPossible):
            self.move(case, "deliver", way="window", receiver="赵计华", seen="1")

    def test_copy_for_its_person_has_what_its_papers_say(self):
        case = self.register()
        self.move(case, "accept")
        transaction.begin()
        copied = held_case(case.number).copy()
        said = {each["kind"]: json.dumps(each["says"]) for each in copied["papers"]}
        self.assertIn(json.dumps("高龄津贴申请")[1:-1], said["acceptance"])
        self.assertIsNone(copied["handed_out_at"])
        json.dumps(copied)

    def test_facts_lie_sealed_in_the_history(self):
        case = self.register()
        self.move(case, "accept", "start", "approve")
        self.move(case, "deliver", way="window", receiver="赵计华", seen="1")
        transaction.begin()
        rows = read_session().execute(select(CaseEvent.facts_sealed)).scalars().all()
        self.assertEqual(1, sum(row is not None for row in rows))
        self.assertNotIn("赵计华".encode(), b"".join(filter(None, rows)))


class TestStepsOfThePage(HandlingSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        super().setUp()
        self.case = self.register()
        self.browser = Browser(self.layer["app"])
        self.browser.raiseHttpErrors = False
        self.browser.addHeader("Accept", "text/html")
        log_in(self.browser, "window-staff")
        self.browser.open(f"{self.portal.absolute_url()}/@@desk/{self.case.number}")

    def text(self):
        words = re.sub(r"<[^>]+>", " ", html.unescape(self.browser.contents))
        return re.sub(r"\s+", " ", words)

    def form(self, step):
        return self.browser.getForm(id=f"go-{step}")

    def test_conditional_acceptance_goes_from_the_page_into_the_row(self):
        self.assertIn("下一步", self.text())
        form = self.form("accept_conditionally")
        self.assertNotIn(
            COMES_NOW, form.getControl(name="accept_conditionally-materials").options
        )
        form.getControl(name="accept_conditionally-materials").value = [FOLLOWS]
        form.getControl(name="accept_conditionally-until").value = in_days(2)
        form.submit(name="transition")
        # The signature is missing: told at its place, and nothing typed is lost.
        self.assertIn("422", self.browser.headers["status"])
        self.assertIn("请先问清申请人是否自愿选择", self.text())
        self.assertIn('href="#accept_conditionally-agreed"', self.browser.contents)
        form = self.form("accept_conditionally")
        self.assertEqual(
            [FOLLOWS], form.getControl(name="accept_conditionally-materials").value
        )
        self.assertEqual(
            in_days(2), form.getControl(name="accept_conditionally-until").value
        )
        form.getControl(name="accept_conditionally-agreed").value = ["1"]
        form.submit(name="transition")
        self.assertEqual("accepted_conditionally", self.stored(Case.state, self.case))
        self.assertEqual(
            in_days(2), self.stored(Case.deferred_until, self.case).isoformat()
        )
        self.assertIn("容缺受理", self.text())

    def test_refusal_to_accept_asks_for_ground_reason_and_place(self):
        form = self.form("refuse_acceptance")
        form.getControl(name="refuse_acceptance-ground").value = ["not_ours"]
        form.getControl(name="refuse_acceptance-reason").value = "由住建部门办理"
        form.submit(name="transition")
        self.assertIn('href="#refuse_acceptance-where"', self.browser.contents)
        form = self.form("refuse_acceptance")
        self.assertEqual(
            ["not_ours"], form.getControl(name="refuse_acceptance-ground").value
        )
        form.getControl(name="refuse_acceptance-where").value = "区住建局，东华路1号"
        form.submit(name="transition")
        self.browser.getForm(id="confirm-step").submit(name="confirmed")
        self.assertEqual("not_accepted", self.stored(Case.state, self.case))
        self.assertIn("由住建部门办理", self.text())
