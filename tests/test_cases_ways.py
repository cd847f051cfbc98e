"""Each step of the table is gone by whom it is for and holds, none is left to chance: what
is asked for is asked, who comes late changes nothing, and what is undone was not."""

from dataclasses import dataclass
from datetime import timedelta
from onewindow_policy.cases.states import ARRIVE
from onewindow_policy.cases.states import ASK_REST
from onewindow_policy.cases.states import BY_NAME
from onewindow_policy.cases.states import CHANGE_WINDOW
from onewindow_policy.cases.states import FINISH_STEP
from onewindow_policy.cases.states import GIVE_BACK
from onewindow_policy.cases.states import HANG_NOTICE
from onewindow_policy.cases.states import MEND_ANSWER
from onewindow_policy.cases.states import SEND
from onewindow_policy.cases.states import SUSPEND
from onewindow_policy.cases.states import TAKE_DOWN_NOTICE
from onewindow_policy.cases.states import UNDO
from onewindow_policy.cases.submissions import Answer
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.actors import case_to_see
from onewindow_policy.testing.actors import Clock
from tests.test_cases_led import BEGIN
from tests.test_cases_led import BY_ITSELF
from tests.test_cases_led import HASTILY
from tests.test_cases_led import KINDS
from tests.test_cases_led import LATE
from tests.test_cases_led import LedTests
from tests.test_cases_led import OFTEN

import transaction
import unittest


@dataclass(frozen=True)
class Night:
    """What the clock does by itself when so many days have passed."""

    days: int
    name: str


@dataclass(frozen=True)
class Again:
    """The same person applies once more, while the earlier case stays."""


#: As the form asks for it.
BANK_CARD = "卡号或账号"

#: What is mended on the spot is an answer of the form.
MENDABLE = {
    "extension_limit": 10,
    "answers": (Answer("bank_card", BANK_CARD, "6222020000001234567"),),
}
ONLINE, INSTANT, AT_WINDOW, BY_POST, COMMITTED, NOTICED, PAUSED = KINDS

#: What is applied for, and what becomes of it, step by step.
WAYS = {
    "accepted and granted": (
        MENDABLE,
        (
            *("take", "receive", MEND_ANSWER, "ask_correction"),
            *("supplement", "assign", "accept", "extend", "start", "approve"),
            *(UNDO, "approve", "deliver"),
        ),
    ),
    "refused": (
        ONLINE,
        (
            *("accept", "start", SUSPEND, "resume", "return", UNDO),
            *("refuse", UNDO, "refuse", "deliver"),
        ),
    ),
    "not accepted": (ONLINE, ("refuse_acceptance", UNDO, "refuse_acceptance")),
    "by silence, and late": (
        BY_POST,
        (
            *(Night(9, "accept_by_silence"), "take_back_silence", "accept"),
            *(Night(40, "announce_delay"), "explain_delay"),
        ),
    ),
    "from colleague to colleague": (
        ONLINE,
        (
            *("take", "hand_over", "accept_hand_over"),
            *("hand_over", "decline_hand_over"),
            *("hand_over", "take_back_hand_over"),
            *("hand_over", Night(4, "return_hand_over"), "note_return"),
            *(CHANGE_WINDOW, "withdraw"),
        ),
    ),
    "promised, and brought": (
        AT_WINDOW,
        (
            *("accept_conditionally", "hand_in", ASK_REST, "allow_later"),
            *(Night(1, "remind_papers"), "bring_deferred", GIVE_BACK),
        ),
    ),
    "promised, and not brought": (
        ONLINE,
        (
            *("accept_conditionally", "allow_later", Night(20, "break_promise")),
            *("take_back_withdrawal", "break_promise", UNDO, "break_promise"),
            *(Again(), "lift_bar", "accept_conditionally"),
        ),
    ),
    "at once": (INSTANT, ("complete_at_once", UNDO, "complete_at_once")),
    "sent, and running out": (
        BY_POST,
        (
            *("accept", "start", "approve", SEND, ARRIVE),
            *("set_validity", Night(20, "remind_renewal"), Night(40, "run_out")),
        ),
    ),
    "sent, and come back": (
        BY_POST,
        (
            *("accept", "start", "approve", SEND, "come_back", "choose_way"),
            *(Night(20, "remind_collection"), "deliver", "end_validity"),
        ),
    ),
    "committed, and revoked": (
        COMMITTED,
        (
            *("commit", "take_back_commitment", "supplement", "commit"),
            *("accept", "start", "approve", "ask_to_rectify"),
            *(BY_ITSELF, "revoke", UNDO, "revoke"),
        ),
    ),
    "committed, and checked": (
        COMMITTED,
        ("commit", "accept", "start", "approve", "check_commitment"),
    ),
    "noticed, and objected to": (
        NOTICED,
        (
            *("accept", "start", FINISH_STEP, HANG_NOTICE),
            *("record_objection", "answer_objection", BY_ITSELF),
            *(TAKE_DOWN_NOTICE, "resume", "approve"),
        ),
    ),
    "noticed, and taken down": (
        NOTICED,
        (
            *("accept", "start", FINISH_STEP, BY_ITSELF, "renew_notice"),
            *(HANG_NOTICE, "record_objection", "withdraw_notice"),
        ),
    ),
    "paused": (
        PAUSED,
        ("accept", "start", FINISH_STEP, "resume", "return"),
    ),
}

#: Where nobody has to say by name what the clock does, if anything.
DAYS_OF_NIGHT = 20


class WayTests(LedTests):
    #: How each step is tried in vain before it is gone.
    in_vain: tuple[str, ...] = ()

    def go_way(self, kind, way):
        """Have a case go a way, each step but as it is offered first."""
        self.clock = Clock(BEGIN)
        numbers = []
        with self.clock.running():
            for at, each in enumerate((Again(), *way)):
                self.clock.now += timedelta(minutes=1)
                if isinstance(each, Again):
                    self.apply(kind)
                    numbers.append(self.number)
                elif isinstance(each, Night):
                    self.sleep(each.days)
                    self.assertIn(each.name, self.gone_since(self.before))
                elif each == BY_ITSELF:
                    self.sleep(DAYS_OF_NIGHT)
                else:
                    self.go_step(each, at)
            for number in numbers:
                erase_case(number)
            transaction.commit()

    def sleep(self, days):
        self.clock.now += timedelta(days=days)
        self.before = self.look()["version"]
        self.go(BY_ITSELF, 0)

    def go_step(self, name, at):
        before = self.look()["version"]
        for how in self.in_vain:
            if how != HASTILY or BY_NAME[name].needs:
                self.go(how, at, name)
                self.assertEqual(before, self.look()["version"], (name, how))
        self.go(OFTEN, at, name)
        # A step of the guide may begin with another step of the case.
        self.assertEqual([name], self.gone_since(before)[:1])

    def gone_since(self, version):
        case = case_to_see(self.number)
        return [
            each.transition for each in self.history(case) if each.version > version
        ]

    def test_each_step_holds(self):
        for name, (kind, way) in WAYS.items():
            with self.subTest(name):
                self.go_way(kind, way)


class TestWaysOnSQLite(WayTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING
    in_vain = (HASTILY, LATE)

    def test_no_step_is_left_out(self):
        led = {
            each.name if isinstance(each, Night) else each
            for _kind, way in WAYS.values()
            for each in way
        }
        self.assertEqual(set(), set(BY_NAME) - led)


class TestWaysOnPostgreSQL(WayTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
