"""`/@@jobs` (后台任务): what the portal does by itself, and how that goes."""

from datetime import datetime
from datetime import timedelta
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.desks.browser.post import PostView
from onewindow_policy.jobs.api import ask_for
from onewindow_policy.jobs.api import facts_of_jobs
from onewindow_policy.jobs.api import JobFacts
from onewindow_policy.jobs.exceptions import JobUnknown
from onewindow_policy.pages.api import Words
from zope.i18nmessageid import Message

#: Where there is no moment.
NONE = "—"

ASKED = _(
    "message_job_asked",
    default="“${title}” runs as soon as the clock looks, within half a minute.",
)


class JobsView(PostView):
    """Shows the jobs of all rooms; a button has one run soon."""

    page_title = _("title_jobs", default="Jobs")
    unknown = (JobUnknown,)
    jobs: tuple[JobFacts, ...] = ()

    def read(self) -> None:
        """See `PostView`."""
        self.jobs = tuple(facts_of_jobs())

    def act(self) -> tuple[Message, str]:
        """See `PostView`."""
        name = self.submitted("job")
        ask_for(name)
        (title,) = (each.title for each in facts_of_jobs() if each.name == name)
        message = _(ASKED, mapping={"title": self.translate(title)})
        return message, f"{self.site_url}/@@jobs"

    @property
    def is_late(self) -> bool:
        """Whether no clock seems to run."""
        return any(job.is_late for job in self.jobs)

    @cached_property
    def rows(self) -> list[dict]:
        """What the page shows of each job."""
        return [
            {
                "name": job.name,
                "title": job.title,
                "began": self._moment(job.began_at),
                "result": self._result(job),
                "succeeded": self._moment(job.succeeded_at),
                "is_failing": job.failures > 0,
                "due": self._moment(job.due_at),
                "can_run": job.due_at is not None and not job.is_running,
            }
            for job in self.jobs
        ]

    def _moment(self, moment: datetime | None) -> str:
        return self._words.moment(moment) if moment else NONE

    @cached_property
    def _words(self) -> Words:
        return Words(self.language)

    def _result(self, job: JobFacts) -> Message | str:
        if job.is_running:
            return _("job_running", default="Running")
        if job.began_at is None:
            return _("job_never_run", default="Not run yet")
        if job.ended_at is None:
            return _("job_broken_off", default="Broken off; another process goes on")
        if job.failures:
            return _(
                "job_failed",
                default="Failed ${count} times in a row: ${error}",
                mapping={"count": job.failures, "error": job.error},
            )
        seconds = (job.ended_at - job.began_at) / timedelta(seconds=1)
        return _(
            "job_done",
            default="${count} done in ${seconds} s",
            mapping={"count": job.done, "seconds": f"{seconds:.1f}"},
        )
