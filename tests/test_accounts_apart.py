"""Three administrators apart: none has what is another's, and none makes themselves one."""

from html import unescape
from onewindow_policy.accounts.apart import are_apart
from onewindow_policy.accounts.apart import hindrances
from onewindow_policy.accounts.apart import join
from onewindow_policy.accounts.apart import OF_AUDIT
from onewindow_policy.accounts.apart import OF_SECURITY
from onewindow_policy.accounts.apart import part
from onewindow_policy.accounts.api import known_passwords
from onewindow_policy.accounts.asking import asking
from onewindow_policy.accounts.exceptions import RolesRefused
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.loggedin import LoggedIn
from onewindow_policy.testing.tickets import cookie_for
from onewindow_policy.testing.tickets import MANAGER
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import SITE_OWNER_NAME
from plone.app.testing import TEST_USER_ID

import re
import transaction
import unittest

SYSTEM, SECURITY, AUDIT = "sysadmin", "secadmin", "auditadmin"
ROLES = {
    SYSTEM: "Site Administrator",
    SECURITY: "Security Administrator",
    AUDIT: "Auditor",
}
#: Of ours, what has to do with accounts.
OF_ACCOUNTS = (
    *("View Accounts", "Close Accounts", "Make Password Links", "Reset Second Factor"),
    "Manage Account Settings",
)
PASSWORD = "Grey-herons-at-the-ferry-7"


class ApartTests(LoggedIn, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        asking.forget()
        self.addCleanup(asking.forget)
        login(self.layer["app"], SITE_OWNER_NAME)
        self.addCleanup(logout)
        with known_passwords():
            for name, role in ROLES.items():
                api.user.create(
                    username=name, email=f"{name}@example.com", password=PASSWORD
                )
                api.user.grant_roles(username=name, roles=[role])
        transaction.commit()

    def part(self):
        manager = self.portal.acl_users.portal_role_manager
        for name in (MANAGER, TEST_USER_ID):
            manager.removeRoleFromPrincipal("Manager", name)
        for name in list(manager._principal_roles):
            if "Manager" in manager._principal_roles[name] and name != "Administrators":
                manager.removeRoleFromPrincipal("Manager", name)
        self.assertEqual([], hindrances(self.portal))
        part(self.portal)
        transaction.commit()

    def roles_of(self, name):
        transaction.begin()
        manager = self.portal.acl_users.portal_role_manager
        return set(manager._principal_roles.get(name, ()))

    def status(self, name, path, method="GET"):
        answer = self.send(method, path, cookie=cookie_for(name), form={})
        return answer.status_int

    def may(self, name, path):
        status = self.status(name, path)
        self.assertIn(status, (200, 302, 401, 403), path)
        return status == 200

    def permissions_of(self, role):
        """Return what a role has by itself, in the site or the root above it."""
        return {
            name
            for place in (self.portal, self.layer["app"])
            for name, *_rest in place.ac_inherited_permissions(1)
            for row in place.rolesOfPermission(name)
            if row["name"] == role and row["selected"]
        }

    def test_new_roles_have_what_they_are_for_and_nothing_of_residents(self):
        self.assertEqual(set(OF_AUDIT), self.permissions_of("Auditor"))
        self.assertEqual(
            {
                *("Plone Site Setup: Overview", "Plone Site Setup: Users and Groups"),
                *(f"onewindow_policy: {name}" for name in OF_ACCOUNTS),
            },
            self.permissions_of("Security Administrator"),
        )
        self.part()
        self.assertEqual(set(OF_AUDIT), self.permissions_of("Auditor"))
        self.assertEqual(
            {"Plone Site Setup: Overview", *OF_SECURITY},
            self.permissions_of("Security Administrator"),
        )
        system = self.permissions_of("Site Administrator")
        self.assertIn("onewindow_policy: Manage Portal", system)
        self.assertEqual(set(), system & {*OF_SECURITY, *OF_AUDIT})

    def test_nothing_is_parted_while_something_stands_in_the_way(self):
        found = "\n".join(hindrances(self.portal))
        self.assertIn(f"{MANAGER} is Manager.", found)
        api.user.grant_roles(username=AUDIT, roles=["Site Administrator"])
        api.group.add_user(groupname="Site Administrators", username="editor")
        found = "\n".join(hindrances(self.portal))
        self.assertIn(f"{AUDIT} is Auditor and Site Administrator.", found)
        self.assertIn("The group Site Administrators", found)

    def test_each_has_their_own_and_nothing_of_the_others(self):
        pages = {
            SYSTEM: (
                "@@onewindow-portal",
                "@@onewindow-code-lists",
                "@@site-controlpanel",
            ),
            SECURITY: (
                "@@staff-accounts",
                "@@usergroup-userprefs",
                "@@onewindow-accounts",
            ),
            AUDIT: ("@@onewindow-audit",),
        }
        self.part()
        self.assertTrue(are_apart())
        for name in ROLES:
            for owner, paths in pages.items():
                for path in paths:
                    with self.subTest(name=name, path=path):
                        self.assertEqual(name == owner, self.may(name, path))
        for name in (SYSTEM, AUDIT):
            answer = self.send(
                "POST",
                "@users",
                cookie=cookie_for(name),
                body={
                    "username": "mole",
                    "email": "mole@example.com",
                    "password": PASSWORD,
                },
            )
            self.assertIn(answer.status_int, (401, 403))
        transaction.begin()
        self.assertIsNone(api.user.get("mole"))
        join(self.portal)
        transaction.commit()
        self.assertTrue(self.may(SYSTEM, "@@staff-accounts"))
        self.assertTrue(self.may(SYSTEM, "@@onewindow-audit"))

    def token(self, cookie, page):
        shown = self.send("GET", page, cookie=cookie, form={}).text
        return re.search(r'name="_authenticator" value="(\w+)"', shown)[1]

    def give(self, giver, name, *roles):
        """Give roles by the page of Plone; return the answer."""
        cookie = cookie_for(giver)
        form = {
            "users.id:records": name,
            "users.roles:list:records": list(roles),
            "users.email:records": f"{name}@example.com",
            "form.submitted": "1",
            "form.button.Modify": "1",
            "_authenticator": self.token(cookie, "@@usergroup-userprefs"),
        }
        return self.send("POST", "@@usergroup-userprefs", cookie=cookie, form=form)

    def test_who_gives_roles_gives_none_of_these_to_themselves_nor_two_to_anybody(self):
        self.part()
        self.give(SECURITY, "supervisor", "Member", "Reviewer")
        self.assertIn("Reviewer", self.roles_of("supervisor"))
        for name, role in (
            (SECURITY, "Auditor"),
            (SECURITY, "Site Administrator"),
            (AUDIT, "Site Administrator"),
            (SYSTEM, "Auditor"),
        ):
            with self.subTest(name=name, role=role):
                answer = self.give(SECURITY, name, *self.roles_of(name), role)
                self.assertEqual(403, answer.status_int)
                self.assertIn("三员", unescape(answer.text))
                self.assertNotIn(role, self.roles_of(name))
                answer = self.send(
                    "PATCH",
                    f"@users/{name}",
                    cookie=cookie_for(SECURITY),
                    body={"roles": {role: True}},
                )
                self.assertGreaterEqual(answer.status_int, 400)
                self.assertNotIn(role, self.roles_of(name))
        # Another one, who has none of them yet, may become one.
        self.give(SECURITY, "grid-worker", "Member", "Auditor")
        self.assertIn("Auditor", self.roles_of("grid-worker"))

    def test_nobody_becomes_one_by_a_group_or_in_a_place(self):
        self.part()
        cookie = cookie_for(SECURITY)
        for group in ("Administrators", "Site Administrators"):
            answer = self.send(
                "PATCH",
                f"@groups/{group}",
                cookie=cookie,
                body={"users": {SECURITY: True, "editor": True}},
            )
            self.assertGreaterEqual(answer.status_int, 400)
            transaction.begin()
            self.assertEqual([], api.user.get_users(groupname=group))
        answer = self.send(
            "POST",
            "news/@sharing",
            cookie=cookie,
            body={
                "entries": [
                    {
                        "id": "editor",
                        "type": "user",
                        "roles": {"Site Administrator": True},
                    }
                ]
            },
        )
        self.assertLess(answer.status_int, 500)
        transaction.begin()
        self.assertNotIn("editor", self.portal.news.__ac_local_roles__ or {})
        for role in (*ROLES.values(), "Manager"):
            for name in ("manage_addLocalRoles", "manage_setLocalRoles"):
                with self.assertRaises(RolesRefused):
                    getattr(self.portal.news, name)("editor", [role])

    def test_audit_shows_what_was_asked_for_and_notes_who_looked(self):
        self.part()
        self.page_login("editor", "wrong")
        cookie = cookie_for(AUDIT)
        shown = unescape(
            self.send("GET", "@@onewindow-audit", cookie=cookie, form={}).text
        )
        self.assertIn("<h1>审计</h1>", shown)
        self.assertIn("password_refused", shown)
        self.assertIn("administrators", shown)
        token = self.token(cookie, "@@onewindow-audit")
        asked = {"person": "editor", "since": "", "_authenticator": token}
        shown = unescape(
            self.send("POST", "@@onewindow-audit", cookie=cookie, form=asked).text
        )
        self.assertIn("password_refused", shown)
        self.assertNotIn("administrators", re.sub(r"(?s)<form.*?</form>", "", shown))
        asked["person"], asked["action"] = AUDIT, "audit.view"
        shown = self.send("POST", "@@onewindow-audit", cookie=cookie, form=asked).text
        self.assertIn("person=editor", shown)
        asked["since"] = "31.1.2027"
        shown = self.send("POST", "@@onewindow-audit", cookie=cookie, form=asked).text
        self.assertIn('id="problem"', shown)
        self.assertIn('value="31.1.2027"', shown)
        del asked["_authenticator"]
        answer = self.send("POST", "@@onewindow-audit", cookie=cookie, form=asked)
        self.assertEqual(403, answer.status_int)
