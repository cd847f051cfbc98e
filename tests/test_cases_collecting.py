"""Results that nobody fetches: who is reminded, when, how often, and what the window has to
do about them."""

from datetime import datetime
from datetime import timedelta
from datetime import timezone
from onewindow_policy.cases.duties import HAND_OUT
from onewindow_policy.cases.duties import handing_out
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.duties.models import Duty
from onewindow_policy.duties.models import NEVER
from onewindow_policy.messages.models import Message
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import write_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import APPLICANT
from onewindow_policy.testing.gateways import sms_gateway
from onewindow_policy.testing.lateness import LatenessSetup
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import select

import dataclasses
import transaction
import unittest

CARD_ITEM = {"item_code": "SQ-LL-006", "item_title": "老年人优待证办理"}
GOES_TO = {"addressee": "赵小计", "phone": "13900005678", "address": "示例路1号"}
PARCEL = {"carrier": "EMS", "parcel": "EA123456789CN"}
MYSELF = {"way": "window", "receiver": "本人", "seen": "1"}


class Collecting(LatenessSetup):
    def decided(self, *day, way="window", **changes):
        case = self.register_on(
            *day, result_way=way, destination=GOES_TO, **(CARD_ITEM | changes)
        )
        with self.day(*day):
            self.move(case, "accept", "start", "approve")
        return case

    def reminders(self, case):
        query = (
            select(CaseEvent.at)
            .join(Case, Case.id == CaseEvent.case_id)
            .where(
                Case.number == case.number, CaseEvent.transition == "remind_collection"
            )
            .order_by(CaseEvent.version)
        )
        transaction.begin()
        return [local_date(at).isoformat() for at in read_session().scalars(query)]

    def duty(self, case):
        query = select(Duty.due_at).where(
            Duty.subject == case.number, Duty.kind == HAND_OUT, Duty.state == "open"
        )
        transaction.begin()
        return read_session().scalars(query).all()

    def test_who_does_not_come_is_reminded_twice_and_the_window_hears_of_it(self):
        case = self.decided(2026, 3, 2)
        # Ten working days after Monday the 2nd are over with Monday the 16th.
        self.assertEqual(0, self.run_job(2026, 3, 16))
        self.assertEqual([], self.duty(case))
        self.assertEqual(1, self.run_job(2026, 3, 17))
        self.assertEqual([NEVER], self.duty(case))
        self.assertEqual(0, self.run_job(2026, 3, 18))
        self.assertEqual(0, self.run_job(2026, 3, 31))
        self.assertEqual(1, self.run_job(2026, 4, 1))
        self.assertEqual(0, self.run_job(2026, 6, 1))
        self.assertEqual(["2026-03-17", "2026-04-01"], self.reminders(case))
        with self.day(2026, 6, 2):
            self.move(case, "deliver", **MYSELF)
        self.assertEqual([], self.duty(case))

    def test_who_collected_it_is_not_reminded_nor_whose_result_goes_by_post(self):
        collected = self.decided(2026, 3, 2)
        with self.day(2026, 3, 5):
            self.move(collected, "deliver", **MYSELF)
        posted = self.decided(2026, 3, 2, nonce="b", way="post")
        self.assertEqual(0, self.run_job(2026, 6, 1))
        self.assertEqual([], self.reminders(collected) + self.reminders(posted))

    def test_parcel_that_came_back_is_called_to_mind_so_many_days_later(self):
        case = self.decided(2026, 3, 2, way="post")
        with self.day(2026, 3, 4):
            self.move(case, "send", **PARCEL)
        with self.day(2026, 4, 1):
            self.move(case, "come_back")
        self.assertEqual(0, self.run_job(2026, 4, 2))
        # The 6th of April 2026 is a holiday.
        self.assertEqual(0, self.run_job(2026, 4, 16))
        self.assertEqual(1, self.run_job(2026, 4, 17))

    def test_city_may_remind_nobody(self):
        case = self.decided(2026, 3, 2)
        self.settle("hand_out_days", 0)
        self.assertEqual(0, self.run_job(2026, 6, 1))
        self.assertEqual([], self.reminders(case))

    def test_window_has_so_many_days_to_send_and_is_done_when_it_has(self):
        case = self.decided(2026, 3, 2, way="post")
        end = datetime(2026, 3, 17, tzinfo=timezone(timedelta(hours=8)))
        self.assertEqual([end], self.duty(case))
        with self.day(2026, 3, 4):
            self.move(case, "send", **PARCEL)
        self.assertEqual([], self.duty(case))

    def test_nightly_check_finds_the_same_duties(self):
        posted = self.decided(2026, 3, 2, way="post")
        self.decided(2026, 3, 2, nonce="b")
        reminded = self.decided(2026, 3, 2, nonce="c")
        self.run_job(2026, 3, 17)
        transaction.begin()
        standing = handing_out.standing(write_session(), "", 10)
        found = {each.subject: each.due_at for each in standing}
        self.assertEqual(self.duty(posted), [found[posted.number]])
        self.assertEqual(NEVER, found[reminded.number])
        transaction.abort()

    def test_applicant_reads_what_is_true_of_the_way_they_chose(self):
        self.enterContext(sms_gateway())
        transaction.commit()
        told = dataclasses.replace(APPLICANT, told_by=["sms"])
        case = self.decided(2026, 3, 2, way="post", applicant=told)
        with self.day(2026, 3, 4):
            self.move(case, "send", **PARCEL)
        with self.day(2026, 3, 9):
            self.move(case, "come_back")
        self.run_job(2026, 3, 30)
        transaction.begin()
        names = read_session().scalars(select(Message.template).order_by("id")).all()
        for name in (
            *("cases.sms.ready_to_come", "cases.sms.sent", "cases.sms.came_back"),
            "cases.sms.collect",
        ):
            self.assertEqual(1, names.count(name), names)


class TestCollectingOnSQLite(Collecting, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestCollectingOnPostgreSQL(Collecting, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
