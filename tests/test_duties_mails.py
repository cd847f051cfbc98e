"""Staff are told by mail what waits for them: how much, once, and nobody else's."""

from contextlib import contextmanager
from contextlib import nullcontext
from datetime import date
from datetime import datetime
from datetime import timedelta
from onewindow_policy.accounts.keepers import keeper_of
from onewindow_policy.accounts.keepers import uid_of
from onewindow_policy.cases.duties import DECIDE
from onewindow_policy.duties import counting
from onewindow_policy.duties import mails
from onewindow_policy.duties import telling
from onewindow_policy.duties.api import DAY
from onewindow_policy.duties.api import DutyFacts
from onewindow_policy.duties.api import open_duties
from onewindow_policy.duties.api import want_mails
from onewindow_policy.duties.api import WEEK
from onewindow_policy.duties.interfaces import IDutySettings
from onewindow_policy.duties.models import DutyMails
from onewindow_policy.duties.telling import mail_days
from onewindow_policy.duties.wishes import take_turn
from onewindow_policy.jobs.interfaces import IJob
from onewindow_policy.messages.interfaces import NoTimeOfDay
from onewindow_policy.messages.models import Message
from onewindow_policy.messages.sending import send_due
from onewindow_policy.records.api import brief_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.feedback import PageTestCase
from onewindow_policy.testing.mails import mail_server
from onewindow_policy.workdays.api import CITY_ZONE
from onewindow_policy.workdays.deadlines import end_of_day
from plone import api
from sqlalchemy import select
from threading import Event
from threading import Thread
from unittest.mock import Mock
from unittest.mock import patch
from zope.component import getUtility

import transaction
import unittest

COMMUNITY = "990102001001"
STAFF = "window-staff@example.com"

#: Where none of the sample's accounts hears of anything soon.
ELSEWHERE = "990103001001"

#: A Monday and the Tuesday after it; the Monday in a long holiday (《国务院办公厅关于2026年
#: 部分节假日安排的通知》), after which people work again on the Thursday.
MONDAY, TUESDAY = date(2026, 3, 9), date(2026, 3, 10)
HOLIDAY, WORKING_AGAIN = date(2026, 10, 5), date(2026, 10, 8)


def at(day, hour=8, minute=30):
    """Return a moment of the city's clocks."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CITY_ZONE)


@contextmanager
def clock_at(moment):
    """Have what reckons with the present moment take it for this one."""
    with (
        patch.object(counting, "utc_now", return_value=moment),
        patch.object(mails, "utc_now", return_value=moment),
        patch.object(telling, "utc_now", return_value=moment),
    ):
        yield


def set_up(name, value):
    api.portal.set_registry_record(f"onewindow_policy.duties.{name}", value)
    transaction.commit()


class MailsCase:
    def setUp(self):
        super().setUp()
        self.portal = self.layer["portal"]
        self.server = self.enterContext(mail_server())
        transaction.commit()
        self.addCleanup(transaction.abort)

    def open(self, subject, due_on, **where):
        """Have something to decide open, whose last day is `due_on`."""
        where = where or {"community_code": COMMUNITY}
        due_at = end_of_day(due_on)
        with transaction.manager:
            open_duties(
                write_session(), [DutyFacts(DECIDE, subject, due_at=due_at, **where)]
            )

    def mail(self, moment):
        """Have the clock write what is due at a moment; return how much that was."""
        transaction.begin()
        job = getUtility(IJob, "duties.mails")
        with clock_at(moment):
            return job(Mock(open_site=lambda: nullcontext(self.portal)))

    def sent(self):
        """Send what was written; return what they say, by the name of the account."""
        transaction.begin()
        before = len(self.server.mails)
        send_due(utc_now, lambda: None)
        self.assertEqual(len(self.server.mails), len(self.server.recipients))
        pairs = zip(self.server.recipients, self.server.mails, strict=True)
        return {
            address.partition("@")[0]: mail.get_content().replace("\r\n", "\n")
            for address, mail in list(pairs)[before:]
        }

    def subjects(self):
        with brief_session() as session:
            return sorted(session.scalars(select(Message.subject)).all())


class RulesOfMails(MailsCase):
    def test_week_begins_with_all_that_waits_and_when_it_ends(self):
        self.open("260115483920775", date(2026, 3, 6))
        self.open("260115483920776", date(2026, 3, 11))
        self.open("260115483920777", date(2026, 3, 20))
        set_up("portal_url", "https://city.example.cn/")
        self.assertEqual(0, self.mail(at(MONDAY, 8, 29)))
        self.assertLess(0, self.mail(at(MONDAY)))
        self.assertEqual({"duties.week 2026-03-09"}, set(self.subjects()))
        found = self.sent()
        text = found["window-staff"]
        self.assertIn(
            "待办汇总（2026年3月9日）", {each["Subject"] for each in self.server.mails}
        )
        self.assertIn(
            "- 待办结的办件：3件，其中1件已超期；最近一件的办理期限到2026年3月11日\n",
            text,
        )
        self.assertIn("https://city.example.cn/@@work", text)
        self.assertNotIn("48392", text)
        # Neither of another place, nor of another matter.
        self.assertNotIn("street-officer", found)
        self.assertNotIn("editor", found)
        # The week's mail is all of this day.
        self.assertEqual(0, self.mail(at(MONDAY, 9)))
        self.assertEqual({}, self.sent())

    def test_what_ends_within_two_working_days_is_said_each_day(self):
        for number, days in enumerate((0, 1, 2, 3)):
            self.open(str(number), TUESDAY + timedelta(days=days))
        set_up("weekly_digest", False)
        self.assertLess(0, self.mail(at(TUESDAY)))
        text = self.sent()["window-staff"]
        self.assertIn("到期", text)
        self.assertEqual(
            [
                "- 待办结的办件：1件今天到期",
                "- 待办结的办件：2件即将到期，最晚到2026年3月12日",
            ],
            [line for line in text.splitlines() if line.startswith("- 待")],
        )
        self.assertEqual(0, self.mail(at(TUESDAY, 17)))
        # A day off says nothing, and a Friday looks over the weekend.
        self.open("4", date(2026, 3, 17))
        self.assertEqual(0, self.mail(at(date(2026, 3, 14))))
        self.assertLess(0, self.mail(at(date(2026, 3, 13))))
        self.assertIn("最晚到2026年3月17日", self.sent()["window-staff"])

    def test_what_is_overdue_is_said_when_it_rises_and_to_whom_it_rises(self):
        set_up("weekly_digest", False)
        self.open("1", MONDAY)
        told = []
        for days in range(1, 12):
            self.mail(at(MONDAY + timedelta(days=days)))
            told.append(set(self.sent()))
        # Tuesday; Thursday after two working days, Tuesday after five; none on days off.
        expected = {
            0: {"window-staff"},
            2: {"coordinator"},
            7: {"district-coordinator", "supervisor"},
        }
        self.assertEqual([expected.get(each, set()) for each in range(11)], told)

    def test_mail_of_the_day_before_an_upgrade_still_tells_what_it_told(self):
        values = {"kind": DECIDE, "today": 0, "next_day": 1, "day": "2026-03-11"}
        told = {"day": "2026-03-10", "kinds": [values], "url": ""}
        text = str(mails.reminder.content(told, "zh-cn"))
        self.assertIn("1件2026年3月11日到期", text)

    def test_nothing_to_do_is_no_mail_and_what_comes_later_waits_for_its_day(self):
        self.assertEqual(0, self.mail(at(MONDAY)))
        self.open("1", date(2026, 3, 20))
        self.assertEqual(0, self.mail(at(MONDAY, 9)))
        self.assertEqual(0, self.mail(at(TUESDAY)))
        self.assertEqual([], self.subjects())
        self.assertLess(0, self.mail(at(MONDAY + timedelta(days=7))))
        self.assertIn("window-staff", self.sent())

    def test_who_oversees_hears_of_what_is_long_overdue(self):
        self.open("1", date(2026, 3, 2))
        self.mail(at(MONDAY))
        found = self.sent()
        self.assertIn("其中1件已超期", found["window-staff"])
        self.assertIn(
            "- 待办结的办件：他人经办的1件已超期，请督办\n",
            found["coordinator"],
        )

    def test_closed_account_and_one_without_address_are_written_nothing(self):
        keeper_of("window-staff").close_account("window-staff")
        officer = api.user.get("department-officer")
        officer.setMemberProperties({"email": ""})
        transaction.commit()
        self.open("1", MONDAY, assignee="window-staff", community_code=ELSEWHERE)
        self.open("2", MONDAY, assignee="department-officer", community_code=ELSEWHERE)
        self.open("3", MONDAY, assignee="street-officer", community_code=ELSEWHERE)
        self.assertEqual(1, self.mail(at(MONDAY)))
        self.assertEqual({"street-officer"}, set(self.sent()))
        # Whoever has an address later in the week is still told.
        officer.setMemberProperties({"email": "officer@example.com"})
        transaction.commit()
        self.assertEqual(2, self.mail(at(TUESDAY)))
        # That one of theirs is overdue is told the other, too.
        self.assertEqual({"officer", "street-officer"}, set(self.sent()))

    def test_deleted_account_is_forgotten(self):
        self.open("1", MONDAY, assignee="street-officer", community_code=ELSEWHERE)
        uid = uid_of("street-officer")
        self.assertEqual(1, self.mail(at(MONDAY)))
        self.assertIn(uid, self.known())
        self.portal.acl_users.userFolderDelUsers(["street-officer"])
        transaction.commit()
        self.assertEqual(0, self.mail(at(MONDAY, 9)))
        self.assertNotIn(uid, self.known())
        self.assertIn(uid_of("window-staff"), self.known())

    def known(self):
        with get_database().reading.connect() as connection:
            return set(connection.scalars(select(DutyMails.account_uid)))

    def test_each_chooses_what_is_written_to_them_and_the_city_for_all(self):
        self.open("1", MONDAY, assignee="street-officer", community_code=ELSEWHERE)
        with transaction.manager:
            want_mails(uid_of("street-officer"), [DAY])
        self.assertEqual(1, self.mail(at(MONDAY)))
        self.assertEqual(["duties.day 2026-03-09"], self.subjects())
        with transaction.manager:
            want_mails(uid_of("street-officer"), [])
        self.open("2", TUESDAY, assignee="street-officer", community_code=ELSEWHERE)
        self.assertEqual(0, self.mail(at(TUESDAY)))
        with transaction.manager:
            want_mails(uid_of("street-officer"), [DAY, WEEK])
        set_up("weekly_digest", False)
        set_up("daily_reminder", False)
        self.assertEqual(0, self.mail(at(TUESDAY)))
        set_up("daily_reminder", True)
        self.assertEqual(1, self.mail(at(TUESDAY)))

    def test_without_a_mail_server_nothing_is_written_nor_taken_for_written(self):
        self.open("1", MONDAY, assignee="street-officer", community_code=ELSEWHERE)
        api.portal.set_registry_record("plone.smtp_host", "")
        transaction.commit()
        self.assertEqual(0, self.mail(at(MONDAY)))
        api.portal.set_registry_record("plone.smtp_host", "127.0.0.1")
        transaction.commit()
        self.assertEqual(1, self.mail(at(TUESDAY)))

    def test_who_is_broken_off_goes_on_with_those_who_were_told_nothing(self):
        self.open("1", MONDAY, assignee="street-officer", community_code=ELSEWHERE)
        self.open("2", MONDAY, assignee="department-officer", community_code=ELSEWHERE)

        def broken(*_args, **_options):
            raise SystemExit

        with patch.object(telling, "post", broken), self.assertRaises(SystemExit):
            self.mail(at(MONDAY))
        transaction.abort()
        self.assertEqual([], self.subjects())
        self.assertEqual(2, self.mail(at(MONDAY, 9)))
        self.assertEqual({"street-officer", "department-officer"}, set(self.sent()))

    def test_of_two_processes_at_once_one_writes(self):
        uid, began, told = uid_of("street-officer"), Event(), []

        def other():
            began.set()
            with transaction.manager:
                told.append(take_turn(uid, WEEK, MONDAY))

        thread = Thread(target=other)
        with transaction.manager:
            self.assertTrue(take_turn(uid, WEEK, MONDAY))
            thread.start()
            self.assertTrue(began.wait(10))
            thread.join(0.2)
            self.assertEqual([], told)
        thread.join(10)
        self.assertEqual([False], told)


class TestMailsOnSQLite(RulesOfMails, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestMailsOnPostgreSQL(RulesOfMails, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestDays(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_week_is_told_on_its_day_or_the_first_working_day_after_it(self):
        for moment, expected in (
            (at(MONDAY, 8, 29), {}),
            (at(MONDAY), {WEEK: MONDAY, DAY: MONDAY}),
            (at(TUESDAY, 7), {WEEK: MONDAY}),
            (at(HOLIDAY, 12), {}),
            (at(WORKING_AGAIN, 8, 29), {}),
            (at(WORKING_AGAIN), {WEEK: WORKING_AGAIN, DAY: WORKING_AGAIN}),
        ):
            with self.subTest(moment=moment):
                self.assertEqual(expected, mail_days(moment))

    def test_day_of_the_city_may_wait_into_the_next_week(self):
        api.portal.set_registry_record("onewindow_policy.duties.weekly_digest_on", 6)
        api.portal.set_registry_record("onewindow_policy.duties.mailed_at", "17:00")
        sunday = MONDAY - timedelta(days=1)
        self.assertEqual({WEEK: date(2026, 3, 2)}, mail_days(at(sunday, 18)))
        self.assertEqual({}, mail_days(at(MONDAY, 16)))
        self.assertEqual({WEEK: MONDAY, DAY: MONDAY}, mail_days(at(MONDAY, 17, 0)))

    def test_what_is_no_time_of_day_is_refused_in_words(self):
        field = IDutySettings["mailed_at"]
        field.validate("07:05")
        for text in ("25:00", "halb neun"):
            with self.subTest(text=text), self.assertRaises(NoTimeOfDay):
                field.validate(text)


class TestRemindersPage(PageTestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def open_page(self):
        self.open("@@reminders")
        self.assertEqual((200, "邮件提醒"), (self.status, self.words("h1")[0]))

    def wanted(self):
        self.open_page()
        return [
            each.get("name")
            for each in self.page.cssselect("main [type='checkbox']")
            if each.get("checked") is not None
        ]

    def save(self, **form):
        token = self.page.cssselect("main [name='_authenticator']")[0].get("value")
        self.post("@@reminders", save="1", _authenticator=token, **form)
        self.assertEqual((200, "邮件提醒"), (self.status, self.words("h1")[0]))

    def test_one_finds_it_at_ones_account_and_chooses(self):
        self.log_in("window-staff")
        self.open("@@my-account")
        self.assertEqual((200, "我的账号"), (self.status, self.words("h1")[0]))
        self.assertIn("邮件提醒", self.words("#mails a"))
        self.assertEqual([WEEK, DAY], self.wanted())
        self.assertIn("还没有设置邮件服务器", self.words("#no-mail")[0])
        self.assertIn(STAFF, self.words("#address")[0])
        self.save(week="1")
        self.assertIn("已保存。", self.source)
        self.assertEqual([WEEK], self.wanted())
        self.save()
        self.assertEqual([], self.wanted())

    def test_page_says_what_is_missing_and_what_the_city_does_not_send(self):
        api.user.get("window-staff").setMemberProperties({"email": ""})
        set_up("weekly_digest", False)
        self.log_in("window-staff")
        self.open_page()
        self.assertIn("还没有邮箱地址", self.words("#no-address")[0])
        self.assertIn("本市目前不发送", self.words("fieldset")[0])

    def test_post_without_token_changes_nothing(self):
        self.log_in("window-staff")
        self.open_page()
        self.post("@@reminders", save="1")
        self.assertEqual(403, self.status)
        self.assertEqual([WEEK, DAY], self.wanted())
