"""Who takes in what persons ask about their data, and who decides it, and where."""

from onewindow_policy.rights.areas import areas_of
from onewindow_policy.rights.areas import TAKE_RIGHTS
from onewindow_policy.testing import SAMPLE_INTEGRATION_TESTING
from plone import api

import unittest

COMMUNITY = "990102001001"


class TestAreas(unittest.TestCase):
    layer = SAMPLE_INTEGRATION_TESTING

    def areas(self, name, **permission):
        return areas_of(api.user.get(name).getUser(), **permission)

    def test_window_takes_in_for_its_community_and_decides_nothing(self):
        taken = self.areas("window-staff", permission=TAKE_RIGHTS)
        self.assertIn(COMMUNITY, taken)
        self.assertNotIn("990102001002", taken)
        self.assertFalse(self.areas("window-staff"))

    def test_supervisor_decides_for_the_city_and_others_nothing(self):
        self.assertIn(COMMUNITY, self.areas("supervisor"))
        for name in ("editor", "reviewer", "grid-worker", "department-officer"):
            with self.subTest(name=name):
                self.assertFalse(self.areas(name, permission=TAKE_RIGHTS))
                self.assertFalse(self.areas(name))
