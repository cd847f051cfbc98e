"""`/@@jobs`: administrators see how jobs are doing, and have one run."""

from datetime import timedelta
from onewindow_policy.jobs.leases import note_jobs
from onewindow_policy.jobs.models import JobState
from onewindow_policy.jobs.running import jobs_by_name
from onewindow_policy.jobs.running import Worker
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.feedback import PageTestCase
from sqlalchemy import select
from sqlalchemy import update

NAME = "intake.tries"
TITLE = "清除不再计入限制的尝试记录"


class TestJobsPage(PageTestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        super().setUp()
        note_jobs(jobs_by_name(), utc_now())
        self.log_in("manager")

    def open_jobs(self):
        self.open("@@jobs")
        self.assertEqual((200, "后台任务"), (self.status, self.words("h1")[0]))

    def row(self):
        """Return what the page says of the job."""
        (row,) = (
            row
            for row in self.page.cssselect("#jobs tbody tr")
            if row.cssselect("th")[0].text_content() == TITLE
        )
        return [cell.text_content().strip() for cell in row.cssselect("td")]

    def press(self, name):
        """Press the button of a job."""
        self.open_jobs()
        token = self.page.cssselect("#jobs [name='_authenticator']")[0].get("value")
        self.post("@@jobs", job=name, _authenticator=token)

    def change(self, **values):
        with get_database().writing.begin() as connection:
            job = update(JobState).where(JobState.name == NAME)
            connection.execute(job.values(**values))

    def due_at(self):
        with get_database().reading.connect() as connection:
            query = select(JobState.due_at).where(JobState.name == NAME)
            return connection.scalar(query)

    def test_each_job_says_how_its_last_run_went_and_when_the_next_one_is(self):
        self.open_jobs()
        self.assertEqual(
            len(jobs_by_name()), len(self.page.cssselect("#jobs tbody tr"))
        )
        self.assertEqual([], self.page.cssselect("#no-clock"))
        self.assertEqual(("—", "还没有运行过"), tuple(self.row()[:2]))
        began = utc_now()
        ended = began + timedelta(seconds=1.5)
        self.change(began_at=began, ended_at=ended, succeeded_at=ended, done=7)
        self.open_jobs()
        self.assertEqual("处理7项，用时1.5秒", self.row()[1])
        self.change(failures=3, error="OperationalError", done=None)
        self.open_jobs()
        self.assertEqual("连续3次失败：OperationalError", self.row()[1])
        self.change(ended_at=None)
        self.open_jobs()
        self.assertEqual("运行中断，将由其他进程继续", self.row()[1])
        self.change(lease_until=utc_now() + timedelta(minutes=1))
        self.open_jobs()
        self.assertEqual(("运行中", ""), (self.row()[1], self.row()[-1]))

    def test_page_says_that_no_clock_runs_and_what_to_ask_for(self):
        self.change(due_at=utc_now() - timedelta(minutes=11))
        self.open_jobs()
        self.assertIn("CLOCK=off", self.words("#no-clock")[0])

    def test_button_has_a_job_run_and_is_in_the_audit(self):
        self.assertGreater(self.due_at(), utc_now())
        self.press(NAME)
        self.assertEqual((200, "后台任务"), (self.status, self.words("h1")[0]))
        self.assertIn(f"“{TITLE}”将在半分钟内运行", self.browser.contents)
        self.assertLessEqual(self.due_at(), utc_now())
        with get_database().reading.connect() as connection:
            query = select(AuditEntry.subject, AuditEntry.user_id)
            query = query.where(AuditEntry.action == "job.ask")
            self.assertEqual((NAME, "manager"), tuple(connection.execute(query).one()))
        self.assertEqual(1, Worker("plone").run_due("long"))
        self.open_jobs()
        self.assertIn("处理0项", self.row()[1])

    def test_what_is_no_job_is_not_found_and_without_a_token_nothing_runs(self):
        self.press("no.job")
        self.assertEqual(404, self.status)
        before = self.due_at()
        self.browser.post(f"{self.url}/@@jobs", f"job={NAME}")
        self.assertEqual(403, self.status)
        self.open(f"@@jobs?job={NAME}")
        self.assertEqual((200, "后台任务"), (self.status, self.words("h1")[0]))
        self.assertEqual(before, self.due_at())

    def test_it_is_for_administrators_alone(self):
        for user_id in ("reviewer", "supervisor", "auditor"):
            self.log_in(user_id)
            self.open("@@jobs")
            self.assertNotEqual(200, self.status, user_id)
