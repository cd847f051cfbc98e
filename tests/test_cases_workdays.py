"""A city enters the working days that no package knows yet."""

from contextlib import nullcontext
from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from onewindow_policy.cases import recounting
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import is_recounting
from onewindow_policy.cases.recounting import DueDateRecount
from onewindow_policy.cases.recounting import reckon_some
from onewindow_policy.cases.recounting import SETTLED_AFTER
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.database import get_database
from onewindow_policy.rights.models import COPY
from onewindow_policy.rights.models import RightsRequest
from onewindow_policy.rights.requests import ask_at_window
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.records import statements_of
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import DueDate
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy import update
from unittest.mock import Mock
from unittest.mock import patch

import transaction
import unittest

#: Five working days after New Year's Eve: by then it is told whether what a window took in
#: is accepted.
LOOKED_AT_BY = date(2027, 1, 8)
AT_WINDOW = {"taken_in_at": "990102001001", "account": "window-staff"}

RECORD = "onewindow_policy.working_days.exceptions"
ROW = "form.widgets.exceptions.{}.widgets.{}"
YEARS = "form.widgets.announced_years"


class TestWorkingDaysPanel(unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        api.portal.set_registry_record(
            RECORD,
            [
                {"day": "2027-01-01", "is_working": False, "source": "国务院办公厅"},
                {"day": "2027-01-02", "is_working": False, "source": "国务院办公厅"},
            ],
        )
        transaction.commit()
        self.browser = Browser(self.layer["app"])
        log_in(self.browser)
        self.browser.open(f"{self.portal.absolute_url()}/@@onewindow-working-days")

    def field(self, row, column):
        return self.browser.getControl(name=ROW.format(row, column))

    def save(self):
        self.browser.getControl(name="form.buttons.save").click()
        transaction.begin()

    def test_what_is_entered_decides_due_dates(self):
        self.assertEqual(
            DueDate(date(2027, 1, 4), True), due_date(date(2026, 12, 31), 1, "working")
        )
        self.field(1, "day").value = "2027-01-04"
        self.browser.getControl(name=YEARS).value = "2027"
        self.save()
        self.assertEqual(
            DueDate(date(2027, 1, 5), False),
            due_date(date(2026, 12, 31), 1, "working"),
        )

    def test_what_is_entered_counts_for_cases_that_are_open_already(self):
        register_case(submission(**AT_WINDOW))
        transaction.commit()
        with get_database().writing.begin() as connection:
            connection.execute(update(Case).values(reckoned_from=date(2026, 12, 31)))
        before = self.stored()
        self.browser.getControl(name=YEARS).value = "2027"
        self.save()
        self.assertIn("每个未办结的办件都已显示新的期限", self.browser.contents)
        # What is shown is true at once, and kept for lists when the clock comes to it.
        new = DueDate(LOOKED_AT_BY, False)
        self.assertEqual(new, read_session().scalars(select(Case)).one().due)
        self.assertEqual(before, self.stored())
        transaction.abort()
        self.assertEqual(1, self.recount())
        self.assertEqual((new.date, new.is_estimated), self.stored())
        self.assertEqual(new, read_session().scalars(select(Case)).one().due)

    def test_what_is_entered_counts_for_requests_about_own_data(self):
        registered = register_case(submission(**AT_WINDOW))
        transaction.commit()
        ask_at_window(COPY, registered.number, "window")
        transaction.commit()
        # Asked before New Year, and whoever asked was promised one working day.
        asked_at = datetime(2026, 12, 31, 2, tzinfo=UTC)
        with get_database().writing.begin() as connection:
            values = {"asked_at": asked_at, "promised_days": 1}
            connection.execute(update(RightsRequest).values(**values))
        self.field(1, "day").value = "2027-01-04"
        self.browser.getControl(name=YEARS).value = "2027"
        self.save()
        self.recount()
        with get_database().reading.connect() as connection:
            self.assertEqual(
                date(2027, 1, 5), connection.scalar(select(RightsRequest.due_on))
            )

    def test_desk_says_by_which_days_it_goes_while_cases_are_reckoned(self):
        register_case(submission(**AT_WINDOW))
        transaction.commit()
        self.browser.getControl(name=YEARS).value = "2027"
        self.save()
        desk = Browser(self.layer["app"])
        log_in(desk)
        for is_said in (True, False):
            desk.open(f"{self.layer['portal'].absolute_url()}/@@desk")
            self.assertIn("高龄津贴申请", desk.contents)
            self.assertEqual(is_said, "正在重新计算期限" in desk.contents)
            self.recount(SETTLED_AFTER)

    def stored(self):
        with get_database().reading.connect() as connection:
            columns = select(Case.due_on, Case.due_is_estimated)
            return tuple(connection.execute(columns).one())

    def recount(self, later=timedelta()):
        """Run the job so much later; return how many cases it reckoned."""
        run = Mock(open_site=nullcontext)
        now = utc_now() + later
        with patch.object(recounting, "utc_now", return_value=now):
            return DueDateRecount()(run)

    def test_who_reckoned_by_the_former_days_meanwhile_is_reckoned_anew_later(self):
        register_case(submission(**AT_WINDOW))
        transaction.commit()
        due = self.stored()
        self.browser.getControl(name=YEARS).value = "2027"
        self.save()
        self.assertEqual(1, self.recount())
        # One that had begun before the days were saved.
        with get_database().writing.begin() as connection:
            connection.execute(update(Case).values(due_on=date(2020, 1, 1)))
        self.assertEqual(1, self.recount(SETTLED_AFTER))
        self.assertEqual(due[0], self.stored()[0])
        self.assertEqual(0, self.recount(2 * SETTLED_AFTER))
        self.assertFalse(is_recounting(read_session()))

    def test_a_recount_that_was_killed_goes_on_where_it_was(self):
        for nonce in "abc":
            register_case(submission(nonce, **AT_WINDOW))
        transaction.commit()
        with get_database().writing.begin() as connection:
            connection.execute(update(Case).values(reckoned_from=date(2026, 12, 31)))
        self.browser.getControl(name=YEARS).value = "2027"
        self.save()
        self.assertEqual(2, reckon_some(size=2))
        transaction.commit()
        self.assertEqual(1, reckon_some(size=2))
        transaction.abort()
        with get_database().reading.connect() as connection:
            dues = list(connection.scalars(select(Case.due_on).order_by(Case.number)))
        self.assertEqual([LOOKED_AT_BY] * 2, dues[:2])
        self.assertNotEqual(LOOKED_AT_BY, dues[2])
        # Two were done: only the third is left of this turn.
        self.assertEqual(1, self.recount())
        self.assertEqual(0, self.recount_rest())

    def recount_rest(self):
        with get_database().reading.connect() as connection:
            others = select(func.count()).where(Case.due_on != LOOKED_AT_BY)
            return connection.scalar(others)

    def test_cases_are_read_in_one_go_to_be_reckoned(self):
        for nonce in "abc":
            register_case(submission(nonce, **AT_WINDOW))
        transaction.commit()
        self.browser.getControl(name=YEARS).value = "2027"
        self.save()
        engine = get_database().writing
        with statements_of(engine) as statements:
            self.assertEqual(3, reckon_some(size=10))
        reads = [each for each in statements if each.startswith("SELECT cases.")]
        self.assertEqual(1, len(reads), reads)

    def test_days_that_a_program_enters_count_as_those_of_the_form(self):
        register_case(submission(**AT_WINDOW))
        transaction.commit()
        self.recount(SETTLED_AFTER)
        self.assertFalse(is_recounting(read_session()))
        transaction.abort()
        api.portal.set_registry_record(
            "onewindow_policy.working_days.announced_years", [2027]
        )
        transaction.commit()
        self.assertTrue(is_recounting(read_session()))
        transaction.abort()
        self.assertEqual(1, self.recount())

    def test_a_day_off_can_be_made_a_working_day(self):
        self.field(1, "is_working:list").value = ["selected"]
        self.save()
        self.assertEqual(
            date(2027, 1, 2), due_date(date(2026, 12, 31), 1, "working").date
        )

    def test_rows_are_kept_in_the_order_of_their_days(self):
        self.field(0, "day").value = "2027-10-01"
        self.save()
        rows = api.portal.get_registry_record(RECORD)
        self.assertEqual(["2027-01-02", "2027-10-01"], [row["day"] for row in rows])

    def test_a_day_that_appears_twice_is_refused_and_named(self):
        self.field(1, "day").value = "2027-01-01"
        self.save()
        self.assertIn("2027年1月1日重复出现", self.browser.contents)
        rows = api.portal.get_registry_record(RECORD)
        self.assertEqual(["2027-01-01", "2027-01-02"], [row["day"] for row in rows])

    def test_a_year_that_is_none_is_refused(self):
        self.browser.getControl(name=YEARS).value = "明年"
        self.save()
        self.assertEqual(
            [],
            api.portal.get_registry_record(
                "onewindow_policy.working_days.announced_years"
            ),
        )
        self.assertIn("明年", self.browser.contents)
