"""Granted copies have a last day: told, told again, and over for person and clock."""

from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from lxml import html
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.duties.models import Duty
from onewindow_policy.messages.models import Message
from onewindow_policy.messages.sending import send_due
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.rights.carrying import hand_over_copy
from onewindow_policy.rights.exceptions import NotPossible
from onewindow_policy.rights.lapsing import UnfetchedCopies
from onewindow_policy.rights.models import RightsRequest
from onewindow_policy.rights.numbers import number_text
from onewindow_policy.rights.requests import ask_at_window
from onewindow_policy.rights.requests import ask_by_code
from onewindow_policy.rights.requests import grant
from onewindow_policy.rights.stops import OpenRequests
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import APPLICANT
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.gateways import sms_gateway
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.workdays.deadlines import local_date
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import delete
from sqlalchemy import select
from unittest.mock import Mock
from urllib.parse import urlencode

import transaction
import unittest

SETTING = "onewindow_policy.cases.rights_copy_days"


class TestLapsing(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.gateway = self.enterContext(sms_gateway())
        applicant = replace(APPLICANT, told_by=["sms"])
        self.case = register_case(submission(applicant=applicant))
        transaction.commit()
        # That it came in is told by the room of cases.
        write_session().execute(delete(Message))
        transaction.commit()

    def granted(self, kind="copy"):
        case = self.case
        number = ask_by_code(kind, case.number, case.query_code, ADDRESS).number
        grant(number, "supervisor")
        transaction.commit()
        return number

    def row(self, number):
        transaction.begin()
        query = select(RightsRequest).where(RightsRequest.number == number)
        return read_session().scalar(query)

    def last_day(self, number, days):
        """Have the last day of a copy come in so many days."""
        transaction.begin()
        query = select(RightsRequest).where(RightsRequest.number == number)
        request = write_session().scalar(query)
        request.fetch_until = local_date(utc_now()) + timedelta(days=days)
        transaction.commit()

    def run_job(self):
        transaction.commit()
        count = UnfetchedCopies()(Mock(open_site=nullcontext))
        transaction.begin()
        return count

    def texts(self):
        """Send what waits, and return what the gateway took so far."""
        transaction.commit()
        transaction.begin()
        send_due(utc_now, lambda: None)
        return [each["text"] for each in self.gateway.taken.values()]

    def audited(self, number):
        transaction.begin()
        query = select(AuditEntry.action).where(AuditEntry.subject == number)
        return list(read_session().scalars(query.order_by(AuditEntry.id)))

    def stops(self):
        transaction.begin()
        return OpenRequests().stopped(read_session(), [self.case.number])

    def my_data(self, **form):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.open(
            f"{self.layer['portal'].absolute_url()}/@@my-data",
            urlencode(
                {
                    "number": self.case.number,
                    "code": self.case.query_code,
                    "shown_at": utc_now().isoformat(),
                    **form,
                }
            ),
        )
        page = html.fromstring(browser.contents)
        self.assertEqual("我的个人信息", page.cssselect("main h1")[0].text_content())
        return page

    def test_day_is_told_and_stands_on_the_page(self):
        api.portal.set_registry_record(SETTING, 20)
        row = self.row(self.granted())
        until = local_date(row.decided_at) + timedelta(days=20)
        self.assertEqual(until, row.fetch_until)
        said = f"{until.year}年{until.month}月{until.day}日"
        # The request and its answer.
        self.assertIn(said, self.texts()[1])
        (rows,) = self.my_data().cssselect("#own-requests")
        self.assertIn(said, rows.text_content())

    def test_what_is_no_copy_has_no_such_day(self):
        row = self.row(self.granted("erasure"))
        self.assertIsNone(row.fetch_until)
        self.assertEqual(0, self.run_job())
        self.assertEqual("granted", self.row(row.number).state)

    def test_person_is_reminded_once_a_week_before(self):
        number = self.granted()
        self.last_day(number, 8)
        self.assertEqual(0, self.run_job())
        self.last_day(number, 7)
        self.assertEqual(1, self.run_job())
        self.assertEqual(0, self.run_job())
        self.assertIn("rights.remind", self.audited(number))
        row, reminder = self.row(number), self.texts()[-1]
        self.assertEqual("granted", row.state)
        self.assertIn(number_text(number), reminder)
        until = row.fetch_until
        self.assertIn(f"{until.year}年{until.month}月{until.day}日", reminder)
        for secret in PLANTED.values():
            self.assertNotIn(secret, reminder)

    def test_copy_can_be_fetched_on_its_last_day(self):
        number = self.granted()
        self.last_day(number, 0)
        self.run_job()
        self.assertEqual("granted", self.row(number).state)
        self.assertTrue(self.my_data().cssselect("#fetch"))
        self.assertEqual({self.case.number}, self.stops())

    def test_unfetched_copy_ends_and_keeps_nothing_from_destruction(self):
        number = self.granted()
        self.last_day(number, -1)
        self.assertEqual(1, self.run_job())
        self.assertEqual("lapsed", self.row(number).state)
        self.assertEqual("rights.lapse", self.audited(number)[-1])
        self.assertEqual(set(), self.stops())
        page = self.my_data()
        self.assertEqual([], page.cssselect("#fetch"))
        (rows,) = page.cssselect("#own-requests")
        self.assertIn("未在期限内领取", rows.text_content())

    def test_it_is_over_before_the_clock_comes_by_and_asked_again(self):
        number = self.granted()
        self.last_day(number, -1)
        self.assertEqual([], self.my_data().cssselect("#fetch"))
        with self.assertRaises(NotPossible):
            hand_over_copy(number)
        transaction.abort()
        self.assertTrue(self.my_data(kind="copy", ask="1").cssselect("#asked-now"))
        transaction.begin()
        query = select(RightsRequest.state).order_by(RightsRequest.number)
        self.assertEqual(["asked", "lapsed"], sorted(read_session().scalars(query)))

    def test_copy_of_a_window_has_its_duty_lapse_and_the_desk_says_so(self):
        number = ask_at_window("copy", self.case.number, "window-staff").number
        grant(number, "supervisor")
        transaction.commit()
        self.last_day(number, -1)
        self.run_job()
        duty = select(Duty.state).where(
            Duty.subject == number, Duty.kind == "rights.hand_over"
        )
        self.assertEqual("lapsed", read_session().scalar(duty))
        browser = Browser(self.layer["app"])
        log_in(browser, "window-staff")
        site = self.layer["portal"].absolute_url()
        browser.open(f"{site}/@@data-request?number={number_text(number)}")
        shown = html.fromstring(browser.contents).cssselect("#facts")[0]
        self.assertIn("未在期限内领取", shown.text_content())
        browser.open(f"{site}/@@data-requests?show=ended")
        shown = html.fromstring(browser.contents).cssselect("main")[0]
        self.assertIn("未在期限内领取", shown.text_content())

    def test_copy_that_was_granted_without_a_day_gets_one(self):
        number = self.granted()
        transaction.begin()
        write_session().execute(
            RightsRequest.__table__.update().values(fetch_until=None)
        )
        transaction.commit()
        self.run_job()
        row = self.row(number)
        self.assertEqual("granted", row.state)
        self.assertGreater(row.fetch_until, local_date(utc_now()))
