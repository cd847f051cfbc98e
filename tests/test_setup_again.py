"""What administrators changed stays when the profile is applied again, or is upgraded."""

from onewindow_policy.reapplying import PROFILE
from onewindow_policy.testing import FUNCTIONAL_TESTING
from plone.app.portlets.portlets import navigation
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from plone.app.viewletmanager.interfaces import IViewletSettingsStorage
from plone.portlets.interfaces import IPortletAssignmentMapping
from plone.portlets.interfaces import IPortletManager
from plone.registry.interfaces import IRegistry
from Products.CMFPlone.utils import get_installer
from zope.component import getMultiAdapter
from zope.component import getUtility

import unittest

OUR_PERMISSION = "onewindow_policy: Manage Code Lists"
PLONES_PERMISSION = "Plone Site Setup: Mail"

SETTINGS = {
    "plone.site_logo": b"filenameb64:bG9nby5zdmc=;datab64:PHN2Zy8+",
    "plone.default_language": "en",
    "plone.available_languages": ["en", "zh-cn", "de"],
    "plone.displayed_types": ("City", "Folder"),
    "plone.navigation_depth": 3,
    "plone.smtp_host": "mail.example.com",
    "onewindow_policy.portal.hotline": "12399",
}


class AgainCase(unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.setup = self.portal.portal_setup
        login(self.layer["app"], SITE_OWNER_NAME)
        self.left = getMultiAdapter(
            (self.portal, getUtility(IPortletManager, "plone.leftcolumn")),
            IPortletAssignmentMapping,
        )
        self.viewlets = getUtility(IViewletSettingsStorage)

    def change_settings(self):
        """Change what an administrator may, of each part of the profile."""
        records = getUtility(IRegistry)
        for name, value in SETTINGS.items():
            records[name] = value
        self.portal.manage_permission(OUR_PERMISSION, ["Manager"], acquire=0)
        self.portal.manage_permission(PLONES_PERMISSION, ["Reviewer"], acquire=1)
        types = self.portal.portal_types
        types["Folder"].manage_changeProperties(default_view="summary_view")
        types["ServiceItem"].manage_changeProperties(title="Matter")
        workflows = self.portal.portal_workflow
        workflows.setChainForPortalTypes(["Document"], ["one_state_workflow"])
        workflows["publication_workflow"].states["draft"].title = "Sketch"
        actions = self.portal.portal_actions
        actions.user.work.visible = False
        actions.portal_tabs.manage_delObjects(["work"])
        actions.site_actions.moveObjectsToTop(["contact"])
        self.viewlets.setHidden("plone.portalfooter", "*", ("plone.footer",))
        self.left["navigation"] = navigation.Assignment()

    def settings(self):
        """Return the same things as they are."""
        records = getUtility(IRegistry)
        portal = self.portal
        types, actions = portal.portal_types, portal.portal_actions
        workflows = portal.portal_workflow
        return {
            **{name: records[name] for name in SETTINGS},
            **{
                name: (
                    sorted(
                        each["name"]
                        for each in portal.rolesOfPermission(name)
                        if each["selected"]
                    ),
                    portal.acquiredRolesAreUsedBy(name),
                )
                for name in (OUR_PERMISSION, PLONES_PERMISSION)
            },
            "view": types["Folder"].default_view,
            "type": types["ServiceItem"].title,
            "chain": workflows.getChainForPortalType("Document"),
            "state": workflows["publication_workflow"].states["draft"].title,
            "shown": actions.user.work.visible,
            "tabs": actions.portal_tabs.objectIds(),
            "order": actions.site_actions.objectIds(),
            "hidden": self.viewlets.getHidden("plone.portalfooter", "*"),
            "portlets": list(self.left),
        }

    def version(self):
        return ".".join(self.setup.getLastVersionForProfile(PROFILE))

    def current(self):
        return self.setup.getVersionForProfile(PROFILE)


class TestApplyingAgain(AgainCase):
    def test_what_an_administrator_changed_stays(self):
        before = self.settings()
        self.change_settings()
        changed = self.settings()
        same = {name for name, value in before.items() if changed[name] == value}
        self.assertEqual(set(), same)
        self.setup.runAllImportStepsFromProfile(PROFILE)
        self.assertEqual(changed, self.settings())

    def test_what_the_site_lacks_comes_back(self):
        records = getUtility(IRegistry).records
        del records["onewindow_policy.portal.hotline"]
        del self.portal._onewindow_policy__Manage_Code_Lists_Permission
        self.setup.runAllImportStepsFromProfile(PROFILE)
        self.assertIn("onewindow_policy.portal.hotline", records)
        self.assertEqual(
            (["Manager", "Site Administrator"], ""), self.settings()[OUR_PERMISSION]
        )

    def test_an_older_site_is_upgraded_and_not_written_over(self):
        self.change_settings()
        changed = self.settings()
        self.setup.setLastVersionForProfile(PROFILE, "1001")
        with self.assertRaisesRegex(ValueError, "1001.*onewindow upgrade"):
            self.setup.runAllImportStepsFromProfile(PROFILE)
        self.assertEqual(changed, self.settings())
        self.setup.upgradeProfile(PROFILE)
        self.assertEqual(self.current(), self.version())
        # A menu that was emptied by hand is filled by whoever upgrades.
        tabs = self.portal.portal_actions.portal_tabs
        self.assertIn("work", tabs)
        tabs.manage_delObjects(["work"])
        self.assertEqual(changed, self.settings())

    def test_installed_again_the_portal_has_the_settings_it_had(self):
        records = getUtility(IRegistry)
        for name, value in SETTINGS.items():
            records[name] = value
        installer = get_installer(self.portal)
        self.assertTrue(installer.uninstall_product("onewindow_policy"))
        self.assertTrue(installer.install_product("onewindow_policy"))
        self.assertEqual(SETTINGS, {name: records[name] for name in SETTINGS})
        self.assertIn(
            "onewindow_policy.forms.fields.BankCard", records["easyform.allowedFields"]
        )
