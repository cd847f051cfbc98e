"""The profile builds what everything else stands on."""

from onewindow_policy.testing import INTEGRATION_TESTING
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.base.interfaces import INonInstallable
from Products.CMFPlone.utils import get_installer
from zope.component import getAllUtilitiesRegisteredFor

import unittest


class TestProfile(unittest.TestCase):
    layer = INTEGRATION_TESTING

    def test_profile_builds_the_rooms_of_the_site(self):
        portal = self.layer["portal"]
        self.assertEqual(
            {
                "catalogue": "ServiceCatalogue",
                "samples": "Folder",
                "journeys": "Folder",
                "communities": "City",
                "news": "Folder",
                "forms": "Folder",
                "screens": "Folder",
            },
            {
                name: portal[name].portal_type
                for name in portal.objectIds()
                if name in portal.objectIds()
                and portal[name].portal_type in ("ServiceCatalogue", "Folder", "City")
            },
        )

    def test_only_the_portal_itself_is_offered_as_an_add_on(self):
        portal = self.layer["portal"]
        hidden = {
            name
            for utility in getAllUtilitiesRegisteredFor(INonInstallable)
            for name in utility.getNonInstallableProfiles()
        }
        profiles = {
            profile["id"]
            for profile in portal.portal_setup.listProfileInfo()
            if profile["id"].startswith("onewindow_policy:")
        }
        self.assertEqual({"onewindow_policy:default"}, profiles - hidden)
        # It is found all the same by whoever takes the portal away.
        uninstall = get_installer(portal).get_uninstall_profile("onewindow_policy")
        self.assertEqual("onewindow_policy:uninstall", uninstall["id"])

    def test_applying_the_profile_again_keeps_content(self):
        portal = self.layer["portal"]
        setRoles(portal, TEST_USER_ID, ["Manager"])
        item = api.content.create(
            container=portal.catalogue,
            type="ServiceItem",
            id="sq-ll-001",
            title="高龄津贴申请",
            code="SQ-LL-001",
            category="LL",
        )
        portal.portal_setup.runAllImportStepsFromProfile("onewindow_policy:default")
        self.assertEqual("sq-ll-001", item.getId())
        self.assertIn("sq-ll-001", portal.catalogue)
        self.assertEqual("draft", api.content.get_state(item))

    def test_code_lists_start_with_the_national_codes(self):
        from onewindow_policy.vocabularies.api import code_list

        self.assertEqual("民政", code_list("categories")["MZ"].title)
        self.assertEqual("民政局", code_list("categories")["MZ"].department)
        self.assertEqual("Ageing", code_list("life_events")["养老"].title_in("en"))
