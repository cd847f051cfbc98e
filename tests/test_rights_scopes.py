"""Who takes in what persons ask about their data, and who decides it, and where."""

from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.testing import SAMPLE_INTEGRATION_TESTING
from plone import api

import unittest

COMMUNITY = "990102001001"

TAKE_RIGHTS = "onewindow_policy: Take Rights Requests"
DECIDE_RIGHTS = "onewindow_policy: Decide Rights Requests"


class TestScopes(unittest.TestCase):
    layer = SAMPLE_INTEGRATION_TESTING

    def reach(self, name, permission=DECIDE_RIGHTS):
        return scope_of(api.user.get(name).getUser(), permission).communities

    def test_window_takes_in_for_its_community_and_decides_nothing(self):
        taken = self.reach("window-staff", permission=TAKE_RIGHTS)
        self.assertIn(COMMUNITY, taken)
        self.assertNotIn("990102001002", taken)
        self.assertFalse(self.reach("window-staff"))

    def test_supervisor_decides_for_the_city_and_others_nothing(self):
        self.assertIn(COMMUNITY, self.reach("supervisor"))
        for name in ("editor", "reviewer", "grid-worker", "department-officer"):
            with self.subTest(name=name):
                self.assertFalse(self.reach(name, permission=TAKE_RIGHTS))
                self.assertFalse(self.reach(name))
