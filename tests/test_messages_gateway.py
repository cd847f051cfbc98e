"""A short message goes to a phone once, whatever the gateway says, or it is known that it
did not."""

from contextlib import contextmanager
from datetime import timedelta
from onewindow_policy.messages import sending
from onewindow_policy.messages.api import count_undone
from onewindow_policy.messages.api import give_up
from onewindow_policy.messages.api import is_offered
from onewindow_policy.messages.api import post
from onewindow_policy.messages.api import send_again
from onewindow_policy.messages.api import SMS
from onewindow_policy.messages.gateway import AddressForbidden
from onewindow_policy.messages.gateway import connect_here
from onewindow_policy.messages.gateway import is_allowed
from onewindow_policy.messages.interfaces import AddressUnfit
from onewindow_policy.messages.interfaces import ITemplate
from onewindow_policy.messages.interfaces import require_address
from onewindow_policy.messages.models import Message
from onewindow_policy.messages.sending import LEASE
from onewindow_policy.messages.sending import LONGEST_WAIT
from onewindow_policy.messages.sending import MOST_TRIES
from onewindow_policy.messages.settings import sms_address
from onewindow_policy.messages.sms import ShortMessages
from onewindow_policy.messages.sms import SmsText
from onewindow_policy.messages.states import FAILED
from onewindow_policy.messages.states import SENT
from onewindow_policy.messages.states import UNCERTAIN
from onewindow_policy.messages.states import WAITING
from onewindow_policy.records.api import read_session
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing import POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.gateways import KEY
from onewindow_policy.testing.gateways import SIGN
from onewindow_policy.testing.gateways import sms_gateway
from onewindow_policy.testing.gateways import sms_key
from onewindow_policy.testing.gateways import use_gateway
from onewindow_policy.testing.mails import mail_server
from onewindow_policy.testing.mails import use_mail_server
from onewindow_policy.testing.servers import free_port
from onewindow_policy.testing.tickets import log_in
from plone.testing.zope import Browser
from socket import create_server
from sqlalchemy import select
from tests.test_messages_sending import OutboxCase
from unittest import mock
from zope.component import getGlobalSiteManager
from zope.interface import implementer

import transaction
import unittest

TEXT = "test.ready"
PHONE = "13800138000"
ASKS_AFTER = ShortMessages.asks_after

#: What a gateway does, where nobody can tell from it whether a message went: it took some
#: of these, and others not.
UNCLEAR = (
    *("say_200_and_mean_an_error", "take_it_and_say_an_error", "say_no_json"),
    *("answer_about_another", "take_it_and_answer_late", "never_take_it_nor_answer"),
    *("drip", "take_it_and_die", "die", "take_it_and_break", "time_out_behind"),
    "say_202_and_accepted",
)


@implementer(ITemplate)
class ReadyText:
    title = "Ready"
    channel = SMS

    def content(self, values, language):
        return SmsText("SMS_1", values, f"办件{values['number']}已办结。")


@contextmanager
def registered_text():
    """Have a short message among the texts, as long as the block lasts."""
    manager = getGlobalSiteManager()
    manager.registerUtility(template := ReadyText(), ITemplate, TEXT)
    try:
        yield
    finally:
        manager.unregisterUtility(template, ITemplate, TEXT)


class GatewayCase(OutboxCase):
    def setUp(self):
        super().setUp()
        self.enterContext(registered_text())
        self.gateway = self.enterContext(sms_gateway())
        transaction.commit()

    def post(self, phone=PHONE):
        post(TEXT, phone, {"number": "1"}, subject="case 1")
        transaction.commit()

    def told(self):
        return dict(self.gateway.phones)


class SmsCase(GatewayCase):
    def test_message_goes_once_signed_with_its_variables_and_is_forgotten(self):
        self.post()
        self.assertEqual(1, self.send())
        self.assertEqual(0, self.send(LONGEST_WAIT))
        message = self.message
        self.assertEqual(SENT, message.state)
        self.assertIsNone(message.recipient_sealed)
        self.assertIsNone(message.values_sealed)
        self.assertEqual(
            {
                "id": str(message.id),
                "phone": PHONE,
                "sign": SIGN,
                "template": "SMS_1",
                "values": {"number": "1"},
                "text": "办件1已办结。",
            },
            self.gateway.taken[str(message.id)],
        )

    def test_answer_that_says_nothing_never_makes_a_phone_ring_twice(self):
        for count, how in enumerate(UNCLEAR, 1):
            with self.subTest(how):
                self.gateway.how = how
                self.post(phone := f"138001380{count:02}")
                self.assertEqual(0, self.send())
                self.gateway.how = "accept"
                # Nothing is asked before what was on its way is not taken any more.
                asked = self.gateway.requests["GET"]
                self.send(ASKS_AFTER / 2)
                self.assertEqual(asked, self.gateway.requests["GET"])
                self.assertEqual(1, self.send(ASKS_AFTER))
                self.assertEqual(1, self.told()[phone])
        transaction.begin()
        states = read_session().scalars(select(Message.state)).all()
        self.assertEqual([SENT] * len(UNCLEAR), states)

    def test_answer_that_stays_unclear_is_asked_about_each_time_and_told_once(self):
        self.gateway.how = "take_it_and_break"
        self.gateway.how_asked = "break"
        self.post()
        self.send()
        for _try in range(4):
            self.send(LONGEST_WAIT)
        self.assertEqual({PHONE: 1}, self.told())
        self.assertEqual(1, self.gateway.requests["POST"])
        self.gateway.how_asked = "tell"
        self.assertEqual(1, self.send(LONGEST_WAIT))
        self.assertEqual({PHONE: 1}, self.told())

    def test_gateway_that_never_says_what_became_of_it_leaves_it_to_a_person(self):
        for asked in ("break", "not_be_there", "die"):
            with self.subTest(asked):
                self.gateway.how, self.gateway.how_asked = "take_it_and_die", asked
                self.gateway.phones.clear()
                self.post()
                with self.assertLogs("onewindow_policy", "ERROR") as logged:
                    for _try in range(MOST_TRIES):
                        self.send(LONGEST_WAIT)
                self.assertEqual(UNCERTAIN, self.message.state)
                self.assertIn("Somebody has to decide", logged.output[-1])
                self.assertNotIn(PHONE, "".join(logged.output))
                self.assertEqual({PHONE: 1}, self.told())
                # Sent once more by a person, it is asked about before it goes.
                self.gateway.how, self.gateway.how_asked = "accept", "tell"
                send_again(str(self.message.id))
                transaction.commit()
                self.assertEqual(1, self.send())
                self.assertEqual({PHONE: 1}, self.told())
                self.forget()

    def forget(self):
        transaction.begin()
        with sending.own_transaction() as session:
            session.delete(session.scalars(select(Message)).one())

    def test_gateway_that_does_not_know_leaves_it_to_a_person_at_once(self):
        self.gateway.how, self.gateway.how_asked = "take_it_and_die", "not_know"
        self.post()
        self.send()
        with self.assertLogs("onewindow_policy", "ERROR"):
            self.send(ASKS_AFTER)
        self.assertEqual(UNCERTAIN, self.message.state)
        self.assertEqual({PHONE: 1}, self.told())

    def test_gateway_that_refused_it_after_all_is_believed(self):
        self.gateway.how = "time_out_behind"
        self.gateway.how_asked = "say_that_it_was_refused"
        self.post()
        self.send()
        with self.assertLogs("onewindow_policy", "ERROR"):
            self.send(ASKS_AFTER)
        message = self.message
        self.assertEqual((FAILED, "blocked"), (message.state, message.reason))

    def test_number_that_is_refused_is_told_to_a_person_without_the_number(self):
        for how in ("refuse", "refuse_and_repeat_the_number"):
            with self.subTest(how):
                self.gateway.how = how
                self.post()
                with self.assertLogs("onewindow_policy", "ERROR") as logged:
                    self.send()
                message = self.message
                self.assertEqual(FAILED, message.state)
                self.assertIn(message.reason, ("number", "refused"))
                self.assertNotIn(PHONE, "".join(logged.output))
                self.assertEqual(1, count_undone())
                give_up(str(message.id))
                transaction.commit()
                self.forget()

    def test_what_was_refused_goes_when_a_person_sends_it_again(self):
        self.gateway.how = "refuse"
        self.post()
        with self.assertLogs("onewindow_policy", "ERROR"):
            self.send()
        self.gateway.how = "accept"
        send_again(str(self.message.id))
        transaction.commit()
        self.assertEqual(1, self.send())
        self.assertEqual({PHONE: 1}, self.told())

    def test_request_that_is_refused_was_not_taken_whatever_else_it_says(self):
        self.gateway.how = "say_400_and_accepted"
        self.post()
        with self.assertLogs("onewindow_policy", "ERROR"):
            self.send()
        message = self.message
        self.assertEqual((FAILED, "HTTP 400"), (message.state, message.reason))

    def test_landline_is_never_handed_over(self):
        self.post("0571-88881234")
        with self.assertLogs("onewindow_policy", "ERROR"):
            self.send()
        self.assertEqual((FAILED, "number"), (self.message.state, self.message.reason))
        self.assertEqual(0, self.gateway.requests["POST"])

    def test_gateway_that_takes_nothing_now_is_given_it_later(self):
        for how in ("put_off", "want_less", "redirect", "not_be_there"):
            with self.subTest(how):
                self.gateway.how = how
                self.gateway.phones.clear()
                self.post()
                self.assertEqual(0, self.send())
                self.assertEqual(WAITING, self.message.state)
                self.assertEqual(0, self.message.unclear)
                self.assertEqual({}, self.told())
                self.gateway.how = "accept"
                self.assertEqual(1, self.send(LONGEST_WAIT))
                self.assertEqual({PHONE: 1}, self.told())
                self.forget()

    def test_key_that_is_wrong_has_all_wait_until_it_is_mended(self):
        self.post()
        self.post()
        self.gateway.key = "another" * 6
        self.assertEqual(0, self.send())
        self.assertEqual(1, self.gateway.requests["POST"])
        self.assertEqual({}, self.told())
        self.gateway.key = KEY
        self.assertEqual(2, self.send(LONGEST_WAIT))
        self.assertEqual({PHONE: 2}, self.told())

    def test_gateway_that_is_away_has_all_wait_and_mails_go_on(self):
        mails = self.enterContext(mail_server())
        use_gateway(free_port())
        self.post()
        self.post()
        OutboxCase.post(self)
        self.assertEqual(1, self.send())
        self.assertEqual(1, len(mails.mails))
        use_mail_server(free_port())
        use_gateway(self.gateway.port)
        OutboxCase.post(self)
        self.assertEqual(2, self.send(timedelta(minutes=1)))
        self.assertEqual({PHONE: 2}, self.told())

    def test_process_that_dies_at_it_is_followed_by_a_question(self):
        for has_it in (True, False):
            with self.subTest(has_it=has_it):
                self.gateway.phones.clear()
                self.post()
                sending._take(self.now + timedelta(seconds=5))
                if has_it:
                    sending._hand_over(self.message.id, 1)
                self.assertEqual(1, self.send(LEASE + timedelta(seconds=5)))
                self.assertEqual({PHONE: 1}, self.told())
                self.forget()


class TestSmsOnSQLite(SmsCase, unittest.TestCase):
    layer = FUNCTIONAL_TESTING


class TestSmsOnPostgreSQL(SmsCase, unittest.TestCase):
    layer = POSTGRESQL_FUNCTIONAL_TESTING


class TestSettings(OutboxCase, unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def test_without_address_key_or_sign_none_is_offered(self):
        self.assertFalse(is_offered(SMS))
        use_gateway(8080)
        self.assertFalse(is_offered(SMS))
        with sms_key("short"):
            self.assertFalse(is_offered(SMS))
        with sms_key():
            self.assertTrue(is_offered(SMS))

    def test_administrator_enters_the_gateway_and_reads_that_its_key_is_missing(self):
        browser = Browser(self.layer["app"])
        log_in(browser)
        url = f"{self.portal.absolute_url()}/@@onewindow-message-settings"
        browser.open(url)
        self.assertIn("给群众的消息", browser.contents)
        self.assertNotIn("密钥不足", browser.contents)
        field = "form.widgets.{}".format
        browser.getControl(name=field("sms_sign")).value = SIGN
        browser.getControl(name=field("sms_address")).value = "http://sms.example.cn"
        browser.getControl(name="form.buttons.save").click()
        self.assertIn("手机号码不能明文传输", browser.contents)
        self.assertEqual(SIGN, browser.getControl(name=field("sms_sign")).value)
        browser.getControl(name=field("sms_address")).value = "https://sms.example.cn"
        browser.getControl(name="form.buttons.save").click()
        transaction.begin()
        self.assertEqual("https://sms.example.cn", sms_address())
        browser.open(url)
        self.assertIn("密钥不足", browser.contents)

    def test_desk_says_what_to_do_about_a_number_that_takes_none(self):
        self.enterContext(registered_text())
        with sms_gateway() as gateway:
            gateway.how = "refuse"
            transaction.commit()
            GatewayCase.post(self)
            with self.assertLogs("onewindow_policy", "ERROR"):
                self.send()
        browser = Browser(self.layer["app"])
        log_in(browser)
        browser.open(f"{self.portal.absolute_url()}/@@messages")
        self.assertIn("case 1", browser.contents)
        self.assertIn("请窗口打电话告诉本人", browser.contents)
        self.assertNotIn(PHONE, browser.contents)


class TestAddresses(unittest.TestCase):
    def test_address_is_one_of_https_or_of_this_machine(self):
        for address in (
            *("", "https://sms.example.cn", "https://10.1.2.3:8443/onewindow"),
            *("http://127.0.0.1:8080/bridge", "http://localhost/x", "http://[::1]/x"),
        ):
            with self.subTest(address):
                self.assertTrue(require_address(address))
        for address in (
            *("http://sms.example.cn", "ftp://sms.example.cn", "sms.example.cn"),
            *("https://", "https://a:b@sms.example.cn", "https://sms.example.cn/?a=1"),
            *("https://sms.example.cn/#a", "https://[", "https://a:0/"),
            *("http://127.0.0.1@evil.example", "file:///etc/passwd"),
        ):
            with self.subTest(address), self.assertRaises(AddressUnfit):
                require_address(address)

    def test_addresses_that_tell_a_machine_about_itself_are_not_asked(self):
        for address in (
            *("169.254.169.254", "100.100.100.200", "fe80::1%eth0", "0.0.0.0"),
            *("::ffff:169.254.169.254", "fd00:ec2::254"),
        ):
            with self.subTest(address):
                self.assertFalse(is_allowed(address))
        for address in ("10.0.0.1", "203.0.113.7", "127.0.0.1", "::1"):
            with self.subTest(address):
                self.assertTrue(is_allowed(address))

    def test_nothing_goes_in_clear_to_another_machine(self):
        with create_server(("127.0.0.1", 0)) as server:
            connect_here(server.getsockname()).close()
            elsewhere = mock.Mock(**{"getpeername.return_value": ("10.0.0.1", 80)})
            with (
                mock.patch("socket.create_connection", return_value=elsewhere),
                self.assertRaises(AddressForbidden),
            ):
                connect_here(("sms.example.cn", 80))
        elsewhere.close.assert_called_once_with()
