"""A case has a place among the steps of its guide, as far as anybody knows it."""

from datetime import datetime
from datetime import UTC
from onewindow_policy.cases.progress import placed_steps
from onewindow_policy.cases.progress import remaining_pauses
from onewindow_policy.cases.states import STATES
from onewindow_policy.cases.tracking import HistoryEntry
from onewindow_policy.guides.resolved import ProcessStep

import unittest


def steps(*names):
    """Return steps with these names; those in brackets do not count."""
    return [
        ProcessStep(
            name=name.strip("()"), unit_role="street", days=3, counted=name[0] != "("
        )
        for name in names
    ]


LONG = steps("收件", "受理", "审核", "(公示)", "审批", "办结送达")
SHORT = steps("收件受理", "办理", "办结送达")
TOGETHER = steps("收件", "受理初审", "审核确认", "办结送达")


def history(*transitions):
    return [
        HistoryEntry(datetime(2026, 3, 2, tzinfo=UTC), name, "", None, False)
        for name in transitions
    ]


class TestProgress(unittest.TestCase):
    def places(self, process, state, *transitions):
        """Return the first letters of the places: d, n, a."""
        placed = placed_steps(process, state, history(*transitions))
        self.assertEqual(process, [each.step for each in placed])
        return "".join(each.place[0] for each in placed)

    def test_until_it_is_accepted_that_is_the_step(self):
        for state in ("received", "awaiting_correction"):
            self.assertEqual("dnaaaa", self.places(LONG, state))
            self.assertEqual("naa", self.places(SHORT, state))

    def test_step_that_is_more_than_acceptance_goes_on_after_it(self):
        self.assertEqual("ddnaaa", self.places(LONG, "accepted"))
        self.assertEqual("dna", self.places(SHORT, "accepted"))
        self.assertEqual("dnaa", self.places(TOGETHER, "accepted"))

    def test_while_it_is_handled_no_step_is_done_that_need_not_be(self):
        self.assertEqual("ddnnna", self.places(LONG, "in_progress"))
        self.assertEqual("dna", self.places(SHORT, "in_progress"))
        self.assertEqual("dnna", self.places(TOGETHER, "in_progress"))

    def test_special_procedure_is_a_step_and_what_was_before_it_is_done(self):
        self.assertEqual("dddnaa", self.places(LONG, "suspended"))
        self.assertEqual("ddddna", self.places(LONG, "in_progress", "resume"))
        two = steps("受理", "(评定)", "(公示)", "批准", "送达")
        self.assertEqual("dnaaa", self.places(two, "suspended"))
        self.assertEqual("ddnaa", self.places(two, "suspended", "resume"))
        # More procedures than the guide tells.
        self.assertEqual("dddnaa", self.places(LONG, "suspended", "resume"))
        self.assertEqual("dna", self.places(SHORT, "suspended"))

    def test_what_is_decided_is_done(self):
        for state in ("completed_approved", "completed_refused"):
            self.assertEqual("dddddd", self.places(LONG, state))

    def test_what_ended_otherwise_has_no_place(self):
        for state in ("not_accepted", "returned", "withdrawn"):
            self.assertEqual((), placed_steps(LONG, state, ()))

    def test_every_state_does_with_guides_of_any_length(self):
        for state in STATES:
            self.assertEqual((), placed_steps((), state, ()))
            for process in (steps("受理"), steps("(公示)"), steps("办理", "受理")):
                places = {each.place for each in placed_steps(process, state, ())}
                self.assertLessEqual(places, {"done", "now", "ahead"})

    def test_days_that_do_not_count_are_told_until_they_are_over(self):
        self.assertEqual(
            [("公示", 3, "working")], remaining_pauses(LONG, "received", ())
        )
        self.assertEqual([], remaining_pauses(LONG, "in_progress", history("resume")))
        self.assertEqual([], remaining_pauses(LONG, "withdrawn", ()))
        self.assertEqual([], remaining_pauses(SHORT, "received", ()))
