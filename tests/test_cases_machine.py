"""Whatever way a case goes, its history and its clock hold together."""

from datetime import date
from datetime import datetime
from datetime import timedelta
from datetime import UTC
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from itertools import pairwise
from onewindow_policy.cases import moving
from onewindow_policy.cases import submissions
from onewindow_policy.cases.facts import read_facts
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.moving import find_case
from onewindow_policy.cases.moving import move
from onewindow_policy.cases.process.notices import is_in_notice
from onewindow_policy.cases.process.rules import is_in_step
from onewindow_policy.cases.states import ANEW
from onewindow_policy.cases.states import ENDING
from onewindow_policy.cases.states import FINAL_STATES
from onewindow_policy.cases.states import REASON
from onewindow_policy.cases.states import TRANSITIONS
from onewindow_policy.cases.states import UNDO
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.records.api import write_session
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.records import POSTGRESQL_TESTING
from onewindow_policy.testing.records import SQLITE_TESTING
from onewindow_policy.workdays.deadlines import local_date
from sqlalchemy import select
from unittest.mock import patch

import itertools
import transaction
import unittest

BEGIN = datetime(2026, 1, 30, 1, tzinfo=UTC)

_BY_NAME = {each.name: each for each in TRANSITIONS}
_NUMBERS = itertools.count()


def given_with(transition, today: date) -> dict:
    """Return what somebody gives with a transition on a day."""
    everything = {
        "reason": "理由",
        "ground": "not_ours",
        "where": "区民政局",
        "materials": ["SQ-LL-001-M03"],
        "until": (today + timedelta(days=3)).isoformat(),
        "agreed": "1",
        "days": "5",
        "way": "window",
        "receiver": "本人",
        "seen": "1",
        "authority": "",
        "bringer": "",
        "handed_on": today.isoformat(),
        "addressee": "赵小计",
        "phone": "13900001234",
        "address": "示例路1号",
        "carrier": "EMS",
        "parcel": "EA123456789CN",
        "sent_on": today.isoformat(),
        "posted": "1",
        "note": "说明",
        "colleague": "grid-worker",
        "window": "990102001002",
        "words": "1",
        "outcome": "true",
        "cause": "checking",
        "expected_on": (today + timedelta(days=9)).isoformat(),
        "field": "account",
        "mended": "6222020000007654321",
        "valid_until": (today + timedelta(days=400)).isoformat(),
    }
    given = read_facts(transition, everything, today)
    if transition.name == "ask_to_rectify":
        given["rectify_by"] = everything["until"]
    if transition.corrects == "break_promise":
        # It brings the day along that there was.
        given["until"] = everything["until"]
    return given


#: Which of the possible steps is gone next, and how many hours later.
STEPS = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 400)), max_size=14)


class MachineTests:
    @settings(
        max_examples=100,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
    )
    @given(STEPS, st.booleans(), st.booleans())
    def test_no_way_loses_what_happened_or_turns_a_clock_back(
        self, steps, is_instant, at_window
    ):
        number = self.register(is_instant, at_window)
        now, gone = BEGIN, []
        for choice, hours in steps:
            case = self.case(number)
            possible = [
                each
                for each in TRANSITIONS
                if case.state in each.sources
                and (is_instant or not each.is_instant)
                and (each.name != UNDO or gone[-1][0].name in ENDING)
                and each.corrects in (None, self.last_leading(gone))
                # It has no steps of a guide, and so no public notice.
                and is_in_step(each, (), case.state)
                and is_in_notice(each, case, None, BEGIN.date())
            ]
            if not possible:
                break
            now += timedelta(hours=hours)
            transition = possible[choice % len(possible)]
            before = (case.state, case.version, case.suspended_days, case.reckoned_from)
            if transition.name in ENDING:
                stood = self.standing(case)
            self.go(number, transition, now)
            gone.append((transition, now))
            if transition.name == UNDO:
                self.assertEqual(stood, self.standing(self.case(number)))
            else:
                self.assert_holds(number, before, transition, now)
        self.assert_history(number, gone)

    def last_leading(self, gone) -> str:
        """Return the last step that led to another state, which may be put right."""
        leading = [each.name for each, _at in gone if each.target is not None]
        return leading[-1] if leading else ""

    def register(self, is_instant, at_window):
        taken_in = {"taken_in_at": COMMUNITY, "account": "window-staff"}
        promise = {"promised_days": 0, "promised_day_type": "immediate"}
        new = submission(
            f"machine-{next(_NUMBERS)}",
            address=f"2001:db8:{next(_NUMBERS):x}::1",
            **(taken_in if at_window else {}),
            **(promise if is_instant else {}),
        )
        with patch.object(submissions, "utc_now", return_value=BEGIN):
            registered = register_case(new)
        transaction.commit()
        return registered.number

    def case(self, number) -> Case:
        transaction.begin()
        return find_case(write_session(), number)

    def go(self, number, transition, now):
        session = write_session()
        case = find_case(session, number, to_move=True)
        facts = given_with(transition, local_date(now))
        with patch.object(moving, "utc_now", return_value=now):
            move(session, case, transition, role="Window Staff", facts=facts)
        transaction.commit()

    def standing(self, case):
        """Return all that a step which ends a case changes of it."""
        return (
            *(case.state, case.due_on, case.closed_at, case.erase_at),
            *(case.deferred_until, case.suspended_at, case.suspended_days),
            *(case.reckoned_from, case.extended_days, case.delivered_at),
        )

    def assert_holds(self, number, before, transition, now):
        case = self.case(number)
        state, version, suspended, reckoned_from = before
        self.assertEqual(transition.target or state, case.state)
        self.assertEqual(version + 1, case.version)
        self.assertEqual(case.state in FINAL_STATES, case.closed_at is not None)
        self.assertEqual(case.state == "suspended", case.suspended_at is not None)
        is_promised = case.state == "accepted_conditionally"
        self.assertEqual(is_promised, case.deferred_until is not None)
        self.assertGreaterEqual(case.reckoned_from, reckoned_from)
        if transition.clock != ANEW:
            self.assertEqual(reckoned_from, case.reckoned_from)
            self.assertGreaterEqual(case.suspended_days, suspended)
        if case.due is not None:
            self.assertGreaterEqual(case.due.date, case.reckoned_from)
        if case.closed_at is not None:
            self.assertLessEqual(case.closed_at, now)

    def assert_history(self, number, gone):
        case = self.case(number)
        events = (
            write_session()
            .scalars(
                select(CaseEvent)
                .where(CaseEvent.case_id == case.id)
                .order_by(CaseEvent.version)
            )
            .all()
        )
        self.assertEqual(
            list(range(1, len(gone) + 2)), [event.version for event in events]
        )
        self.assertIn(events[0].transition, ("register", "take_in"))
        self.assertEqual(
            [(transition.name, at) for transition, at in gone],
            [(event.transition, event.at) for event in events[1:]],
        )
        for at, (earlier, later) in enumerate(pairwise(events)):
            transition = _BY_NAME[later.transition]
            self.assertIn(earlier.state, transition.sources)
            back = events[at - 1].state if transition.name == UNDO else earlier.state
            self.assertEqual(transition.target or back, later.state)
            told = {**(later.facts or {}), REASON: later.reason}
            for name in transition.needs:
                self.assertTrue(told[name], (transition.name, name))
        self.assertEqual(case.state, events[-1].state)


class TestMachineOnSQLite(MachineTests, unittest.TestCase):
    layer = SQLITE_TESTING


class TestMachineOnPostgreSQL(MachineTests, unittest.TestCase):
    layer = POSTGRESQL_TESTING
