"""The sample accounts: one for each role, and only where it belongs."""

from onewindow_policy.sites.accounts import COLLEAGUES
from onewindow_policy.sites.accounts import create_sample_accounts
from onewindow_policy.sites.accounts import open_accounts
from onewindow_policy.sites.accounts import SAMPLE_ACCOUNTS
from onewindow_policy.sites.accounts import sample_password
from onewindow_policy.sites.administrator import ADMINISTRATOR_ID
from onewindow_policy.testing import INTEGRATION_TESTING
from onewindow_policy.testing import SAMPLE_INTEGRATION_TESTING
from plone import api
from zExceptions import BadRequest

import unittest

ROLES = {
    "Editor",
    "Reviewer",
    "Window Staff",
    "Grid Worker",
    "Department Officer",
    "Supervisor",
    "Coordinator",
    "Personnel",
    "Auditor",
    "Archivist",
}


class TestSampleAccounts(unittest.TestCase):
    layer = SAMPLE_INTEGRATION_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]

    def test_there_is_an_account_for_every_role(self):
        self.assertEqual(ROLES, {account.role for account in SAMPLE_ACCOUNTS})

    def test_role_is_held_in_the_places_of_the_account_or_on_the_site(self):
        for account in SAMPLE_ACCOUNTS:
            with self.subTest(account.user_id):
                for path in account.places:
                    place = self.portal.unrestrictedTraverse(path)
                    roles = api.user.get_roles(username=account.user_id, obj=place)
                    self.assertIn(account.role, roles)
                on_site = set(api.user.get_roles(username=account.user_id))
                held = set() if account.places else {account.role}
                self.assertEqual({"Member", "Authenticated"} | held, on_site)

    def test_colleagues_are_of_the_sample_too_and_work_in_two_communities(self):
        create_sample_accounts(self.portal, COLLEAGUES)
        names = {account.user_id for account in COLLEAGUES}
        self.assertLessEqual(names, set(open_accounts(self.layer["app"], self.portal)))
        for account, taker in zip(COLLEAGUES, (True, False), strict=True):
            place = self.portal.unrestrictedTraverse(account.places[0])
            staff = {
                name for name, roles in place.get_local_roles() if account.role in roles
            }
            self.assertIn(account.user_id, staff)
            self.assertEqual(taker, "window-staff" in staff)

    def test_editor_of_one_district_edits_no_other(self):
        districts = self.portal.communities
        for code, expected in (("990102", True), ("990103", False)):
            self.assertEqual(
                expected,
                "Editor"
                in api.user.get_roles(username="district-editor", obj=districts[code]),
            )

    def test_people_have_fictional_chinese_names(self):
        for account in SAMPLE_ACCOUNTS:
            user = api.user.get(username=account.user_id)
            self.assertEqual(account.fullname, user.getProperty("fullname"))
            self.assertRegex(account.fullname, r"^[\u4e00-\u9fff]示[\u4e00-\u9fff]$")
            self.assertTrue(user.getProperty("email").endswith("@example.com"))

    def test_passwords_are_for_the_sample_only(self):
        for account in SAMPLE_ACCOUNTS:
            with (
                self.subTest(account.user_id),
                self.assertRaises((ValueError, BadRequest)),
            ):
                api.user.create(
                    email="x@example.com",
                    username=f"{account.user_id}-2",
                    password=account.password,
                )

    def test_accounts_are_open_until_their_password_is_changed(self):
        app = self.layer["app"]
        names = [account.user_id for account in SAMPLE_ACCOUNTS]
        self.assertEqual(names, open_accounts(app, self.portal))
        editor = api.user.get(username="editor")
        with api.env.adopt_roles(["Manager"]):
            editor.setSecurityProfile(password="something of their own")
            api.user.delete(username="supervisor")
        self.assertEqual(
            sorted({*names} - {"editor", "supervisor"}),
            sorted(open_accounts(app, self.portal)),
        )

    def test_administrator_with_the_sample_password_is_open_too(self):
        app = self.layer["app"]
        self.assertNotIn(ADMINISTRATOR_ID, open_accounts(app, self.portal))
        app.acl_users.users.updateUserPassword(
            ADMINISTRATOR_ID, sample_password(ADMINISTRATOR_ID)
        )
        self.assertIn(ADMINISTRATOR_ID, open_accounts(app, self.portal))


class TestWithoutTheSample(unittest.TestCase):
    layer = INTEGRATION_TESTING

    def test_site_without_the_sample_has_none_of_its_accounts(self):
        portal = self.layer["portal"]
        self.assertEqual([], open_accounts(self.layer["app"], portal))
        known = {user.getId() for user in api.user.get_users()}
        self.assertFalse(known & {account.user_id for account in SAMPLE_ACCOUNTS})
