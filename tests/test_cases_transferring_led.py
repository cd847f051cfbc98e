"""Whatever order papers are handed on, received, taken back and looked for in, they are in
one place at a time, no list is received twice, and what is missing is its sender's."""

from dataclasses import dataclass
from dataclasses import field
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.models import Case
from onewindow_policy.cases.transferring.duties import FIND
from onewindow_policy.cases.transferring.duties import FOLLOW_UP
from onewindow_policy.cases.transferring.duties import KINDS
from onewindow_policy.cases.transferring.duties import RECEIVE
from onewindow_policy.cases.transferring.models import CANCELLED
from onewindow_policy.cases.transferring.models import MISSING
from onewindow_policy.cases.transferring.models import ON_WAY
from onewindow_policy.cases.transferring.models import PaperPlace
from onewindow_policy.cases.transferring.models import RECEIVED
from onewindow_policy.cases.transferring.models import TransferLine
from onewindow_policy.cases.transferring.models import TransferList
from onewindow_policy.cases.transferring.receiving import EXPLAINED
from onewindow_policy.cases.transferring.receiving import FOUND
from onewindow_policy.cases.transferring.receiving import settle_missing
from onewindow_policy.cases.transferring.sending import cancel_list
from onewindow_policy.cases.transferring.whereabouts import whereabouts_of_each
from onewindow_policy.duties.models import Duty
from onewindow_policy.duties.models import OPEN
from onewindow_policy.records.api import read_session
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.transfers import BUREAU
from onewindow_policy.testing.transfers import OFFICE
from onewindow_policy.testing.transfers import TransferSetup
from onewindow_policy.testing.transfers import WINDOW
from random import Random
from sqlalchemy import select

import transaction
import unittest

PLACES = (WINDOW, OFFICE, BUREAU)
CASES = range(3)

#: Papers are received more often than taken back.
MOVES = ("send", "send", "receive", "receive", "cancel", "settle", "settle")
NAMES = sorted(set(MOVES))

WALKS, STEPS = 16, 16

#: Of so many times it is done rightly, but for one: by somebody else, late, or otherwise.
OFTEN = 5


@dataclass
class Sent:
    """What is to be so of a list."""

    number: str
    way: tuple[str, str]
    cases: list[int]
    state: str = ON_WAY
    version: int = 1
    missing: set[int] = field(default_factory=set)

    @property
    def duties(self):
        """Who has which duty about it."""
        here, there = self.way
        each = {ON_WAY: ((RECEIVE, there), (FOLLOW_UP, here)), MISSING: ((FIND, here),)}
        return [(kind, self.number, at) for kind, at in each.get(self.state, ())]


class TestTransferLed(TransferSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        super().setUp()
        self.people = {
            WINDOW: self.window,
            OFFICE: self.street_officer,
            BUREAU: self.officer,
        }
        self.walks = 0

    def test_papers_are_in_one_place_and_lists_are_received_once(self):
        self.reached = set()
        for seed in range(WALKS):
            with self.subTest(seed):
                self.walk(Random(seed))
        both = {(name, is_done) for name in NAMES for is_done in (True, False)}
        states = {(MISSING, True), (EXPLAINED, True), (FOUND, True)}
        self.assertEqual(both | states, self.reached)

    def walk(self, dice):
        self.walks += 1
        self.cases = [self.take_in(f"{self.walks}-{each}") for each in CASES]
        self.at = dict.fromkeys(CASES, WINDOW)
        self.lists: list[Sent] = []
        plans = {
            "send": self.plan_send,
            "receive": self.plan_receive,
            "cancel": self.plan_cancel,
            "settle": self.plan_settle,
        }
        for _step in range(STEPS):
            name = dice.choice(MOVES if self.lists else ("send",))
            before = self.look()
            follow, do = plans[name](dice)
            try:
                done = do()
                transaction.commit()
            except CaseError:
                transaction.abort()
                self.assertIsNone(follow, (name, self.lists))
                self.assertEqual(before, self.look())
                self.reached.add((name, False))
                continue
            self.assertIsNotNone(follow, (name, self.lists))
            follow(done)
            self.reached.add((name, True))
            self.assert_as_planned()

    def plan_send(self, dice):
        """Return what is so afterwards, None where it is refused; and what does it."""
        cases = sorted(dice.sample(CASES, dice.randint(1, len(CASES))))
        here, there = dice.sample(PLACES, 2)
        if is_often(dice):
            # What is at one place goes from there.
            here = self.at[cases[0]]
            there = dice.choice([each for each in PLACES if each != here])
            cases = [each for each in cases if self.at[each] == here]
        who = self.somebody(dice, here)
        on_way = {at for one in self.lists if one.state == ON_WAY for at in one.cases}
        fits = all(self.at[each] == here and each not in on_way for each in cases)

        def follow(number):
            self.lists.append(Sent(number, (here, there), cases))

        return follow if fits and who == here else None, lambda: self.send(
            *(self.cases[each] for each in cases),
            user=self.people[who],
            way=(here, there),
        )

    def plan_receive(self, dice):
        one = self.chosen(dice, ON_WAY)
        who, version = self.somebody(dice, one.way[1]), self.version(dice, one)
        lacking = {at for at in range(len(one.cases)) if dice.random() < 0.4}
        lines = ["少一页" if at in lacking else "" for at in range(len(one.cases))]

        def follow(_done):
            one.state, one.missing = (MISSING if lacking else RECEIVED), lacking
            one.version += 1
            self.at.update(dict.fromkeys(one.cases, one.way[1]))
            if lacking:
                self.reached.add((MISSING, True))

        may = one.state == ON_WAY and who == one.way[1] and version == one.version
        return follow if may else None, lambda: self.receive(
            one.number, self.people[who], version, lines
        )

    def plan_cancel(self, dice):
        one = self.chosen(dice, ON_WAY)
        who, version = self.somebody(dice, one.way[0]), self.version(dice, one)

        def follow(_done):
            one.state = CANCELLED
            one.version += 1

        may = one.state == ON_WAY and who == one.way[0] and version == one.version
        return follow if may else None, lambda: cancel_list(
            one.number, "弄错了", self.people[who], version=version
        )

    def plan_settle(self, dice):
        one = self.chosen(dice, MISSING)
        who, version = self.somebody(dice, one.way[0]), self.version(dice, one)
        how = dice.choice((FOUND, EXPLAINED))
        position = dice.choice(sorted(one.missing) or [0]) if is_often(dice) else 2

        def follow(_done):
            one.missing.remove(position)
            self.reached.add((how, True))
            one.state = MISSING if one.missing else RECEIVED
            one.version += 1

        ways = {one.way[0]: (FOUND, EXPLAINED), one.way[1]: (FOUND,)}
        may = position in one.missing and how in ways.get(who, ())
        is_late = version != one.version
        return follow if may and not is_late else None, lambda: settle_missing(
            one.number, position, how, "找到了", self.people[who], version=version
        )

    def chosen(self, dice, state):
        """Return a list, most often one in a state, if there is any."""
        lists = [one for one in self.lists if one.state == state and is_often(dice)]
        return dice.choice(lists or self.lists)

    def somebody(self, dice, place):
        """Return whose place it is, or the place of somebody else."""
        return place if is_often(dice) else dice.choice(PLACES)

    def version(self, dice, one):
        """Return the version that somebody has looked at, or one before it."""
        return one.version if is_often(dice) else one.version - 1

    def look(self):
        """Return all that is stored of where papers are."""
        transaction.begin()
        tables = (TransferList, TransferLine, PaperPlace, Duty)
        return [
            sorted(map(repr, read_session().execute(select(each.__table__))))
            for each in tables
        ]

    def assert_as_planned(self):
        transaction.begin()
        session = read_session()
        numbers = {case.number: at for at, case in enumerate(self.cases)}
        cases = {
            numbers[case.number]: case
            for case in session.scalars(select(Case).where(Case.number.in_(numbers)))
        }
        found = whereabouts_of_each(session, list(cases.values()))
        here = {at: found[case.id] for at, case in cases.items()}
        self.assertEqual(self.at, {at: each.place for at, each in here.items()})
        on_way = {
            at: one.number
            for one in self.lists
            if one.state == ON_WAY
            for at in one.cases
        }
        self.assertEqual(
            {at: on_way.get(at) for at in CASES},
            {at: each.list_number for at, each in here.items()},
        )
        own = [one.number for one in self.lists]
        query = select(TransferList.number, TransferList.state, TransferList.version)
        self.assertEqual(
            sorted((one.number, one.state, one.version) for one in self.lists),
            sorted(
                map(tuple, session.execute(query.where(TransferList.number.in_(own))))
            ),
        )
        query = select(
            Duty.kind, Duty.subject, Duty.unit_code, Duty.community_code
        ).where(Duty.subject.in_(own), Duty.kind.in_(KINDS), Duty.state == OPEN)
        self.assertEqual(
            sorted(each for one in self.lists for each in one.duties),
            sorted(
                (kind, number, unit or community)
                for kind, number, unit, community in session.execute(query)
            ),
        )


def is_often(dice):
    return dice.randrange(OFTEN) > 0
