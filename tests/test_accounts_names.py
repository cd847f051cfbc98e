"""An account is gone with all its rights, and its name with it, by whatever door."""

from onewindow_policy.accounts.exceptions import NameTaken
from onewindow_policy.accounts.keepers import is_closed
from onewindow_policy.accounts.keepers import uid_of
from onewindow_policy.sites.accounts import sample_password
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import cookie_for
from onewindow_policy.testing.tickets import log_in
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import SITE_OWNER_NAME
from plone.testing.zope import Browser
from urllib.parse import urlencode

import json
import re
import transaction
import unittest

NAME = "window-staff"
COMMUNITY = "communities/990102/990102001/990102001001"
PASSWORD = "A-long-enough-sentence-of-2026!"


class AccountsSetup:
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.acl_users = self.portal.acl_users
        login(self.layer["app"], SITE_OWNER_NAME)
        self.addCleanup(logout)

    def browser(self):
        browser = Browser(self.layer["app"])
        browser.raiseHttpErrors = False
        log_in(browser)
        return browser

    def url(self, path):
        return f"{self.portal.absolute_url()}/{path}"

    def token(self, browser):
        """Return the authenticator's token, as a page with a form holds it."""
        browser.open(self.url("@@usergroup-userprefs"))
        return re.search(r'name="_authenticator" value="(\w+)"', browser.contents)[1]

    def post(self, browser, path, form):
        form = {**form, "_authenticator": self.token(browser)}
        browser.post(self.url(path), urlencode(form, doseq=True))
        transaction.begin()
        return browser

    def rest(self, method, path, body=None, cookie=None):
        """Return status and answer of a REST request, by default the Manager's."""
        answer = Browser(self.layer["app"]).testapp.request(
            self.url(path),
            method=method,
            body=json.dumps(body).encode() if body is not None else b"",
            headers={
                "Accept": "application/json",
                "Content-Type": "application/json",
                "Cookie": cookie_for() if cookie is None else cookie,
            },
            expect_errors=True,
        )
        transaction.begin()
        return answer.status_int, answer.text


class TestDeletion(AccountsSetup, unittest.TestCase):
    """Each door deletes the same account, which has rights of every kind."""

    def setUp(self):
        super().setUp()
        self.portal.portal_groups.addGroup("colleagues", roles=["Editor"])
        api.group.add_user(groupname="colleagues", username=NAME)
        api.user.grant_roles(username=NAME, roles=["Reviewer"])
        self.places = []
        self.give_rights(self.portal.unrestrictedTraverse(COMMUNITY))
        self.give_rights(self.portal.unrestrictedTraverse("catalogue/sq-ll-001/guide"))
        self.uid = uid_of(NAME)
        self.assertTrue(self.uid)

    def give_rights(self, place):
        place.manage_addLocalRoles(NAME, ["Editor"])
        place.reindexObjectSecurity()
        transaction.commit()
        self.places.append(place)

    def assert_gone(self):
        transaction.commit()
        self.assertIsNone(api.user.get(userid=NAME))
        self.assertIsNone(uid_of(NAME))
        roles = self.acl_users.portal_role_manager._principal_roles
        self.assertNotIn(NAME, roles)
        groups = self.acl_users.source_groups
        self.assertNotIn(NAME, groups._principal_groups)
        self.assertNotIn(NAME, groups.getGroupMembers("colleagues"))
        self.assertNotIn(NAME, self.acl_users.mutable_properties._storage)
        for place in self.places:
            self.assertNotIn(NAME, dict(place.get_local_roles()))
        catalog = api.portal.get_tool("portal_catalog")
        self.assertEqual(
            0,
            len(catalog.unrestrictedSearchResults(allowedRolesAndUsers=f"user:{NAME}")),
        )
        # And nobody has the name again.
        with self.assertRaises(NameTaken):
            api.user.create(email="x@example.com", username=NAME, password=PASSWORD)

    def test_users_page_takes_all_rights_along(self):
        browser = self.browser()
        self.post(
            browser,
            "@@usergroup-userprefs",
            {
                "form.submitted": "1",
                "form.button.Modify": "Save",
                "users.id:records": NAME,
                "delete:list": NAME,
            },
        )
        self.assertIn("200", browser.headers["status"], browser.contents[-2000:])
        self.assert_gone()

    def test_users_service_takes_all_rights_along(self):
        self.assertEqual(204, self.rest("DELETE", f"@users/{NAME}")[0])
        self.assert_gone()

    def test_users_service_that_is_asked_to_keep_roles_takes_them_along(self):
        path = f"@users/{NAME}?delete_localroles=0&delete_memberareas=0"
        self.assertEqual(204, self.rest("DELETE", path)[0])
        self.assert_gone()

    def test_zope_management_takes_all_rights_along(self):
        self.acl_users.source_users.manage_removeUsers([NAME])
        self.assert_gone()

    def test_user_folder_takes_all_rights_along(self):
        # The whole site is indexed anew for the rights at its root: once, not at each door.
        self.give_rights(self.portal)
        self.acl_users.userFolderDelUsers([NAME])
        self.assert_gone()

    def test_membership_tool_takes_all_rights_along(self):
        self.portal.portal_membership.deleteMembers(
            [NAME], delete_memberareas=0, delete_localroles=0
        )
        self.assert_gone()

    def test_plugin_takes_all_rights_along(self):
        self.acl_users.source_users.doDeleteUser(NAME)
        self.assert_gone()


class TestNames(AccountsSetup, unittest.TestCase):
    """Whoever asks for a name that was somebody's is told why they cannot have it."""

    def setUp(self):
        super().setUp()
        api.user.delete(username=NAME)
        transaction.commit()

    def assert_refused(self, text):
        self.assertTrue("这个用户名属于或曾经属于另一个账号" in text, text[-3000:])

    def assert_nobody(self, name=NAME):
        transaction.begin()
        self.assertIsNone(api.user.get(userid=name))
        self.assertNotIn(name, self.acl_users.source_users.getUserNames())

    def test_form_refuses_in_words(self):
        browser = self.browser()
        browser.open(self.url("@@new-user"))
        self.assertIn("200", browser.headers["status"], browser.contents[-2000:])
        browser.getControl(name="form.widgets.username").value = NAME
        browser.getControl(name="form.widgets.email").value = "x@example.com"
        browser.getControl(name="form.widgets.password").value = PASSWORD
        browser.getControl(name="form.widgets.password_ctl").value = PASSWORD
        browser.getControl(name="form.buttons.register").click()
        self.assertIn("200", browser.headers["status"], browser.contents[-2000:])
        self.assert_refused(browser.contents)
        self.assert_nobody()

    def test_users_service_refuses_in_words(self):
        status, answer = self.rest(
            "POST",
            "@users",
            {"username": NAME, "email": "x@example.com", "password": PASSWORD},
        )
        self.assertEqual(400, status)
        self.assert_refused(json.loads(answer)["error"]["message"])
        self.assert_nobody()

    def test_zope_management_refuses_in_words(self):
        with self.assertRaises(NameTaken):
            self.acl_users.source_users.manage_addUser(NAME, NAME, PASSWORD, PASSWORD)
        self.assert_nobody()

    def test_programs_are_refused(self):
        registration = self.portal.portal_registration
        for add in (
            lambda: api.user.create(
                email="x@example.com", username=NAME, password=PASSWORD
            ),
            lambda: registration.addMember(NAME, PASSWORD),
            lambda: self.acl_users.userFolderAddUser(NAME, PASSWORD, ["Member"], []),
            lambda: self.acl_users.source_users.doAddUser(NAME, PASSWORD),
        ):
            with self.assertRaises(NameTaken):
                add()
            self.assert_nobody()

    def test_name_that_looks_the_same_is_refused(self):
        for name in ("Window-Staff", "ｗindow-staff", "window-staff "):
            with self.assertRaises(NameTaken):
                self.acl_users.userFolderAddUser(name, PASSWORD, ["Member"], [])

    def test_nobody_takes_over_the_name_that_another_one_logged_in_by(self):
        users = self.acl_users.source_users
        users.updateUser("editor", "zhou")
        with self.assertRaises(NameTaken):
            users.updateUser("reviewer", "editor")
        self.assertFalse(users.doAddUser("zhou", PASSWORD))
        # One's own former name stays one's own.
        users.updateUser("editor", "editor")
        self.assertEqual("editor", users.getLoginForUserId("editor"))

    def test_names_in_use_are_refused_as_ever(self):
        self.assertFalse(self.acl_users.source_users.doAddUser("editor", PASSWORD))
        with self.assertRaises(ValueError):
            self.portal.portal_registration.addMember("editor", PASSWORD)

    def test_accounts_have_uids_of_their_own(self):
        uids = {uid_of(name) for name in ("editor", "reviewer", "supervisor")}
        self.assertEqual(3, len(uids - {None}))
        self.assertFalse(is_closed("editor"))


class TestClosing(AccountsSetup, unittest.TestCase):
    """A closed account is kept for histories, and lets nobody in."""

    def log_in(self):
        body = {"login": "editor", "password": sample_password("editor")}
        status, answer = self.rest("POST", "@login", body, cookie="")
        self.assertIn(status, (200, 401), answer)
        return status

    def test_nobody_gets_in_until_it_is_reopened(self):
        self.assertEqual(200, self.log_in())
        users = self.acl_users.source_users
        stamp = users.stamp_of("editor")
        users.close_account("editor")
        transaction.commit()
        self.assertEqual(401, self.log_in())
        self.assertIsNone(users.stamp_of("editor"))
        self.assertTrue(is_closed("editor"))
        self.assertEqual(
            "周示文", api.user.get(userid="editor").getProperty("fullname")
        )
        users.reopen_account("editor")
        transaction.commit()
        self.assertEqual(200, self.log_in())
        # What was handed out before stays worthless.
        self.assertNotIn(users.stamp_of("editor"), (stamp, None))


class TestFormerSites(AccountsSetup, unittest.TestCase):
    """A site that an earlier version made is told apart by the upgrade."""

    def test_upgrade_enters_the_accounts_and_keeps_them(self):
        from Acquisition import aq_base
        from onewindow_policy.accounts.users import StaffAccounts
        from Products.PlonePAS.plugins.user import UserManager

        former = UserManager("source_users")
        kept = aq_base(self.acl_users.source_users).__dict__
        for name in ("_user_passwords", "_login_to_userid", "_userid_to_login"):
            setattr(former, name, kept[name])
        self.acl_users._setOb("source_users", former)
        self.assertIsNone(uid_of("editor"))
        setup = self.portal.portal_setup
        setup.setLastVersionForProfile("onewindow_policy:default", "1000")
        setup.upgradeProfile("onewindow_policy:default")
        users = self.acl_users.source_users
        self.assertIsInstance(users, StaffAccounts)
        self.assertTrue(uid_of("editor"))
        self.assertTrue(uid_of(SITE_OWNER_NAME))
        found = users.authenticateCredentials(
            {"login": "editor", "password": sample_password("editor")}
        )
        self.assertEqual(("editor", "editor"), found)
        before = uid_of("editor")
        setup.setLastVersionForProfile("onewindow_policy:default", "1000")
        setup.upgradeProfile("onewindow_policy:default")
        self.assertEqual(before, uid_of("editor"))
        api.user.delete(username="editor")
        with self.assertRaises(NameTaken):
            users.addUser("editor", "editor", PASSWORD)
