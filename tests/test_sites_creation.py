"""A site comes to be in one step, the same for a form and for the command."""

from contextlib import contextmanager
from onewindow_policy.accounts.api import known_passwords
from onewindow_policy.sites import commands
from onewindow_policy.sites.accounts import SAMPLE_ACCOUNTS
from onewindow_policy.sites.accounts import sample_password
from onewindow_policy.sites.administrator import has_administrator
from onewindow_policy.sites.api import SITE_ID
from onewindow_policy.sites.creation import create_site
from onewindow_policy.sites.instance import Instance
from onewindow_policy.testing import INTEGRATION_TESTING
from onewindow_policy.testing import ONEWINDOW_FIXTURE
from onewindow_policy.testing.functional import FunctionalTesting
from onewindow_policy.testing.records import SQLITE_FIXTURE
from pathlib import Path
from plone import api
from plone.app.testing import PloneSandboxLayer
from plone.distribution.api import distribution as distributions
from unittest import mock
from zope.component.hooks import setSite

import io
import unittest


class TestDistribution(unittest.TestCase):
    layer = INTEGRATION_TESTING

    def test_distribution_offers_only_profiles_that_exist(self):
        setup_tool = self.layer["portal"].portal_setup
        profiles = distributions.get("onewindow").profiles
        self.assertIn("onewindow_policy:default", profiles)
        for profile in profiles:
            self.assertTrue(setup_tool.profileExists(f"profile-{profile}"), profile)

    def test_form_for_new_sites_starts_with_our_answers(self):
        questions = distributions.get("onewindow").schema["properties"]
        self.assertEqual(SITE_ID, questions["site_id"]["default"])
        self.assertEqual("zh-cn", questions["default_language"]["default"])
        self.assertFalse(questions["setup_content"]["default"])


class NewSiteFixture(PloneSandboxLayer):
    """A site made by the command, beside the one of the other tests."""

    defaultBases = (SQLITE_FIXTURE, ONEWINDOW_FIXTURE)

    def setUpPloneSite(self, portal):
        create_site(portal.aq_parent, sample=False)
        setSite(portal)


NEW_SITE_TESTING = FunctionalTesting(
    bases=(NewSiteFixture(),), name="onewindow_policy:NewSite"
)


class TestCreation(unittest.TestCase):
    layer = NEW_SITE_TESTING

    def setUp(self):
        self.app = self.layer["app"]
        self.site = self.app[SITE_ID]
        setSite(self.site)
        self.addCleanup(setSite, self.layer["portal"])

    def ensure(self, *, sample):
        @contextmanager
        def open_root():
            yield self.app

        instance = Instance(home=Path("instance"), var=Path("var"))
        with (
            mock.patch.object(commands, "open_root", open_root),
            mock.patch("sys.stdout", io.StringIO()) as printed,
        ):
            commands.ensure_site(instance, sample=sample)
        return printed.getvalue()

    def test_new_site_is_chinese_empty_and_has_all_rooms(self):
        self.assertEqual("zh-cn", api.portal.get_default_language())
        self.assertEqual(
            "Asia/Shanghai", api.portal.get_registry_record("plone.portal_timezone")
        )
        self.assertEqual(["zh-cn", "en"], self.languages())
        self.assertEqual(0, len(self.site.catalogue))
        for name in ("samples", "journeys", "news", "forms", "screens"):
            self.assertIn(name, self.site)

    def languages(self):
        return api.portal.get_registry_record("plone.available_languages")

    def test_editing_interface_is_styled_on_the_own_machine(self):
        hosts = "plone.app.theming.interfaces.IThemeSettings.hostnameBlacklist"
        self.assertEqual([], api.portal.get_registry_record(hosts))

    def test_new_site_belongs_to_the_administrator(self):
        self.assertTrue(has_administrator(self.app))
        self.assertEqual("admin", self.site.catalogue.Creator())

    def test_site_without_sample_accounts_goes_into_production(self):
        self.assertEqual("", self.ensure(sample=False))

    def test_existing_site_is_kept(self):
        self.site.catalogue.title = "改过的名字"
        self.ensure(sample=True)
        self.assertEqual("改过的名字", self.app[SITE_ID].catalogue.title)
        self.assertEqual(0, len(self.app[SITE_ID].catalogue))

    def test_account_with_a_known_password_does_not_go_into_production(self):
        name = SAMPLE_ACCOUNTS[0].user_id
        with known_passwords():
            self.site.acl_users.source_users.addUser(name, name, sample_password(name))
        with self.assertRaisesRegex(commands.Refusal, name):
            self.ensure(sample=False)

    def test_accounts_that_still_open_are_printed_with_their_passwords(self):
        account = SAMPLE_ACCOUNTS[0]
        with known_passwords():
            self.site.acl_users.source_users.addUser(
                account.user_id, account.user_id, account.password
            )
        printed = self.ensure(sample=True)
        self.assertIn(account.password, printed)
        self.assertNotIn(SAMPLE_ACCOUNTS[1].password, printed)
