"""Whose turn it is by the steps of a case, and what is told in whose name."""

from datetime import date
from datetime import datetime
from datetime import UTC
from onewindow_policy.cases import tallies
from onewindow_policy.cases import telling
from onewindow_policy.cases.assigning.queue import take_next
from onewindow_policy.cases.duties import CORRECT
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.exceptions import NothingToTake
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.listing import cases_in
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.moving import move
from onewindow_policy.cases.opening import open_case
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.process.freezing import NewStep
from onewindow_policy.cases.process.reading import pauses_left
from onewindow_policy.cases.process.reading import steps_seen
from onewindow_policy.cases.results.waiting import count_waiting
from onewindow_policy.cases.states import BY_NAME
from onewindow_policy.cases.states import STATES
from onewindow_policy.cases.stepexceptions import DayBeforeSteps
from onewindow_policy.cases.uses import open_cases_of
from onewindow_policy.communities.interfaces import IUnit
from onewindow_policy.duties.models import Duty
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.workdays.deadlines import end_of_day
from onewindow_policy.workdays.deadlines import start_of_day
from sqlalchemy import select
from sqlalchemy import update
from tests.test_cases_process import BUREAU
from tests.test_cases_process import COMMUNITY
from tests.test_cases_process import OFFICE
from tests.test_cases_process import ProcessSetup
from types import SimpleNamespace
from unittest.mock import patch
from zope.interface import directlyProvides

import transaction
import unittest


def step(name, unit=None, days=2):
    """Return a step of a case; one in brackets does not count."""
    is_counted = name[0] != "("
    role = "county:MZ" if unit == BUREAU else "street" if unit else "community"
    return NewStep(name.strip("()"), role, unit, days, "working", is_counted)


class TurnSetup(ProcessSetup):
    def lead(self, name, on=(2026, 11, 2), role="Clock", **facts):
        """Go a step that is nobody's of the staff of these tests."""
        with self.at(*on, 10):
            case = find_case(write_session(), self.case.number, to_move=True)
            move(write_session(), case, BY_NAME[name], role=role, facts=facts)
            transaction.commit()

    def promise(self):
        facts = {"materials": ["SQ-LL-001-M03"], "until": "2026-11-06", "agreed": "1"}
        self.lead("accept_conditionally", role="Department Officer", **facts)

    def papers(self, kind):
        transaction.begin()
        query = select(Paper).where(Paper.kind == kind).order_by(Paper.case_version)
        return read_session().scalars(query).all()

    def duties(self):
        """Return the kinds of the open duties, with by when they are due."""
        transaction.begin()
        query = select(Duty.kind, Duty.due_at).where(Duty.state == "open")
        return [tuple(row) for row in read_session().execute(query)]

    def refuse_at_once(self):
        self.go(self.street_officer, "accept", "start")
        self.go(self.street_officer, "refuse", reason="年龄未满80周岁")


class TestTurns(TurnSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def take(self, user):
        try:
            number = take_next(user)
            transaction.commit()
        finally:
            transaction.abort()
        return number

    def test_next_case_is_of_whoever_has_its_step_and_not_of_who_decides_later(self):
        self.go(self.street_officer, "accept")
        for user in (self.officer, self.window):
            with self.subTest(user.getId()), self.assertRaises(NothingToTake):
                self.take(user)
        self.assertEqual(self.case.number, self.take(self.street_officer))

    def test_next_case_at_the_windows_own_step_is_the_windows(self):
        self.case = self.apply("b", [step("受理", OFFICE), step("走访"), step("审批")])
        self.go(self.street_officer, "accept")
        with self.assertRaises(NothingToTake):
            self.take(self.officer)
        self.assertEqual(self.case.number, self.take(self.window))

    def test_unit_that_has_gone_its_step_sees_what_becomes_of_the_case(self):
        other = "U-990103-GA"
        steps = [step("受理", other), step("会审", OFFICE), step("审批", BUREAU)]
        self.case = self.register(
            "b",
            community_code=COMMUNITY,
            unit_code=other,
            deciding_unit_code=BUREAU,
            steps=[*steps, step("办结送达")],
        )
        self.lead("accept", role="Department Officer")
        self.go(self.street_officer, "start", "finish_step")
        opened = open_case(self.case.number, self.street_officer, "handle")
        self.assertEqual(((), None), (opened.transitions, opened.undo_until))
        transaction.commit()
        self.case = self.apply("c", [step("受理", BUREAU), step("审批", BUREAU)])
        with get_database().writing.begin() as connection:
            connection.execute(
                update(Case)
                .where(Case.number == self.case.number)
                .values(unit_code=BUREAU)
            )
        with self.assertRaises(CaseUnknown):
            open_case(self.case.number, self.street_officer, "handle")

    def test_next_case_without_steps_is_of_who_decides(self):
        self.case = self.apply("b", steps=())
        self.go(self.street_officer, "accept")
        self.assertEqual(self.case.number, self.take(self.officer))

    def test_sheet_of_results_waits_for_what_the_same_unit_examines_first(self):
        steps = [step("受理审核", BUREAU), step("制证审批", BUREAU), step("办结送达")]
        self.case = self.apply("b", steps)
        self.go(self.street_officer, "accept")
        self.assertEqual([], count_waiting(self.officer))
        transaction.abort()
        self.go(self.officer, "start")
        self.assertEqual([], count_waiting(self.officer))
        transaction.abort()
        self.go(self.officer, "finish_step")
        self.assertEqual([1], [each.count for each in count_waiting(self.officer)])

    def test_sheet_of_results_waits_for_a_special_procedure(self):
        steps = [step("受理", OFFICE), step("(评定)", BUREAU), step("审批", BUREAU)]
        self.case = self.apply("b", [*steps, step("办结送达")])
        self.go(self.street_officer, "accept")
        self.assertEqual([], count_waiting(self.officer))
        transaction.abort()
        # It suspends the case by itself: nothing is decided in it.
        self.go(self.officer, "start")
        self.go(self.officer, "resume", on=(2026, 11, 4))
        self.assertEqual([1], [each.count for each in count_waiting(self.officer)])

    def test_unit_with_a_step_to_come_is_used(self):
        self.case = self.apply("b", [step("受理", OFFICE), step("审批", BUREAU)])
        steps = [step("受理", OFFICE), step("会审", "U-990103002"), step("审批")]
        self.case = self.apply("c", steps)
        unit = SimpleNamespace(code="U-990103002", portal_type="Unit")
        directlyProvides(unit, IUnit)
        (used,) = open_cases_of([unit])
        self.assertEqual(1, used.mapping["count"])


class TestNames(TurnSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_who_examines_and_refuses_does_so_in_their_own_name(self):
        self.refuse_at_once()
        (paper,) = self.papers("refusal")
        self.assertEqual(OFFICE, paper.issuer)
        self.assertTrue(paper.number.startswith(OFFICE), paper.number)
        self.assertEqual(OFFICE, self.stored(Case.deciding_unit_code, self.case))
        day = date(2026, 11, 2)
        counted = tallies.decided_cases(start_of_day(day), end_of_day(day))
        self.assertEqual([OFFICE], [row.unit for row in counted])
        # What is handed out of it is theirs as well.
        self.go(self.window, "deliver", way="window", receiver="本人", seen="1")
        self.assertEqual(OFFICE, self.papers("proof_of_delivery")[0].issuer)

    def test_refusal_that_is_undone_leaves_it_to_who_decides(self):
        self.refuse_at_once()
        self.lead("undo", role="Department Officer")
        self.assertEqual(BUREAU, self.stored(Case.deciding_unit_code, self.case))
        self.assertEqual("审核", self.at_step()[0])

    def test_who_decides_refuses_in_their_name(self):
        self.examine()
        self.go(self.window, "resume", on=(2026, 11, 10))
        self.go(self.officer, "refuse", on=(2026, 11, 11), reason="不符合条件")
        (paper,) = self.papers("refusal")
        self.assertEqual(BUREAU, paper.issuer)

    def test_paper_about_a_step_that_does_not_count_says_how_long_that_takes(self):
        master = self.portal.catalogue["sq-ll-001"].guide
        master.process = [{**each, "days": 9} for each in master.process]
        transaction.commit()
        self.examine()
        (paper,) = self.papers("suspension")
        self.assertEqual("5天，到2026年11月9日", paper.values["pauses"])

    def test_special_procedure_besides_the_guide_is_of_who_has_the_case(self):
        self.go(self.street_officer, "accept", "start")
        self.go(self.street_officer, "suspend", reason="鉴定")
        (paper,) = self.papers("suspension")
        self.assertEqual((OFFICE, ""), (paper.issuer, paper.values["pauses"]))


class TestTelling(TurnSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def told(self, transition, user, **options):
        """Return the states that are told of when a step is pressed."""
        with (
            patch.object(telling, "recipients_of", return_value=[("mail", "a@b.cn")]),
            patch.object(telling, "post") as post,
        ):
            self.go(user, transition, **options)
        return [call.args[2]["state"] for call in post.call_args_list]

    def test_press_that_leads_on_at_once_tells_of_the_last_state_alone(self):
        steps = [
            step("受理", OFFICE),
            step("(评定)"),
            step("(评审)"),
            step("审批", BUREAU),
        ]
        self.case = self.apply("b", [*steps, step("办结送达")])
        self.go(self.street_officer, "accept")
        self.assertEqual(["suspended"], self.told("start", self.window))
        told = self.told("resume", self.window, on=(2026, 11, 4))
        self.assertEqual(["suspended"], told)
        told = self.told("resume", self.window, on=(2026, 11, 6))
        self.assertEqual(["in_progress"], told)

    def test_phone_in_a_message_is_of_the_unit_that_has_the_case(self):
        self.go(self.street_officer, "accept")
        transaction.begin()
        case = find_case(read_session(), self.case.number)
        with patch.object(telling, "issuer_of", wraps=telling.issuer_of) as issuing:
            telling._values(case, None)
        self.assertEqual(OFFICE, issuing.call_args.args[-1])


class TestClock(TurnSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_days_of_a_step_begin_when_promised_papers_have_come(self):
        self.promise()
        self.assertEqual(("审核", OFFICE, None), self.at_step())
        self.assertEqual([(CORRECT, end_of_day(date(2026, 11, 6)))], self.duties())
        self.go(self.street_officer, "bring_deferred", on=(2026, 11, 6))
        self.assertEqual(("审核", OFFICE, date(2026, 11, 10)), self.at_step())

    def test_what_silence_accepted_wrongly_is_at_no_step_any_more(self):
        self.lead("accept_by_silence")
        self.assertEqual("审核", self.at_step()[0])
        self.lead(
            "take_back_silence", on=(2026, 11, 3), role="Supervisor", reason="停电"
        )
        self.assertEqual((None, None, None), self.at_step())
        self.assertEqual("dnaaaa", self.places())
        self.assertEqual([], self.here(self.street_officer))
        self.go(self.street_officer, "accept", on=(2026, 11, 4))
        self.assertEqual(("审核", OFFICE, date(2026, 11, 6)), self.at_step())

    def test_days_after_silence_run_from_when_all_was_there(self):
        values = {
            "received_at": datetime(2026, 10, 28, 2, tzinfo=UTC),
            "reckoned_from": date(2026, 10, 28),
        }
        with get_database().writing.begin() as connection:
            connection.execute(update(Case).values(**values))
        self.lead("accept_by_silence")
        self.assertEqual(("审核", OFFICE, date(2026, 10, 30)), self.at_step())

    def test_case_is_decided_after_a_guide_that_ends_with_what_does_not_count(self):
        for names in (("受理", "(评审)"), ("(评审)",)):
            with self.subTest(names):
                self.case = self.apply(
                    f"last-{len(names)}", [step(each, BUREAU) for each in names]
                )
                self.go(self.street_officer, "accept")
                self.go(self.officer, "start")
                self.assertEqual("suspended", self.stored(Case.state, self.case))
                with self.assertRaises(TransitionNotPossible):
                    self.go(self.officer, "approve")
                self.go(self.officer, "resume", on=(2026, 11, 5))
                self.assertEqual("in_progress", self.stored(Case.state, self.case))
                self.assertEqual((None, None, None), self.at_step())
                self.go(self.officer, "approve", on=(2026, 11, 5))
                self.lead("undo", on=(2026, 11, 5), role="Department Officer")
                self.assertEqual("in_progress", self.stored(Case.state, self.case))
                self.go(self.officer, "refuse", on=(2026, 11, 5), reason="不符合")

    def test_what_is_made_after_the_decision_moves_no_day_and_ends_with_it(self):
        steps = [step("受理", OFFICE), step("审批", BUREAU), step("(制证)", None, 60)]
        self.case = self.apply("b", [*steps, step("办结送达")])
        self.go(self.street_officer, "accept")
        transaction.begin()
        seen = steps_seen(read_session(), find_case(read_session(), self.case.number))
        self.assertEqual([], pauses_left(seen))
        self.go(self.officer, "start", "approve")
        self.assertEqual("ddn", self.places())
        self.go(self.window, "deliver", way="window", receiver="本人", seen="1")
        self.assertEqual("dddd", self.places())

    def test_day_of_the_decision_is_none_before_its_step(self):
        self.examine()
        self.go(self.window, "resume", on=(2026, 11, 10))
        for day in ("2026-11-04", "2026-11-09"):
            with self.subTest(day), self.assertRaises(DayBeforeSteps):
                self.go(self.officer, "approve", on=(2026, 11, 12), decided_on=day)
        self.go(self.officer, "approve", on=(2026, 11, 12), decided_on="2026-11-10")

    def test_what_is_over_is_late_no_more_in_a_list_of_all(self):
        self.refuse_at_once()
        transaction.begin()
        day = date(2027, 1, 1)
        late = cases_in(self.street_officer, states=STATES, late_since=day)
        self.assertEqual([], list(late.rows))
