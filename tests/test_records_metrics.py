"""`/@@metrics`: monitors with a token read how jobs, messages and duties are doing."""

from datetime import timedelta
from onewindow_policy.cases.duties import DECIDE
from onewindow_policy.duties.api import DutyFacts
from onewindow_policy.duties.api import open_duties
from onewindow_policy.jobs.leases import note_jobs
from onewindow_policy.jobs.models import JobState
from onewindow_policy.jobs.running import jobs_by_name
from onewindow_policy.messages.api import post
from onewindow_policy.records import metrics
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.feedback import PageTestCase
from onewindow_policy.testing.mails import mail_server
from onewindow_policy.testing.mails import SENDER
from pathlib import Path
from sqlalchemy import update
from tempfile import TemporaryDirectory
from unittest import mock

import os
import transaction

TOKEN = "a-token-of-more-than-20-letters"


class TestMetrics(PageTestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def let_in(self, token=TOKEN):
        folder = Path(self.enterContext(TemporaryDirectory()))
        file = folder / "token"
        file.write_text(f"{token}\n", encoding="utf-8")
        name = "ONEWINDOW_METRICS_TOKEN_FILE"
        self.enterContext(mock.patch.dict(os.environ, {name: str(file)}))

    def ask(self, token=None):
        """Return the status, and the figures by name."""
        transaction.commit()
        if token is not None:
            self.browser.addHeader("Authorization", f"Bearer {token}")
        self.browser.open(f"{self.url}/@@metrics")
        if self.status != 200:
            return self.status, {}
        lines = self.browser.contents.splitlines()
        pairs = [line.rsplit(" ", 1) for line in lines if not line.startswith("#")]
        return self.status, {name: float(number) for name, number in pairs}

    def test_monitor_with_the_token_reads_how_it_goes(self):
        note_jobs(jobs_by_name(), utc_now())
        past = utc_now() - timedelta(minutes=20)
        with get_database().writing.begin() as connection:
            is_sender = JobState.name == "messages.send"
            job = update(JobState).where(is_sender)
            connection.execute(job.values(due_at=past, succeeded_at=past))
        with mail_server():
            values = {"sender": SENDER, "mime": ""}
            post("messages.stock", "wang@example.cn", values, subject="case 1")
        open_duties(write_session(), [DutyFacts(DECIDE, "1", due_at=past)])
        self.let_in()
        status, found = self.ask(TOKEN)
        self.assertEqual(200, status)
        self.assertTrue(self.browser.headers["Content-Type"].startswith("text/plain"))
        self.assertEqual("no-store", self.browser.headers["Cache-Control"])
        self.assertGreaterEqual(
            found['onewindow_job_delay_seconds{lane="messages"}'], 1200
        )
        self.assertEqual(
            past.timestamp(),
            found['onewindow_job_success_timestamp_seconds{job="messages.send"}'],
        )
        self.assertEqual(1, found['onewindow_messages{state="waiting",channel="mail"}'])
        self.assertGreater(found["onewindow_message_oldest_waiting_seconds"], 0)
        self.assertEqual(1, found[f'onewindow_duties_overdue{{kind="{DECIDE}"}}'])
        self.assertEqual(1, found["onewindow_records_up"])
        self.assertNotIn("wang", self.browser.contents)

    def test_nobody_else_learns_that_there_are_any(self):
        self.assertEqual(404, self.ask()[0])
        self.assertEqual(404, self.ask("")[0])
        self.let_in()
        self.assertEqual(404, self.ask("x")[0])
        self.log_in("window-staff")
        self.assertEqual(404, self.ask()[0])

    def test_token_that_could_be_guessed_opens_nothing(self):
        self.let_in("short")
        self.assertEqual(404, self.ask("short")[0])

    def test_administrator_reads_them_and_that_the_database_is_away(self):
        self.log_in("manager")
        status, found = self.ask()
        self.assertEqual((200, 1), (status, found["onewindow_records_up"]))
        with mock.patch.object(
            metrics, "impatient_engine", side_effect=DatabaseUnavailable
        ):
            self.assertEqual((200, {"onewindow_records_up": 0}), self.ask())
