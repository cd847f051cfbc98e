"""What applicants promise to be so instead of proving it, and what becomes of that."""

from contextlib import contextmanager
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from onewindow_policy.cases import handling
from onewindow_policy.cases import moving
from onewindow_policy.cases.committing.exceptions import MaterialNotCommittable
from onewindow_policy.cases.committing.exceptions import RectificationNotOver
from onewindow_policy.cases.committing.exceptions import WordsChanged
from onewindow_policy.cases.committing.following import checking
from onewindow_policy.cases.committing.models import Commitment
from onewindow_policy.cases.committing.offering import Commitments
from onewindow_policy.cases.committing.online import commit_online
from onewindow_policy.cases.committing.online import take_back_online
from onewindow_policy.cases.committing.words import commitment_words
from onewindow_policy.cases.committing.words import RECORD
from onewindow_policy.cases.exceptions import CodeRefused
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.handling import transitions_of
from onewindow_policy.cases.held import held_case
from onewindow_policy.cases.interfaces import CASE_SETTINGS_PREFIX
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.opening import open_case
from onewindow_policy.cases.process.freezing import NewStep
from onewindow_policy.cases.process.models import CaseStep
from onewindow_policy.cases.promising.exceptions import PromiseBarred
from onewindow_policy.cases.promising.models import PromiseBar
from onewindow_policy.cases.stepexceptions import FactMissing
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.supplementing import missing_in
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.duties.models import Duty
from onewindow_policy.duties.models import IS_OPEN
from onewindow_policy.inspection.remedies import unconfirmed_commitments
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.handling import HandlingSetup
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import end_of_day
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import select
from unittest.mock import patch

import html
import transaction
import unittest

ITEM = "SQ-LL-003"
#: By the sample's guide: for which a commitment will do, and for which it will not.
COMMITTED, PROVED = "SQ-LL-003-M03", "SQ-LL-003-M01"


def entered(version="1", day="2026-11-01", item_code=None):
    """Return words as the registry keeps them."""
    return {
        "version": version,
        "item_code": item_code,
        "duty": "证明房屋由您居住使用",
        "content": "房屋坐落、产权人或者使用人",
        "liability": "承诺不实的，撤销办理结果，退还补助",
        "confirmed_by": "市司法局〔2026〕2号",
        "confirmed_on": day,
    }


class CommittingSetup(HandlingSetup):
    def setUp(self):
        super().setUp()
        self.confirm(entered())

    def confirm(self, *rows):
        api.portal.set_registry_record(RECORD, list(rows))
        transaction.commit()

    def settle(self, name, value):
        api.portal.set_registry_record(f"{CASE_SETTINGS_PREFIX}.{name}", value)
        transaction.commit()

    def apply(self, nonce="a", **changes):
        return self.register(nonce, item_code=ITEM, **changes)

    def commit(self, case, *materials, words="1"):
        facts = {
            "materials": materials or [COMMITTED],
            "agreed": "1",
            "words": words,
        }
        return self.move(case, "commit", **facts)

    def approved(self, nonce="a"):
        case = self.apply(nonce)
        self.commit(case)
        self.move(case, "accept", "start", "approve")
        return case

    def offered(self, case):
        transaction.begin()
        found = find_case(read_session(), case.number)
        return {each.name for each in transitions_of(found, self.staff)}

    def tracked(self, case):
        transaction.begin()
        return open_by_code(case.number, case.query_code, ADDRESS)

    def paper(self, case, kind):
        transaction.begin()
        papers = held_case(case.number).copy()["papers"]
        return next(each["says"] for each in papers if each["kind"] == kind)

    def checks(self, case):
        transaction.begin()
        query = select(Duty.due_at).where(
            Duty.subject == case.number, Duty.kind == "cases.check_commitment", IS_OPEN
        )
        return read_session().scalars(query).all()

    def rows(self):
        transaction.begin()
        query = select(Commitment).order_by(Commitment.version)
        return read_session().scalars(query).all()

    @contextmanager
    def days_later(self, days):
        then = datetime.now(timezone(timedelta(hours=8))) + timedelta(days=days)
        with (
            patch.object(moving, "utc_now", return_value=then),
            patch.object(handling, "utc_now", return_value=then),
        ):
            yield


class CommittingTests(CommittingSetup):
    def test_commitment_stands_for_a_material_in_the_words_that_count_then(self):
        self.confirm(entered("2", "2026-11-02"), entered("1"))
        case = self.apply()
        with self.assertRaises(MaterialNotCommittable):
            self.commit(case, PROVED, words="2")
        transaction.abort()
        self.assertEqual("submitted", self.commit(case, words="2"))
        says = self.paper(case, "commitment")
        self.assertEqual("告知承诺书", says["title"])
        self.assertEqual("2", says["words_version"])
        self.assertEqual("证明房屋由您居住使用", says["duty"])
        self.assertEqual(1, len(says["missing"]))
        self.assertFalse(says["is_online"])
        (row,) = self.rows()
        self.assertEqual(([COMMITTED], "2"), (row.materials, row.words_version))
        with self.assertRaises(TransitionNotPossible):
            self.commit(case, words="2")

    def test_nobody_signs_other_words_than_they_were_told(self):
        case = self.apply()
        for words in ("0", ""):
            with self.subTest(words), self.assertRaises(WordsChanged):
                self.commit(case, words=words)
            transaction.abort()
        self.assertEqual([], self.rows())

    def test_words_of_a_service_count_before_those_for_all(self):
        self.confirm(entered("9", "2026-11-09"), entered("1", item_code=ITEM))
        self.assertEqual("1", commitment_words(ITEM).version)
        self.assertEqual("9", commitment_words("SQ-LL-001").version)

    def test_it_is_taken_back_before_the_decision_and_the_material_is_needed(self):
        for nonce, steps in (("a", ()), ("b", ("accept", "start"))):
            case = self.apply(nonce)
            self.commit(case)
            if steps:
                self.move(case, *steps)
            with self.subTest(steps):
                state = self.move(case, "take_back_commitment")
                self.assertEqual("awaiting_correction", state)
                self.assertEqual((COMMITTED,), missing_in(self.tracked(case)).materials)
                says = self.paper(case, "notice")
                self.assertIn("撤回了告知承诺", says["reason"])
                self.move(case, "supplement")
                self.assertIn("commit", self.offered(case))
                self.assertNotIn("take_back_commitment", self.offered(case))

    def test_what_was_accepted_on_it_is_accepted_anew_and_goes_all_steps_again(self):
        steps = [
            NewStep(name, "community", None, 1, "working", counted=True)
            for name in ("受理", "审核", "审批", "办结")
        ]
        case = self.apply(steps=steps)
        self.commit(case)
        self.move(case, "accept", "start", "finish_step")
        self.assertEqual("审批", self.stored(Case.step_name, case))
        self.move(case, "take_back_commitment")
        transaction.begin()
        begun = read_session().scalars(select(CaseStep.begun_at)).all()
        self.assertEqual([None] * 4, begun)
        self.assertIsNone(self.stored(Case.step_name, case))
        self.move(case, "supplement", "accept", "start")
        self.assertEqual("审核", self.stored(Case.step_name, case))

    def test_it_is_checked_after_the_approval_by_a_day(self):
        case = self.approved()
        last = due_date(date.today(), 20, "working").date
        self.assertEqual([end_of_day(last)], self.checks(case))
        offered = self.offered(case)
        self.assertLessEqual({"check_commitment", "ask_to_rectify"}, offered)
        self.assertNotIn("revoke", offered)
        (standing,) = checking.standing(write_session(), "", 10)
        self.assertEqual(case.number, standing.subject)
        self.move(case, "check_commitment", outcome="true", note="已实地看过")
        self.assertEqual([], self.checks(case))
        self.assertEqual("completed_approved", self.stored(Case.state, case))
        steps = {"check_commitment", "ask_to_rectify", "revoke"}
        self.assertTrue(self.offered(case).isdisjoint(steps))
        self.assertEqual([], checking.standing(write_session(), "", 10))

    def test_what_is_not_so_is_put_right_within_days(self):
        case = self.approved()
        self.move(case, "ask_to_rectify", reason="面积写错了")
        last = due_date(date.today(), 10, "working").date
        says = self.paper(case, "rectification")
        self.assertEqual("面积写错了", says["reason"])
        self.assertEqual(CaseWording("zh-cn").day(last), says["rectify_by"])
        again = due_date(last, 1, "working").date
        self.assertEqual([end_of_day(again)], self.checks(case))
        self.assertNotIn("ask_to_rectify", self.offered(case))
        told = self.tracked(case).history[-1]
        self.assertEqual("面积写错了", told.reason)
        self.assertEqual(last.isoformat(), told.facts["rectify_by"])
        with self.assertRaises(RectificationNotOver):
            self.move(case, "revoke", reason="没有改正")
        transaction.abort()
        self.move(case, "check_commitment", outcome="corrected", note="面积已更正")
        self.assertEqual("corrected", self.rows()[0].outcome)
        self.assertEqual(0, self.count_of(PromiseBar))

    def test_what_is_not_put_right_is_revoked_with_remedies_and_bars_the_next(self):
        case = self.approved()
        closed_at = self.stored(Case.closed_at, case)
        self.move(case, "deliver", way="window", receiver="本人", seen="1")
        self.move(case, "ask_to_rectify", reason="房屋已于去年出售")
        with self.days_later(40):
            self.move(case, "revoke", reason="到期没有改正")
        self.assertEqual("completed_refused", self.stored(Case.state, case))
        self.assertEqual(closed_at, self.stored(Case.closed_at, case))
        self.assertEqual([], self.checks(case))
        says = self.paper(case, "revocation")
        self.assertEqual("到期没有改正", says["reason"])
        self.assertIn("《办结通知书》", says["voided"][0])
        self.assertIn("remedy", says)
        words = CaseWording("zh-cn")
        self.assertIn("撤销", words.meaning("completed_refused", None, "revoke"))
        self.assertEqual("false", self.rows()[0].outcome)
        self.assertEqual(1, self.count_of(PromiseBar))
        with self.assertRaises(PromiseBarred):
            self.commit(self.apply("b"))
        transaction.abort()
        # The decision that revokes is handed out as the other one was.
        self.assertIn("deliver", self.offered(case))
        self.move(case, "deliver", way="window", receiver="本人", seen="1")
        transaction.begin()
        delivered = held_case(case.number).copy()["papers"][-1]["says"]["delivered"]
        self.assertEqual(1, len(delivered))
        self.assertIn("撤销决定书", delivered[0])

    def test_where_a_city_gives_no_days_for_it_it_is_revoked_at_once(self):
        self.settle("rectification_days", 0)
        case = self.approved()
        offered = self.offered(case)
        self.assertIn("revoke", offered)
        self.assertNotIn("ask_to_rectify", offered)
        self.assertEqual("completed_refused", self.move(case, "revoke", reason="假的"))

    def test_revocation_that_was_a_mistake_is_undone(self):
        self.settle("rectification_days", 0)
        case = self.approved()
        checks = self.checks(case)
        self.move(case, "deliver", way="window", receiver="本人", seen="1")
        delivered_at = self.stored(Case.delivered_at, case)
        self.move(case, "revoke", reason="看错了")
        self.assertIsNone(self.stored(Case.delivered_at, case))
        self.assertEqual("completed_approved", self.move(case, "undo"))
        self.assertEqual(delivered_at, self.stored(Case.delivered_at, case))
        self.assertEqual(0, self.count_of(PromiseBar))
        self.assertEqual(checks, self.checks(case))
        self.assertIsNone(self.rows()[0].outcome)

    def test_approval_that_was_undone_leaves_nothing_to_check(self):
        case = self.approved()
        self.assertEqual("in_progress", self.move(case, "undo"))
        self.assertEqual([], self.checks(case))
        self.move(case, "approve")
        self.assertEqual(1, len(self.checks(case)))

    def test_what_was_proved_is_neither_checked_nor_revoked(self):
        case = self.apply()
        self.move(case, "accept", "start", "approve")
        self.assertEqual([], self.checks(case))
        with self.assertRaises(TransitionNotPossible):
            self.move(case, "revoke", reason="无")

    def test_erased_case_is_not_checked_any_more(self):
        case = self.approved()
        erase_case(case.number)
        transaction.commit()
        self.assertEqual([], self.checks(case))
        self.assertEqual([], checking.standing(write_session(), "", 10))

    def test_copy_for_the_person_has_it(self):
        case = self.apply()
        self.commit(case)
        transaction.begin()
        (kept,) = held_case(case.number).copy()["commitments"]
        self.assertEqual(([COMMITTED], "1"), (kept["materials"], kept["words"]))


class TestCommitting(CommittingTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_without_confirmed_words_none_is_offered_and_the_self_check_says_so(self):
        self.assertEqual([], list(unconfirmed_commitments("http://nohost")))
        self.assertTrue(Commitments().are_taken(ITEM))
        self.confirm()
        self.assertFalse(Commitments().are_taken(ITEM))
        case = self.apply()
        self.assertNotIn("commit", self.offered(case))
        with self.assertRaises(TransitionNotPossible):
            self.commit(case)
        transaction.abort()
        self.assertGreater(len(list(unconfirmed_commitments("http://nohost"))), 5)

    def test_material_that_it_stands_for_is_not_waited_for(self):
        case = self.apply()
        self.commit(case)
        opened = open_case(case.number, self.staff, "handle")
        self.assertEqual({COMMITTED}, opened.committed)
        self.assertNotIn(COMMITTED, opened.committable)


class TestCommittingOnPostgreSQL(CommittingTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestCommittingOnline(CommittingSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def commit_online(self, case, *materials, agreed="1", words="1"):
        transaction.begin()
        tracked = commit_online(
            case.number,
            case.query_code,
            ADDRESS,
            list(materials or [COMMITTED]),
            agreed=agreed,
            words=words,
        )
        transaction.commit()
        return tracked

    def take_back(self, case):
        transaction.begin()
        tracked = take_back_online(case.number, case.query_code, ADDRESS)
        transaction.commit()
        return tracked

    def test_who_has_number_and_code_commits_and_takes_back(self):
        case = self.apply()
        tracked = self.commit_online(case)
        self.assertEqual({COMMITTED}, tracked.committed)
        self.assertTrue(tracked.can_take_back)
        self.assertTrue(self.paper(case, "commitment")["is_online"])
        query = select(CaseEvent.role, CaseEvent.user_id).order_by(
            CaseEvent.version.desc()
        )
        self.assertEqual(
            ("Applicant", None), tuple(read_session().execute(query).first())
        )
        tracked = self.take_back(case)
        self.assertEqual("awaiting_correction", tracked.state)
        self.assertEqual((COMMITTED,), missing_in(tracked).materials)

    def test_second_press_changes_nothing(self):
        case = self.apply()
        for _press in range(2):
            self.commit_online(case)
        version = self.stored(Case.version, case)
        self.assertEqual(1, self.count_of(Commitment))
        for _press in range(2):
            self.take_back(case)
        self.assertEqual(version + 1, self.stored(Case.version, case))

    def test_nothing_is_kept_of_what_is_not_agreed_to(self):
        case = self.apply()
        for changes, error in (
            ({"agreed": ""}, FactMissing),
            ({"words": "0"}, WordsChanged),
        ):
            with self.subTest(changes), self.assertRaises(error):
                self.commit_online(case, **changes)
            transaction.abort()
        self.assertEqual(0, self.count_of(Commitment))

    def test_nobody_commits_with_a_wrong_code(self):
        case = self.apply()
        with self.assertRaises(CodeRefused):
            commit_online(
                case.number, "0" * 10, ADDRESS, [COMMITTED], agreed="1", words="1"
            )

    def test_it_is_taken_back_no_more_once_it_is_decided(self):
        case = self.approved()
        self.assertFalse(self.tracked(case).can_take_back)
        with self.assertRaises(TransitionNotPossible):
            self.take_back(case)


class TestCommittingOnPages(CommittingSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def open(self, path, *user):
        browser = Browser(self.layer["app"])
        browser.addHeader("Accept", "text/html")
        if user is not None:
            log_in(browser, *user)
        browser.open(f"{self.portal.absolute_url()}/{path}")
        return browser

    def track(self, case):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.open(f"{self.portal.absolute_url()}/@@track")
        form = browser.getForm(id="track-form")
        form.getControl(name="number").value = case.number
        form.getControl(name="code").value = case.query_code
        form.submit()
        return browser

    def test_window_tells_the_words_and_takes_the_commitment(self):
        way = Answer("how", "怎么交", "签一份承诺书代替", COMMITTED, "promise")
        case = self.apply(answers=[way])
        browser = self.open(f"@@desk/{case.number}", "window-staff")
        page = html.unescape(browser.contents)
        self.assertIn("下一步", page)
        self.assertIn("承诺不实的，撤销办理结果，退还补助", page)
        form = browser.getForm(id="go-commit")
        papers = form.getControl(name="commit-materials")
        self.assertEqual([COMMITTED], papers.options)
        # It is what the applicant chose in the form.
        self.assertEqual([COMMITTED], papers.value)
        form.getControl(name="commit-agreed").value = ["1"]
        form.submit(name="transition")
        page = html.unescape(browser.contents)
        self.assertIn("告知承诺书", page)
        self.assertIn("已用书面承诺代替", page)
        self.assertEqual(1, self.count_of(Commitment))

    def test_words_that_changed_meanwhile_are_read_again(self):
        case = self.apply()
        browser = self.open(f"@@desk/{case.number}", "window-staff")
        self.confirm(entered("2", "2026-11-09"))
        form = browser.getForm(id="go-commit")
        form.getControl(name="commit-materials").value = [COMMITTED]
        form.getControl(name="commit-agreed").value = ["1"]
        browser.raiseHttpErrors = False
        form.submit(name="transition")
        self.assertIn("要告知的内容刚刚改过", html.unescape(browser.contents))
        form = browser.getForm(id="go-commit")
        self.assertEqual([COMMITTED], form.getControl(name="commit-materials").value)
        self.assertEqual([], form.getControl(name="commit-agreed").value)
        form.getControl(name="commit-agreed").value = ["1"]
        form.submit(name="transition")
        self.assertEqual("2", self.rows()[0].words_version)

    def test_applicant_reads_the_words_and_commits_on_the_web(self):
        case = self.apply()
        browser = self.track(case)
        browser.getForm(id="to-commitment").submit()
        page = html.unescape(browser.contents)
        self.assertIn("承诺不实的，撤销办理结果，退还补助", page)
        form = browser.getForm(id="commitment-form")
        form.submit(name="commit")
        self.assertTrue(browser.headers["status"].startswith("422"))
        self.assertIn("请先看完告知的内容", html.unescape(browser.contents))
        form = browser.getForm(id="commitment-form")
        form.getControl(name="materials").value = [COMMITTED]
        form.getControl(name="agreed").value = ["1"]
        form.submit(name="commit")
        self.assertIn('id="committed-now"', browser.contents)
        self.assertEqual(1, self.count_of(Commitment))
        browser.getForm(id="ask-take-back").submit(name="take_back")
        self.assertEqual(1, self.count_of(Commitment))
        browser.getForm(id="take-back-form").submit(name="take_back_confirmed")
        self.assertIn('id="taken-back-now"', browser.contents)
        self.assertIsNotNone(self.rows()[0].taken_back_at)

    def test_administrator_enters_the_words(self):
        browser = self.open("@@onewindow-remedies")
        self.assertIn("文书上的救济途径", browser.contents)
        row = "form.widgets.commitments.0.widgets.{}"
        browser.getControl(name=row.format("version")).value = "3"
        browser.getControl(name="form.buttons.save").click()
        transaction.begin()
        self.assertEqual(entered("3"), api.portal.get_registry_record(RECORD)[0])
