"""By which way a case came in, who took it in, and what is due first."""

from onewindow_policy.cases import submissions
from onewindow_policy.cases.api import open_by_code
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.database import get_database
from onewindow_policy.testing.cases import ADDRESS
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import WORKING
from sqlalchemy import select
from unittest.mock import patch

import transaction
import unittest


def register(**changes):
    case = register_case(submission(**changes))
    transaction.commit()
    return case


class ArrivingTests:
    def test_what_came_online_is_looked_at_within_a_day(self):
        self.assertEqual("2026-03-04", self.due_of_third_of_march())

    def test_what_a_window_took_in_is_due_when_acceptance_is_told(self):
        # Five working days, whatever is promised from acceptance on.
        taken_in = {"taken_in_at": "990102001001", "account": "window-staff"}
        self.assertEqual("2026-03-10", self.due_of_third_of_march(**taken_in))

    def due_of_third_of_march(self, **changes):
        with patch.object(submissions, "utc_now") as now:
            # 2 March 2026, already the third in the city.
            now.return_value = utc_now().replace(
                year=2026, month=3, day=2, hour=16, minute=1
            )
            case = register(**changes)
            self.assertTrue(case.number.startswith("260303"))
        with get_database().reading.connect() as connection:
            due_on, is_estimated = connection.execute(
                select(Case.due_on, Case.due_is_estimated)
            ).one()
        self.assertFalse(is_estimated)
        return due_on.isoformat()

    def test_what_a_window_took_in_says_who_did_and_where(self):
        case = register(taken_in_at="990102001002", account="window-staff")
        with get_database().reading.connect() as connection:
            row = connection.execute(
                select(
                    *(Case.state, Case.channel, Case.taken_in_at, Case.first_contact),
                    *(CaseEvent.transition, CaseEvent.role, CaseEvent.user_id),
                ).join(CaseEvent, CaseEvent.case_id == Case.id)
            ).one()
        self.assertEqual(
            (
                *("received", "window", "990102001002", "window-staff"),
                *("take_in", "Window Staff", "window-staff"),
            ),
            tuple(row),
        )
        tracked = open_by_code(case.number, case.query_code, ADDRESS)
        self.assertEqual(["take_in"], [entry.transition for entry in tracked.history])

    def test_what_staff_send_by_the_form_of_residents_came_online(self):
        register(account="window-staff")
        with get_database().reading.connect() as connection:
            row = connection.execute(select(Case.channel, Case.first_contact)).one()
        self.assertEqual(("online", None), tuple(row))

    def test_without_a_promise_acceptance_is_due_all_the_same(self):
        case = register(promised_days=None, promised_day_type=None)
        tracked = open_by_code(case.number, case.query_code, ADDRESS)
        self.assertEqual(due_date(tracked.received_at, 1, WORKING), tracked.due)


class TestArrivingOnSQLite(ArrivingTests, unittest.TestCase):
    layer = SQLITE_TESTING


class TestArrivingOnPostgreSQL(ArrivingTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING
