"""Each day is told once, in counts, as fine as it can be, and never what nobody knows."""

from contextlib import nullcontext
from datetime import date
from datetime import datetime
from datetime import timedelta
from onewindow_policy.cases import moving
from onewindow_policy.cases import submissions
from onewindow_policy.cases.models import Recount
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.moving import move
from onewindow_policy.cases.states import TRANSITIONS
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.feedback import leaving
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.feedback.models import ANSWERED
from onewindow_policy.feedback.models import CLOSED
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.indicators import cases
from onewindow_policy.indicators import suggestions
from onewindow_policy.indicators import telling
from onewindow_policy.indicators.counts import Count
from onewindow_policy.indicators.interfaces import IIndicator
from onewindow_policy.indicators.models import Figure
from onewindow_policy.indicators.models import ToldDay
from onewindow_policy.indicators.telling import NightlyFigures
from onewindow_policy.records.api import utc_now
from onewindow_policy.records.api import write_session
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from onewindow_policy.workdays.api import CITY_ZONE
from plone import api
from sqlalchemy import delete
from sqlalchemy import select
from sqlalchemy import update
from sqlalchemy.exc import DBAPIError
from unittest.mock import Mock
from unittest.mock import patch
from zope.component import getGlobalSiteManager

import transaction
import unittest

#: A Monday to Friday without holidays.
MONDAY, TUESDAY, WEDNESDAY = (date(2026, 11, day) for day in (9, 10, 11))
NEXT_WEEK = date(2026, 11, 18)
LATE = date(2026, 12, 1)

INDICATORS = {
    "cases_received": cases.received,
    "cases_accepted": cases.accepted,
    "cases_decided": cases.decided,
    "cases_undecided": cases.undecided,
    "cases_in_time": cases.in_time,
    "cases_open": cases.open_at_end,
    "cases_overdue": cases.overdue,
    "suggestions_received": suggestions.received,
    "suggestions_answered": suggestions.answered,
    "suggestions_in_time": suggestions.in_time,
    "suggestions_open": suggestions.open_at_end,
}


def moment(day, hour=10, minute=0):
    """Return a moment by the city's clocks."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=CITY_ZONE)


def night_after(day, hour=0, minute=20):
    return moment(day + timedelta(days=1), hour, minute)


def run_job(now):
    """Run the job as if it was `now`; return how much it told."""
    run = Mock(open_site=nullcontext)
    with patch.object(telling, "utc_now", return_value=now):
        return NightlyFigures()(run)


def figures_of(indicator):
    """Return what is kept of an indicator, by days: numerators with denominators."""
    query = select(Figure.day, Figure.numerator, Figure.denominator).where(
        Figure.indicator == indicator
    )
    with get_database().reading.connect() as connection:
        found = {}
        for day, *figures in connection.execute(query.order_by(Figure.day)):
            found.setdefault(day, []).append(tuple(figures))
        return found


def told_days(indicator):
    query = select(ToldDay.day).where(ToldDay.indicator == indicator)
    with get_database().reading.connect() as connection:
        return sorted(connection.scalars(query))


class TellingTests:
    """With records alone: content is told of elsewhere."""

    def setUp(self):
        manager = getGlobalSiteManager()
        for name, indicator in INDICATORS.items():
            manager.registerUtility(indicator, IIndicator, name)
            self.addCleanup(manager.unregisterUtility, indicator, IIndicator, name)
        self.addCleanup(transaction.abort)

    def register(self, at, nonce, **changes):
        with patch.object(submissions, "utc_now", return_value=at):
            case = register_case(submission(nonce, **changes))
        transaction.commit()
        return case.number

    def move(self, number, name, at):
        (transition,) = (each for each in TRANSITIONS if each.name == name)
        session = write_session()
        case = find_case(session, number, to_move=True)
        with patch.object(moving, "utc_now", return_value=at):
            move(session, case, transition, role="Window Staff", facts={"reason": "x"})
        transaction.commit()

    def decide(self, number, day, *, by="approve"):
        for name in ("accept", "start"):
            self.move(number, name, moment(MONDAY))
        self.move(number, by, moment(day))

    def suggest(self, at, nonce):
        new = NewSuggestion(nonce, "三号窗口排队太久。", COMMUNITY)
        with patch.object(leaving, "utc_now", return_value=at):
            number = leave_suggestion(new).number
        transaction.commit()
        return number

    def settle(self, number, state, at):
        found = select(Suggestion).where(Suggestion.number == number)
        write_session().scalar(found).settle(state, at)
        transaction.commit()

    def test_day_is_told_by_community_unit_service_and_channel(self):
        self.register(moment(MONDAY, 0), "a")
        self.register(moment(MONDAY, 23, 59), "b")
        self.register(moment(MONDAY), "c", item_code="SQ-LL-002")
        self.register(
            moment(MONDAY),
            "d",
            community_code="990101001001",
            unit_code="U1",
            deciding_unit_code="U2",
        )
        self.register(moment(TUESDAY, 0), "e")
        run_job(night_after(MONDAY))
        query = select(Figure).where(Figure.indicator == "cases_received")
        with get_database().reading.connect() as connection:
            rows = connection.execute(query.order_by(Figure.division, Figure.item))
            self.assertEqual(
                [
                    ("990101001001", "U1", "SQ-LL-001", "online", 1, None),
                    (COMMUNITY, "", "SQ-LL-001", "online", 2, None),
                    (COMMUNITY, "", "SQ-LL-002", "online", 1, None),
                ],
                [tuple(row)[2:] for row in rows],
            )
            units = connection.scalars(
                select(Figure.unit).where(Figure.indicator == "cases_open")
            )
            self.assertEqual({"", "U2"}, set(units))

    def test_what_came_at_a_window_is_told_apart_from_what_came_online(self):
        at_window = {"taken_in_at": COMMUNITY, "account": "window"}
        for nonce, way in (("a", {}), ("b", {}), ("c", at_window)):
            self.decide(self.register(moment(MONDAY), nonce, **way), MONDAY)
        for nonce in "de":
            # Looked at on the spot, so that a day later it waits for its acceptance only.
            self.register(moment(MONDAY), nonce, **at_window)
        run_job(night_after(MONDAY))
        query = select(Figure.indicator, Figure.channel, Figure.numerator)
        with get_database().reading.connect() as connection:
            rows = connection.execute(query.where(Figure.indicator != "cases_overdue"))
            found = {tuple(row) for row in rows if row.indicator.startswith("cases_")}
        self.assertEqual(
            {
                ("cases_received", "online", 2),
                ("cases_received", "window", 3),
                ("cases_open", "window", 2),
                *(
                    (f"cases_{each}", channel, count)
                    for each in ("accepted", "decided", "in_time")
                    for channel, count in (("online", 2), ("window", 1))
                ),
            },
            found,
        )

    def test_days_of_a_case_add_up(self):
        decided, late, returned, waiting = (
            self.register(moment(MONDAY), nonce) for nonce in "abcd"
        )
        self.decide(decided, TUESDAY)
        self.decide(late, NEXT_WEEK + timedelta(days=1), by="refuse")
        self.move(returned, "return", moment(TUESDAY))
        day = MONDAY
        while day <= NEXT_WEEK + timedelta(days=1):
            run_job(night_after(day))
            day += timedelta(days=1)
        of = {name: figures_of(f"cases_{name}") for name in ("open", "overdue")}
        self.assertEqual({MONDAY: [(4, None)]}, figures_of("cases_received"))
        self.assertEqual({MONDAY: [(2, None)]}, figures_of("cases_accepted"))
        self.assertEqual({TUESDAY: [(1, None)]}, figures_of("cases_undecided"))
        last = NEXT_WEEK + timedelta(days=1)
        self.assertEqual(
            {TUESDAY: [(1, None)], last: [(1, None)]}, figures_of("cases_decided")
        )
        # Seven working days after Monday the 9th is Wednesday the 18th.
        self.assertEqual(
            {TUESDAY: [(1, 1)], last: [(0, 1)]}, figures_of("cases_in_time")
        )
        self.assertEqual([(4, None)], of["open"][MONDAY])
        self.assertEqual([(2, None)], of["open"][TUESDAY])
        self.assertEqual([(1, None)], of["open"][last])
        self.assertIsNotNone(waiting)
        # What nobody has looked at is late after a day, on Tuesday the 10th.
        late = [MONDAY + timedelta(days=count) for count in range(1, 11)]
        self.assertEqual((late[8:], late), ([NEXT_WEEK, last], sorted(of["overdue"])))

    def test_day_that_is_there_is_not_written_twice(self):
        self.register(moment(MONDAY), "a")
        self.assertEqual(len(INDICATORS), run_job(night_after(MONDAY)))
        before = figures_of("cases_received")
        self.assertEqual({MONDAY: [(1, None)]}, before)
        self.register(moment(MONDAY), "b")
        self.assertEqual(0, run_job(night_after(MONDAY, 3)))
        # Another process that had looked before it.
        self.assertFalse(telling.tell("cases_received", MONDAY))
        transaction.commit()
        self.assertEqual(before, figures_of("cases_received"))

    def test_missed_days_are_told_by_what_is_kept_and_by_nothing_else(self):
        run_job(night_after(MONDAY))
        number = self.register(moment(TUESDAY), "a")
        self.move(number, "return", moment(WEDNESDAY))
        erase_case(number)
        transaction.commit()
        # The night after Tuesday is missed, and Wednesday's is begun too late.
        run_job(night_after(WEDNESDAY, 8))
        self.assertEqual([MONDAY, TUESDAY, WEDNESDAY], told_days("cases_open"))
        self.assertEqual({TUESDAY: [(1, None)]}, figures_of("cases_received"))
        self.assertEqual({TUESDAY: [(1, None)]}, figures_of("cases_open"))
        self.assertEqual({WEDNESDAY: [(1, None)]}, figures_of("cases_undecided"))
        self.assertEqual([MONDAY], told_days("cases_overdue"))
        thursday = WEDNESDAY + timedelta(days=1)
        run_job(night_after(thursday))
        self.assertEqual([MONDAY, thursday], told_days("cases_overdue"))

    def test_history_begins_with_the_first_night(self):
        self.register(moment(MONDAY), "a")
        run_job(night_after(TUESDAY))
        self.assertEqual([TUESDAY], told_days("cases_received"))
        self.assertEqual({}, figures_of("cases_received"))
        self.assertEqual({TUESDAY: [(1, None)]}, figures_of("cases_open"))

    def test_nothing_is_told_while_the_day_may_still_be_committed(self):
        self.assertEqual(len(INDICATORS), run_job(night_after(MONDAY, 0, 5)))
        self.assertEqual(0, run_job(night_after(TUESDAY, 0, 4)))
        self.assertEqual([MONDAY], told_days("cases_received"))

    def test_overdue_waits_until_due_dates_are_reckoned(self):
        write_session().add(Recount(id=1, asked_at=utc_now(), after=""))
        transaction.commit()
        run_job(night_after(MONDAY))
        self.assertEqual([MONDAY], told_days("cases_received"))
        self.assertEqual([], told_days("cases_overdue"))
        write_session().execute(delete(Recount))
        transaction.commit()
        run_job(night_after(MONDAY, 1))
        self.assertEqual([MONDAY], told_days("cases_overdue"))

    def test_suggestion_is_answered_once_however_often_it_is_answered(self):
        quick, slow, spam = (self.suggest(moment(MONDAY), each) for each in "abc")
        self.settle(quick, ANSWERED, moment(TUESDAY))
        self.settle(quick, ANSWERED, moment(WEDNESDAY))
        self.settle(spam, CLOSED, moment(TUESDAY))
        # Fifteen working days after Monday the 9th is Monday the 30th.
        self.settle(slow, ANSWERED, moment(LATE))
        run_job(night_after(MONDAY))
        run_job(night_after(LATE))
        received = figures_of("suggestions_received")
        self.assertEqual({MONDAY: [(3, None)]}, received)
        self.assertEqual(
            {TUESDAY: [(1, None)], LATE: [(1, None)]},
            figures_of("suggestions_answered"),
        )
        self.assertEqual(
            {TUESDAY: [(1, 1)], LATE: [(0, 1)]},
            figures_of("suggestions_in_time"),
        )
        open_ones = figures_of("suggestions_open")
        self.assertEqual([(3, None)], open_ones[MONDAY])
        self.assertEqual([(1, None)], open_ones[TUESDAY])
        self.assertNotIn(LATE, open_ones)
        self.assertIn(LATE, told_days("suggestions_open"))

    def test_indicator_that_fails_is_told_later_and_stops_no_other(self):
        run_job(night_after(MONDAY))
        self.register(moment(TUESDAY), "a")
        with (
            patch.object(cases, "accepted_cases", side_effect=ZeroDivisionError),
            self.assertRaises(ZeroDivisionError),
        ):
            run_job(night_after(WEDNESDAY))
        self.assertEqual([MONDAY], told_days("cases_accepted"))
        self.assertEqual({TUESDAY: [(1, None)]}, figures_of("cases_received"))
        self.assertIn(WEDNESDAY, told_days("suggestions_open"))
        self.assertEqual(2, run_job(night_after(WEDNESDAY, 1)))
        self.assertEqual([MONDAY, TUESDAY, WEDNESDAY], told_days("cases_accepted"))

    def test_database_lets_nobody_change_a_figure(self):
        self.register(moment(MONDAY), "a")
        run_job(night_after(MONDAY))
        before = figures_of("cases_received")
        self.assertEqual({MONDAY: [(1, None)]}, before)
        for statement in (
            update(Figure).values(numerator=7),
            delete(Figure),
            update(ToldDay).values(day=TUESDAY),
            delete(ToldDay),
        ):
            with (
                self.subTest(str(statement)[:20]),
                self.assertRaisesRegex(DBAPIError, "only ever added to"),
                get_database().writing.begin() as connection,
            ):
                connection.execute(statement)
        self.assertEqual(before, figures_of("cases_received"))


class TestTellingSqlite(TellingTests, unittest.TestCase):
    layer = SQLITE_TESTING


class TestTellingPostgresql(TellingTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING


class TestContent(unittest.TestCase):
    """With the sample city, by the components that the portal has."""

    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        run_job(night_after(MONDAY))

    def counts(self, indicator):
        query = select(Figure).where(Figure.indicator == indicator)
        with get_database().reading.connect() as connection:
            return [
                Count(row.numerator, row.denominator, row.division, item=row.item)
                for row in connection.execute(query)
            ]

    def test_coverage_is_kept_by_community(self):
        counts = {each.division: each for each in self.counts("coverage")}
        catalog = api.portal.get_tool("portal_catalog")
        places = [brain.getObject() for brain in catalog(portal_type="Community")]
        self.assertGreater(len(places), 10)
        self.assertEqual({each.code for each in places}, set(counts))
        for place in places:
            is_implemented = place.rollout_status == "implemented"
            self.assertEqual((is_implemented, 1), _figures(counts[place.code]))
        self.assertEqual({0, 1}, {each.numerator for each in counts.values()})

    def test_guides_are_kept_by_service_and_district(self):
        counts = self.counts("guides_published")
        self.assertGreater(len(counts), 10)
        self.assertEqual({(1, None)}, {_figures(each) for each in counts})
        self.assertTrue(all(each.item for each in counts))
        divisions = {each.division for each in counts}
        self.assertIn("", divisions)
        self.assertTrue(any(len(each) == 6 for each in divisions), divisions)
        keys = {(each.division, each.item) for each in counts}
        self.assertEqual(len(keys), len(counts))

    def test_everything_that_is_registered_is_told(self):
        indicators = dict(getGlobalSiteManager().getUtilitiesFor(IIndicator))
        self.assertLess(set(INDICATORS), set(indicators))
        for name, indicator in indicators.items():
            self.assertEqual([MONDAY], told_days(name), name)
            self.assertLessEqual(len(name), 50)
            has_whole = {each.denominator is not None for each in self.counts(name)}
            self.assertLessEqual(has_whole, {indicator.is_share}, name)


def _figures(count):
    return count.numerator, count.denominator
