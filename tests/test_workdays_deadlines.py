"""By when something is due, and whether that is certain."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from hypothesis import given
from hypothesis import strategies as st
from onewindow_policy.workdays.calendar import WorkingCalendar
from onewindow_policy.workdays.deadlines import counted_days
from onewindow_policy.workdays.deadlines import due_date
from onewindow_policy.workdays.deadlines import DueDate
from onewindow_policy.workdays.deadlines import local_date
from pathlib import Path

import json
import unittest

#: What the State Council announced for 2026, read from a second source.
ANNOUNCED = json.loads(
    (Path(__file__).parent / "data" / "workdays_2026.json").read_text(encoding="utf-8")
)
CALENDAR = WorkingCalendar()

days = st.dates(date(2000, 1, 1), date(2060, 12, 31))
day_types = st.sampled_from(["working", "natural", "immediate"])


def due(start, number, day_type, calendar=CALENDAR):
    return due_date(start, number, day_type, calendar)


class TestWorkingDays(unittest.TestCase):
    def test_every_day_of_2026_is_as_it_was_announced(self):
        off = {date.fromisoformat(row["date"]) for row in ANNOUNCED["off_days"]}
        makeup = {
            date.fromisoformat(row["date"]) for row in ANNOUNCED["makeup_workdays"]
        }
        day = date(2026, 1, 1)
        while day.year == 2026:
            expected = day in makeup or (day.weekday() < 5 and day not in off)
            self.assertEqual(expected, CALENDAR.is_working(day), day)
            self.assertTrue(CALENDAR.is_known(day), day)
            day += timedelta(days=1)

    def test_years_that_were_not_announced_are_weekdays_and_said_to_be_an_estimate(
        self,
    ):
        for year in (1999, 2027, 2050):
            monday = next(
                day
                for day in (date(year, 3, number) for number in range(1, 8))
                if day.weekday() == 0
            )
            self.assertTrue(CALENDAR.is_working(monday))
            self.assertFalse(CALENDAR.is_working(monday - timedelta(days=1)))
            self.assertFalse(CALENDAR.is_known(monday))

    def test_what_the_city_entered_comes_first(self):
        new_year, day_off = date(2027, 1, 1), date(2026, 3, 4)
        calendar = WorkingCalendar(
            exceptions={new_year: False, day_off: False, date(2026, 3, 7): True}
        )
        self.assertFalse(calendar.is_working(new_year))
        self.assertTrue(calendar.is_known(new_year))
        self.assertFalse(calendar.is_known(date(2027, 1, 4)))
        self.assertEqual(
            DueDate(date(2026, 3, 5), False),
            due(date(2026, 3, 3), 1, "working", calendar),
        )
        self.assertEqual(
            DueDate(date(2026, 3, 7), False),
            due(date(2026, 3, 6), 1, "working", calendar),
        )

    def test_a_year_that_the_city_entered_completely_is_no_estimate(self):
        calendar = WorkingCalendar(
            exceptions={date(2027, 1, 1): False}, announced_years=frozenset({2027})
        )
        self.assertEqual(
            DueDate(date(2027, 1, 4), False),
            due(date(2026, 12, 31), 1, "working", calendar),
        )


class TestDueDates(unittest.TestCase):
    def test_first_day_is_not_counted(self):
        monday = date(2026, 3, 2)
        self.assertEqual(date(2026, 3, 3), due(monday, 1, "working").date)
        self.assertEqual(date(2026, 3, 3), due(monday, 1, "natural").date)

    def test_working_days_pass_over_weekends(self):
        self.assertEqual(date(2026, 3, 9), due(date(2026, 3, 6), 1, "working").date)

    def test_working_days_pass_over_the_spring_festival_and_count_makeup_days(self):
        # 14 and 28 February are Saturdays that were made working days.
        self.assertEqual(date(2026, 2, 14), due(date(2026, 2, 13), 1, "working").date)
        self.assertEqual(date(2026, 2, 24), due(date(2026, 2, 13), 2, "working").date)
        self.assertEqual(date(2026, 2, 28), due(date(2026, 2, 13), 6, "working").date)

    def test_seven_working_days_from_a_holiday_begin_after_it(self):
        self.assertEqual(date(2026, 10, 15), due(date(2026, 10, 3), 7, "working").date)

    def test_natural_days_that_end_on_a_rest_day_end_on_the_first_working_day_after(
        self,
    ):
        self.assertEqual(date(2026, 10, 8), due(date(2026, 9, 21), 10, "natural").date)
        self.assertEqual(date(2026, 3, 9), due(date(2026, 3, 6), 1, "natural").date)
        # A Saturday that was made a working day is an end as any other.
        self.assertEqual(date(2026, 2, 14), due(date(2026, 2, 13), 1, "natural").date)

    def test_on_the_spot_is_today_or_the_first_working_day(self):
        for number, day_type in ((0, "immediate"), (3, "immediate"), (0, "working")):
            self.assertEqual(
                date(2026, 3, 6), due(date(2026, 3, 6), number, day_type).date
            )
            self.assertEqual(
                date(2026, 3, 9), due(date(2026, 3, 7), number, day_type).date
            )

    def test_only_days_that_decide_make_it_an_estimate(self):
        self.assertFalse(due(date(2026, 12, 30), 1, "working").is_estimated)
        self.assertTrue(due(date(2026, 12, 30), 2, "working").is_estimated)
        # Working days of 2025 and 2026 do not matter to 400 natural ones.
        calendar = WorkingCalendar(announced_years=frozenset({2028}))
        self.assertFalse(due(date(2026, 12, 30), 400, "natural", calendar).is_estimated)
        self.assertTrue(due(date(2026, 12, 30), 200, "natural", calendar).is_estimated)

    def test_a_day_begins_at_midnight_in_the_city(self):
        before = datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)
        self.assertEqual(date(2026, 3, 2), local_date(before))
        self.assertEqual(date(2026, 3, 3), local_date(before + timedelta(seconds=1)))
        self.assertEqual(date(2026, 3, 3), due(before, 1, "working").date)
        self.assertEqual(
            date(2026, 3, 4), due(before + timedelta(seconds=1), 1, "working").date
        )

    def test_a_moment_without_a_time_zone_is_refused(self):
        with self.assertRaises(ValueError):
            due(datetime(2026, 3, 2, 12), 1, "working")

    def test_what_is_no_period_is_refused(self):
        with self.assertRaises(ValueError):
            due(date(2026, 3, 2), -1, "working")
        with self.assertRaises(ValueError):
            due(date(2026, 3, 2), 1, "工作日")

    @given(days, st.integers(0, 400), day_types)
    def test_every_due_date_is_a_working_day_that_is_not_past(
        self, start, number, kind
    ):
        found = due(start, number, kind).date
        self.assertTrue(CALENDAR.is_working(found))
        self.assertGreaterEqual(found, start)
        if kind == "natural":
            self.assertGreaterEqual((found - start).days, number)

    @given(days, st.integers(1, 200))
    def test_counting_back_gives_the_working_days(self, start, number):
        found = due(start, number, "working").date
        self.assertEqual(number, counted_days(start, found, "working", CALENDAR))
        self.assertEqual((found - start).days, counted_days(start, found, "natural"))

    @given(days, st.integers(0, 200), day_types)
    def test_one_day_more_is_never_earlier(self, start, number, kind):
        self.assertLessEqual(
            due(start, number, kind).date, due(start, number + 1, kind).date
        )
