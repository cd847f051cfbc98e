"""Figures are read added up, by whoever may, and as a file."""

from csv import DictReader
from datetime import date
from io import StringIO
from onewindow_policy.cli import main
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.indicators.models import Figure
from onewindow_policy.indicators.models import ToldDay
from onewindow_policy.indicators.reading import days_of
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import COMMUNITY
from plone import api
from unittest.mock import patch

import transaction
import unittest

DAY = date(2026, 11, 9)
ELSEWHERE = "990103001001"


class ReadingTests:
    def setUp(self):
        self.addCleanup(transaction.abort)

    def add(self, indicator, *counts, day=DAY):
        """Keep what was counted: pairs of a division and a numerator, and denominators."""
        session = write_session()
        session.add(ToldDay(indicator=indicator, day=day, told_at=utc_now()))
        for division, numerator, *denominator in counts:
            session.add(
                Figure(
                    indicator=indicator,
                    day=day,
                    division=division,
                    unit="",
                    item=f"SQ-{len(session.new)}",
                    channel="online",
                    numerator=numerator,
                    denominator=denominator[0] if denominator else None,
                )
            )
        transaction.commit()

    def read(self, user_id, indicator, place=""):
        user = api.user.get(user_id).getUser()
        rows = days_of(user, indicator, place).rows
        return [(row.day, row.count, row.whole) for row in rows]

    def test_figures_are_added_up_over_where_one_works(self):
        self.add(
            "cases_in_time", (COMMUNITY, 1, 2), (COMMUNITY, 2, 3), (ELSEWHERE, 5, 7)
        )
        self.assertEqual([(DAY, 8, 12)], self.read("supervisor", "cases_in_time"))
        self.assertEqual([(DAY, 3, 5)], self.read("coordinator", "cases_in_time"))
        # Who has no part in them sees that there was a day, and nothing of it.
        self.assertEqual([(DAY, 0, None)], self.read("window-staff", "cases_in_time"))

    def test_place_narrows_down_to_what_lies_in_it(self):
        self.add("cases_open", (COMMUNITY, 3), (ELSEWHERE, 5))
        for place, count in (
            ("990102", 3),
            ("990102001", 3),
            (COMMUNITY, 3),
            ("990103", 5),
            ("990101", 0),
        ):
            with self.subTest(place=place):
                self.assertEqual(
                    [(DAY, count, None)], self.read("supervisor", "cases_open", place)
                )
        self.assertEqual(
            [(DAY, 0, None)], self.read("coordinator", "cases_open", "990103")
        )

    def test_figures_of_a_whole_district_are_for_who_sees_all_of_it(self):
        self.add("guides_published", ("", 7), ("990102", 2), ("990103", 3))
        self.assertEqual([(DAY, 12, None)], self.read("supervisor", "guides_published"))
        self.assertEqual([(DAY, 0, None)], self.read("coordinator", "guides_published"))
        self.assertEqual(
            [(DAY, 2, None)], self.read("district-coordinator", "guides_published")
        )

    def test_figures_of_a_former_place_stay_with_who_sees_the_city(self):
        self.assertNotIn(
            "990109001001", {each.place.code for each in all_communities()}
        )
        self.add("cases_open", ("990109001001", 4), (COMMUNITY, 1))
        self.assertEqual([(DAY, 5, None)], self.read("supervisor", "cases_open"))
        self.assertEqual([(DAY, 1, None)], self.read("coordinator", "cases_open"))

    def test_command_writes_days_as_csv(self):
        self.add("cases_open", (COMMUNITY, 3), (ELSEWHERE, 5))
        self.add("cases_open", (COMMUNITY, 9), day=date(2026, 11, 11))
        for arguments, counts in (
            (["2026-11-09"], ["3", "5"]),
            (["2026-11-10"], []),
            (["2026-11-09", "--until", "2026-11-11"], ["3", "5", "9"]),
        ):
            with (
                self.subTest(arguments=arguments),
                patch("sys.stdout", StringIO()) as out,
                patch("onewindow_policy.sites.api.prepare_instance", lambda path: path),
            ):
                status = main(["figures", *arguments, "--config", __file__])
                rows = list(DictReader(StringIO(out.getvalue())))
            self.assertEqual(0, status)
            self.assertEqual(counts, sorted(row["numerator"] for row in rows))
            self.assertLessEqual({row["channel"] for row in rows}, {"online"})


class TestReadingSqlite(ReadingTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestReadingPostgresql(ReadingTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
