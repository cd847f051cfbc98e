"""Operators see without a browser what was not sent, and decide about it."""

from contextlib import redirect_stderr
from contextlib import redirect_stdout
from datetime import timedelta
from io import StringIO
from onewindow_policy.cli import main
from onewindow_policy.messages.api import post
from onewindow_policy.messages.health import messages_state
from onewindow_policy.messages.models import Message
from onewindow_policy.messages.sending import send_due
from onewindow_policy.messages.states import FAILED
from onewindow_policy.messages.states import SENT
from onewindow_policy.messages.states import UNCERTAIN
from onewindow_policy.messages.states import WAITING
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.database import get_database
from onewindow_policy.records.operators import name_of_operator
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing.mails import mail_server
from onewindow_policy.testing.mails import SENDER
from pathlib import Path
from plone import api
from plone.app.testing import logout
from sqlalchemy import select
from sqlalchemy import update
from unittest import mock

import json
import transaction
import unittest

PERSON = "wang@example.cn"
MIME = f"From: {SENDER}\nSubject: Hello\n\nA secret link."
CONFIG = Path(__file__).resolve().parent.parent / "instance" / "etc" / "zope.conf"


class OperatingCase(unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def setUp(self):
        self.server = self.enterContext(mail_server())
        self.server.answers = {"RCPT": "550 No such mailbox"}
        self.addCleanup(transaction.abort)
        transaction.commit()

    def post(self):
        values = {"sender": SENDER, "mime": MIME}
        post("messages.stock", PERSON, values, subject="suggestion 1")
        transaction.commit()

    def send(self):
        transaction.begin()
        return send_due(utc_now, lambda: None)

    def be_refused(self):
        """Have a message refused; return its id."""
        self.post()
        with self.assertLogs("onewindow_policy", "ERROR"):
            self.send()
        return str(self.row().id)

    def row(self):
        with get_database().reading.connect() as connection:
            return connection.execute(select(Message.__table__)).one()

    def change(self, **values):
        with get_database().writing.begin() as connection:
            connection.execute(update(Message).values(**values))


class TestCommand(OperatingCase):
    def run_command(self, *arguments):
        # Nobody is where there is no browser.
        logout()
        out, err = StringIO(), StringIO()
        with (
            mock.patch(
                "onewindow_policy.sites.api.prepare_instance", return_value=CONFIG
            ),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            status = main(["messages", *arguments])
        transaction.begin()
        return status, out.getvalue(), err.getvalue()

    def audited(self):
        columns = select(AuditEntry.action, AuditEntry.subject, AuditEntry.user_id)
        with get_database().reading.connect() as connection:
            query = columns.where(AuditEntry.action.like("message.%"))
            return [tuple(row) for row in connection.execute(query)]

    def test_it_says_how_many_there_are_and_what_was_not_sent_and_to_nobody_whom(self):
        message_id = self.be_refused()
        status, out, _err = self.run_command()
        self.assertEqual(0, status)
        lines = out.splitlines()
        self.assertEqual("      1 failed", lines[3])
        self.assertTrue(lines[-1].startswith(message_id))
        self.assertIn("messages.stock  suggestion 1  failed  550  20", lines[-1])
        self.assertNotIn(PERSON, out)
        self.assertNotIn("secret", out)
        status, out, _err = self.run_command("--json")
        told = json.loads(out)
        self.assertEqual((0, 1), (status, told["counts"]["failed"]))
        (undone,) = told["undone"]
        self.assertEqual(
            {"id", "template", "subject", "state", "reason", "since"}, set(undone)
        )

    def test_message_is_sent_once_more_as_at_the_desk(self):
        message_id = self.be_refused()
        self.server.answers = {}
        self.assertEqual(0, self.run_command("--retry", message_id)[0])
        self.assertEqual(WAITING, self.row().state)
        self.assertEqual(1, self.send())
        self.assertEqual(SENT, self.row().state)
        self.assertEqual(
            [("message.send_again", "suggestion 1", name_of_operator())], self.audited()
        )

    def test_message_is_given_up_as_at_the_desk(self):
        message_id = self.be_refused()
        self.assertEqual(0, self.run_command("--give-up", message_id)[0])
        row = self.row()
        self.assertEqual((FAILED, None), (row.state, row.recipient_sealed))
        self.assertEqual(
            [("message.give_up", "suggestion 1", name_of_operator())], self.audited()
        )
        self.assertTrue(self.run_command()[1].rstrip().endswith("sent"))

    def test_names_of_no_message_are_refused_in_words(self):
        for option in ("--retry", "--give-up"):
            status, _out, err = self.run_command(option, "x")
            self.assertEqual(1, status)
            self.assertIn("nothing to decide about a message x", err)


class TestHealth(OperatingCase):
    def test_it_says_that_something_waits_too_long_or_is_to_be_decided(self):
        self.assertEqual("ok", messages_state())
        self.post()
        self.assertEqual("ok", messages_state())
        long_ago = utc_now() - timedelta(minutes=61)
        # What is held back on purpose does not wait.
        self.change(created_at=long_ago)
        self.change(due_at=utc_now() + timedelta(minutes=1))
        self.assertEqual("ok", messages_state())
        self.change(due_at=long_ago)
        self.assertEqual("late", messages_state())
        self.change(due_at=utc_now() + timedelta(minutes=1), tries=2)
        self.assertEqual("late", messages_state())
        name = "onewindow_policy.messages.late_after_minutes"
        api.portal.set_registry_record(name, 120)
        self.assertEqual("ok", messages_state())
        for state in (FAILED, UNCERTAIN):
            self.change(state=state, due_at=None)
            self.assertEqual("undone", messages_state())
        self.change(state=SENT)
        self.assertEqual("ok", messages_state())
