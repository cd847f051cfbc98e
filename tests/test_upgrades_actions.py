"""The menus of a site that an earlier version made."""

from onewindow_policy.testing import INTEGRATION_TESTING
from onewindow_policy.upgrades.v1001.actions import read_actions
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID

import unittest

BUTTONS = ("copy", "cut", "delete", "rename")


class TestActions(unittest.TestCase):
    layer = INTEGRATION_TESTING

    def test_upgraded_site_offers_no_deleting_of_what_would_be_refused(self):
        portal = self.layer["portal"]
        setRoles(portal, TEST_USER_ID, ["Manager"])
        buttons = portal.portal_actions.object_buttons
        for name in BUTTONS:
            self.assertIn("@@removal", buttons[name].available_expr)
            buttons[name]._updateProperty("available_expr", "python: True")
        before = list(buttons)
        read_actions(portal.portal_setup)
        for name in BUTTONS:
            self.assertIn("@@removal", buttons[name].available_expr)
        self.assertEqual(before, list(buttons))
