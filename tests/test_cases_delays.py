"""When a promise has passed, whoever applied hears why and by when instead, and whoever has
the case is asked for both."""

from datetime import date
from onewindow_policy.cases import delays
from onewindow_policy.cases.duties import EXPLAIN
from onewindow_policy.cases.exceptions import TransitionNotAllowed
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.stepexceptions import DayNotPossible
from onewindow_policy.cases.stepexceptions import DayTooFar
from onewindow_policy.cases.stepexceptions import FactMissing
from onewindow_policy.cases.stepexceptions import NotLate
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.duties.models import Duty
from onewindow_policy.messages.sending import send_due
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import APPLICANT
from onewindow_policy.testing.gateways import sms_gateway
from onewindow_policy.testing.lateness import LatenessSetup
from onewindow_policy.testing.mails import mail_server
from onewindow_policy.workdays.deadlines import DueDate
from plone import api
from sqlalchemy import select
from unittest import mock

import dataclasses
import transaction
import unittest

SAID = {
    "cause": "other_office",
    "expected_on": "2026-03-20",
    "reason": "等区医保局回函",
}


class DelayTests(LatenessSetup):
    def setUp(self):
        super().setUp()
        self.gateway = self.enterContext(sms_gateway())
        api.portal.set_registry_record("onewindow_policy.messages.earliest", "00:00")
        # No special procedure is to come any more.
        for place in ("lateness", "guarding"):
            name = f"onewindow_policy.cases.{place}.pauses_of"
            self.enterContext(mock.patch(name, return_value=[]))
        told = dataclasses.replace(APPLICANT, told_by=["sms"])
        self.case = self.register_on(2026, 3, 3, applicant=told)
        with self.day(2026, 3, 3):
            self.move(self.case, "accept", "start")

    def explain(self, *day, **said):
        with self.day(*day):
            self.move(self.case, "explain_delay", **{**SAID, **said})

    def texts(self):
        transaction.begin()
        name = "onewindow_policy.cases.tellwords.today"
        with mock.patch(name, return_value=date(2026, 3, 13)):
            send_due(utc_now, lambda: None)
        return [each["text"] for each in self.gateway.taken.values()]

    def duties(self):
        transaction.begin()
        query = select(Duty.state).where(Duty.kind == EXPLAIN).order_by(Duty.opened_at)
        with get_database().reading.connect() as connection:
            return list(connection.scalars(query))

    def test_reason_and_new_day_go_to_the_applicant_once_they_are_entered(self):
        self.assertEqual(1, self.run_job(2026, 3, 13))
        self.assertIn("没有在2026年3月12日办完", self.texts()[-1])
        self.assertIn("定了新的日期马上告诉您", self.texts()[-1])
        self.explain(2026, 3, 13)
        said = self.texts()[-1]
        for words in ("原定2026年3月12日", "要等其他部门答复", "2026年3月20日"):
            self.assertIn(words, said)
        self.assertNotIn("回函", said)
        self.assertNotIn("${", said)

    def test_who_has_the_case_is_asked_until_a_day_is_named(self):
        self.assertEqual([], self.duties())
        self.run_job(2026, 3, 13)
        self.assertEqual(["open"], self.duties())
        self.explain(2026, 3, 13)
        self.assertEqual(["done"], self.duties())

    def test_who_decides_meanwhile_is_asked_no_more(self):
        self.run_job(2026, 3, 13)
        with self.day(2026, 3, 13):
            self.move(self.case, "approve")
        self.assertEqual(["done"], self.duties())

    def test_day_that_passes_again_is_told_and_asked_for_again(self):
        self.run_job(2026, 3, 13)
        self.explain(2026, 3, 13)
        for day, count in ((20, 0), (21, 1), (22, 0)):
            with self.subTest(day):
                self.assertEqual(count, self.run_job(2026, 3, day))
        self.assertEqual(["done", "open"], self.duties())
        # What was told last is what did not hold.
        self.assertIn("没有在2026年3月20日办完", "\n".join(self.texts()))

    def test_what_other_working_days_have_moved_is_late_no_more(self):
        self.run_job(2026, 3, 13)
        self.explain(2026, 3, 13)
        query = select(Case).where(Case.number == self.case.number)
        write_session().scalars(query).one().due_on = date(2030, 1, 2)
        transaction.commit()
        self.assertEqual(0, self.run_job(2026, 3, 21))
        self.assertEqual([], delays.explaining.standing(write_session(), "", 10))
        transaction.abort()

    def test_more_time_takes_the_place_of_what_was_expected(self):
        self.run_job(2026, 3, 13)
        self.explain(2026, 3, 13)
        with self.day(2026, 3, 16):
            move_case(
                self.case.number,
                "extend",
                api.user.get("coordinator"),
                version=self.stored(Case.version, self.case),
                facts={"days": "3", "reason": "材料复杂"},
            )
            transaction.commit()
        self.assertIsNone(self.stored(Case.expected_on, self.case))
        self.assertIn("2026年3月17日", self.texts()[-1])

    def test_nightly_check_finds_the_duty_that_there_is_to_be(self):
        self.run_job(2026, 3, 13)
        found = delays.explaining.standing(write_session(), "", 10)
        self.assertEqual([self.case.number], [each.subject for each in found])
        transaction.abort()
        self.explain(2026, 3, 13, expected_on="2027-03-01")
        self.assertEqual([], delays.explaining.standing(write_session(), "", 10))
        transaction.abort()


class TestDelaysOnSQLite(DelayTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_only_what_is_late_is_explained(self):
        with self.assertRaises(NotLate):
            self.explain(2026, 3, 12)

    def test_cause_and_day_are_needed_and_the_day_is_to_come(self):
        for said, error in (
            ({"cause": ""}, FactMissing),
            ({"cause": "王明不来"}, FactMissing),
            ({"expected_on": ""}, FactMissing),
            ({"expected_on": "2026-03-13"}, DayNotPossible),
            ({"expected_on": "2062-03-20"}, DayTooFar),
        ):
            with self.subTest(said), self.assertRaises(error):
                self.explain(2026, 3, 13, **said)
        self.explain(2026, 3, 13, reason="")

    def test_who_only_oversees_does_not_say_it(self):
        with self.day(2026, 3, 13), self.assertRaises(TransitionNotAllowed):
            move_case(
                self.case.number,
                "explain_delay",
                api.user.get("coordinator"),
                version=self.stored(Case.version, self.case),
                facts=SAID,
            )

    def test_progress_says_by_when_and_why(self):
        self.explain(2026, 3, 13)
        found = open_by_code(self.case.number, self.case.query_code, ADDRESS)
        self.assertEqual("2026-03-20", found.expected_on.isoformat())
        (entry,) = (
            each for each in found.history if each.transition == "explain_delay"
        )
        self.assertEqual("等区医保局回函", entry.reason)
        self.assertEqual("other_office", entry.facts["cause"])

    def test_next_step_names_the_expected_day_as_long_as_it_is_to_come(self):
        words, due = CaseWording("zh-cn"), DueDate(date(2026, 3, 12), False)
        for now in (14, 21):
            place = "onewindow_policy.cases.wording.today"
            with mock.patch(place, return_value=date(2026, 3, now)):
                next_step = words.next_step(
                    "in_progress", due, expected_on=date(2026, 3, 20)
                )
            self.assertIn("2026年3月12日", next_step)
            self.assertEqual(now == 14, "2026年3月20日" in next_step)


class TestDelaysOnPostgreSQL(DelayTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestMail(LatenessSetup, unittest.TestCase):
    """From the clock and the desk to the mail."""

    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_mail_says_why_and_by_when_and_nothing_that_was_written(self):
        server = self.enterContext(mail_server())
        transaction.commit()
        applicant = dataclasses.replace(APPLICANT, email="wang@example.cn")
        with mock.patch("onewindow_policy.cases.guarding.pauses_of", return_value=[]):
            case = self.register_on(2026, 3, 3, applicant=applicant)
            with self.day(2026, 3, 13):
                self.move(case, "accept")
            with self.day(2026, 3, 31):
                self.move(
                    case, "explain_delay", **{**SAID, "expected_on": "2026-04-10"}
                )
        transaction.begin()
        name = "onewindow_policy.cases.tellwords.today"
        with mock.patch(name, return_value=date(2026, 3, 31)):
            send_due(utc_now, lambda: None)
        mail = server.mails[-1]
        self.assertIn("预计2026年4月10日", mail["subject"])
        said = mail.get_content()
        for words in ("要等其他部门答复", "2026年4月10日", "不用重新申请", "@@track"):
            self.assertIn(words, said)
        self.assertNotIn("回函", said)
