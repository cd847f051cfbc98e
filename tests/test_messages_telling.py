"""What happens to somebody's matter is told them by mail, where they left an address."""

from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.seeing import see_case
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.cases.wording import CaseWording
from onewindow_policy.messages.models import Message
from onewindow_policy.messages.sending import send_due
from onewindow_policy.records.api import brief_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.feedback import PageTestCase
from onewindow_policy.testing.mails import mail_server
from onewindow_policy.testing.mails import SENDER
from plone import api
from plone.app.testing import login
from sqlalchemy import select

import dataclasses
import transaction

PERSON = "wang@example.cn"
REPLY = "已加派人手，谢谢您。"
OTHER_PLACE = "communities/990102/990102001/990102001002"


class TellingCase(PageTestCase):
    def setUp(self):
        super().setUp()
        self.server = self.enterContext(mail_server())
        transaction.commit()

    def send(self):
        transaction.begin()
        return send_due(utc_now, lambda: None)

    def subjects(self):
        with brief_session() as session:
            return session.scalars(select(Message.subject)).all()


class TestSuggestions(TellingCase):
    def setUp(self):
        super().setUp()
        self.log_in("supervisor")

    def answer_by_page(self, number, version, reply=REPLY):
        self.open(f"@@answer-suggestion?number={number}")
        token = self.page.cssselect("main form [name='_authenticator']")[0].get("value")
        self.post(
            f"@@answer-suggestion?number={number}",
            reply=reply,
            version=version,
            answer="1",
            _authenticator=token,
        )
        self.assertEqual(200, self.status)

    def test_answer_goes_to_the_address_that_was_left(self):
        number = self.leave(contact=PERSON)
        self.answer_by_page(number, 1)
        self.assertEqual([f"suggestion {number}"], self.subjects())
        self.assertEqual([], self.server.mails)
        self.assertEqual(1, self.send())
        (mail,) = self.server.mails
        self.assertEqual([PERSON], self.server.recipients)
        self.assertEqual(f"您的意见 {number} 已经答复", mail["Subject"])
        self.assertEqual(f"云港市一窗受理 <{SENDER}>", mail["From"])
        self.assertEqual("auto-generated", mail["Auto-Submitted"])
        self.assertIn(REPLY, mail.get_content())
        self.assertIn("12345", mail.get_content())

    def test_new_answer_says_that_it_takes_the_place_of_the_first(self):
        number = self.leave(contact=PERSON)
        self.answer_by_page(number, 1)
        self.answer_by_page(number, 2, "又加了一个窗口。")
        self.assertEqual(2, self.send())
        self.assertEqual(
            [f"您的意见 {number} 已经答复", f"您的意见 {number} 有了新的答复"],
            [mail["Subject"] for mail in self.server.mails],
        )

    def test_telephone_number_is_written_no_mail(self):
        number = self.leave(contact="13800000000")
        self.answer_by_page(number, 1)
        self.assertIn(REPLY, self.opened(number).reply)
        self.assertEqual([], self.subjects())


class TestCases(TellingCase):
    def move(self, number):
        login(self.portal, "window-staff")
        user = api.user.get_current().getUser()
        move_case(
            number, "ask_correction", user, version=1, facts={"reason": "缺户口簿"}
        )
        transaction.commit()

    def register(self, **person):
        new = submission("a")
        applicant = dataclasses.replace(new.applicant, **person)
        number = register_case(dataclasses.replace(new, applicant=applicant)).number
        transaction.commit()
        return number

    def test_applicant_is_told_that_another_window_has_the_case(self):
        number = self.register(email=PERSON)
        place = self.portal.unrestrictedTraverse(OTHER_PLACE)
        place.manage_setLocalRoles("grid-worker", ["Window Staff"])
        place.reindexObjectSecurity()
        transaction.commit()
        self.assertEqual(1, self.send())
        login(self.portal, "coordinator")
        user = api.user.get_current().getUser()
        why = {"window": place.code, "reason": "窗口装修"}
        move_case(number, "change_window", user, version=1, facts=why)
        transaction.commit()
        self.assertEqual(1, self.send())
        mail = self.server.mails[-1]
        self.assertIn(number[-4:], mail["Subject"].replace(" ", ""))
        self.assertIn("@@track", mail.get_content())
        # Why stands where number and code open it.
        self.assertNotIn("窗口装修", mail.get_content())

    def test_applicant_is_told_that_the_case_has_moved_and_nothing_else(self):
        number = self.register(email=PERSON)
        self.assertEqual(1, self.send())
        self.move(number)
        self.assertEqual([f"case {number}"] * 2, self.subjects())
        self.assertEqual(1, self.send())
        first, mail = self.server.mails
        self.assertEqual(f"您的办件 {number}：已提交", first["Subject"])
        self.assertEqual([PERSON] * 2, self.server.recipients)
        self.assertEqual(f"您的办件 {number}：待补正", mail["Subject"])
        text = mail.get_content()
        self.assertIn(number, text)
        self.assertIn("/@@track", text)
        for secret in ("户口簿", "SQ-", submission("a").applicant.name):
            self.assertNotIn(secret, text)

    def test_mail_names_the_day_that_the_page_names(self):
        number = self.register(email=PERSON)
        login(self.portal, "window-staff")
        user = api.user.get_current().getUser()
        move_case(number, "accept", user, version=1)
        transaction.commit()
        due = see_case(number, user).due
        self.send()
        mail = self.server.mails[-1]
        self.assertIn(CaseWording("zh-cn").due(due), mail.get_content())
        self.assertIn("公示", mail.get_content())

    def test_without_an_address_nothing_is_written(self):
        number = self.register()
        self.move(number)
        self.assertEqual([], self.subjects())
