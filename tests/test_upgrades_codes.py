"""Codes of a site that an earlier version made."""

from onewindow_policy.catalogue.api import get_item
from onewindow_policy.publishing.codes import KEPT
from onewindow_policy.publishing.gaps import find_gaps
from onewindow_policy.testing import build_item
from onewindow_policy.testing import INTEGRATION_TESTING
from onewindow_policy.upgrades.v1001.codes import keep_codes
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID

import unittest


class TestCodes(unittest.TestCase):
    layer = INTEGRATION_TESTING

    def test_what_was_renamed_is_found_by_its_code_again_and_twins_are_named(self):
        portal = self.layer["portal"]
        setRoles(portal, TEST_USER_ID, ["Manager"])
        for code in ("SQ-XX-901", "SQ-XX-902", "SQ-XX-903"):
            item = build_item(portal, code)
            delattr(item, KEPT)
        portal.catalogue["sq-xx-902"].code = "511A-9"
        portal.catalogue["sq-xx-903"].code = "SQ-XX-901"
        self.assertIsNone(get_item("511A-9"))
        twins = keep_codes(portal.portal_setup)
        self.assertEqual("/plone/catalogue/sq-xx-903", twins)
        self.assertEqual("511a-9", get_item("511A-9").getId())
        self.assertEqual("sq-xx-901", get_item("SQ-XX-901").getId())
        gaps = find_gaps(portal.catalogue["sq-xx-903"])
        self.assertIn("error_code_taken", [gap.message for gap in gaps])
        self.assertEqual(twins, keep_codes(portal.portal_setup))
