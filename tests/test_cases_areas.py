"""Staff see the cases of the communities they work in, and nobody sees others."""

from onewindow_policy.cases.areas import areas_of
from onewindow_policy.cases.areas import MOVE_CASES
from onewindow_policy.cases.areas import roles_for
from onewindow_policy.testing import SAMPLE_INTEGRATION_TESTING
from onewindow_policy.testing.cases import COMMUNITY
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import SITE_OWNER_NAME

import unittest

STREET = COMMUNITY[:9]
DISTRICT = COMMUNITY[:6]


class TestAreas(unittest.TestCase):
    layer = SAMPLE_INTEGRATION_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.city = self.portal.communities
        self.staff = api.user.get("window-staff")
        self.officer = api.user.get("department-officer")
        login(self.portal.aq_parent, SITE_OWNER_NAME)
        self.addCleanup(logout)

    def give(self, place, principal, *roles):
        """Do what the sharing page does."""
        if roles:
            place.manage_setLocalRoles(principal, roles)
        else:
            place.manage_delLocalRoles([principal])
        place.reindexObjectSecurity()

    def codes(self, prefix=""):
        return {
            brain.getId
            for brain in api.portal.get_tool("portal_catalog")(portal_type="Community")
            if brain.getId.startswith(prefix)
        }

    def test_role_in_a_community_reaches_that_one(self):
        self.assertEqual({COMMUNITY}, areas_of(self.staff))
        self.assertEqual({COMMUNITY}, areas_of(self.staff, MOVE_CASES))

    def test_role_in_a_street_or_district_reaches_what_lies_in_it(self):
        district = self.city[DISTRICT]
        self.give(district[STREET], "officer-of-street", "Window Staff")
        self.give(district, "department-officer", "Window Staff")
        self.assertEqual(self.codes(DISTRICT), areas_of(self.officer))
        self.assertLess(1, len(self.codes(STREET)))
        self.give(district, "department-officer")
        self.give(district[STREET], "department-officer", "Window Staff")
        self.assertEqual(self.codes(STREET), areas_of(self.officer))

    def test_role_on_the_city_or_the_site_reaches_everything(self):
        self.give(self.city, "department-officer", "Window Staff")
        self.assertEqual(self.codes(), areas_of(self.officer))
        self.give(self.city, "department-officer")
        self.give(self.portal, "department-officer", "Window Staff")
        self.assertEqual(self.codes(), areas_of(self.officer))

    def test_role_of_a_group_counts_and_ends_with_the_membership(self):
        api.group.create(groupname="hall")
        self.give(self.city[DISTRICT][STREET], "hall", "Window Staff")
        self.assertEqual(set(), areas_of(self.officer))
        api.group.add_user(groupname="hall", username="department-officer")
        self.assertEqual(
            self.codes(STREET), areas_of(api.user.get("department-officer"))
        )
        api.group.remove_user(groupname="hall", username="department-officer")
        self.assertEqual(set(), areas_of(api.user.get("department-officer")))

    def test_role_of_the_whole_site_reaches_everything(self):
        api.user.grant_roles(username="department-officer", roles=["Window Staff"])
        self.assertEqual(self.codes(), areas_of(api.user.get("department-officer")))

    def test_place_that_inherits_nothing_is_not_reached_from_above(self):
        street = self.city[DISTRICT][STREET]
        self.give(self.city[DISTRICT], "department-officer", "Window Staff")
        street.__ac_local_roles_block__ = True
        street.reindexObjectSecurity()
        self.assertEqual(
            self.codes(DISTRICT) - self.codes(STREET), areas_of(self.officer)
        )

    def test_role_that_was_taken_away_ends_at_once(self):
        self.assertEqual({COMMUNITY}, areas_of(self.staff))
        self.give(self.city[DISTRICT][STREET][COMMUNITY], "window-staff")
        self.assertEqual(set(), areas_of(self.staff))

    def test_nobody_else_sees_any_case(self):
        for name in (
            "editor",
            "reviewer",
            "district-editor",
            "grid-worker",
            "department-officer",
            "supervisor",
        ):
            with self.subTest(name):
                self.assertEqual(set(), areas_of(api.user.get(name)))
        logout()
        self.assertEqual(set(), areas_of(api.user.get_current()))

    def test_administrators_see_all_cases_and_move_none(self):
        admin = self.portal.aq_parent.acl_users.getUser("admin")
        api.user.grant_roles(username="supervisor", roles=["Site Administrator"])
        for user in (admin, api.user.get("supervisor")):
            with self.subTest(user.getId()):
                self.assertEqual(self.codes(), areas_of(user))
                self.assertEqual(set(), areas_of(user, MOVE_CASES))

    def test_officers_see_cases_where_the_city_gives_them_the_permission(self):
        self.portal.manage_permission(
            "onewindow_policy: View Cases", ["Window Staff", "Department Officer"]
        )
        self.assertEqual(self.codes(DISTRICT), areas_of(self.officer))
        self.assertEqual(set(), areas_of(self.officer, MOVE_CASES))

    def test_roles_are_those_of_the_place(self):
        self.assertIn("Window Staff", roles_for(self.staff, COMMUNITY))
        elsewhere = min(self.codes() - {COMMUNITY})
        self.assertNotIn("Window Staff", roles_for(self.staff, elsewhere))
        self.assertNotIn("Window Staff", roles_for(self.staff, "000000000000"))
