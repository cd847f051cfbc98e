"""A case goes by the steps that its guide had when somebody applied."""

from dataclasses import replace
from datetime import date
from onewindow_policy.cases.duties import DECIDE
from onewindow_policy.cases.exceptions import TransitionNotAllowed
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.held import held_case
from onewindow_policy.cases.listing import cases_in
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import Recount
from onewindow_policy.cases.moving import move
from onewindow_policy.cases.opening import open_case
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.process.freezing import steps_for
from onewindow_policy.cases.process.lights import GREEN
from onewindow_policy.cases.process.lights import light_of
from onewindow_policy.cases.process.lights import RED
from onewindow_policy.cases.process.lights import soon_until
from onewindow_policy.cases.process.lights import YELLOW
from onewindow_policy.cases.process.models import CaseStep
from onewindow_policy.cases.recounting import reckon_some
from onewindow_policy.cases.states import AMONG_STAFF
from onewindow_policy.cases.states import BY_NAME
from onewindow_policy.cases.taking import cases_of_unit
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.duties.models import Duty
from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.deciding import decision_at
from onewindow_policy.guides.released import released_guides
from onewindow_policy.guides.resolved import ProcessStep
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.handling import HandlingSetup
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.workdays.deadlines import end_of_day
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import select
from sqlalchemy import update
from types import SimpleNamespace
from unittest.mock import patch

import html
import re
import transaction
import unittest

#: Of the sample, these two decide here; and a community of theirs.
BUREAU, OFFICE = "U-990103-MZ", "U-990103001"
COMMUNITY = "990103001001"
STREET = "communities/990103/990103001"


def process(*names):
    """Return steps of a guide; those in brackets do not count."""
    return [
        ProcessStep(name.strip("()"), "street", days=3, counted=name[0] != "(")
        for name in names
    ]


class TestPlaces(unittest.TestCase):
    def test_last_step_that_counts_before_the_result_is_handed_out_is_the_decision(
        self,
    ):
        for at, names in (
            (4, ("收件", "受理", "审核", "(公示)", "审批", "办结送达")),
            (1, ("收件受理", "办理", "办结送达")),
            # What is made after the decision does not count, and waits for none.
            (2, ("收件受理", "初审", "审核", "(制证)", "办结送达")),
            (1, ("收件", "受理审查", "办结送达")),
            (0, ("受理",)),
            (1, ("受理", "送达")),
        ):
            with self.subTest(names):
                self.assertEqual(at, decision_at(process(*names)))


class TestLights(unittest.TestCase):
    def test_two_working_days_before_the_last_one_it_is_soon_and_after_it_late(self):
        due = date(2026, 11, 10)
        for day, light in (
            (5, GREEN),
            (6, YELLOW),
            (9, YELLOW),
            (10, YELLOW),
            (11, RED),
        ):
            today = date(2026, 11, day)
            with self.subTest(day):
                self.assertEqual(light, light_of(due, today, soon_until(today)))


class ProcessSetup(HandlingSetup):
    #: The step of the guide whose days do not count.
    pause = "评定"

    def setUp(self):
        super().setUp()
        self.street_officer = api.user.get("street-officer")
        # Who works at the window of the community, besides.
        place = self.portal.unrestrictedTraverse(f"{STREET}/{COMMUNITY}")
        place.manage_setLocalRoles("grid-worker", ["Window Staff"])
        place.reindexObjectSecurity()
        transaction.commit()
        self.window = api.user.get("grid-worker")
        self.case = self.apply()

    def steps_of(self, code="SQ-LL-001"):
        item = self.portal.catalogue[code.lower()]
        guide = resolve_guide(*released_guides(item, COMMUNITY[:6]), COMMUNITY[:6])
        steps = steps_for(item.acceptance_mode, guide, COMMUNITY, BUREAU)
        return [
            replace(each, name=self.pause) if not each.counted else each
            for each in steps
        ]

    def apply(self, nonce="nonce-1", steps=None):
        return self.register(
            nonce,
            community_code=COMMUNITY,
            unit_code=OFFICE,
            deciding_unit_code=BUREAU,
            steps=self.steps_of() if steps is None else steps,
        )

    def go(self, user, *transitions, on=(2026, 11, 2), **facts):
        for transition in transitions:
            version = self.stored(Case.version, self.case)
            try:
                with self.at(*on, 10):
                    state = move_case(
                        self.case.number, transition, user, version=version, facts=facts
                    )
                    transaction.commit()
            finally:
                transaction.abort()
        return state

    def offered(self, user):
        opened = open_case(self.case.number, user, "handle")
        transaction.commit()
        return [
            each.name for each in opened.transitions if each.name not in AMONG_STAFF
        ]

    def at_step(self):
        columns = (Case.step_name, Case.step_unit_code, Case.step_due_on)
        return tuple(self.stored(column, self.case) for column in columns)

    def places(self):
        transaction.begin()
        case = open_by_code(self.case.number, self.case.query_code, ADDRESS)
        return "".join(each.place[0] for each in case.steps)

    def here(self, user):
        transaction.begin()
        return [row.step for row in cases_in(user, is_here=True).rows]

    def examine(self):
        """Lead it to the step that does not count, which ends on 9 November."""
        self.go(self.street_officer, "accept", "start")
        self.go(self.street_officer, "finish_step", on=(2026, 11, 4))


class TestProcess(ProcessSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_each_unit_has_it_in_its_step_until_it_is_handed_out(self):
        self.assertEqual((None, None, None), self.at_step())
        self.assertEqual("dnaaaa", self.places())
        self.go(self.street_officer, "accept")
        self.assertEqual(("审核", OFFICE, date(2026, 11, 4)), self.at_step())
        self.assertEqual("ddnaaa", self.places())
        self.assertEqual(["审核"], self.here(self.street_officer))
        self.assertEqual([], self.here(self.officer))
        with self.assertRaises(TransitionNotAllowed):
            self.go(self.officer, "start")
        self.go(self.street_officer, "start")
        # The office examines and hands on; it may find that it is none, and approves not.
        self.assertEqual(
            ["finish_step", "suspend", "refuse", "return"],
            self.offered(self.street_officer),
        )
        with self.assertRaises(TransitionNotPossible):
            self.go(self.street_officer, "approve")
        self.go(self.street_officer, "finish_step", on=(2026, 11, 4))
        # Its days do not count: the case is suspended by itself.
        self.assertEqual("suspended", self.stored(Case.state, self.case))
        self.assertEqual((self.pause, None, date(2026, 11, 9)), self.at_step())
        self.assertEqual("dddnaa", self.places())
        self.assertEqual(["resume"], self.offered(self.window))
        self.assertEqual([self.pause], self.here(self.window))
        self.assertEqual(
            "in_progress", self.go(self.window, "resume", on=(2026, 11, 10))
        )
        self.assertEqual(("审批", BUREAU, date(2026, 11, 13)), self.at_step())
        # Seven working days from 2 November, and four that did not count.
        self.assertEqual(date(2026, 11, 17), self.stored(Case.due_on, self.case))
        # By now the promise has passed, and the window may say why.
        self.assertEqual(["explain_delay"], self.offered(self.window))
        self.assertEqual(["审批"], self.here(self.officer))
        self.assertEqual(
            ["suspend", "approve", "refuse", "return", "explain_delay"],
            self.offered(self.officer),
        )
        self.go(self.officer, "approve", on=(2026, 11, 11))
        self.assertEqual((None, None, None), self.at_step())
        self.assertEqual("dddddn", self.places())
        self.go(
            self.window,
            "deliver",
            on=(2026, 11, 12),
            way="window",
            receiver="本人",
            seen="1",
        )
        self.assertEqual("dddddd", self.places())
        with get_database().reading.connect() as connection:
            done_by = connection.scalars(
                select(CaseStep.done_by).order_by(CaseStep.position)
            ).all()
        people = ["street-officer"] * 3 + ["grid-worker", "department-officer"]
        self.assertEqual([*people, "grid-worker"], done_by)

    def test_history_says_which_step_is_done_and_the_pause_has_its_paper(self):
        self.examine()
        transaction.begin()
        case = open_by_code(self.case.number, self.case.query_code, ADDRESS)
        done, paused = case.history[-2:]
        self.assertEqual(
            ("finish_step", {"step": "审核"}), (done.transition, done.facts)
        )
        self.assertEqual(("suspend", self.pause), (paused.transition, paused.reason))
        kinds = read_session().scalars(select(Paper.kind)).all()
        self.assertIn("suspension", kinds)

    def test_guide_that_changes_later_changes_nothing_for_who_applied(self):
        master = self.portal.catalogue["sq-ll-001"].guide
        master.process = [{**master.process[0], "name": "收件受理"}]
        transaction.commit()
        self.assertEqual("dnaaaa", self.places())
        self.go(self.street_officer, "accept")
        self.assertEqual(("审核", OFFICE, date(2026, 11, 4)), self.at_step())

    def test_erased_case_keeps_how_long_its_steps_took_and_nobody_who_did_them(self):
        self.go(self.street_officer, "accept", "start")
        people = (
            select(CaseStep.done_by).where(CaseStep.done_by.is_not(None)),
            select(Case.assignee).where(Case.assignee.is_not(None)),
            select(CaseStep.name).where(CaseStep.name != ""),
            select(Case.step_name).where(Case.step_name.is_not(None)),
        )
        took = select(CaseStep.unit_code, CaseStep.begun_at, CaseStep.days)
        before = self.rows(took)
        erase_case(self.case.number)
        transaction.commit()
        self.assertEqual([], [row for each in people for row in self.rows(each)])
        self.assertEqual(before, self.rows(took))

    def rows(self, query):
        transaction.begin()
        return [tuple(row) for row in read_session().execute(query)]

    def test_case_without_steps_goes_by_its_state_as_before(self):
        self.case = self.apply("b", steps=())
        self.assertEqual("", self.places())
        self.go(self.street_officer, "accept")
        self.assertEqual((None, None, None), self.at_step())
        self.go(self.officer, "start")
        self.assertEqual(
            ["suspend", "approve", "refuse", "return"], self.offered(self.officer)
        )
        with self.assertRaises(TransitionNotPossible):
            self.go(self.officer, "finish_step")

    def test_duty_is_the_steps_and_due_with_it(self):
        self.go(self.street_officer, "accept")
        query = select(Duty).where(Duty.kind == DECIDE, Duty.state == "open")
        transaction.begin()
        duty = read_session().scalars(query).one()
        self.assertEqual(OFFICE, duty.unit_code)
        self.assertEqual(end_of_day(date(2026, 11, 4)), duty.due_at)
        self.go(self.street_officer, "start")
        self.go(self.street_officer, "finish_step", on=(2026, 11, 4))
        transaction.begin()
        duty = read_session().scalars(query).one()
        self.assertIsNone(duty.unit_code)
        self.assertEqual(end_of_day(date(2026, 11, 9)), duty.due_at)

    def test_special_procedure_besides_the_guide_moves_the_step(self):
        self.go(self.street_officer, "accept", "start")
        self.go(self.street_officer, "suspend", reason="鉴定")
        self.assertEqual(("审核", OFFICE, None), self.at_step())
        self.go(self.street_officer, "resume", on=(2026, 11, 5))
        self.assertEqual(("审核", OFFICE, date(2026, 11, 9)), self.at_step())

    def test_decision_that_is_undone_is_that_step_again(self):
        self.examine()
        self.go(self.window, "resume", on=(2026, 11, 10))
        before = self.at_step()
        self.go(self.officer, "refuse", on=(2026, 11, 11), reason="不符合条件")
        self.assertEqual("dddddn", self.places())
        session = write_session()
        case = session.scalar(select(Case))
        move(session, case, BY_NAME["undo"], role="Department Officer")
        transaction.commit()
        self.assertEqual(before, self.at_step())
        self.assertEqual("ddddna", self.places())

    def test_working_days_that_change_move_the_step(self):
        self.go(self.street_officer, "accept")
        with get_database().writing.begin() as connection:
            connection.execute(update(Case).values(step_due_on=None, due_on=None))
        write_session().add(Recount(id=1, asked_at=utc_now(), after=""))
        self.assertEqual(1, reckon_some())
        transaction.commit()
        self.assertEqual(("审核", OFFICE, date(2026, 11, 4)), self.at_step())

    def test_list_shows_what_is_late_and_what_is_soon_due(self):
        self.go(self.street_officer, "accept")

        def numbers(**asked):
            transaction.begin()
            return len(cases_in(self.street_officer, **asked).rows)

        self.assertEqual(1, numbers(late_since=date(2026, 11, 5)))
        self.assertEqual(0, numbers(late_since=date(2026, 11, 4)))
        with patch(
            "onewindow_policy.cases.listing.utc_now",
            return_value=end_of_day(date(2026, 11, 1)),
        ):
            self.assertEqual(1, numbers(due_by=date(2026, 11, 4)))
            self.assertEqual(0, numbers(due_by=date(2026, 11, 3)))

    def test_successor_of_a_unit_has_its_steps(self):
        self.go(self.street_officer, "accept")
        transaction.begin()
        unit, other = SimpleNamespace(code=OFFICE), SimpleNamespace(code="U-990103002")
        cases_of_unit.hand_over(unit, other)
        transaction.commit()
        self.assertEqual("U-990103002", self.at_step()[1])
        codes = read_session().scalars(select(CaseStep.unit_code)).all()
        self.assertNotIn(OFFICE, codes)

    def test_copy_for_its_person_has_the_steps(self):
        self.go(self.street_officer, "accept")
        transaction.begin()
        steps = held_case(self.case.number).copy()["steps"]
        self.assertEqual(["收件", "受理", "审核"], [each["name"] for each in steps][:3])
        self.assertEqual("2026-11-04", steps[2]["due"])

    def test_pages_say_who_has_it_since_when_and_by_when_in_words(self):
        self.go(self.street_officer, "accept", "start")
        browser = Browser(self.layer["app"])
        browser.handleErrors = False
        log_in(browser, "street-officer")
        browser.open(f"{self.portal.absolute_url()}/@@desk/{self.case.number}")
        self.assertIn('id="process"', browser.contents)
        text = text_of(browser)
        self.assertIn("2026年11月2日开始，最迟2026年11月4日办完", text)
        self.assertIn("■ 已超期", text)
        browser.getControl("本环节办完，转下一环节").click()
        self.assertEqual(self.pause, self.at_step()[0])
        # The paper about what does not count is offered where it was made.
        self.assertIn("已出具《特殊环节", text_of(browser))
        browser.open(f"{self.portal.absolute_url()}/@@desk?state=all")
        self.assertIn(self.pause, text_of(browser))
        resident = Browser(self.layer["app"])
        resident.open(f"{self.portal.absolute_url()}/@@track")
        resident.getControl(name="number").value = self.case.number
        resident.getControl(name="code").value = self.case.query_code
        resident.getForm(id="track-form").submit()
        told = text_of(resident)
        self.assertIn("办理进度", told)
        self.assertIn("社区窗口", told)
        self.assertNotIn("street-officer", told)


def text_of(browser):
    words = re.sub(r"<[^>]+>", " ", html.unescape(browser.contents))
    return re.sub(r"\s+", " ", words)
