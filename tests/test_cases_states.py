"""The table of transitions: who may do what with a case, and what it takes."""

from dataclasses import astuple
from hypothesis import given
from hypothesis import strategies as st
from onewindow_policy.cases.exceptions import ReasonMissing
from onewindow_policy.cases.exceptions import TransitionNotAllowed
from onewindow_policy.cases.exceptions import TransitionNotPossible
from onewindow_policy.cases.states import APPLICANT
from onewindow_policy.cases.states import DEPARTMENT_OFFICER
from onewindow_policy.cases.states import FINAL_STATES
from onewindow_policy.cases.states import OPEN_STATES
from onewindow_policy.cases.states import require
from onewindow_policy.cases.states import STATES
from onewindow_policy.cases.states import TRANSITIONS
from onewindow_policy.cases.states import transitions_for
from onewindow_policy.cases.states import WINDOW_STAFF
from pathlib import Path

import unittest

DOCUMENT = Path(__file__).parent.parent / "docs" / "cases.md"

ROLES = (APPLICANT, WINDOW_STAFF, DEPARTMENT_OFFICER, "Supervisor", "Manager")
NAMES = [transition.name for transition in TRANSITIONS]


class TestTransitions(unittest.TestCase):
    def names(self, state, *roles):
        return [transition.name for transition in transitions_for(state, roles)]

    def test_documented_table_is_the_one_in_use(self):
        rows = []
        for line in DOCUMENT.read_text(encoding="utf-8").splitlines():
            cells = [cell.strip() for cell in line.strip("|").split("|")]
            if len(cells) == 6 and cells[0].startswith("`"):
                name, sources, target, role, at_unit, reason = cells
                rows.append(
                    (
                        name.strip("`"),
                        tuple(source.strip("` ") for source in sources.split(",")),
                        target.strip("`"),
                        role,
                        at_unit,
                        reason == "needed",
                    )
                )
        self.assertEqual([astuple(each) for each in TRANSITIONS], rows)

    def test_main_path_leads_from_the_receipt_to_the_outcome(self):
        state = "received"
        for name in ("accept", "start", "approve"):
            state = require(name, state, {WINDOW_STAFF}).target
        self.assertEqual("completed_approved", state)

    def test_window_sees_what_it_may_do_in_each_open_state(self):
        self.assertEqual(
            ["accept", "ask_correction", "refuse_acceptance", "return"],
            self.names("received", WINDOW_STAFF),
        )
        self.assertEqual(["start", "return"], self.names("accepted", WINDOW_STAFF))
        self.assertEqual(
            ["suspend", "approve", "refuse", "return"],
            self.names("in_progress", WINDOW_STAFF),
        )

    def test_applicant_may_withdraw_until_it_is_decided_and_nothing_else(self):
        for state in STATES:
            with self.subTest(state):
                expected = ["withdraw"] if state in OPEN_STATES else []
                self.assertEqual(expected, self.names(state, APPLICANT))

    def test_nobody_else_does_anything(self):
        for state in STATES:
            self.assertEqual([], self.names(state, "Supervisor", "Manager"))
            self.assertNotIn("withdraw", self.names(state, WINDOW_STAFF))

    def test_every_state_is_reached_and_only_final_ones_end_there(self):
        reached = {"received"}
        while True:
            more = {
                transition.target
                for transition in TRANSITIONS
                if not reached.isdisjoint(transition.sources)
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

    def test_what_ends_against_the_applicant_needs_a_reason(self):
        for transition in TRANSITIONS:
            if transition.target in ("not_accepted", "completed_refused", "returned"):
                for reason in ("", "  \n"):
                    with (
                        self.subTest(transition.name),
                        self.assertRaises(ReasonMissing),
                    ):
                        require(
                            transition.name,
                            transition.sources[0],
                            {WINDOW_STAFF},
                            reason,
                        )
                self.assertEqual(
                    transition,
                    require(
                        transition.name,
                        transition.sources[0],
                        {WINDOW_STAFF},
                        "材料不属实",
                    ),
                )

    @given(
        st.sampled_from([*NAMES, "register", "delete", ""]),
        st.sampled_from(STATES),
        st.sets(st.sampled_from(ROLES)),
        st.sampled_from(["", "材料不全"]),
    )
    def test_only_what_the_table_lists_is_possible(self, name, state, roles, reason):
        offered = {each.name: each for each in transitions_for(state, roles)}
        try:
            transition = require(name, state, roles, reason)
        except TransitionNotAllowed:
            self.assertNotIn(name, offered)
        except TransitionNotPossible:
            self.assertNotIn(name, offered)
            self.assertNotIn(
                state,
                next(each.sources for each in TRANSITIONS if each.name == name),
            )
        except ReasonMissing:
            self.assertTrue(offered[name].needs_reason)
            self.assertEqual("", reason)
        else:
            self.assertIs(offered[name], transition)
            self.assertIn(transition.target, STATES)
