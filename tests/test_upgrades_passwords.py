"""A site of an earlier version gets the rules for passwords, and keeps its accounts."""

from AuthEncoding import AuthEncoding
from onewindow_policy.accounts.plugin import PLUGIN_ID
from onewindow_policy.accounts.plugin import plugin_of
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing.accounts import Visitor
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.registry.interfaces import IRegistry
from Products.PluggableAuthService.interfaces.plugins import IValidationPlugin
from zope.component import getUtility

import transaction
import unittest

PROFILE = "onewindow_policy:default"


class TestUpgrade(unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def test_rules_hold_from_now_on_and_old_passwords_still_open(self):
        portal = self.layer["portal"]
        login(self.layer["app"], SITE_OWNER_NAME)
        acl_users = portal.acl_users
        acl_users.plugins.deactivatePlugin(IValidationPlugin, PLUGIN_ID)
        acl_users._delObject(PLUGIN_ID)
        acl_users.plugins.activatePlugin(IValidationPlugin, "password_policy")
        records = getUtility(IRegistry).records
        for name in [key for key in records if key.startswith("onewindow_policy.acc")]:
            del records[name]
        users = acl_users.source_users
        users.addUser("lihua", "lihua", "short")
        users._user_passwords["lihua"] = AuthEncoding.pw_encrypt("short", "SSHA")
        portal.portal_setup.setLastVersionForProfile(PROFILE, "1000")
        portal.portal_setup.upgradeProfile(PROFILE)
        transaction.commit()

        plugins = acl_users.plugins.listPluginIds(IValidationPlugin)
        self.assertEqual((PLUGIN_ID,), tuple(plugins))
        self.assertFalse(plugin_of(acl_users).must_change("lihua"))
        visitor = Visitor(self.layer)
        self.assertTrue(visitor.log_in("lihua", "short"))
        self.assertEqual(200, visitor.get("@@personal-information"))
        with self.assertRaises(ValueError):
            api.user.create(email="x@example.com", username="x", password="shorter")
        prefix = "onewindow_policy.accounts"
        self.assertEqual(12, api.portal.get_registry_record(f"{prefix}.min_chars"))
