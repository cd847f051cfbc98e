"""Processes are killed while they hand mails over: each goes once, or somebody is asked."""

from datetime import timedelta
from onewindow_policy.messages.models import Message
from onewindow_policy.messages.sending import LEASE
from onewindow_policy.messages.states import SENDING
from onewindow_policy.messages.states import SENT
from onewindow_policy.messages.states import UNCERTAIN
from onewindow_policy.messages.states import WAITING
from onewindow_policy.records.api import DataKey
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import get_database
from onewindow_policy.testing.forked import Forked
from onewindow_policy.testing.mails import MailServer
from onewindow_policy.testing.mails import SENDER
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from onewindow_policy.testing.servers import free_port
from sqlalchemy import select
from threading import Event

import asyncio
import os
import transaction
import unittest

#: A process that sends what is due so many seconds from now, for each line that it reads,
#: and says how much it sent. It has no site: only what a site says of the mail server.
SENDING_PROCESS = """
from datetime import timedelta
from onewindow_policy.messages import mails
from onewindow_policy.messages.interfaces import IChannel
from onewindow_policy.messages.interfaces import ITemplate
from onewindow_policy.messages.mailhost import StockMails
from onewindow_policy.messages.sending import send_due
from onewindow_policy.records.api import utc_now
from types import SimpleNamespace
from zope.component import provideUtility
import sys

provideUtility(mails.Mails(), IChannel, "mail")
provideUtility(StockMails(), ITemplate, "messages.stock")
settings = SimpleNamespace(
    smtp_host="127.0.0.1",
    smtp_port=int(sys.argv[1]),
    smtp_userid=None,
    email_from_address="portal@example.cn",
)
mails.mail_settings = lambda: settings
print("started", flush=True)
for line in sys.stdin:
    now = utc_now() + timedelta(seconds=float(line))
    print(send_due(lambda: now, lambda: None), flush=True)
"""


class HoldingServer(MailServer):
    """A mail server that waits in one step, `held_in`, and says when it does."""

    def __init__(self):
        super().__init__()
        self.held_in = None
        self.is_held = Event()

    async def handle_RCPT(self, *said):
        await self._hold_in("RCPT")
        return await super().handle_RCPT(*said)

    async def handle_DATA(self, *said):
        answer = await super().handle_DATA(*said)
        await self._hold_in("DATA")
        return answer

    async def _hold_in(self, step):
        if self.held_in == step:
            self.held_in = None
            self.is_held.set()
            # Until whoever talks to it is gone.
            await asyncio.sleep(60)


class ProcessTests:
    def setUp(self):
        self.port = free_port()
        self.server = self.enterContext(HoldingServer().running(self.port))

    def post(self, number):
        now = utc_now()
        with transaction.manager:
            message = Message(
                DataKey.create(),
                has_own_key=True,
                channel="mail",
                template="messages.stock",
                language="zh_CN",
                subject=f"suggestion {number}",
                state=WAITING,
                created_at=now,
                due_at=now,
                tries=0,
                unclear=0,
                recipient=f"{number}@example.cn",
                values={
                    "sender": SENDER,
                    "mime": f"From: {SENDER}\nSubject: {number}\n\nText.",
                },
            )
            write_session().add(message)

    def start(self):
        settings = get_database().settings
        environment = {
            **os.environ,
            "VAR": str(settings.var),
            "ONEWINDOW_DATABASE": settings.url.render_as_string(hide_password=False),
            "ONEWINDOW_MASTER_KEY_FILE": str(settings.key_file),
        }
        process = Forked(SENDING_PROCESS, str(self.port), environment)
        self.addCleanup(process.close)
        self.assertEqual("started\n", process.stdout.readline())
        return process

    def ask(self, process, later=timedelta()):
        """Have a process send what is due some time from now."""
        process.stdin.write(f"{later.total_seconds() + 1}\n")
        process.stdin.flush()

    def sent_by(self, process, later=timedelta()):
        self.ask(process, later)
        return int(process.stdout.readline())

    def kill_in(self, step, later=timedelta()):
        """Start a process, and kill it when the server waits in a step."""
        self.server.held_in = step
        self.server.is_held.clear()
        process = self.start()
        self.ask(process, later)
        self.assertTrue(self.server.is_held.wait(60))
        process.kill()
        process.wait()

    def states(self):
        with get_database().reading.connect() as connection:
            query = select(Message.state).order_by(Message.subject)
            return connection.scalars(query).all()

    def numbers(self):
        return sorted(mail["Subject"] for mail in self.server.mails)

    def test_killed_before_the_text_and_all_go_once(self):
        for number in range(4):
            self.post(number)
        self.kill_in("RCPT")
        self.assertEqual([], self.server.mails)
        self.assertEqual([SENDING, WAITING, WAITING, WAITING], sorted(self.states()))
        other = self.start()
        self.assertEqual(3, self.sent_by(other))
        self.assertEqual(1, self.sent_by(other, LEASE))
        self.assertEqual(0, self.sent_by(other, 3 * LEASE))
        self.assertEqual(["0", "1", "2", "3"], self.numbers())
        self.assertEqual({SENT}, set(self.states()))

    def test_killed_after_the_text_and_it_goes_once_more_under_the_same_id(self):
        self.post(0)
        self.kill_in("DATA")
        self.assertEqual([SENDING], self.states())
        other = self.start()
        self.assertEqual(0, self.sent_by(other))
        self.assertEqual(1, self.sent_by(other, LEASE))
        self.assertEqual([SENT], self.states())
        self.assertEqual(["0", "0"], self.numbers())
        self.assertEqual(1, len({mail["Message-ID"] for mail in self.server.mails}))

    def test_two_killed_in_turn_after_the_text_and_a_person_decides(self):
        self.post(0)
        self.kill_in("DATA")
        self.kill_in("DATA", LEASE)
        other = self.start()
        self.assertEqual(0, self.sent_by(other, 3 * LEASE))
        self.assertEqual([UNCERTAIN], self.states())
        self.assertEqual(0, self.sent_by(other, 30 * LEASE))
        self.assertEqual(["0", "0"], self.numbers())


class TestProcessesOnSQLite(ProcessTests, unittest.TestCase):
    layer = SQLITE_TESTING


class TestProcessesOnPostgreSQL(ProcessTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING
