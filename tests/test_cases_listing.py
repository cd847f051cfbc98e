"""Staff list the cases of their communities, masked, in pages."""

from datetime import timedelta
from onewindow_policy.cases.listing import cases_in
from onewindow_policy.cases.listing import count_cases
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import Recount
from onewindow_policy.cases.orders import DUE_FIRST
from onewindow_policy.cases.orders import NEWEST_FIRST
from onewindow_policy.cases.states import OPEN_STATES
from onewindow_policy.cases.states import STATES
from onewindow_policy.cases.states import SUBMITTED
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.handling import HandlingSetup
from onewindow_policy.testing.records import statements_of
from onewindow_policy.testing.tickets import MANAGER
from plone import api
from sqlalchemy import event
from sqlalchemy import insert
from sqlalchemy import update

import transaction
import unittest

ELSEWHERE = "990101001001"


class ListingTests(HandlingSetup):
    def test_lists_show_masked_cases_of_the_own_communities(self):
        case = self.register()
        self.register("b", community_code=ELSEWHERE)
        (row,) = cases_in(self.staff).rows
        self.assertEqual(case.number, row.number)
        self.assertEqual(
            ("赵*华", "990***********4219", "139****1234"),
            (row.name, row.id_number, row.phone),
        )
        self.assertNotIn("赵", repr(row))
        self.assertEqual((), cases_in(self.staff, [ELSEWHERE]).rows)
        self.assertEqual(1, len(cases_in(self.staff, [ELSEWHERE, COMMUNITY]).rows))
        self.assertEqual((), cases_in(self.officer).rows)
        self.assertEqual([], self.noted())

    def test_lists_show_open_cases_unless_asked_for_others(self):
        done, open_one = self.register("a"), self.register("b")
        self.move(done, "return", reason="重复申请")
        self.assertEqual(
            [open_one.number], [row.number for row in cases_in(self.staff).rows]
        )
        self.assertEqual(
            [done.number],
            [row.number for row in cases_in(self.staff, states=["returned"]).rows],
        )
        self.assertEqual({"submitted": 1}, count_cases(self.staff))
        self.assertEqual(
            {"submitted": 1, "returned": 1}, count_cases(self.staff, STATES)
        )
        self.assertEqual({}, count_cases(self.officer, STATES))

    def pages(self, **options):
        """Return the numbers of each page of a list."""
        found, page = [], None
        while True:
            answer = cases_in(self.staff, page=page, size=2, **options)
            found.append([row.number for row in answer.rows])
            page = answer.next_page
            if page is None:
                return found

    def test_pages_hold_every_case_once_the_newest_first(self):
        cases = [self.register(str(number)) for number in range(5)]
        # Three came at the same moment.
        with get_database().writing.begin() as connection:
            same = [case.number for case in cases[1:4]]
            moment = self.stored(Case.received_at, cases[2])
            connection.execute(
                update(Case).where(Case.number.in_(same)).values(received_at=moment)
            )
        expected = [
            cases[4].number,
            *sorted(same, reverse=True),
            cases[0].number,
        ]
        self.assertEqual([expected[:2], expected[2:4], expected[4:]], self.pages())

    def test_pages_by_due_date_begin_with_the_most_urgent(self):
        late, never, *soon, urgent = (
            self.register(str(place), promised_days=days)
            for place, days in enumerate((40, None, 5, 5, 5, 1))
        )
        for case in (late, never, *soon, urgent):
            self.move(case, "accept")
        soon = sorted(case.number for case in soon)
        self.assertEqual(
            [[urgent.number, soon[0]], soon[1:], [late.number, never.number]],
            self.pages(order=DUE_FIRST),
        )

    def test_page_that_makes_no_sense_is_the_first(self):
        case = self.register()
        for page in ("x", "_", "2026-03-01_", "2026-03-01_\0", "2026-03-01_1", "_" * 9):
            for order in (NEWEST_FIRST, DUE_FIRST):
                with self.subTest(page=page, order=order):
                    if page == "2026-03-01_1" and order is DUE_FIRST:
                        continue
                    rows = cases_in(self.staff, page=page, order=order).rows
                    self.assertEqual([case.number], [row.number for row in rows])

    def plans(self, **options):
        """Return how the database finds the second page of a list of the whole city."""
        plan = "EXPLAIN QUERY PLAN" if get_database().settings.is_sqlite else "EXPLAIN"
        asked = []

        def note(_connection, _cursor, statement, parameters, *_others):
            asked.append((statement, parameters))

        page = cases_in(self.administrator, size=1, **options).next_page
        self.assertIsNotNone(page)
        engine = get_database().reading
        event.listen(engine, "before_cursor_execute", note)
        try:
            cases_in(self.administrator, size=1, page=page, **options)
        finally:
            event.remove(engine, "before_cursor_execute", note)
        statement, parameters = next(each for each in asked if "ORDER BY" in each[0])
        with engine.connect() as connection:
            if plan == "EXPLAIN":
                # So few rows are read as they lie, and sorted.
                for way in ("seqscan", "sort", "bitmapscan", "incremental_sort"):
                    connection.exec_driver_sql(f"SET LOCAL enable_{way} = off")
            rows = connection.exec_driver_sql(f"{plan} {statement}", parameters)
            return "\n".join(str(row[-1]) for row in rows)

    def test_rows_are_read_in_one_go_while_their_days_are_reckoned(self):
        for nonce in "abc":
            self.register(nonce)
        with get_database().writing.begin() as connection:
            row = {"id": 1, "asked_at": utc_now(), "after": ""}
            connection.execute(insert(Recount).values(**row))
        transaction.begin()
        engine = get_database().reading
        with statements_of(engine) as statements:
            self.assertEqual(3, len(cases_in(self.staff).rows))
        # What was taken in for other communities is asked apart.
        reads = [each for each in statements if each.startswith("SELECT cases.")]
        self.assertLessEqual(len(reads), 2, reads)

    def test_pages_of_the_whole_city_are_found_by_an_index(self):
        for number in range(3):
            self.register(str(number))
        self.administrator = api.user.get(MANAGER)
        for order, states, index in (
            (NEWEST_FIRST, OPEN_STATES, "ix_cases_received_at_number_open"),
            (NEWEST_FIRST, STATES, "ix_cases_received_at_number"),
            (NEWEST_FIRST, [SUBMITTED], "ix_cases_state_received_at_number"),
            (DUE_FIRST, OPEN_STATES, "ix_cases_due_number_open"),
            (DUE_FIRST, [SUBMITTED], "ix_cases_state_due_number"),
            (DUE_FIRST, STATES, "ix_cases_due_number"),
        ):
            with self.subTest(order=str(order.key), states=len(states)):
                plan = self.plans(order=order, states=states)
                self.assertIn(index, plan)
                self.assertNotRegex(plan, "TEMP B-TREE|Sort")

    def test_only_open_cases_are_overdue(self):
        case = self.register(promised_days=1)
        (row,) = cases_in(self.staff).rows
        self.assertFalse(row.is_overdue(row.due.date))
        self.assertTrue(row.is_overdue(row.due.date + timedelta(days=1)))
        self.move(case, "return", reason="重复申请")
        late = row.due.date + timedelta(days=1)
        (row,) = cases_in(self.staff, states=["returned"]).rows
        self.assertIsNone(row.due)
        self.assertFalse(row.is_overdue(late))


class TestListingOnSQLite(ListingTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestListingOnPostgreSQL(ListingTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
