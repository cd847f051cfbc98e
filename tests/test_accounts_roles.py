"""Roles from further up stay, and whoever gives or takes some is in the audit."""

from Acquisition import aq_base
from onewindow_policy.records.api import AuditEntry
from onewindow_policy.records.auditing import address_of
from onewindow_policy.records.database import get_database
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.doors import DoorsSetup
from onewindow_policy.testing.tickets import MANAGER
from plone import api
from plone.app.testing import login
from sqlalchemy import select
from sqlalchemy.orm import Session

import html
import transaction
import unittest

DISTRICT = "communities/990102"


class TestInheritance(DoorsSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        super().setUp()
        self.district = self.portal.unrestrictedTraverse(DISTRICT)

    def form(self, **entry):
        """Return what the page of sharing posts, with inheritance left out: off."""
        form = {"form.submitted": "1", "form.button.Save": "Save"}
        for name, value in entry.items():
            form[f"entries.{name}:records"] = value
        return form

    def is_blocked(self):
        return bool(self.district.__ac_local_roles_block__)

    def sees(self, who):
        """Return whether somebody's roles from further up count in the district."""
        user = api.user.get(who)
        return "Supervisor" in user.getRolesInContext(self.district)

    def test_editor_of_a_district_is_not_offered_to_switch_it_off(self):
        page = self.session_of("district-editor").get(
            f"{self.url}/{DISTRICT}/@@sharing"
        )
        self.assertIn("<h1", page.text)
        self.assertNotIn('name="inherit', page.text)
        page = self.session_of(MANAGER).get(f"{self.url}/{DISTRICT}/@@sharing")
        self.assertIn('name="inherit', page.text)

    def test_posted_form_of_an_editor_leaves_it_on(self):
        for who in ("district-editor", "editor", "reviewer"):
            with self.subTest(who):
                answer = self.post(who, f"{DISTRICT}/@@sharing", self.form())
                self.assertEqual(200, answer.status_code)
                self.assertFalse(self.is_blocked())
        self.assertTrue(self.sees("supervisor"))

    def test_program_of_an_editor_is_refused_in_words(self):
        for path in (DISTRICT, "catalogue", "catalogue/sq-ll-001"):
            with self.subTest(path):
                answer = self.send(
                    "editor", "POST", f"{path}/@sharing", {"inherit": False}
                )
                content = self.portal.unrestrictedTraverse(path)
                self.assertFalse(content.__ac_local_roles_block__)
                self.assertIn(answer.status_code, (401, 403))
        answer = self.send(
            "district-editor", "POST", f"{DISTRICT}/@sharing", {"inherit": False}
        )
        self.assertEqual(403, answer.status_code)
        self.assertIn("只能由管理员决定", answer.json()["message"])
        self.assertTrue(self.sees("supervisor"))

    def test_no_program_switches_it_off_in_the_name_of_an_editor(self):
        login(self.portal, "district-editor")
        for switch in (
            lambda: api.content.disable_roles_acquisition(self.district),
            lambda: self.portal.plone_utils.acquireLocalRoles(self.district, 0),
            lambda: setattr(self.district, "__ac_local_roles_block__", True),
        ):
            with self.assertRaisesRegex(Exception, "管理员"):
                switch()
            transaction.abort()
            self.assertFalse(self.is_blocked())

    def test_administrator_switches_it_off_and_on_and_is_noted(self):
        answer = self.post(MANAGER, f"{DISTRICT}/@@sharing", self.form())
        self.assertEqual(200, answer.status_code)
        self.assertTrue(self.is_blocked())
        self.assertFalse(self.sees("supervisor"))
        self.send(MANAGER, "POST", f"{DISTRICT}/@sharing", {"inherit": True})
        self.assertFalse(self.is_blocked())
        told = [(who, detail) for who, _do, _what, detail in self.noted("role.inherit")]
        self.assertEqual([(MANAGER, "-inherited"), (MANAGER, "+inherited")], told)

    def test_what_was_stored_before_still_counts(self):
        stored = aq_base(self.district)
        stored._p_activate()
        stored.__dict__["__ac_local_roles_block__"] = True
        stored._p_changed = True
        transaction.commit()
        self.portal._p_jar.cacheMinimize()
        self.assertTrue(self.is_blocked())
        self.assertFalse(self.sees("supervisor"))


class TestRoleChanges(DoorsSetup, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def local(self, *, who=MANAGER):
        """Return whom, what and where of the noted changes of local roles by `who`."""
        return [
            (subject, detail)
            for by, _action, subject, detail in self.noted("role.local")
            if by == who
        ]

    def test_sharing_by_page_and_program_is_noted(self):
        path = "/".join(self.portal.unrestrictedTraverse(DISTRICT).getPhysicalPath())
        self.post(
            MANAGER,
            f"{DISTRICT}/@@sharing",
            {
                "form.submitted": "1",
                "form.button.Save": "Save",
                "inherit:boolean": "1",
                "entries.id:records": "editor",
                "entries.type:records": "user",
                "entries.role_Reviewer:records": "1",
            },
        )
        self.assertEqual([("editor", f"+Reviewer {path}")], self.local())
        entry = {"id": "editor", "type": "user", "roles": {"Editor": True}}
        answer = self.send(
            MANAGER, "POST", f"{DISTRICT}/@sharing", {"entries": [entry]}
        )
        self.assertEqual(204, answer.status_code)
        self.assertEqual(("editor", f"+Editor -Reviewer {path}"), self.local()[-1])
        entry["roles"] = {}
        self.send(MANAGER, "POST", f"{DISTRICT}/@sharing", {"entries": [entry]})
        self.assertEqual(("editor", f"-Editor {path}"), self.local()[-1])
        with Session(bind=get_database().reading) as session:
            found = session.scalars(
                select(AuditEntry).where(AuditEntry.action == "role.local")
            )
            self.assertEqual(["127.0.0.1"] * 3, [address_of(each) for each in found])

    def test_nothing_is_noted_where_nothing_changed_or_was_kept(self):
        district = self.portal.unrestrictedTraverse(DISTRICT)
        login(self.portal, MANAGER)
        district.manage_setLocalRoles("district-editor", ["Editor"])
        transaction.commit()
        self.assertEqual([], self.local())
        district.manage_addLocalRoles("editor", ["Reviewer"])
        transaction.abort()
        self.assertEqual([], self.local())
        point = transaction.savepoint()
        district.manage_addLocalRoles("editor", ["Reviewer"])
        point.rollback()
        transaction.commit()
        self.assertEqual([], self.local())

    def test_added_content_notes_no_change_of_roles(self):
        login(self.portal, MANAGER)
        api.content.create(container=self.portal.news, type="News Item", title="新")
        transaction.commit()
        self.assertEqual([], self.local())

    def test_roles_of_the_site_and_groups_are_noted(self):
        self.send(MANAGER, "PATCH", "@users/editor", {"roles": {"Reviewer": True}})
        self.assertIn("Reviewer", api.user.get_roles("editor"))
        self.assertIn(
            (MANAGER, "role.site", "editor", "+Reviewer"), self.noted("role.site")
        )
        self.send(
            MANAGER,
            "PATCH",
            "@groups/Reviewers",
            {"users": {"window-staff": True}},
        )
        self.assertEqual(
            [(MANAGER, "group.join", "window-staff", "Reviewers")],
            self.noted("group.join"),
        )
        login(self.portal, MANAGER)
        api.group.remove_user(groupname="Reviewers", username="window-staff")
        api.group.create(groupname="new-group", roles=["Reader"])
        api.group.delete(groupname="new-group")
        transaction.commit()
        self.assertEqual(1, len(self.noted("group.leave")))
        self.assertEqual(
            ["new-group", "new-group"],
            [
                subject
                for _w, _a, subject, _d in self.noted("group.create", "group.delete")
            ],
        )
        self.assertIn(
            (MANAGER, "role.site", "new-group", "+Reader"), self.noted("role.site")
        )

    def test_page_of_users_is_noted(self):
        answer = self.post(
            MANAGER,
            "@@usergroup-userprefs",
            {
                "form.submitted": "1",
                "form.button.Modify": "Apply",
                "users.id:records": "editor",
                "users.roles:list:records": "Reviewer",
            },
        )
        self.assertEqual(200, answer.status_code, html.unescape(answer.text)[:500])
        self.assertIn("Reviewer", api.user.get_roles("editor"))
        ((_who, _action, subject, detail),) = self.noted("role.site")
        self.assertEqual("editor", subject)
        self.assertIn("+Reviewer", detail)

    def test_accounts_that_come_and_go_are_noted(self):
        answer = self.send(
            MANAGER,
            "POST",
            "@users",
            {
                "username": "newcomer",
                "email": "n@example.com",
                "password": "qingshi-chuiliu-93",
            },
        )
        self.assertEqual(201, answer.status_code, answer.text)
        answer = self.send(MANAGER, "DELETE", "@users/newcomer")
        self.assertEqual(204, answer.status_code)
        self.assertEqual(
            [
                (MANAGER, "account.create", "newcomer", ""),
                (MANAGER, "account.delete", "newcomer", ""),
            ],
            self.noted("account.create", "account.delete"),
        )
