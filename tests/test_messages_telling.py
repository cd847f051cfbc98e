"""What happens to somebody's matter is told them by mail, where they left an address."""

from onewindow_policy.messages.models import Message
from onewindow_policy.messages.sending import send_due
from onewindow_policy.records.api import brief_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.testing.feedback import PageTestCase
from onewindow_policy.testing.mails import mail_server
from onewindow_policy.testing.mails import SENDER
from sqlalchemy import select

import transaction

PERSON = "wang@example.cn"
REPLY = "已加派人手，谢谢您。"


class TestSuggestions(PageTestCase):
    def setUp(self):
        super().setUp()
        self.server = self.enterContext(mail_server())
        transaction.commit()
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

    def send(self):
        transaction.begin()
        return send_due(utc_now, lambda: None)

    def subjects(self):
        with brief_session() as session:
            return session.scalars(select(Message.subject)).all()

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
