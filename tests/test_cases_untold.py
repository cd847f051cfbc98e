"""What no message told is told on the phone: the case shows it, and it is a duty."""

from contextlib import redirect_stderr
from io import StringIO
from lxml import html
from onewindow_policy.cases.api import held_case
from onewindow_policy.cases.exceptions import CaseSealed
from onewindow_policy.cases.exceptions import NothingUntold
from onewindow_policy.cases.opening import open_case
from onewindow_policy.cases.untold import PHONE
from onewindow_policy.cases.untold import PhoningApplicants
from onewindow_policy.cases.untold import tell_by_phone
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.commands.statuses import REFUSED
from onewindow_policy.duties.models import Duty
from onewindow_policy.messages import commands
from onewindow_policy.messages.api import give_up
from onewindow_policy.messages.api import RecipientChanged
from onewindow_policy.messages.api import RecordGone
from onewindow_policy.messages.api import send_again
from onewindow_policy.messages.models import Message
from onewindow_policy.messages.sending import send_due
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import APPLICANT
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.gateways import sms_gateway
from onewindow_policy.testing.handling import HandlingSetup
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import end_of_day
from onewindow_policy.workdays.deadlines import local_date
from onewindow_policy.workdays.deadlines import WORKING
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import select
from test_cases_archive_terms import enter
from test_cases_archive_terms import TEN_YEARS
from types import SimpleNamespace
from uuid import UUID

import dataclasses
import transaction
import unittest


class UntoldSetup(HandlingSetup):
    def setUp(self):
        super().setUp()
        self.gateway = self.enterContext(sms_gateway())
        self.gateway.how = "refuse"
        transaction.commit()

    def untold_case(self):
        told = dataclasses.replace(APPLICANT, told_by=["sms"])
        case = self.register(applicant=told)
        self.send()
        return case

    def send(self):
        transaction.begin()
        send_due(utc_now, lambda: None)
        transaction.begin()

    def duties(self):
        transaction.begin()
        query = select(Duty.subject, Duty.state).where(Duty.kind == PHONE)
        return [tuple(row) for row in read_session().execute(query)]

    def opened(self, case, user_id="window-staff"):
        opened = open_case(case.number, api.user.get(user_id), "handle")
        transaction.commit()
        return opened

    def tell(self, case, user_id="window-staff"):
        tell_by_phone(case.number, api.user.get(user_id), words=lambda titles: "已说")
        transaction.commit()

    def message_id(self):
        return str(read_session().scalars(select(Message.id)).one())


class UntoldTests(UntoldSetup):
    """What must hold on both databases."""

    def test_window_has_to_phone_by_the_next_working_day_until_it_has(self):
        case = self.untold_case()
        self.assertEqual([(case.number, "open")], self.duties())
        last = due_date(local_date(utc_now()), 1, WORKING).date
        due_at = read_session().scalar(select(Duty.due_at).where(Duty.kind == PHONE))
        self.assertEqual(end_of_day(last), due_at)
        (message,) = self.opened(case).untold
        self.assertEqual("number", message.reason)
        self.tell(case)
        self.assertEqual([(case.number, "done")], self.duties())
        opened = self.opened(case)
        self.assertEqual((), opened.untold)
        self.assertEqual(["已说"], [note.text for note in opened.notes])
        self.assertIn(
            ("window-staff", "case.tell_by_phone", case.number, ""), self.noted()
        )
        message = read_session().scalars(select(Message)).one()
        self.assertIsNone(message.recipient_sealed)
        with self.assertRaises(NothingUntold):
            self.tell(case)

    def test_message_that_goes_after_all_ends_it(self):
        case = self.untold_case()
        self.gateway.how = "accept"
        send_again(self.message_id())
        transaction.commit()
        self.assertEqual([(case.number, "done")], self.duties())
        self.send()
        self.assertEqual({PLANTED["phone"]: 1}, dict(self.gateway.phones))
        self.assertEqual((), self.opened(case).untold)

    def test_message_goes_to_no_number_that_was_put_right_since(self):
        case = self.untold_case()
        held_case(case.number).correct({"applicant": {"phone": "13900001111"}})
        transaction.commit()
        self.gateway.how = "accept"
        with self.assertRaises(RecipientChanged):
            send_again(self.message_id())
        transaction.abort()
        self.send()
        self.assertNotIn(PLANTED["phone"], dict(self.gateway.phones))
        self.assertEqual([(case.number, "open")], self.duties())
        self.tell(case)
        self.assertEqual([(case.number, "done")], self.duties())

    def test_what_tells_of_a_case_that_is_gone_is_refused_and_given_up(self):
        self.untold_case()
        erased = self.message_id()
        erase_case(self.number_of(erased))
        transaction.commit()
        self.assertRefused(erased)

    def test_what_tells_of_a_case_that_is_only_stored_is_refused(self):
        told = dataclasses.replace(APPLICANT, told_by=["sms"])
        case = self.register(applicant=told)
        for step, said in (
            ("accept", {}),
            ("start", {}),
            ("refuse", {"reason": "不符"}),
        ):
            self.move(case, step, **said)
        self.send()
        enter(TEN_YEARS)
        waiting = select(Message.id).where(Message.state == "waiting")
        self.move(case, "deliver", way="window", receiver="本人", seen="1")
        transaction.begin()
        self.assertNotEqual([], read_session().scalars(waiting).all())
        held_case(case.number).erase("rights")
        transaction.commit()
        self.assertEqual([], read_session().scalars(waiting).all())
        query = select(Message.id).where(Message.state == "failed")
        failed = read_session().scalars(query).first()
        self.assertRefused(str(failed))

    def assertRefused(self, message_id):
        self.gateway.how = "accept"
        with self.assertRaises(RecordGone):
            send_again(message_id)
        transaction.abort()
        err = StringIO()
        options = SimpleNamespace(retry=message_id, give_up=None)
        with redirect_stderr(err):
            self.assertEqual(REFUSED, commands.run(options))
        self.assertIn("only stored for the archive", err.getvalue())
        self.send()
        self.assertEqual({}, dict(self.gateway.phones))
        give_up(message_id)
        transaction.commit()

    def number_of(self, message_id):
        query = select(Message.subject).where(Message.id == UUID(message_id))
        return read_session().scalar(query).removeprefix("case ")

    def test_what_tells_of_an_earlier_state_goes_no_more(self):
        told = dataclasses.replace(APPLICANT, told_by=["sms"])
        case = self.register(applicant=told)
        self.move(case, "accept")
        received, accepted = self.waiting()
        self.assertEqual(
            ["cases.sms.received", "cases.sms.accepted"], [received, accepted]
        )
        self.move(case, "start")
        self.assertEqual([received, "cases.sms.progress"], self.waiting())

    def waiting(self):
        transaction.begin()
        waiting = select(Message.template).where(Message.state == "waiting")
        query = waiting.order_by(Message.created_at)
        return read_session().scalars(query).all()

    def test_message_that_is_given_up_elsewhere_ends_it(self):
        case = self.untold_case()
        give_up(self.message_id())
        transaction.commit()
        self.assertEqual([(case.number, "done")], self.duties())

    def test_nightly_check_finds_what_is_untold_until_its_case_is_erased(self):
        case = self.untold_case()
        session = write_session()
        kind = PhoningApplicants()
        (found,) = kind.standing(session, "", 10)
        self.assertEqual((PHONE, case.number), (found.kind, found.subject))
        self.assertEqual([], kind.standing(session, case.number, 10))
        transaction.abort()
        erase_case(case.number)
        transaction.commit()
        self.assertEqual([], self.duties())
        self.assertEqual([], kind.standing(write_session(), "", 10))


class TestUntoldOnSQLite(UntoldTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_who_only_oversees_does_not_say_that_it_was_told(self):
        case = self.untold_case()
        with self.assertRaises(CaseSealed):
            self.tell(case, "supervisor")
        transaction.abort()
        self.assertEqual([(case.number, "open")], self.duties())


class TestUntoldOnPostgreSQL(UntoldTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestUntoldOnThePage(UntoldSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        super().setUp()
        self.case = self.untold_case()
        self.browser = Browser(self.layer["app"])
        self.browser.addHeader("Accept", "text/html")
        log_in(self.browser, "window-staff")
        self.url = f"{self.layer['portal'].absolute_url()}/@@desk/{self.case.number}"

    def words(self, selector):
        page = html.fromstring(self.browser.contents)
        self.assertEqual(1, len(page.cssselect("main h1")))
        return " ".join(each.text_content() for each in page.cssselect(selector))

    def test_page_of_messages_says_that_nobody_is_told_of_what_is_gone(self):
        erase_case(self.case.number)
        transaction.commit()
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        browser.addHeader("Accept", "text/html")
        log_in(browser)
        browser.open(f"{self.layer['portal'].absolute_url()}/@@messages")
        browser.getControl(name="do", index=0).click()
        self.assertTrue(browser.headers["status"].startswith("422"))
        self.assertIn("已经删除，或者只作存档", browser.contents)

    def test_case_says_what_was_not_told_and_one_press_that_it_was(self):
        self.browser.open(self.url)
        self.assertIn("“申请已收到”没有送到", self.words("#untold"))
        self.assertIn("手机号码", self.words("#untold"))
        self.browser.getForm(id="untold").getControl(name="phoned").click()
        self.assertEqual("", self.words("#untold"))
        self.assertIn("电话告知", self.words("#notes"))
        self.assertEqual([(self.case.number, "done")], self.duties())
