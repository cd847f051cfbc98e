"""The step that ends a case: taken back by who went it, until anybody was told."""

from datetime import timedelta
from onewindow_policy.cases import handling
from onewindow_policy.cases import looking
from onewindow_policy.cases import moving
from onewindow_policy.cases import undoing
from onewindow_policy.cases.assigning.following import open_hand_over
from onewindow_policy.cases.exceptions import CaseChanged
from onewindow_policy.cases.exceptions import PaperCancelled
from onewindow_policy.cases.exceptions import PaperUnknown
from onewindow_policy.cases.exceptions import UndoNotPossible
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.opening import open_case
from onewindow_policy.cases.papers.listing import whole_papers_of
from onewindow_policy.cases.papers.numbers import paper_number_text
from onewindow_policy.cases.papers.opening import open_paper
from onewindow_policy.cases.papers.opening import paper_of
from onewindow_policy.cases.submissions import receipt_token_of
from onewindow_policy.cases.tallies import accepted_cases
from onewindow_policy.cases.tracking import choose
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.tracking import open_receipt
from onewindow_policy.cases.tracking import withdraw
from onewindow_policy.duties.models import Duty
from onewindow_policy.messages.models import Message
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import APPLICANT
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.mails import use_mail_server
from onewindow_policy.workdays.deadlines import due_date
from sqlalchemy import select
from sqlalchemy import update
from test_cases_assigning import AssigningSetup
from unittest.mock import patch

import dataclasses
import transaction
import unittest

INSTANT = {"promised_days": 0, "promised_day_type": "immediate"}
REACHABLE = dataclasses.replace(APPLICANT, email="applicant@example.com")


class UndoingTests(AssigningSetup):
    def state(self, case):
        columns = (
            *(Case.state, Case.closed_at, Case.erase_at, Case.due_on),
            *(Case.deferred_until, Case.suspended_days, Case.reckoned_from),
            *(Case.extended_days, Case.assignee),
        )
        with get_database().reading.connect() as connection:
            return tuple(
                connection.execute(
                    select(*columns).where(Case.number == case.number)
                ).one()
            )

    def duties(self, case):
        query = select(Duty.kind, Duty.state, Duty.due_at).where(
            Duty.subject == case.number, Duty.state == "open"
        )
        with get_database().reading.connect() as connection:
            return [tuple(row) for row in connection.execute(query)]

    def opened(self, case):
        opened = open_case(case.number, self.staff, "handle")
        transaction.commit()
        return opened

    def offers(self, case):
        return "undo" in {each.name for each in self.opened(case).transitions}

    def later(self, **passed):
        return patch.object(
            undoing, "utc_now", return_value=utc_now() + timedelta(**passed)
        )

    def decided(self, **changes):
        case = self.register(**changes)
        self.move(case, "accept", "start")
        self.move(case, "approve")
        return case

    def test_each_step_that_ends_a_case_can_be_undone_and_all_stands_as_before(self):
        because = {"reason": "按错了"}
        until = due_date(utc_now(), 3, "working").date.isoformat()
        deferred = {
            "materials": ["SQ-LL-001-M03"],
            "until": until,
            "agreed": "1",
        }
        ground = {"ground": "not_met", **because}
        for nonce, (way, last, facts, changes) in enumerate(
            (
                ((), "complete_at_once", {}, INSTANT),
                ((), "refuse_acceptance", ground, {}),
                ((("ask_correction", because),), "refuse_acceptance", ground, {}),
                ((("accept", {}), ("start", {})), "approve", {}, {}),
                ((("accept", {}), ("start", {})), "refuse", because, {}),
                ((("accept", {}),), "return", because, {}),
                ((("accept_conditionally", deferred),), "break_promise", because, {}),
            )
        ):
            case = self.register(f"nonce-{nonce}", **changes)
            with self.subTest(last, way=way), patch_rules():
                for step, given in way:
                    self.move(case, step, **given)
                before, duties = self.state(case), self.duties(case)
                # Promised papers are late only after their day.
                days = 20 if last == "break_promise" else 0
                later = utc_now() + timedelta(days=days)
                with patch.object(handling, "utc_now", return_value=later):
                    self.move(case, last, **facts)
                self.assertIsNotNone(self.state(case)[1])
                self.assertEqual([], self.duties(case))
                self.assertTrue(self.offers(case))
                self.move(case, "undo")
                self.assertEqual(before[:-1], self.state(case)[:-1])
                self.assertEqual(duties, self.duties(case))
                transitions = [each.transition for each in self.opened(case).history]
                self.assertEqual([last, "undo"], transitions[-2:])

    def test_only_who_went_the_step_undoes_it_and_only_for_some_minutes(self):
        case = self.decided()
        with self.assertRaises(UndoNotPossible):
            self.go(case, "grid-worker", "undo")
        transaction.abort()
        with self.later(minutes=9, seconds=50):
            self.assertTrue(self.offers(case))
        with self.later(minutes=10, seconds=1):
            self.assertFalse(self.offers(case))
            with self.assertRaises(UndoNotPossible):
                self.move(case, "undo")
            transaction.abort()
        with self.assertRaises(CaseChanged):
            move_case(case.number, "undo", self.staff, version=1)
        transaction.abort()
        self.assertEqual("completed_approved", self.stored(Case.state, case))

    def test_what_did_not_end_the_case_or_was_not_the_last_is_not_undone(self):
        case = self.register()
        self.move(case, "accept")
        with self.assertRaises(UndoNotPossible):
            self.move(case, "undo")
        transaction.abort()
        self.move(case, "start", "approve")
        self.move(case, "deliver", way="window", receiver="本人", seen="1")
        self.assertFalse(self.offers(case))
        with self.assertRaises(UndoNotPossible):
            self.move(case, "undo")
        transaction.abort()

    def test_paper_that_was_printed_or_downloaded_is_not_taken_back(self):
        for nonce, by_staff in (("a", True), ("b", False)):
            case = self.decided(nonce=nonce)
            number = self.opened(case).papers[-1].number
            if by_staff:
                open_paper(case.number, number, self.staff)
            else:
                tracked = open_by_code(case.number, case.query_code, ADDRESS)
                paper_of(tracked, case.query_code, number)
            transaction.commit()
            with self.subTest(by_staff=by_staff):
                self.assertFalse(self.offers(case))
                with self.assertRaises(UndoNotPossible):
                    self.move(case, "undo")
                transaction.abort()

    def test_end_that_the_applicant_has_seen_is_not_taken_back(self):
        for nonce, steps, looks in (
            ("a", ("approve",), self.by_code),
            ("b", ("approve",), self.by_receipt),
            ("c", ("approve", "undo", "approve"), self.by_code),
            ("d", ("approve",), self.by_choosing),
        ):
            case = self.register(nonce)
            self.move(case, "accept", "start")
            looks(case)
            for step in steps:
                self.move(case, step)
            self.assertTrue(self.offers(case))
            looks(case)
            with self.subTest(nonce):
                self.assertFalse(self.offers(case))
                with self.assertRaises(UndoNotPossible):
                    self.move(case, "undo")
                transaction.abort()

    def test_who_is_shown_that_it_counts_as_withdrawn_has_seen_it(self):
        case = self.register()
        until = due_date(utc_now(), 3, "working").date
        facts = {"materials": ["SQ-LL-001-M03"], "until": until.isoformat()}
        self.move(case, "accept_conditionally", agreed="1", **facts)
        after = utc_now() + timedelta(days=20)
        with (
            patch.object(handling, "utc_now", return_value=after),
            patch.object(moving, "utc_now", return_value=after),
        ):
            self.move(case, "break_promise", reason="没有交来")
        with patch.object(looking, "utc_now", return_value=after):
            withdraw(case.number, case.query_code, ADDRESS)
        transaction.commit()
        noted = [each[1:3] for each in self.noted() if each[1] == "case.track"]
        self.assertEqual([("case.track", case.number)], noted)

    def by_code(self, case):
        open_by_code(case.number, case.query_code, ADDRESS)
        transaction.commit()

    def by_choosing(self, case):
        choose(case.number, case.query_code, ADDRESS, [])
        transaction.commit()

    def by_receipt(self, case):
        open_receipt(case.number, self.tokens(case))
        transaction.commit()

    def tokens(self, case):
        return receipt_token_of(self.stored(Case.id, case))

    def test_proof_of_delivery_names_no_paper_that_was_cancelled(self):
        case = self.register()
        self.move(case, "accept", "start")
        self.move(case, "refuse", reason="按错了")
        self.move(case, "undo")
        self.move(case, "approve")
        self.move(case, "deliver", way="window", receiver="本人", seen="1")
        transaction.begin()
        session = read_session()
        found = find_case(session, case.number)
        papers = whole_papers_of(session, found)
        (proof,) = (each for each in papers if each.kind == "proof_of_delivery")
        (completion,) = (each for each in papers if each.kind == "completion")
        (named,) = proof.values["delivered"]
        self.assertIn(paper_number_text(completion.number), named)

    def test_what_was_undone_was_not_accepted_in_the_figures(self):
        case = self.register(**INSTANT)
        self.move(case, "complete_at_once")
        self.move(case, "undo")
        self.assertEqual(0, self.accepted())
        self.move(case, "complete_at_once")
        self.assertEqual(1, self.accepted())

    def accepted(self):
        transaction.begin()
        day = timedelta(days=1)
        rows = accepted_cases(utc_now() - day, utc_now() + day)
        return sum(each.numerator for each in rows)

    def test_number_of_a_cancelled_paper_stays_and_nobody_opens_it(self):
        case = self.decided()
        cancelled = self.opened(case).papers[-1]
        self.assertFalse(cancelled.is_cancelled)
        self.move(case, "undo")
        papers = self.opened(case).papers
        self.assertEqual(
            [("acceptance", False), ("completion", True)],
            [(each.kind, each.is_cancelled) for each in papers],
        )
        with self.assertRaises(PaperCancelled):
            open_paper(case.number, cancelled.number, self.staff)
        transaction.abort()
        tracked = open_by_code(case.number, case.query_code, ADDRESS)
        self.assertEqual(["acceptance"], [each.kind for each in tracked.papers])
        with self.assertRaises(PaperUnknown):
            paper_of(tracked, case.query_code, cancelled.number)
        transaction.abort()
        self.move(case, "approve")
        again = self.opened(case).papers[-1]
        self.assertFalse(again.is_cancelled)
        self.assertNotEqual(cancelled.number, again.number)

    def test_message_waits_until_then_and_goes_with_the_step(self):
        use_mail_server(2525)
        transaction.commit()
        case = self.decided(applicant=REACHABLE)
        told = [row for row in self.messages() if row[1] > row[0]]
        self.assertEqual([timedelta(minutes=10)], [due - at for at, due in told])
        count = self.count_of(Message)
        self.move(case, "undo")
        self.assertEqual(count - 1, self.count_of(Message))
        self.assertEqual([], [row for row in self.messages() if row[1] > row[0]])

    def test_step_of_which_somebody_was_told_is_not_taken_back(self):
        use_mail_server(2525)
        transaction.commit()
        case = self.decided(applicant=REACHABLE)
        with get_database().writing.begin() as connection:
            connection.execute(
                update(Message)
                .where(Message.due_at > Message.created_at)
                .values(state="sending")
            )
        self.assertFalse(self.offers(case))
        with self.assertRaises(UndoNotPossible):
            self.move(case, "undo")
        transaction.abort()

    def messages(self):
        with get_database().reading.connect() as connection:
            return connection.execute(select(Message.created_at, Message.due_at)).all()

    def test_hand_over_that_ended_with_the_case_waits_again(self):
        case = self.register(taken_in_at=COMMUNITY, account="window-staff")
        self.hand_over(case)
        duties = self.duties(case)
        self.assertIn("cases.accept_hand_over", [kind for kind, *_ in duties])
        self.move(case, "return", reason="按错了")
        self.assertEqual([], self.duties(case))
        self.move(case, "undo")
        self.assertCountEqual(duties, self.duties(case))
        transaction.begin()
        session = read_session()
        waiting = open_hand_over(session, find_case(session, case.number))
        self.assertEqual("grid-worker", waiting.to_user)

    def test_days_go_on_while_a_case_is_over_by_mistake(self):
        case = self.register()
        with self.at(2026, 3, 4, 9):
            self.move(case, "accept", "start")
        due = self.stored(Case.due_on, case)
        self.move(case, "approve")
        self.move(case, "undo")
        self.assertEqual(due, self.stored(Case.due_on, case))

    def test_city_that_wants_none_has_none(self):
        with patch.object(undoing, "undo_minutes", return_value=0):
            case = self.decided()
            self.assertFalse(self.offers(case))


def patch_rules():
    """Let any material follow: what a guide allows is not what is tested here."""
    return patch(
        "onewindow_policy.cases.guarding.deferrable_materials",
        return_value={"SQ-LL-001-M03": ""},
    )


class TestUndoingOnSQLite(UndoingTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestUndoingOnPostgreSQL(UndoingTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
