"""People are told of their case in the ways that they chose, and in no other."""

from datetime import datetime
from datetime import timedelta
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.held import held_case
from onewindow_policy.cases.masks import masked_mail
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.seeing import disclose_case
from onewindow_policy.cases.submissions import Person
from onewindow_policy.cases.tracking import choose
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.messages import holding
from onewindow_policy.messages.models import Message
from onewindow_policy.messages.sending import send_due
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.applying import ApplyingCase
from onewindow_policy.testing.applying import PHONE
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import APPLICANT
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.gateways import sms_gateway
from onewindow_policy.testing.lateness import LatenessSetup
from onewindow_policy.testing.mails import mail_server
from onewindow_policy.workdays.api import CITY_ZONE
from plone import api
from sqlalchemy import select
from unittest import mock

import dataclasses
import transaction
import unittest

AGENT = Person(PLANTED["agent"], None, "13700001234", told_by=["sms"])
MAIL = "wang@example.cn"
TICK = "form.consents.sms"


class TellingTests(LatenessSetup):
    """What must hold on both databases."""

    def setUp(self):
        super().setUp()
        self.gateway = self.enterContext(sms_gateway())
        # Whatever time of day it is where this runs.
        self.settle_earliest("00:00")

    def settle_earliest(self, earliest):
        name = "onewindow_policy.messages.earliest"
        api.portal.set_registry_record(name, earliest)
        transaction.commit()

    def send(self):
        transaction.begin()
        return send_due(utc_now, lambda: None)

    def texts(self):
        self.send()
        return [each["text"] for each in self.gateway.taken.values()]

    def applicant(self, *told_by, **changes):
        return dataclasses.replace(APPLICANT, told_by=list(told_by), **changes)

    def test_applicant_who_wants_it_is_told_what_happens_and_nothing_personal(self):
        case = self.register(applicant=self.applicant("sms"))
        self.move(case, "ask_correction", reason="缺户口簿")
        first, second = self.texts()
        self.assertIn(f"您的申请已收到，办件编号{case.number}", first)
        self.assertRegex(first, "最晚答复日期：[0-9]{4}年")
        self.assertIn(f"您的办件{case.number}还缺材料", second)
        for said in (first, second):
            self.assertRegex(said, "[0-9]{5}")
            self.assertNotIn("${", said)
            for secret in ("户口簿", "SQ-", "津贴", *PLANTED.values()):
                self.assertNotIn(secret, said)
        (sent, *_rest) = self.gateway.taken.values()
        self.assertEqual("cases.sms.received", sent["template"])
        self.assertEqual({"number", "day", "phone"}, set(sent["values"]))
        self.assertEqual({PLANTED["phone"]: 2}, dict(self.gateway.phones))

    def test_only_who_acts_for_an_applicant_is_told_where_they_say_so(self):
        case = self.register(applicant=self.applicant(), agent=AGENT)
        self.move(case, "accept")
        self.assertEqual(2, self.send())
        self.assertEqual({AGENT.phone: 2}, dict(self.gateway.phones))

    def test_same_phone_is_told_once(self):
        agent = dataclasses.replace(AGENT, phone=PLANTED["phone"])
        self.register(applicant=self.applicant("sms"), agent=agent)
        self.assertEqual(1, self.send())

    def test_who_chose_nothing_gets_no_short_message(self):
        case = self.register()
        self.move(case, "accept")
        self.assertEqual(0, self.send())
        self.assertEqual([], read_session().scalars(select(Message)).all())

    def test_without_a_gateway_a_case_goes_on_and_nothing_is_written(self):
        api.portal.set_registry_record("onewindow_policy.messages.sms_address", "")
        transaction.commit()
        case = self.register(applicant=self.applicant("sms"))
        self.assertEqual("accepted", self.move(case, "accept"))
        self.assertEqual([], read_session().scalars(select(Message)).all())

    def test_choice_is_changed_by_who_has_number_and_code_and_lies_sealed(self):
        self.enterContext(mail_server())
        transaction.commit()
        case = self.register(applicant=self.applicant("sms", email=MAIL), agent=AGENT)
        ways = open_by_code(case.number, case.query_code, ADDRESS).ways_to_tell
        self.assertEqual(
            [
                ("sms-applicant", "139****1234", True),
                ("mail-applicant", "w***@example.cn", False),
                ("sms-agent", "137****1234", True),
            ],
            [(each.key, each.shown, each.is_chosen) for each in ways],
        )
        choose(case.number, case.query_code, ADDRESS, ["mail-applicant", "no-such"])
        transaction.commit()
        ways = open_by_code(case.number, case.query_code, ADDRESS).ways_to_tell
        self.assertEqual([False, True, False], [each.is_chosen for each in ways])
        stored = read_session().scalars(select(Case)).one()
        self.assertEqual(["mail"], stored.applicant["told_by"])
        self.assertEqual([], stored.agent["told_by"])

    def test_what_waits_does_not_go_by_a_way_that_was_taken_back(self):
        case = self.register(applicant=self.applicant("sms"), agent=AGENT)
        choose(case.number, case.query_code, ADDRESS, ["sms-agent"])
        transaction.commit()
        self.assertEqual(1, self.send())
        self.assertEqual({AGENT.phone: 1}, dict(self.gateway.phones))

    def test_consent_at_the_progress_is_kept_with_its_moment(self):
        case = self.register()
        for keys, consents in ((["sms-applicant"], ["sms"]), ([], [])):
            choose(case.number, case.query_code, ADDRESS, keys)
            transaction.commit()
            with self.subTest(keys):
                given = set(self.stored(Case.consents, case)) & {"sms", "sms_agent"}
                self.assertEqual(consents, sorted(given))
        noted = [each[2:] for each in self.noted() if each[1] == "case.choose_ways"]
        self.assertEqual([(case.number, "sms-applicant"), (case.number, "")], noted)

    def test_wrong_phone_that_was_corrected_gets_nothing_that_waits(self):
        case = self.register(applicant=self.applicant("sms"))
        held_case(case.number).correct({"applicant": {"phone": "13600001234"}})
        transaction.commit()
        self.assertEqual(0, self.send())
        self.move(case, "accept")
        self.assertEqual(1, self.send())
        self.assertEqual({"13600001234": 1}, dict(self.gateway.phones))

    def test_who_was_handed_the_result_is_not_asked_to_come_for_it(self):
        case = self.register(applicant=self.applicant("sms"))
        self.move(case, "accept", "start")
        # That it came in, and how it stands now.
        self.assertEqual(2, self.send())
        self.move(case, "approve")
        self.move(case, "deliver", way="window", receiver="本人", seen="1")
        transaction.begin()
        left = select(Message.template).where(Message.state == "waiting")
        self.assertEqual([], read_session().scalars(left).all())

    def promised(self, **changes):
        return self.register_on(2026, 3, 3, **changes)

    def test_promised_papers_are_called_to_mind_once_two_working_days_before(self):
        case = self.promise()
        for day, count in ((4, 1), (5, 0), (6, 0)):
            with self.subTest(day):
                self.assertEqual(count, self.run_job(2026, 3, day))
        self.assertEqual(["remind_papers"], self.by_clock(case))

    def test_day_that_was_moved_is_called_to_mind_once_more(self):
        case = self.promise()
        self.assertEqual(1, self.run_job(2026, 3, 5))
        with self.day(2026, 3, 6):
            move_case(
                case.number,
                "allow_later",
                api.user.get("coordinator"),
                version=self.stored(Case.version, case),
                facts={"until": "2026-03-12", "reason": "水灾"},
            )
            transaction.commit()
        for day, count in ((9, 0), (10, 1), (11, 0)):
            with self.subTest(day):
                self.assertEqual(count, self.run_job(2026, 3, day))

    def test_day_that_has_passed_is_told_once(self):
        with mock.patch("onewindow_policy.cases.lateness.pauses_of") as left:
            left.return_value = []
            case = self.promised(applicant=self.applicant("sms"))
            with self.day(2026, 3, 3):
                self.move(case, "accept")
            self.assertEqual(0, self.run_job(2026, 3, 12))
            self.assertEqual(1, self.run_job(2026, 3, 13))
            self.assertEqual(0, self.run_job(2026, 3, 14))
            self.assertEqual(["announce_delay"], self.by_clock(case))
            self.assertIn("没有在2026年3月12日办完", self.texts()[-1])

    def test_no_telephone_rings_at_night_for_what_the_clock_does(self):
        self.settle_earliest("08:30")
        self.promise(applicant=self.applicant("sms"))
        for hour, waits in ((0, 8), (9, 0)):
            then = datetime(2026, 3, 4, hour, 30, tzinfo=CITY_ZONE)
            with mock.patch.object(holding, "utc_now", return_value=then):
                self.assertEqual(timedelta(hours=waits), holding.until_morning())
        then = datetime(2026, 3, 5, 0, 30, tzinfo=CITY_ZONE)
        with mock.patch.object(holding, "utc_now", return_value=then):
            self.assertEqual(1, self.run_job(2026, 3, 5))
        query = select(Message).order_by(Message.created_at)
        *by_staff, by_clock = read_session().scalars(query).all()
        self.assertEqual("cases.sms.papers_due", by_clock.template)
        self.assertEqual(timedelta(hours=8), by_clock.due_at - by_clock.created_at)
        for each in by_staff:
            self.assertEqual(each.created_at, each.due_at)

    def test_what_was_put_right_is_told_without_a_day_that_is_over(self):
        case = self.promise(applicant=self.applicant("sms"))
        self.assertEqual(1, self.run_job(2026, 3, 5))
        self.assertEqual(1, self.run_job(2026, 3, 7))
        supervisor = api.user.get("supervisor")
        with api.env.adopt_user("supervisor"):
            disclose_case(case.number, "complaint", supervisor)
            transaction.commit()
        with self.day(2026, 3, 9):
            move_case(
                case.number,
                "take_back_withdrawal",
                supervisor,
                version=self.stored(Case.version, case),
                facts={"reason": "材料已经按时送到窗口"},
            )
            transaction.commit()
        said = self.texts()[-1]
        self.assertIn(f"您的办件{case.number}", said)
        self.assertIn("已经更正", said)
        self.assertNotIn("3月6日", said)

    def test_day_that_is_over_is_not_promised(self):
        case = self.promised(applicant=self.applicant("sms"))
        with self.day(2026, 3, 20):
            self.move(case, "receive")
        for said in self.texts():
            self.assertIn("您的申请已收到", said)
            self.assertIn("最晚答复日期：另行告知", said)

    def test_nothing_is_late_while_a_public_notice_may_still_come(self):
        case = self.promised()
        with self.day(2026, 3, 3):
            self.move(case, "accept")
        self.assertEqual(0, self.run_job(2026, 3, 20))
        self.assertEqual([], self.by_clock(case))

    def test_city_may_do_without_either(self):
        self.settle("paper_reminder_days", 0)
        self.settle("announces_delays", False)
        self.promise()
        self.assertEqual(0, self.run_job(2026, 3, 6))

    def by_clock(self, case):
        query = (
            select(CaseEvent.transition)
            .join(Case, Case.id == CaseEvent.case_id)
            .where(Case.number == case.number, CaseEvent.role == "Clock")
        )
        transaction.begin()
        return list(read_session().scalars(query))


class TestTellingOnSQLite(TellingTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestTellingOnPostgreSQL(TellingTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestForm(ApplyingCase):
    """From the tick in the form to the phone, and back at the progress."""

    def test_without_a_gateway_nobody_is_asked(self):
        browser = self.open_form()
        self.assertIn("提交申请", browser.contents)
        self.assertNotIn(TICK, browser.contents)

    def test_who_ticks_it_is_told_and_changes_that_at_the_progress(self):
        self.gateway = self.enterContext(sms_gateway())
        transaction.commit()
        browser = self.open_form()
        self.assertIn("没有姓名、证件号码", browser.contents)
        self.fill(browser, phone="0571-88881234")
        browser.getControl(name=TICK).value = ["1"]
        self.send(browser)
        self.assertHeld(browser, "短信只能发到11位的大陆手机号码")
        browser.getControl(name="form.widgets.phone").value = PHONE
        self.send(browser)
        self.assertReceipt(browser)
        (case,) = self.cases()
        self.assertEqual(["sms"], case.applicant["told_by"])
        self.assertEqual(["sms"], case.consents)
        self.send_messages(case)
        self.open_progress(browser, case)
        self.assertIn("发短信给申请人（138****0000）", browser.contents)
        browser.getControl(name="ways").value = []
        browser.getControl(name="tell").click()
        self.assertIn("记下了", browser.contents)
        transaction.begin()
        self.assertEqual([], self.cases()[0].applicant["told_by"])

    def send_messages(self, case):
        transaction.begin()
        self.assertEqual(1, send_due(utc_now, lambda: None))
        self.assertEqual({PHONE: 1}, dict(self.gateway.phones))

    def open_progress(self, browser, case):
        browser.open(f"{self.url}/@@track")
        browser.getControl(name="number").value = case.number
        browser.getControl(name="code").value = case.query_code
        browser.getControl("查询", index=-1).click()


class TestMasks(unittest.TestCase):
    def test_mail_address_shows_its_first_letter_and_whose_it_is(self):
        self.assertEqual("w***@example.cn", masked_mail(MAIL))
