"""The table of transitions: who may do what with a case, and what it takes."""

from hypothesis import given
from hypothesis import strategies as st
from onewindow_policy.cases.exceptions import TransitionNotAllowed
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.states import AMONG_STAFF
from onewindow_policy.cases.states import APPLICANT
from onewindow_policy.cases.states import CHANGE_WINDOW
from onewindow_policy.cases.states import CHOOSE_WAY
from onewindow_policy.cases.states import CLOCK
from onewindow_policy.cases.states import COORDINATOR
from onewindow_policy.cases.states import DECIDED
from onewindow_policy.cases.states import DEPARTMENT_OFFICER
from onewindow_policy.cases.states import ENDING
from onewindow_policy.cases.states import ENDS
from onewindow_policy.cases.states import FACTS
from onewindow_policy.cases.states import FINAL_STATES
from onewindow_policy.cases.states import GIVE_BACK
from onewindow_policy.cases.states import OPEN_STATES
from onewindow_policy.cases.states import REASON
from onewindow_policy.cases.states import require
from onewindow_policy.cases.states import role_of
from onewindow_policy.cases.states import STATES
from onewindow_policy.cases.states import TRANSITIONS
from onewindow_policy.cases.states import transitions_for
from onewindow_policy.cases.states import UNDO
from onewindow_policy.cases.states import WINDOW_STAFF
from pathlib import Path

import subprocess
import sys
import unittest

TOOL = Path(__file__).parent.parent / "tools" / "case_states.py"

ROLES = (
    *(APPLICANT, WINDOW_STAFF, DEPARTMENT_OFFICER, COORDINATOR),
    *("Supervisor", "Manager"),
)
NAMES = [transition.name for transition in TRANSITIONS]
ARRIVED = ("submitted", "received")


class TestTransitions(unittest.TestCase):
    def names(self, state, *roles, unit_decides=False, is_instant=False):
        """Return what somebody may do, but for who sees to a case and which window has it,
        for taking the last step back, for choosing how the result comes, and for giving
        originals back."""
        found = transitions_for(state, roles, unit_decides, is_instant)
        names = (each.name for each in found)
        besides = {*AMONG_STAFF, CHANGE_WINDOW, UNDO, CHOOSE_WAY, GIVE_BACK}
        return [each for each in names if each not in besides]

    def test_documented_table_and_diagram_are_those_in_use(self):
        check = subprocess.run(
            [sys.executable, TOOL, "check"], capture_output=True, text=True
        )
        self.assertEqual((0, ""), (check.returncode, check.stdout))

    def test_main_path_leads_from_what_came_online_to_the_outcome(self):
        state = "submitted"
        for name in ("receive", "accept", "start", "approve"):
            state = require(name, state, {WINDOW_STAFF}).target
        self.assertEqual("completed_approved", state)

    def test_window_sees_what_it_may_do_in_each_open_state(self):
        arrived = [
            *("accept", "accept_conditionally", "ask_correction", "mend_answer"),
            *("commit", "take_back_commitment", "refuse_acceptance", "return"),
        ]
        self.assertEqual(["receive", *arrived], self.names("submitted", WINDOW_STAFF))
        # A sheet may hang still that it had before it went back for a paper.
        arrived.insert(-1, "take_down_notice")
        self.assertEqual(arrived, self.names("received", WINDOW_STAFF))
        self.assertEqual(
            [
                *("take_back_commitment", "finish_step", "suspend"),
                *("approve", "refuse", "return", "explain_delay"),
            ],
            self.names("in_progress", WINDOW_STAFF),
        )
        self.assertEqual(
            [
                "deliver",
                "send",
                "arrive",
                "come_back",
                "check_commitment",
                "ask_to_rectify",
                "revoke",
                "set_validity",
                "end_validity",
            ],
            self.names("completed_approved", WINDOW_STAFF),
        )

    def test_only_what_is_promised_on_the_spot_is_completed_at_once(self):
        for state in ARRIVED:
            self.assertIn(
                "complete_at_once", self.names(state, WINDOW_STAFF, is_instant=True)
            )
            self.assertEqual(
                "completed_approved",
                require("complete_at_once", state, {WINDOW_STAFF}, False, True).target,
            )
            with self.assertRaises(TransitionNotPossible):
                require("complete_at_once", state, {WINDOW_STAFF})

    def test_window_takes_in_tells_and_hands_out_where_a_unit_decides(self):
        self.assertEqual(
            [
                *("receive", "ask_correction", "mend_answer", "commit"),
                "take_back_commitment",
            ],
            self.names("submitted", WINDOW_STAFF, unit_decides=True),
        )
        for state, expected in (
            (
                "awaiting_correction",
                ["mend_answer", "supplement", "take_down_notice"],
            ),
            (
                "accepted_conditionally",
                ["take_back_commitment", "ask_rest", "bring_deferred"],
            ),
            *(
                (state, ["take_back_commitment", "explain_delay"])
                for state in ("accepted", "in_progress")
            ),
            # Who objects to a public notice comes to the window.
            (
                "suspended",
                [
                    *("take_back_commitment", "take_down_notice"),
                    *("record_objection", "answer_objection"),
                ],
            ),
            (
                "completed_approved",
                ["deliver", "send", "arrive", "come_back", "end_validity"],
            ),
        ):
            with self.subTest(state):
                self.assertEqual(
                    expected, self.names(state, WINDOW_STAFF, unit_decides=True)
                )

    def test_applicant_withdraws_until_it_is_decided_and_brings_what_is_missing(self):
        takes_back = "take_back_commitment"
        besides = {
            **dict.fromkeys(ARRIVED, ["commit", takes_back]),
            "awaiting_correction": ["supplement"],
            "accepted_conditionally": [takes_back, "hand_in"],
            **dict.fromkeys(("accepted", "in_progress", "suspended"), [takes_back]),
        }
        for state in STATES:
            with self.subTest(state):
                expected = ["withdraw"] if state in OPEN_STATES else []
                expected = [*besides.get(state, ()), *expected]
                self.assertEqual(expected, self.names(state, APPLICANT))

    def test_applicant_and_window_choose_how_the_result_comes_until_nothing_is_left(
        self,
    ):
        for state in STATES:
            for role in (APPLICANT, WINDOW_STAFF, DEPARTMENT_OFFICER, COORDINATOR):
                for unit_decides in (False, True):
                    found = transitions_for(state, {role}, unit_decides)
                    may = CHOOSE_WAY in {each.name for each in found}
                    is_theirs = role in (APPLICANT, WINDOW_STAFF)
                    is_left = state in OPEN_STATES | DECIDED
                    with self.subTest(state, role=role, unit_decides=unit_decides):
                        self.assertEqual(is_theirs and is_left, may)

    def test_originals_go_back_at_windows_whatever_became_of_the_case(self):
        for state in STATES:
            for role in ROLES:
                found = {each.name for each in transitions_for(state, {role})}
                with self.subTest(state, role=role):
                    self.assertEqual(role == WINDOW_STAFF, GIVE_BACK in found)

    def test_coordinator_gives_more_time_and_lifts_bars_and_does_nothing_else(self):
        may = {
            **dict.fromkeys(("accepted", "in_progress"), ["extend"]),
            **dict.fromkeys(ARRIVED, ["lift_bar"]),
            "accepted_conditionally": ["allow_later"],
        }
        for state in STATES:
            with self.subTest(state):
                self.assertEqual(may.get(state, []), self.names(state, COORDINATOR))

    def test_staff_settle_among_themselves_who_sees_to_what_is_open(self):
        for state in STATES:
            for roles, expected in (
                ((WINDOW_STAFF,), AMONG_STAFF - {"assign", "return_hand_over"}),
                ((COORDINATOR,), {"assign"}),
                ((APPLICANT,), set()),
            ):
                found = {each.name for each in transitions_for(state, roles)}
                may = expected if state in OPEN_STATES else set()
                with self.subTest(state, roles=roles):
                    self.assertEqual(may, found & AMONG_STAFF)

    def test_only_who_coordinates_gives_what_is_open_to_another_window(self):
        for state in STATES:
            for role in (COORDINATOR, WINDOW_STAFF, APPLICANT):
                found = {each.name for each in transitions_for(state, (role,))}
                may = role == COORDINATOR and state in OPEN_STATES
                with self.subTest(state, role=role):
                    self.assertEqual(may, CHANGE_WINDOW in found)

    def test_what_staff_ended_is_taken_back_and_leads_where_it_came_from(self):
        ends = [each for each in TRANSITIONS if each.name in ENDING]
        self.assertEqual(len(ENDING), len(ends))
        for each in ends:
            with self.subTest(each.name):
                self.assertIn(each.target, FINAL_STATES)
                undo = require(UNDO, each.target, {WINDOW_STAFF})
                self.assertIsNone(undo.target)

    def test_supervisor_puts_right_what_the_clock_did_and_does_nothing_else(self):
        puts_right = {
            "accepted": ["take_back_silence"],
            "withdrawn": ["take_back_withdrawal"],
        }
        for state in STATES:
            found = self.names(state, "Supervisor")
            self.assertEqual(puts_right.get(state, []), found)
        for each in TRANSITIONS:
            if each.corrects is not None:
                (wrong,) = (
                    found for found in TRANSITIONS if found.name == each.corrects
                )
                self.assertIn(CLOCK, wrong.roles)
                self.assertEqual((wrong.target,), each.sources)
                self.assertIn(each.target, wrong.sources)

    def test_nobody_else_does_anything(self):
        for state in STATES:
            self.assertEqual([], self.names(state, "Manager"))
            self.assertNotIn("withdraw", self.names(state, WINDOW_STAFF))

    def test_somebody_acts_as_what_the_table_names_first(self):
        (supplement,) = (each for each in TRANSITIONS if each.name == "supplement")
        both = {APPLICANT, WINDOW_STAFF}
        self.assertEqual(WINDOW_STAFF, role_of(supplement, both))
        self.assertEqual(APPLICANT, role_of(supplement, {APPLICANT, "Manager"}))

    def test_every_state_is_reached_and_only_final_ones_end_there(self):
        reached = {"submitted"}
        while True:
            more = {
                transition.target
                for transition in TRANSITIONS
                if transition.target and not reached.isdisjoint(transition.sources)
            }
            if more <= reached:
                break
            reached |= more
        self.assertEqual(set(STATES), reached)
        self.assertEqual(
            {
                "not_accepted",
                "completed_approved",
                "completed_refused",
                "returned",
                "withdrawn",
            },
            FINAL_STATES,
        )

    def test_clock_ends_where_a_case_does_and_nowhere_else(self):
        for each in TRANSITIONS:
            with self.subTest(each.name):
                self.assertEqual(each.target in FINAL_STATES, each.clock == ENDS)

    def test_what_ends_against_the_applicant_needs_a_reason(self):
        for transition in TRANSITIONS:
            if transition.target in ("not_accepted", "completed_refused", "returned"):
                self.assertIn(REASON, transition.needs, transition.name)

    def test_what_is_given_has_a_name(self):
        for each in TRANSITIONS:
            self.assertLessEqual({*each.needs, *each.may}, set(FACTS), each.name)
            self.assertTrue(set(each.needs).isdisjoint(each.may), each.name)

    @given(
        st.sampled_from([*NAMES, "register", "delete", ""]),
        st.sampled_from(STATES),
        st.sets(st.sampled_from(ROLES)),
        st.booleans(),
        st.booleans(),
    )
    def test_only_what_the_table_lists_is_possible(
        self, name, state, roles, unit_decides, is_instant
    ):
        found = transitions_for(state, roles, unit_decides, is_instant)
        offered = {each.name: each for each in found}
        try:
            transition = require(name, state, roles, unit_decides, is_instant)
        except TransitionNotAllowed:
            self.assertNotIn(name, offered)
        except TransitionNotPossible:
            self.assertNotIn(name, offered)
            (listed,) = (each for each in TRANSITIONS if each.name == name)
            self.assertTrue(state not in listed.sources or listed.is_instant)
        else:
            self.assertIs(offered[name], transition)
            self.assertIn(role_of(transition, roles, unit_decides), roles)
