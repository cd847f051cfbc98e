"""Who looks after staff sees who works where, and which places have nobody."""

from onewindow_policy.accounts.keepers import keeper_of
from onewindow_policy.communities.staff import lacking_in
from onewindow_policy.communities.staff import sees_staff
from onewindow_policy.communities.staff import staff_in
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone import api

import unittest

DISTRICT = "communities/990102"
COMMUNITY = f"{DISTRICT}/990102001/990102001001"
GRID = f"{COMMUNITY}/990102001001001"
BUREAU = "communities/990103/u-990103-mz"


class TestStaff(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.user = self.person("personnel")

    def person(self, name):
        return api.user.get(name).getUser()

    def told(self, user=None):
        return {
            (each.place.path, each.role, each.principal)
            for each in staff_in(user or self.user)
        }

    def lacking(self, user=None):
        return {each.place.path for each in lacking_in(user or self.user)}

    def give(self, path, name, role):
        place = self.portal.unrestrictedTraverse(path)
        place.manage_addLocalRoles(name, [role])
        place.reindexObjectSecurity()
        place.reindexObject()

    def take(self, path, name):
        place = self.portal.unrestrictedTraverse(path)
        place.manage_delLocalRoles([name])
        place.reindexObjectSecurity()
        place.reindexObject()

    def test_roles_of_the_own_district_are_told_where_they_are_given(self):
        told = self.told()
        for each in (
            (COMMUNITY, "Window Staff", "window-staff"),
            (GRID, "Grid Worker", "grid-worker"),
            (f"{DISTRICT}/990102001", "Coordinator", "coordinator"),
            (DISTRICT, "Personnel", "personnel"),
        ):
            self.assertIn(each, told)
        self.assertTrue(all(path.startswith(DISTRICT) for path, *_rest in told))
        everything = self.told(self.person("manager"))
        self.assertLess(told, everything)
        self.assertIn((BUREAU, "Department Officer", "department-officer"), everything)

    def test_nobody_else_sees_staff(self):
        self.assertTrue(sees_staff(self.user))
        for name in ("editor", "window-staff", "coordinator", "supervisor", "auditor"):
            self.assertFalse(sees_staff(self.person(name)), name)
            self.assertEqual(set(), self.told(self.person(name)))

    def test_places_without_anybody_are_named_until_somebody_has_the_role(self):
        other = f"{DISTRICT}/990102001/990102001002"
        unit = f"{DISTRICT}/u-990102-mz"
        lacking = self.lacking()
        for path in (other, unit):
            self.assertIn(path, lacking)
        for path in (COMMUNITY, GRID):
            self.assertNotIn(path, lacking)
        self.give(other, "editor", "Window Staff")
        self.give(unit, "editor", "Department Officer")
        self.take(COMMUNITY, "window-staff")
        self.take(GRID, "grid-worker")
        lacking = self.lacking()
        for path in (other, unit):
            self.assertNotIn(path, lacking)
        for path in (COMMUNITY, GRID):
            self.assertIn(path, lacking)

    def test_role_in_a_district_counts_in_all_it_holds(self):
        self.assertNotEqual(set(), self.lacking())
        for role in ("Window Staff", "Department Officer", "Grid Worker"):
            self.give(DISTRICT, f"{role.split()[0].lower()}-x", role)
        # Names without an account are nobody.
        self.assertIn(f"{DISTRICT}/990102001/990102001002", self.lacking())
        self.take(COMMUNITY, "window-staff")
        self.portal.unrestrictedTraverse(DISTRICT).manage_addLocalRoles(
            "editor", ["Window Staff", "Department Officer", "Grid Worker"]
        )
        self.give(DISTRICT, "reviewer", "Coordinator")
        self.assertEqual(set(), self.lacking())

    def test_account_that_is_closed_fills_no_place(self):
        self.assertNotIn(COMMUNITY, self.lacking())
        keeper_of("window-staff").close_account("window-staff")
        self.assertIn(COMMUNITY, self.lacking())
