"""A public notice hangs for its days, hears who objects, and then the case goes on."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import timezone
from datetime import UTC
from onewindow_policy.cases import handling
from onewindow_policy.cases import lateness
from onewindow_policy.cases import moving
from onewindow_policy.cases.duties import accepting
from onewindow_policy.cases.duties import correcting
from onewindow_policy.cases.duties import DECIDE
from onewindow_policy.cases.duties import deciding
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.held import held_case
from onewindow_policy.cases.lacking import lacking_in
from onewindow_policy.cases.lateness import accept_silent
from onewindow_policy.cases.listing import cases_in
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.models import Recount
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.moving import move
from onewindow_policy.cases.opening import open_case
from onewindow_policy.cases.papers import values
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.process.exceptions import NoticeNotHung
from onewindow_policy.cases.process.exceptions import NoticeNotOver
from onewindow_policy.cases.process.exceptions import NoticeSheetOld
from onewindow_policy.cases.process.exceptions import NoticeStillUp
from onewindow_policy.cases.process.exceptions import ObjectionOpen
from onewindow_policy.cases.process.exceptions import ObjectionUnknown
from onewindow_policy.cases.process.models import CaseStep
from onewindow_policy.cases.recounting import reckon_some
from onewindow_policy.cases.states import BY_NAME
from onewindow_policy.cases.stepexceptions import FactMissing
from onewindow_policy.cases.stepexceptions import ReasonMissing
from onewindow_policy.cases.submissions import NewFile
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.duties.models import Duty
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.workdays.deadlines import end_of_day
from plone.testing.zope import Browser
from sqlalchemy import select
from sqlalchemy import update
from tests.test_cases_process import ProcessSetup
from tests.test_cases_process import text_of
from unittest.mock import patch

import json
import transaction
import unittest

PHOTO = NewFile(None, "公示栏.png", "image/png", b"board")
OBJECTION = "钱某反映：申请人已迁出本市"


class TestNotices(ProcessSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING
    pause = "公示"

    def setUp(self):
        super().setUp()
        self.examine()

    def do(self, transition, day, photo=None, **facts):
        then = datetime(2026, 11, day, 10, tzinfo=timezone(timedelta(hours=8)))
        version = self.stored(Case.version, self.case)
        given = {**facts, "photo": "1" if photo is not None else ""}
        try:
            with _Moments(then):
                state = move_case(
                    self.case.number,
                    transition,
                    self.window,
                    version=version,
                    facts=given,
                    photo=photo,
                )
                transaction.commit()
        finally:
            transaction.abort()
        return state

    def offered_on(self, day):
        with _Moments(datetime(2026, 11, day, 2, tzinfo=UTC)):
            return self.offered(self.window)

    def hang(self, day=4):
        self.do("hang_notice", day, PHOTO)

    def lacking(self):
        """Return what the public notice still needs."""
        transaction.begin()
        opened = open_case(self.case.number, self.window, "handle")
        return [(each.kind, each.words) for each in lacking_in(opened, ())]

    def test_case_says_what_its_notice_still_needs(self):
        self.assertEqual([("hanging", "")], self.lacking())
        self.hang()
        self.assertEqual([("taking_down", "")], self.lacking())
        self.do("record_objection", 5, objection=OBJECTION)
        self.assertEqual([("taking_down", ""), ("answer", OBJECTION)], self.lacking())
        self.do("answer_objection", 6, answered="1", answer="已核对户籍")
        self.assertEqual([("taking_down", "")], self.lacking())

    def sheet(self):
        """Return what the last sheet says."""
        transaction.begin()
        query = select(Paper).where(Paper.kind == "public_notice")
        papers = read_session().scalars(query.order_by(Paper.case_version)).all()
        return papers[-1].values

    def test_sheet_for_the_board_says_the_least_that_is_needed(self):
        said = self.sheet()
        self.assertEqual("赵*华", said["person"])
        self.assertEqual(("公示", ""), (said["title"], said["document"]))
        self.assertEqual("2026年11月9日", said["until"])
        text = json.dumps(said, ensure_ascii=False)
        for secret in ("name", "id_number", "phone", "account"):
            self.assertNotIn(PLANTED[secret], text)

    def test_it_goes_on_when_the_last_day_is_over_and_the_sheet_is_down(self):
        self.assertEqual(
            ["renew_notice", "hang_notice", "record_objection"], self.offered_on(4)
        )
        # Its sheet says other days by then.
        self.assertEqual(["renew_notice", "record_objection"], self.offered_on(5))
        with self.assertRaises(NoticeNotHung):
            self.do("resume", 10)
        with self.assertRaises(FactMissing):
            self.do("hang_notice", 4)
        self.hang()
        self.assertEqual(["withdraw_notice", "record_objection"], self.offered_on(9))
        for step in ("take_down_notice", "resume"):
            with self.assertRaises(NoticeNotOver):
                self.do(step, 9, PHOTO)
        self.assertEqual(["take_down_notice", "record_objection"], self.offered_on(10))
        with self.assertRaises(TransitionNotPossible):
            self.do("withdraw_notice", 10, reason="写错")
        with self.assertRaises(NoticeStillUp):
            self.do("resume", 10)
        self.do("take_down_notice", 10, PHOTO)
        self.assertEqual(["record_objection", "resume"], self.offered_on(10))
        self.assertEqual("in_progress", self.do("resume", 10))
        self.assertEqual("审批", self.at_step()[0])

    def test_it_is_due_when_it_may_be_taken_down_and_not_before(self):
        self.hang()
        due = date(2026, 11, 10)
        self.assertEqual(("公示", None, due), self.at_step())
        query = select(Duty.due_at).where(Duty.kind == DECIDE, Duty.state == "open")
        transaction.begin()
        self.assertEqual(end_of_day(due), read_session().scalars(query).one())
        self.assertEqual(0, len(cases_in(self.window, late_since=due).rows))
        browser = Browser(self.layer["app"])
        log_in(browser, "grid-worker")
        browser.open(f"{self.portal.absolute_url()}/@@desk/{self.case.number}")
        text = text_of(browser)
        self.assertIn("2026年11月4日开始，公示至2026年11月9日", text)
        self.assertNotIn("最迟2026年11月10日办完", text)

    def test_calendar_that_changes_moves_no_day_that_a_sheet_has_said(self):
        self.hang()
        with get_database().writing.begin() as connection:
            at_notice = CaseStep.name == "公示"
            connection.execute(
                update(CaseStep).where(at_notice).values(due_on=date(2026, 11, 6))
            )
        write_session().add(Recount(id=1, asked_at=utc_now(), after=""))
        self.assertEqual(1, reckon_some())
        transaction.commit()
        self.assertEqual(("公示", None, date(2026, 11, 9)), self.at_step())
        self.do("take_down_notice", 7, PHOTO)

    def test_who_objects_goes_to_the_window_of_where_it_hangs(self):
        halls = self.sheet()["halls"]
        with get_database().writing.begin() as connection:
            connection.execute(update(Case).values(taken_in_at="990102001001"))
        self.do("renew_notice", 6)
        self.assertEqual(halls, self.sheet()["halls"])

    def test_sheet_of_another_day_is_made_anew_and_days_run_from_it(self):
        with self.assertRaises(NoticeSheetOld):
            self.hang(6)
        self.do("renew_notice", 6)
        self.assertEqual("2026年11月11日", self.sheet()["until"])
        self.hang(6)
        with self.assertRaises(TransitionNotPossible):
            self.do("renew_notice", 6)
        with self.assertRaises(NoticeNotOver):
            self.do("take_down_notice", 11, PHOTO)

    def test_sheet_that_hangs_wrongly_is_replaced_and_hangs_for_all_its_days(self):
        self.hang()
        self.do("record_objection", 5, objection=OBJECTION)
        with self.assertRaises(ReasonMissing):
            self.do("withdraw_notice", 6)
        self.do("withdraw_notice", 6, reason="办理事项写错了")
        for step in ("resume", "take_down_notice"):
            with self.assertRaises((NoticeNotHung, TransitionNotPossible)):
                self.do(step, 10, PHOTO)
        with self.assertRaises(NoticeSheetOld):
            self.hang(6)
        self.do("renew_notice", 6)
        self.hang(6)
        with self.assertRaises(NoticeNotOver):
            self.do("take_down_notice", 11, PHOTO)
        self.do("take_down_notice", 12, PHOTO)
        # What was said against the first one is answered as well.
        with self.assertRaises(ObjectionOpen):
            self.do("resume", 12)

    def test_sheet_of_what_is_withdrawn_is_taken_down_by_who_hung_it(self):
        self.hang()
        then = datetime(2026, 11, 5, 2, tzinfo=UTC)
        with _Moments(then):
            session = write_session()
            case = find_case(session, self.case.number, to_move=True)
            move(session, case, BY_NAME["withdraw"], role="Applicant")
            transaction.commit()
        due = date(2026, 11, 6)
        self.assertEqual(("公示", None, due), self.at_step())
        self.assertEqual([("open", end_of_day(due))], self.duties()[-1:])
        transaction.begin()
        standing = list(deciding.standing(read_session(), "", 9))
        self.assertEqual([self.case.number], [each.subject for each in standing])
        self.assertEqual(["take_down_notice"], self.offered_on(5))
        self.do("take_down_notice", 5, PHOTO)
        self.assertEqual("withdrawn", self.stored(Case.state, self.case))
        self.assertEqual((None, None, None), self.at_step())
        self.assertEqual("done", self.duties()[-1][0])
        self.assertEqual([], self.offered_on(6))

    def test_sheet_of_what_goes_back_for_a_paper_is_taken_down_before_it_is_accepted(
        self,
    ):
        self.hang()
        self.take_back_commitment()
        due = date(2026, 11, 6)
        for state in ("awaiting_correction", "received"):
            with self.subTest(state):
                self.assertEqual(state, self.stored(Case.state, self.case))
                self.assertEqual(("公示", None, due), self.at_step())
                self.assertEqual([("open", end_of_day(due))], self.duties()[-1:])
                transaction.begin()
                standing = list(deciding.standing(write_session(), "", 9))
                self.assertEqual(
                    [self.case.number], [each.subject for each in standing]
                )
                self.assertEqual([], correcting.standing(write_session(), "", 9))
                self.assertEqual([], accepting.standing(write_session(), "", 9))
                self.assertIn("take_down_notice", self.offered_on(5))
            if state == "awaiting_correction":
                self.do("supplement", 5)
        with self.assertRaises(NoticeStillUp):
            self.go(self.street_officer, "accept", on=(2026, 11, 5))
        self.do("take_down_notice", 5, PHOTO)
        self.assertEqual((None, None, None), self.at_step())
        self.assertEqual("done", self.duties()[-1][0])
        (standing,) = accepting.standing(write_session(), "", 9)
        self.assertEqual(self.case.number, standing.subject)
        self.assertNotIn("take_down_notice", self.offered_on(5))
        self.go(self.street_officer, "accept", on=(2026, 11, 5))

    def test_clock_accepts_nothing_whose_sheet_hangs_until_that_is_down(self):
        self.hang()
        self.take_back_commitment()
        self.do("supplement", 5)
        kind = self.stored(Case.item_type, self.case)
        later = datetime(2026, 12, 31, 2, tzinfo=UTC)
        with patch.object(lateness, "utc_now", return_value=later):
            self.assertEqual(0, accept_silent(kind))
            transaction.commit()
            self.assertEqual("received", self.stored(Case.state, self.case))
            self.do("take_down_notice", 5, PHOTO)
            self.assertEqual(1, accept_silent(kind))
            transaction.commit()
        self.assertEqual("accepted", self.stored(Case.state, self.case))

    def take_back_commitment(self):
        """Have a commitment taken back, so that the case waits for a paper."""
        missing = {"materials": ["SQ-LL-001-M01"], "reason": "撤回了承诺"}
        with _Moments(datetime(2026, 11, 5, 2, tzinfo=UTC)):
            session = write_session()
            case = find_case(session, self.case.number, to_move=True)
            back = BY_NAME["take_back_commitment"]
            move(session, case, back, role="Applicant", facts=missing)
            transaction.commit()

    def test_what_is_withdrawn_before_it_hangs_is_nobodys_any_more(self):
        session = write_session()
        case = find_case(session, self.case.number, to_move=True)
        move(session, case, BY_NAME["withdraw"], role="Applicant")
        transaction.commit()
        self.assertEqual((None, None, None), self.at_step())
        self.assertEqual("lapsed", self.duties()[-1][0])
        self.assertEqual([], self.offered_on(5))

    def duties(self):
        """Return how the duties to decide stand, and when they are due, the last last."""
        transaction.begin()
        query = select(Duty.state, Duty.due_at).where(Duty.kind == DECIDE)
        return [tuple(row) for row in read_session().execute(query.order_by(Duty.id))]

    def test_board_is_not_in_the_copy_for_the_applicant_as_others_hang_there(self):
        self.hang()
        transaction.begin()
        *handed_in, photo = held_case(self.case.number).copy()["files"]
        self.assertEqual((None, "notice"), (photo["content"], photo["left_out"]))
        self.assertTrue(all(each["content"] for each in handed_in))

    def test_every_objection_is_answered_first_and_staff_alone_read_them(self):
        self.hang()
        for said in (OBJECTION, "匿名来电"):
            self.do("record_objection", 5, objection=said)
        self.do("take_down_notice", 10, PHOTO)
        opened = open_case(self.case.number, self.window, "handle")
        self.assertEqual({1: OBJECTION, 2: "匿名来电"}, opened.objections)
        transaction.abort()
        self.do("answer_objection", 10, answered="1", answer="已核实，仍在本市")
        with self.assertRaises(ObjectionUnknown):
            self.do("answer_objection", 10, answered="1", answer="再答")
        with self.assertRaises(ObjectionOpen):
            self.do("resume", 10)
        self.do("answer_objection", 10, answered="2", answer="无法核实")
        self.assertEqual("in_progress", self.do("resume", 10))
        transaction.begin()
        tracked = open_by_code(self.case.number, self.case.query_code, ADDRESS)
        self.assertIn("hang_notice", [each.transition for each in tracked.history])
        told = [
            str(tracked.history),
            str(held_case(self.case.number).copy()["history"]),
        ]
        for each in told:
            self.assertNotIn("objection", each)
            self.assertNotIn(OBJECTION, each)
        rows = read_session().scalars(select(CaseEvent.facts_sealed)).all()
        self.assertNotIn(OBJECTION.encode(), b"".join(filter(None, rows)))

    def test_photographs_are_files_of_the_case_that_the_applicant_is_not_shown(self):
        self.hang()
        opened = open_case(self.case.number, self.window, "handle")
        self.assertEqual("notice", opened.files[-1].material_code)
        transaction.abort()
        tracked = open_by_code(self.case.number, self.case.query_code, ADDRESS)
        self.assertEqual(len(opened.files) - 1, len(tracked.files))

    def test_special_procedure_besides_has_no_notice(self):
        self.case = self.apply("b")
        self.go(self.street_officer, "accept", "start")
        self.go(self.street_officer, "suspend", reason="公示")
        offered = self.offered(self.street_officer)
        self.assertEqual(["resume"], offered)

    def test_page_asks_for_a_photograph_and_takes_one(self):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.addHeader("Accept", "text/html")
        log_in(browser, "grid-worker")
        browser.open(f"{self.portal.absolute_url()}/@@desk/{self.case.number}")
        self.assertIn("公示", text_of(browser))
        self.assertNotIn('id="go-hang_notice"', browser.contents)
        browser.getForm(id="go-renew_notice").submit(name="transition")
        # The sheet is offered where it was made.
        self.assertIn("已出具《公示》", text_of(browser))
        browser.getForm(id="go-hang_notice").submit(name="transition")
        self.assertIn('href="#hang_notice-photo"', browser.contents)
        self.assertIn("请上传公示栏的照片", text_of(browser))


class _Moments:
    """Lets it be a moment for steps, papers and their days."""

    def __init__(self, then):
        self.patches = [
            patch.object(module, "utc_now", return_value=then)
            for module in (moving, handling, values)
        ]

    def __enter__(self):
        for each in self.patches:
            each.start()

    def __exit__(self, *_exception):
        for each in self.patches:
            each.stop()
