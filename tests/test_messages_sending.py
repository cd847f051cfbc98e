"""What is posted is sent once by a real mail server, or it is known that it was not."""

from datetime import timedelta
from onewindow_policy.messages import sending
from onewindow_policy.messages.api import count_undone
from onewindow_policy.messages.api import give_up
from onewindow_policy.messages.api import post
from onewindow_policy.messages.api import send_again
from onewindow_policy.messages.exceptions import MessageUnknown
from onewindow_policy.messages.exceptions import NotOffered
from onewindow_policy.messages.interfaces import IChannel
from onewindow_policy.messages.interfaces import ITemplate
from onewindow_policy.messages.mailhost import OutboxMailHost
from onewindow_policy.messages.models import Message
from onewindow_policy.messages.retention import OldMessages
from onewindow_policy.messages.sending import FIRST_WAIT
from onewindow_policy.messages.sending import LEASE
from onewindow_policy.messages.sending import LONGEST_WAIT
from onewindow_policy.messages.sending import MOST_TRIES
from onewindow_policy.messages.sending import send_due
from onewindow_policy.messages.states import FAILED
from onewindow_policy.messages.states import SENDING
from onewindow_policy.messages.states import SENT
from onewindow_policy.messages.states import UNCERTAIN
from onewindow_policy.messages.states import WAITING
from onewindow_policy.records.api import brief_session
from onewindow_policy.records.api import DataKey
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing import POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.mails import mail_server
from onewindow_policy.testing.mails import SENDER
from onewindow_policy.testing.mails import use_mail_server
from onewindow_policy.testing.servers import free_port
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from Products.MailHost.MailHost import MailHostError
from sqlalchemy import select
from unittest import mock
from zope.component import getGlobalSiteManager
from zope.component import getUtility
from zope.interface import implementer

import transaction
import unittest

STOCK = "messages.stock"
PERSON = "wang@example.cn"
MIME = "From: portal@example.cn\nTo: wang@example.cn\nSubject: Hello\n\nA secret link."

REFUSED = {"RCPT": "550 No such mailbox"}
BUSY = {"RCPT": "451 Try again later"}


class OutboxCase:
    """Messages in the outbox of a site, and the time by which they go."""

    def setUp(self):
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        self.now = utc_now()
        self.addCleanup(transaction.abort)

    def serve(self, **how):
        server = self.enterContext(mail_server())
        vars(server).update(how)
        transaction.commit()
        return server

    def post(self, data_key=None):
        post(
            STOCK,
            PERSON,
            {"sender": SENDER, "mime": MIME},
            subject="suggestion 1",
            data_key=data_key,
        )
        transaction.commit()

    def send(self, later=timedelta()):
        """Send what is due some time after now; return how much was sent."""
        # What was posted is as old as the test, or younger.
        self.now = max(self.now, utc_now()) + later
        transaction.begin()
        return send_due(lambda: self.now, lambda: None)

    @property
    def message(self):
        transaction.begin()
        return read_session().scalars(select(Message)).one()


class SendingCase(OutboxCase):
    def test_mail_is_sent_once_and_what_it_said_is_forgotten(self):
        server = self.serve()
        self.post()
        self.assertEqual(self.message.state, WAITING)
        self.assertEqual(self.send(), 1)
        self.assertEqual(self.send(LONGEST_WAIT), 0)
        (mail,) = server.mails
        self.assertEqual(server.recipients, [PERSON])
        self.assertEqual(mail["Subject"], "Hello")
        message = self.message
        self.assertEqual(mail["Message-ID"], f"<{message.id}@example.cn>")
        self.assertEqual((message.state, message.due_at), (SENT, None))
        self.assertIsNone(message.recipient_sealed)
        self.assertIsNone(message.values_sealed)
        self.assertTrue(message.data_key.is_erased)

    def test_transaction_that_fails_sends_nothing(self):
        server = self.serve()
        post(STOCK, PERSON, {"sender": SENDER, "mime": MIME}, subject="suggestion 1")
        transaction.abort()
        self.assertEqual(self.send(), 0)
        self.assertEqual(server.mails, [])

    def test_address_that_is_refused_is_known_to_have_nothing(self):
        server = self.serve(answers=REFUSED)
        self.post()
        with self.assertLogs("onewindow_policy", "ERROR") as logged:
            self.assertEqual(self.send(), 0)
        message = self.message
        self.assertEqual((message.state, message.reason), (FAILED, "550"))
        self.assertEqual(server.mails, [])
        self.assertIn("suggestion 1 was not sent", logged.output[0])
        self.assertNotIn(PERSON, "".join(logged.output))
        self.assertEqual(count_undone(), 1)

    def test_server_that_is_busy_is_asked_again_with_growing_gaps(self):
        server = self.serve(answers=BUSY)
        self.post()
        self.send()
        first = self.message
        self.assertEqual((first.state, first.reason), (WAITING, "451"))
        self.assertEqual(first.due_at, self.now + FIRST_WAIT)
        self.send(FIRST_WAIT)
        self.assertEqual(self.message.due_at, self.now + 2 * FIRST_WAIT)
        server.answers = {}
        self.assertEqual(self.send(2 * FIRST_WAIT), 1)
        self.assertEqual(len(server.mails), 1)

    def test_server_that_is_busy_for_days_is_given_up(self):
        self.serve(answers=BUSY)
        self.post()
        with self.assertLogs("onewindow_policy", "ERROR"):
            for _try in range(MOST_TRIES):
                self.send(LONGEST_WAIT)
        message = self.message
        self.assertEqual((message.state, message.tries), (FAILED, MOST_TRIES))

    def test_nobody_answers_and_all_wait_after_one_was_tried(self):
        use_mail_server(free_port())
        transaction.commit()
        self.post()
        self.post()
        self.assertEqual(self.send(), 0)
        tries = read_session().scalars(select(Message.tries)).all()
        self.assertEqual(sorted(tries), [0, 1])
        # It stands in the settings, as an administrator mends them.
        server = self.serve()
        self.assertEqual(self.send(FIRST_WAIT), 2)
        self.assertEqual(len(server.mails), 2)

    def test_server_that_dies_with_the_text_gets_it_once_more_under_the_same_id(self):
        server = self.serve(dies_after_data=True)
        self.post()
        self.assertEqual(self.send(), 0)
        self.assertEqual(self.message.state, WAITING)
        server.dies_after_data = False
        self.assertEqual(self.send(FIRST_WAIT), 1)
        self.assertEqual(len(server.mails), 2)
        self.assertEqual(len({mail["Message-ID"] for mail in server.mails}), 1)

    def test_server_that_dies_twice_leaves_it_to_a_person(self):
        server = self.serve(dies_after_data=True)
        self.post()
        self.send()
        with self.assertLogs("onewindow_policy", "ERROR") as logged:
            self.send(FIRST_WAIT)
        self.send(LONGEST_WAIT)
        self.assertEqual(len(server.mails), 2)
        self.assertEqual(self.message.state, UNCERTAIN)
        self.assertIn("Somebody has to decide", logged.output[0])
        self.assertEqual(count_undone(), 1)

    def test_process_that_died_at_it_is_followed_by_one_try_when_its_time_is_over(self):
        server = self.serve()
        self.post()
        sending._take(self.now + timedelta(seconds=5))
        self.assertEqual(self.send(timedelta(seconds=6)), 0)
        self.assertEqual(self.message.state, SENDING)
        self.assertEqual(self.send(LEASE), 1)
        self.assertEqual(len(server.mails), 1)

    def test_process_that_dies_twice_leaves_it_to_a_person(self):
        server = self.serve()
        self.post()
        for _died in range(2):
            self.now += LEASE + timedelta(seconds=5)
            transaction.begin()
            self.assertIsNotNone(sending._take(self.now))
        with self.assertLogs("onewindow_policy", "ERROR"):
            self.assertEqual(self.send(LEASE), 0)
        self.assertEqual(server.mails, [])
        self.assertEqual(self.message.state, UNCERTAIN)

    def test_what_a_slow_process_says_too_late_changes_nothing(self):
        server = self.serve()
        self.post()
        message_id, tries, _channel = sending._take(self.now + timedelta(seconds=5))
        self.assertEqual(self.send(LEASE + timedelta(seconds=5)), 1)
        with mock.patch.object(sending, "_hand_over", side_effect=sending.Refused("5")):
            sending._send(message_id, tries, lambda: self.now)
        self.assertEqual(self.message.state, SENT)
        self.assertEqual(len(server.mails), 1)

    def test_erasing_the_record_erases_its_messages(self):
        server = self.serve()
        key = DataKey.create()
        self.post(key)
        key_id = self.message.data_key_id
        write_session().get_one(DataKey, key_id).erase()
        transaction.commit()
        self.assertEqual(OldMessages().forget(utc_now()), 1)
        transaction.commit()
        self.assertEqual(read_session().scalars(select(Message)).all(), [])
        self.assertEqual(server.mails, [])

    def test_message_of_a_record_that_was_erased_is_not_sent_in_the_meantime(self):
        server = self.serve()
        self.post(DataKey.create())
        write_session().get_one(DataKey, self.message.data_key_id).erase()
        transaction.commit()
        self.assertEqual(self.send(), 0)
        self.assertEqual(server.mails, [])
        with brief_session() as session:
            self.assertEqual(session.scalars(select(Message)).all(), [])

    def test_after_a_month_nobody_knows_of_it(self):
        self.serve()
        self.post()
        self.send()
        self.assertEqual(OldMessages().forget(self.now + timedelta(days=29)), 0)
        self.assertEqual(OldMessages().forget(self.now + timedelta(days=31)), 1)

    def test_person_has_it_sent_again(self):
        server = self.serve(answers=REFUSED)
        self.post()
        with self.assertLogs("onewindow_policy", "ERROR"):
            self.send()
        server.answers = {}
        transaction.begin()
        send_again(str(self.message.id))
        transaction.commit()
        self.assertEqual(self.send(), 1)
        self.assertEqual(len(server.mails), 1)
        with self.assertRaises(MessageUnknown):
            send_again(str(self.message.id))

    def test_person_gives_it_up_and_what_it_said_is_forgotten(self):
        self.serve(answers=REFUSED)
        self.post()
        with self.assertLogs("onewindow_policy", "ERROR"):
            self.send()
        give_up(str(self.message.id))
        transaction.commit()
        message = self.message
        self.assertEqual((message.state, message.recipient_sealed), (FAILED, None))
        self.assertEqual(count_undone(), 0)

    def test_names_of_no_message_are_refused(self):
        for name in ("", "x", "0" * 32):
            with self.subTest(name=name), self.assertRaises(MessageUnknown):
                give_up(name)


class TestSendingOnSQLite(SendingCase, unittest.TestCase):
    layer = FUNCTIONAL_TESTING


class TestSendingOnPostgreSQL(SendingCase, unittest.TestCase):
    layer = POSTGRESQL_FUNCTIONAL_TESTING


@implementer(ITemplate)
class ShortTemplate:
    channel = "test"

    def content(self, values, language):
        return values


@implementer(IChannel)
class Gateway:
    """Stands for a gateway of short messages, which can be asked by the id."""

    may_repeat = False
    asks_after = LEASE

    def __init__(self):
        self.sent = []
        self.taken = None

    def is_offered(self):
        return True

    def was_taken(self, message_id):
        return self.taken

    def send(self, message_id, recipient, content):
        self.sent.append(message_id)


class TestChannels(OutboxCase, unittest.TestCase):
    """What may go twice is the channel's to say."""

    layer = FUNCTIONAL_TESTING

    def setUp(self):
        super().setUp()
        self.gateway = Gateway()
        manager = getGlobalSiteManager()
        for part, kind in ((self.gateway, IChannel), (ShortTemplate(), ITemplate)):
            manager.registerUtility(part, kind, "test")
            self.addCleanup(manager.unregisterUtility, part, kind, "test")
        post("test", "13800000000", {}, subject="case 1")
        transaction.commit()

    def die(self):
        sending._take(self.now + timedelta(seconds=5))

    def test_one_that_cannot_be_asked_is_left_to_a_person(self):
        self.die()
        with self.assertLogs("onewindow_policy", "ERROR"):
            self.assertEqual(self.send(LEASE + timedelta(seconds=5)), 0)
        self.assertEqual(self.message.state, UNCERTAIN)
        self.assertEqual(self.gateway.sent, [])

    def test_one_that_has_it_is_not_given_it_again(self):
        self.die()
        self.gateway.taken = True
        self.assertEqual(self.send(LEASE + timedelta(seconds=5)), 1)
        self.assertEqual(self.message.state, SENT)
        self.assertEqual(self.gateway.sent, [])

    def test_one_that_does_not_have_it_is_given_it(self):
        self.die()
        self.gateway.taken = False
        self.assertEqual(self.send(LEASE + timedelta(seconds=5)), 1)
        self.assertEqual(len(self.gateway.sent), 1)


class TestMailHost(OutboxCase, unittest.TestCase):
    """All that Plone writes by mail goes by the outbox."""

    layer = FUNCTIONAL_TESTING

    def test_what_plone_sends_waits_and_goes_with_its_text(self):
        server = self.serve()
        api.portal.send_email(
            recipient=PERSON, subject="你好", body="一条消息。", immediate=False
        )
        transaction.commit()
        self.assertEqual(server.mails, [])
        self.assertEqual(self.message.subject, "plone")
        self.assertEqual(self.send(), 1)
        (mail,) = server.mails
        self.assertEqual(mail["Subject"], "你好")
        self.assertIn("一条消息。", mail.get_content())

    def test_administrator_tries_the_settings_at_once(self):
        server = self.serve()
        api.portal.send_email(recipient=PERSON, subject="x", body="x", immediate=True)
        self.assertEqual(len(server.mails), 1)
        self.assertEqual(read_session().scalars(select(Message)).all(), [])

    def test_without_a_mail_server_it_says_so(self):
        api.portal.set_registry_record("plone.smtp_host", "")
        self.assertFalse(getUtility(IChannel, "mail").is_offered())
        with self.assertRaises(MailHostError):
            self.portal.MailHost.send("x", mto=PERSON, mfrom=SENDER, subject="x")
        with self.assertRaises(NotOffered):
            self.post()

    def test_mail_host_keeps_its_name_and_settings(self):
        self.assertIsInstance(self.portal.MailHost, OutboxMailHost)
        self.assertEqual(self.portal.MailHost.getId(), "MailHost")
