"""What lists of cases are found by: an index that holds what is asked, in its order."""

from onewindow_policy.cases import listing
from onewindow_policy.cases import narrowing
from onewindow_policy.cases import units
from onewindow_policy.cases.assigning.queue import queue_of
from onewindow_policy.cases.listing import cases_in
from onewindow_policy.cases.listing import count_cases
from onewindow_policy.cases.narrowing import with_units
from onewindow_policy.cases.orders import DUE_FIRST
from onewindow_policy.cases.orders import NEWEST_FIRST
from onewindow_policy.communities.scopes import EVERYWHERE
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.records.api import read_session
from onewindow_policy.records.database import get_database
from onewindow_policy.testing.manycases import fill
from onewindow_policy.testing.manycases import FIRST_DUE
from onewindow_policy.testing.manycases import UNITS
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from sqlalchemy import event
from unittest.mock import patch

import transaction
import unittest

CASES = 4_000
DEPARTMENT = Scope(units=frozenset(UNITS[:1]))


class PlanTests:
    def setUp(self):
        fill(CASES)
        for room in (listing, narrowing, units):
            self.patch(room, "deciding_units", lambda: frozenset(UNITS))

    def patch(self, room, name, with_what):
        patched = patch.object(room, name, with_what)
        patched.start()
        self.addCleanup(patched.stop)

    def plans(self, ask, scope=EVERYWHERE):
        """Return how the database finds each of what is asked for in a scope."""
        asked = []
        self.patch(listing, "scope_of", lambda *_given: scope)

        def note(_connection, _cursor, statement, parameters, *_others):
            if "cases" in statement and "EXPLAIN" not in statement:
                asked.append((statement, parameters))

        engine = get_database().reading
        event.listen(engine, "before_cursor_execute", note)
        try:
            ask()
        finally:
            event.remove(engine, "before_cursor_execute", note)
        transaction.abort()
        with engine.connect() as connection:
            return [self.plan(connection, *each) for each in asked]

    def listed(self, **asked):
        return lambda: cases_in(None, size=30, **asked)

    def test_what_is_late_is_found_by_its_day_and_by_that_of_its_step(self):
        late = self.listed(order=DUE_FIRST, late_since=FIRST_DUE)
        by_day, by_step = self.plans(late)
        self.assertIn("ix_cases_due_number_open", by_day)
        self.assertRegex(by_step, "ix_cases_(at_step|step)_due")

    def test_what_is_with_units_is_read_in_its_order(self):
        for order, name in ((DUE_FIRST, "due"), (NEWEST_FIRST, "received_at")):
            among = with_units(EVERYWHERE)
            at_step, *without = self.plans(self.listed(order=order, among=among))
            self.assertRegex(at_step, f"ix_cases_(with_units|at_step)_{name}")
            for plan in without:
                self.assertIn(f"ix_cases_units_without_steps_{name}", plan)
            for plan in (at_step, *without):
                self.assertNotRegex(plan, "TEMP B-TREE|Sort")

    def test_windows_steps_in_the_city_are_looked_up_by_unit(self):
        *_codes, plan = self.plans(self.listed(order=DUE_FIRST, is_here=True))
        self.assertRegex(plan, "ix_cases_(at_step|step_unit)_due")

    def test_next_case_of_a_department_is_found_by_its_unit(self):
        (plan,) = self.plans(
            lambda: read_session().scalar(queue_of(DEPARTMENT)), DEPARTMENT
        )
        self.assertIn("ix_cases_units_without_steps_due", plan)
        self.assertIn("ix_cases_step_unit_due", plan)


class TestPlansOnSQLite(PlanTests, unittest.TestCase):
    layer = SQLITE_TESTING

    def plan(self, connection, statement, parameters):
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        return "\n".join(row[-1] for row in rows)


class TestPlansOnPostgreSQL(PlanTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING
    #: So few rows are read as they lie, and sorted.
    avoided = ("seqscan", "bitmapscan", "sort", "incremental_sort")

    def plan(self, connection, statement, parameters):
        for way in self.avoided:
            connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
        rows = connection.exec_driver_sql(f"EXPLAIN {statement}", parameters)
        return "\n".join(row[0] for row in rows)

    def test_counts_of_a_department_are_read_from_an_index_alone(self):
        (plan,) = self.plans(lambda: count_cases(None, ("received",)), DEPARTMENT)
        self.assertIn("Index Only Scan using ix_cases_open_counts", plan)
