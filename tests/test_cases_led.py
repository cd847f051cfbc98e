"""Whatever people and the clock do with a case by what they really go through, its history
and its days hold together; what is refused changes nothing. `test_cases_machine` goes more
and longer ways, past who may and what is in the way; `test_cases_ways` sees that no step
is left to chance."""

from datetime import datetime
from datetime import timedelta
from datetime import UTC
from hypothesis import given
from hypothesis import HealthCheck
from hypothesis import Phase
from hypothesis import settings
from hypothesis import strategies as st
from onewindow_policy.cases.committing.words import RECORD
from onewindow_policy.cases.exceptions import CaseChanged
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.models import CaseEvent
from onewindow_policy.cases.papers.models import Paper
from onewindow_policy.cases.process.following import steps_of
from onewindow_policy.cases.process.freezing import NewStep
from onewindow_policy.cases.states import APPLICANT
from onewindow_policy.cases.states import ARRIVE
from onewindow_policy.cases.states import BY_NAME
from onewindow_policy.cases.states import CLOCK
from onewindow_policy.cases.states import COMPLETED_APPROVED
from onewindow_policy.cases.states import FINAL_STATES
from onewindow_policy.cases.states import FINISH_STEP
from onewindow_policy.cases.states import HANG_NOTICE
from onewindow_policy.cases.states import PUBLIC_NOTICE
from onewindow_policy.cases.states import REASON
from onewindow_policy.cases.states import SEND
from onewindow_policy.cases.states import SUSPEND
from onewindow_policy.cases.states import TAKE_DOWN_NOTICE
from onewindow_policy.cases.states import TRANSITIONS
from onewindow_policy.cases.states import UNDO
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.submissions import register_case
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.duties.models import Duty
from onewindow_policy.duties.models import IS_OPEN
from onewindow_policy.forms.api import ORIGINAL_TAKEN
from onewindow_policy.records.api import Base
from onewindow_policy.records.api import read_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.actors import AT_WINDOW
from onewindow_policy.testing.actors import case_to_see
from onewindow_policy.testing.actors import Clock
from onewindow_policy.testing.actors import given_with
from onewindow_policy.testing.actors import go_as_applicant
from onewindow_policy.testing.actors import go_as_staff
from onewindow_policy.testing.actors import offers_of
from onewindow_policy.testing.actors import open_as
from onewindow_policy.testing.actors import pass_night
from onewindow_policy.testing.actors import STAFF
from onewindow_policy.testing.actors import THE_APPLICANT
from onewindow_policy.testing.cases import COMMUNITY
from onewindow_policy.testing.cases import submission
from onewindow_policy.testing.handling import HandlingSetup
from plone import api
from sqlalchemy import select

import itertools
import transaction
import unittest

BEGIN = datetime(2026, 1, 30, 1, tzinfo=UTC)

LICENCE = "01"
OFFICE, BUREAU = "U-990103001", "U-990103-MZ"
#: Where both of these decide in the portal.
ELSEWHERE = "990103001001"
#: Another window of the same street.
BESIDE = "990102001002"

#: Who works at windows, and coordinates, besides those of the sample.
ROLES = {
    f"communities/990102/990102001/{COMMUNITY}": ("grid-worker", "Window Staff"),
    f"communities/990102/990102001/{BESIDE}": ("grid-worker", "Window Staff"),
    f"communities/990103/990103001/{ELSEWHERE}": ("grid-worker", "Window Staff"),
    "communities/990103": ("district-coordinator", "Coordinator"),
}

WORDS = {
    "version": "1",
    "item_code": None,
    "duty": "证明房屋由您居住使用",
    "content": "房屋坐落、产权人或者使用人",
    "liability": "承诺不实的，撤销办理结果，退还补助",
    "confirmed_by": "市司法局〔2026〕2号",
    "confirmed_on": "2025-11-01",
}


def step(name, role, unit_code, days, **more):
    return NewStep(name, role, unit_code, days, "working", **{"counted": True, **more})


def steps_with(pause):
    """Return steps of a guide, one of which does not count."""
    return (
        step("受理", "street", OFFICE, 1),
        step("审核", "street", OFFICE, 2),
        step(pause, "community", None, 5, counted=False),
        step("审批", "county:MZ", BUREAU, 3),
        step("办结送达", "community", None, 1),
    )


IN_UNITS = {
    "community_code": ELSEWHERE,
    "unit_code": OFFICE,
    "deciding_unit_code": BUREAU,
    "extension_limit": 10,
}

#: What somebody applies for, and where.
KINDS = (
    {"extension_limit": 10},
    {"promised_days": 0, "promised_day_type": "immediate"},
    {
        "taken_in_at": COMMUNITY,
        "account": "window-staff",
        "answers": (Answer("book", "户口簿", "原件", "SQ-LL-001-M03", ORIGINAL_TAKEN),),
    },
    {"item_code": "SQ-LL-006", "result_way": "post", "valid_months": 2},
    {"item_code": "SQ-LL-003"},
    {**IN_UNITS, "steps": steps_with("公示")},
    {**IN_UNITS, "steps": steps_with("评定"), "result_way": "window"},
)

#: These lead on though they leave the state as it is, or lead back to it.
ON_THE_WAY = (FINISH_STEP, HANG_NOTICE, TAKE_DOWN_NOTICE, SEND, ARRIVE, UNDO)

#: How somebody goes a step.
OFTEN = "as it is offered"
HASTILY = "without something that is asked for"
LATE = "though it was changed meanwhile"
ANYHOW = "whether it is offered or not"
BY_ITSELF = "the clock, in the night"
HOW = st.sampled_from((*(OFTEN,) * 9, HASTILY, LATE, ANYHOW, *(BY_ITSELF,) * 2))

#: How, which of the steps that there are, and how many hours later.
STEPS = st.lists(
    st.tuples(HOW, st.integers(0, 9999), st.sampled_from((0, 0, 0, 1, 24, 72, 200))),
    min_size=6,
    max_size=16,
)


def chosen_from(possible, choice):
    """Return who goes which step of those that are possible: more often one that leads on
    than one beside the way, and seldom one that ends it."""
    weights = {}
    for _who, each in possible:
        leads_on = each.target not in {None, *FINAL_STATES} - {COMPLETED_APPROVED}
        is_end = each.target in FINAL_STATES - {COMPLETED_APPROVED}
        is_on = leads_on or each.name in ON_THE_WAY
        weights[each.name] = 8 if is_on else 1 if is_end else 2
    names = [name for name, often in weights.items() for _time in range(often)]
    name = names[choice % len(names)]
    ways = [each for each in possible if each[1].name == name]
    return ways[choice // len(names) % len(ways)]


class LedTests(HandlingSetup):
    def setUp(self):
        super().setUp()
        for path, (user_id, role) in ROLES.items():
            place = self.portal.unrestrictedTraverse(path)
            place.manage_setLocalRoles(user_id, [role])
            place.reindexObjectSecurity()
        api.portal.set_registry_record(RECORD, [WORDS])
        transaction.commit()
        self.numbers = itertools.count()

    def lead(self, kind, steps):
        """Apply for something, and have people and the clock go so many steps."""
        self.clock = Clock(BEGIN)
        with self.clock.running():
            self.apply(kind)
            for how, choice, hours in steps:
                self.clock.now += timedelta(hours=hours, minutes=1)
                self.go(how, choice)
            erase_case(self.number)
            transaction.commit()

    def apply(self, kind):
        at = next(self.numbers)
        self.address = f"2001:db8:{at:x}::1"
        new = submission(f"led-{at}", address=self.address, item_type=LICENCE, **kind)
        registered = register_case(new)
        transaction.commit()
        self.number, self.code = registered.number, registered.query_code
        self.stood = {1: self.standing(case_to_see(self.number))}

    def go(self, how, choice, name=None):
        """Have somebody do something, or the step of that name, and see what came."""
        before = self.look()
        if how == BY_ITSELF:
            pass_night(LICENCE)
            self.assert_led_on(before, {CLOCK})
            return
        case = case_to_see(self.number)
        possible = offers_of(case)
        if how == ANYHOW:
            possible = list(itertools.product((*STAFF, THE_APPLICANT), TRANSITIONS))
        if name is not None:
            possible = [each for each in possible if each[1].name == name]
            self.assertTrue(possible, (name, case.state))
        if not possible:
            return
        who, transition = chosen_from(possible, choice)
        if how == LATE and who == THE_APPLICANT:
            # They go by what is there, not by a page's version.
            return
        # What the guide lets applicants choose from, the window sees as well.
        opened = open_as(self.number, who if who != THE_APPLICANT else AT_WINDOW)
        # That it was opened is noted.
        transaction.commit()
        chosen = given_with(transition.name, opened, self.clock.today)
        if how == HASTILY and transition.needs:
            del chosen[transition.needs[choice % len(transition.needs)]]
        version = before["version"] - (how == LATE)
        nonce = f"{self.number}-{before['version']}"
        try:
            self.act(who, transition.name, version, chosen, nonce)
        except CaseError:
            # The page says why, and what it kept of it is kept.
            transaction.commit()
            self.assertEqual(before, self.look())
            return
        transaction.commit()
        roles = {APPLICANT} if who == THE_APPLICANT else None
        self.assert_led_on(before, roles)
        after = self.look()
        try:
            self.act(who, transition.name, version, chosen, nonce)
        except CaseChanged:
            transaction.abort()
        else:
            transaction.commit()
            self.assertEqual(THE_APPLICANT, who)
        self.assertEqual(after, self.look())

    def act(self, who, name, version, chosen, nonce):
        if who == THE_APPLICANT:
            proof = self.number, self.code
            go_as_applicant(*proof, name, chosen, nonce, self.address)
        else:
            go_as_staff(self.number, name, who, version, chosen)

    def look(self):
        """Return all that is stored of the case, as it lies in SQL."""
        transaction.begin()
        session = read_session()
        found = session.execute(
            select(Case.__table__).where(Case.number == self.number)
        ).one()
        rows = {
            table.name: list(
                map(
                    tuple,
                    session.execute(
                        select(table)
                        .where(table.c.case_id == found.id)
                        .order_by(*table.primary_key)
                    ),
                )
            )
            for table in Base.metadata.sorted_tables
            if "case_id" in table.c
        }
        rows["case_events"] = self.events(CaseEvent.__table__, found.id)
        rows["duties"] = self.duties()
        return {"case": tuple(found), "version": found.version, **rows}

    def events(self, table, case_id):
        query = select(table).where(table.c.case_id == case_id)
        rows = read_session().execute(query.order_by(table.c.version))
        return list(map(tuple, rows))

    def duties(self):
        query = select(Duty.kind, Duty.due_at).where(
            Duty.subject == self.number, IS_OPEN
        )
        return sorted(map(tuple, read_session().execute(query)))

    def standing(self, case):
        """Return all that is stored in clear of a case and its steps, but the count of what
        happened and who sees to it: who ends a case keeps it."""
        row = dict(zip(Case.__table__.c.keys(), self.look()["case"], strict=True))
        for name in ("version", "assignee", "first_contact"):
            del row[name]
        for name in [each for each in row if isinstance(row[each], bytes)]:
            # The same is sealed otherwise each time.
            del row[name]
        steps = steps_of(read_session(), case)
        return (
            row,
            [(each.begun_at, each.done_at, each.due_on) for each in steps],
            self.duties(),
        )

    def assert_led_on(self, before, roles):
        """See that what happened since is what the table says, and nothing else."""
        after = self.look()
        length = len(before["case_events"])
        self.assertEqual(before["case_events"], after["case_events"][:length])
        case = case_to_see(self.number)
        events = self.history(case)
        self.assertEqual(case.version, events[-1].version)
        self.assertEqual(case.state, events[-1].state)
        self.assertEqual(
            list(range(1, len(events) + 1)), [each.version for each in events]
        )
        for at in range(length, len(events)):
            self.assert_step(case, events, at, roles)
        self.assert_days(case)
        last = events[-1]
        if len(events) > length and last.transition == UNDO:
            self.assertEqual(self.stood[last.version - 2], self.standing(case))
        self.stood[case.version] = self.standing(case)

    def history(self, case):
        query = select(CaseEvent).where(CaseEvent.case_id == case.id)
        return read_session().scalars(query.order_by(CaseEvent.version)).all()

    def assert_step(self, case, events, at, roles):
        earlier, event = events[at - 1], events[at]
        transition = BY_NAME[event.transition]
        self.assertIn(earlier.state, transition.sources)
        back = events[at - 2].state if transition.name == UNDO else earlier.state
        self.assertEqual(transition.target or back, event.state)
        self.assertIn(event.role, {*transition.roles, *transition.unit_roles})
        self.assertIn(event.role, roles or {event.role})
        self.assertEqual(event.role in (APPLICANT, CLOCK), event.user_id is None)
        self.assertEqual(self.clock.now, event.at)
        told = {**(event.facts or {}), REASON: event.reason}
        for name in transition.needs:
            self.assertTrue(told[name], (transition.name, name))
        papers = sorted(
            read_session().scalars(
                select(Paper.kind).where(
                    Paper.case_id == case.id, Paper.case_version == event.version
                )
            )
        )
        made = set(papers)
        if transition.name == SUSPEND:
            made -= {PUBLIC_NOTICE}
        self.assertEqual(set(transition.papers), made)
        self.assertEqual(len(set(papers)), len(papers))

    def assert_days(self, case):
        self.assertEqual(case.state in FINAL_STATES, case.closed_at is not None)
        self.assertEqual(case.state == "suspended", case.suspended_at is not None)
        is_promised = case.state == "accepted_conditionally"
        self.assertEqual(is_promised, case.deferred_until is not None)
        if case.due is not None:
            self.assertGreaterEqual(case.due.date, case.reckoned_from)
        for moment in (case.closed_at, case.suspended_at, case.delivered_at):
            self.assertLessEqual(moment or BEGIN, self.clock.now)
        steps = steps_of(read_session(), case)
        begun = [each for each in steps if each.begun_at is not None]
        self.assertEqual(steps[: len(begun)], begun)
        self.assertLessEqual(sum(each.done_at is None for each in begun), 1)
        for each in begun:
            self.assertLessEqual(each.begun_at, each.done_at or self.clock.now)


def led(examples):
    """Return a test that goes so many ways, always the same ones."""
    often = settings(
        max_examples=examples,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        phases=[Phase.generate],
    )
    return often(given(st.sampled_from(KINDS), STEPS)(LedTests.lead))


class TestLedOnSQLite(LedTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_no_way_loses_what_happened_or_turns_a_clock_back(self):
        led(24)(self)


class TestLedOnPostgreSQL(LedTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING

    def test_no_way_loses_what_happened_or_turns_a_clock_back(self):
        led(10)(self)
