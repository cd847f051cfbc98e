"""A site of an earlier version gets the settings and the pages that are new."""

from onewindow_policy.accounts.links import LASTING_DAYS
from onewindow_policy.testing import FUNCTIONAL_TESTING
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.registry import Record
from plone.registry.field import Int
from plone.registry.interfaces import IRegistry
from zope.component import getUtility

import unittest

PROFILE = "onewindow_policy:default"

#: Records of before that this version adds to, and what is all new.
NEW = (
    "onewindow_policy.administrators.apart",
    "onewindow_policy.notice.withdrawn_months",
    "onewindow_policy.sessions.idle_minutes",
    "onewindow_policy.log_ins.by_account",
)
CONFIGLETS = (
    "onewindow_staff_accounts",
    "onewindow_account_settings",
    "onewindow_audit",
)


class TestUpgrade(unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def test_settings_and_pages_are_there_and_what_was_set_stays(self):
        portal = self.layer["portal"]
        login(self.layer["app"], SITE_OWNER_NAME)
        records = getUtility(IRegistry).records
        kept = "onewindow_policy.notice.contact"
        self.assertIn(kept, records)
        api.portal.set_registry_record(kept, "12345")
        for name in NEW:
            self.assertIn(name, records)
            del records[name]
        panel = portal.portal_controlpanel
        for name in CONFIGLETS:
            panel.unregisterConfiglet(name)
        audiences = "onewindow_policy.vocabularies.audiences"
        former = [
            {**row, "title": f"{row['title']}(示例,旧)"}
            for row in records[audiences].value
        ]
        api.portal.set_registry_record(audiences, former)
        user = portal.portal_actions.user
        user._delObject("my_account")
        portal.portal_password_reset.setExpirationTimeout(7)
        portal.portal_setup.setLastVersionForProfile(PROFILE, "1000")
        portal.portal_setup.upgradeProfile(PROFILE)

        for name in NEW:
            self.assertIn(name, records)
        self.assertEqual("12345", records[kept].value)
        # Chinese is printed with Chinese punctuation, and codes stay.
        upgraded = records[audiences].value
        self.assertGreater(len(upgraded), 1)
        self.assertEqual(
            [row["code"] for row in former], [row["code"] for row in upgraded]
        )
        for row in upgraded:
            self.assertTrue(row["title"].endswith("（示例，旧）"), row["title"])
        # What residents were told is for the city to change.
        self.assertIsNone(records["onewindow_policy.notice.withdrawn_months"].value)
        self.assertLessEqual(
            set(CONFIGLETS), {each.getId() for each in panel.listActions()}
        )
        self.assertIn("my_account", user)
        timeout = portal.portal_password_reset.getExpirationTimeout()
        self.assertEqual(LASTING_DAYS, timeout)

    def test_street_hears_of_what_is_overdue_after_as_many_days_as_all_did(self):
        portal = self.layer["portal"]
        login(self.layer["app"], SITE_OWNER_NAME)
        records = getUtility(IRegistry).records
        prefix = "onewindow_policy.duties"
        del records[f"{prefix}.street_days"]
        records[f"{prefix}.escalation_days"] = Record(Int(), 4)
        portal.portal_setup.setLastVersionForProfile(PROFILE, "1001")
        portal.portal_setup.upgradeProfile(PROFILE)
        self.assertNotIn(f"{prefix}.escalation_days", records)
        self.assertEqual(4, records[f"{prefix}.street_days"].value)
        self.assertEqual(5, records[f"{prefix}.district_days"].value)
