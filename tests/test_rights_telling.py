"""Who asked about their own data is told how it stands, and nothing personal."""

from dataclasses import replace
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.messages.models import Message
from onewindow_policy.messages.sending import send_due
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.rights.carrying import erase
from onewindow_policy.rights.numbers import number_text
from onewindow_policy.rights.requests import ask_at_window
from onewindow_policy.rights.requests import grant
from onewindow_policy.rights.requests import refuse
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import APPLICANT
from onewindow_policy.testing.cases import PLANTED
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.gateways import sms_gateway
from sqlalchemy import delete
from sqlalchemy import select

import transaction
import unittest

REASON = "档案须保存十年"


class TestTelling(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.gateway = self.enterContext(sms_gateway())
        applicant = replace(APPLICANT, told_by=["sms"])
        self.case = register_case(submission(applicant=applicant))
        transaction.commit()
        # That it came in is told by the room of cases.
        write_session().execute(delete(Message))
        transaction.commit()

    def ask(self, kind="erasure"):
        return ask_at_window(kind, self.case.number, "window-staff").number

    def texts(self):
        """Send what waits, and return what the gateway took so far."""
        transaction.commit()
        transaction.begin()
        send_due(utc_now, lambda: None)
        return [each["text"] for each in self.gateway.taken.values()]

    def test_person_is_told_each_step_and_nothing_personal(self):
        number = self.ask()
        grant(number, "supervisor")
        # What waits of a record goes with it when it is erased.
        self.assertEqual(2, len(self.texts()))
        erase(number)
        taken, granted, done = texts = self.texts()
        self.assertRegex(taken, "已收到，[0-9]{4}年[0-9]+月[0-9]+日前答复")
        self.assertIn("已同意", granted)
        self.assertIn("已办结", done)
        for text in texts:
            self.assertIn(number_text(number), text)
            self.assertNotIn("${", text)
            for secret in ("津贴", *PLANTED.values()):
                self.assertNotIn(secret, text)
        self.assertEqual({PLANTED["phone"]: 3}, dict(self.gateway.phones))

    def test_reason_of_a_refusal_is_read_elsewhere(self):
        refuse(self.ask(), "supervisor", REASON)
        _taken, refused = self.texts()
        self.assertIn("已答复", refused)
        self.assertNotIn(REASON, refused)

    def test_who_chose_no_message_gets_none(self):
        other = register_case(submission("nonce-2"))
        transaction.commit()
        ask_at_window("copy", other.number, "window-staff")
        transaction.commit()
        self.assertEqual([], list(read_session().scalars(select(Message.id))))
