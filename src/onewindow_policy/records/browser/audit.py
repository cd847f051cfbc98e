"""`@@onewindow-audit`: who did what, for those who may read the audit."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.records.auditing import audit
from onewindow_policy.records.auditreading import Filter
from onewindow_policy.records.auditreading import latest_entries
from onewindow_policy.records.base import utc_now
from onewindow_policy.records.sessions import own_transaction
from onewindow_policy.records.tokens import check_write
from onewindow_policy.workdays.api import city_time
from onewindow_policy.workdays.api import CITY_ZONE
from Products.Five import BrowserView

PAGE_SIZE = 100

#: As many days, up to today, are shown where none were asked for.
FIRST_DAYS = 7

#: What is asked for by its own words.
WORDS = ("person", "action", "subject")


class AuditView(BrowserView):
    """Shows what was asked for, the newest first, and notes that it was looked at.

    What is asked for is posted: names of people and numbers of cases stand in no address.
    """

    is_staff_page = True
    page_title = _("title_audit", default="Audit")
    problem = None

    def __call__(self):
        self.request.response.setHeader("Cache-Control", "no-store")
        if self.request.method == "POST":
            check_write(self.request)
        self.wanted = self._wanted()
        asked = [f"{name}={value}" for name, value in self.asked.items() if value]
        with own_transaction():
            audit("audit.view", "audit", " ".join(asked))
        return self.index()

    @cached_property
    def asked(self) -> dict[str, str]:
        """What stands in the form: as it was typed, or as it comes."""
        form = self.request.form
        names = ("since", "until", *WORDS)
        typed = {
            name: value.strip()[:100]
            for name in names
            if isinstance(value := form.get(name), str)
        }
        if self.request.method != "POST":
            today = city_time(utc_now()).date()
            typed = {"since": (today - timedelta(days=FIRST_DAYS)).isoformat()}
        return {name: typed.get(name, "") for name in names}

    @cached_property
    def rows(self) -> list[dict]:
        return latest_entries(self.wanted, self.start, PAGE_SIZE + 1)

    @property
    def shown(self) -> list[dict]:
        return self.rows[:PAGE_SIZE]

    @cached_property
    def start(self) -> int:
        asked = self.request.form.get("start")
        is_number = isinstance(asked, str) and asked.isdecimal() and len(asked) < 8
        return int(asked) if is_number else 0

    @property
    def next_start(self) -> int | None:
        return self.start + PAGE_SIZE if len(self.rows) > PAGE_SIZE else None

    @property
    def previous_start(self) -> int | None:
        return max(self.start - PAGE_SIZE, 0) if self.start else None

    def moment(self, at: datetime) -> str:
        """Return a moment as the city's clocks show it."""
        return f"{city_time(at):%Y-%m-%d %H:%M:%S}"

    def _wanted(self) -> Filter:
        since, until = self._day("since"), self._day("until")
        return Filter(
            since=since,
            until=until and until + timedelta(days=1),
            **{name: self.asked[name] or None for name in WORDS},
        )

    def _day(self, name: str) -> datetime | None:
        """Return when a day that was asked for begins, None for none."""
        if not self.asked[name]:
            return None
        try:
            day = date.fromisoformat(self.asked[name])
            return datetime(day.year, day.month, day.day, tzinfo=CITY_ZONE)
        except ValueError:
            self.problem = _(
                "audit_wrong_day", default="Enter days like 2027-01-31, or none."
            )
            return None
