"""A city enters the working days that no package knows yet."""

from datetime import date
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.tickets import log_in
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import DueDate
from plone import api
from plone.testing.zope import Browser
from sqlalchemy import select
from sqlalchemy import update

import transaction
import unittest

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
        register_case(submission())
        transaction.commit()
        with get_database().writing.begin() as connection:
            connection.execute(update(Case).values(reckoned_from=date(2026, 12, 31)))
        self.browser.getControl(name=YEARS).value = "2027"
        self.save()
        with get_database().reading.connect() as connection:
            due = connection.execute(select(Case.due_on, Case.due_is_estimated)).one()
        self.assertEqual((date(2027, 1, 12), False), tuple(due))

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
        self.assertIn("2027-01-01 重复出现", self.browser.contents)
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
