"""Where somebody works: the communities that a role reaches, and no others."""

from onewindow_policy.cases.models import Case
from onewindow_policy.cases.permissions import LIST_CASES
from onewindow_policy.cases.permissions import MOVE_CASES
from onewindow_policy.cases.permissions import VIEW_CASES
from onewindow_policy.communities import scopes
from onewindow_policy.communities.scopes import EVERYWHERE
from onewindow_policy.communities.scopes import roles_in
from onewindow_policy.communities.scopes import Scope
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.feedback.models import Suggestion
from onewindow_policy.testing import SAMPLE_INTEGRATION_TESTING
from onewindow_policy.testing.cases import COMMUNITY
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import SITE_OWNER_NAME
from sqlalchemy import select
from unittest.mock import patch

import unittest

STREET = COMMUNITY[:9]

FILE_FOR_RESIDENTS = "onewindow_policy: File For Residents"
DISTRICT = COMMUNITY[:6]


class TestScopes(unittest.TestCase):
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

    def reach(self, user, permission=VIEW_CASES):
        return scope_of(user, permission).communities

    def test_role_in_a_community_reaches_that_one(self):
        self.assertEqual({COMMUNITY}, self.reach(self.staff))
        self.assertEqual({COMMUNITY}, self.reach(self.staff, MOVE_CASES))

    def test_role_in_a_street_or_district_reaches_what_lies_in_it(self):
        district = self.city[DISTRICT]
        self.give(district[STREET], "officer-of-street", "Window Staff")
        self.give(district, "department-officer", "Window Staff")
        self.assertEqual(self.codes(DISTRICT), self.reach(self.officer))
        self.assertLess(1, len(self.codes(STREET)))
        self.give(district, "department-officer")
        self.give(district[STREET], "department-officer", "Window Staff")
        self.assertEqual(self.codes(STREET), self.reach(self.officer))

    def test_role_on_the_city_or_the_site_reaches_everything(self):
        self.give(self.city, "department-officer", "Window Staff")
        self.assertEqual(self.codes(), self.reach(self.officer))
        self.give(self.city, "department-officer")
        self.give(self.portal, "department-officer", "Window Staff")
        self.assertEqual(self.codes(), self.reach(self.officer))

    def test_role_of_a_group_counts_and_ends_with_the_membership(self):
        api.group.create(groupname="hall")
        self.give(self.city[DISTRICT][STREET], "hall", "Window Staff")
        self.assertEqual(set(), self.reach(self.officer))
        api.group.add_user(groupname="hall", username="department-officer")
        self.assertEqual(
            self.codes(STREET), self.reach(api.user.get("department-officer"))
        )
        api.group.remove_user(groupname="hall", username="department-officer")
        self.assertEqual(set(), self.reach(api.user.get("department-officer")))

    def test_role_of_the_whole_site_reaches_everything(self):
        api.user.grant_roles(username="department-officer", roles=["Window Staff"])
        self.assertEqual(self.codes(), self.reach(api.user.get("department-officer")))

    def test_place_that_inherits_nothing_is_not_reached_from_above(self):
        street = self.city[DISTRICT][STREET]
        self.give(self.city[DISTRICT], "department-officer", "Window Staff")
        street.__ac_local_roles_block__ = True
        street.reindexObjectSecurity()
        self.assertEqual(
            self.codes(DISTRICT) - self.codes(STREET), self.reach(self.officer)
        )

    def test_role_that_was_taken_away_ends_at_once(self):
        self.assertEqual({COMMUNITY}, self.reach(self.staff))
        self.give(self.city[DISTRICT][STREET][COMMUNITY], "window-staff")
        self.assertEqual(set(), self.reach(self.staff))

    def test_nobody_else_sees_into_any_case(self):
        for name in (
            "editor",
            "reviewer",
            "district-editor",
            "grid-worker",
            "supervisor",
            "personnel",
            "auditor",
        ):
            with self.subTest(name):
                self.assertFalse(scope_of(api.user.get(name), VIEW_CASES))
                lists = bool(scope_of(api.user.get(name), LIST_CASES))
                self.assertEqual(name == "supervisor", lists)
        logout()
        self.assertEqual(set(), self.reach(api.user.get_current()))

    def test_administrators_see_all_cases_and_move_none(self):
        admin = self.portal.aq_parent.acl_users.getUser("admin")
        api.user.grant_roles(username="supervisor", roles=["Site Administrator"])
        for user in (admin, api.user.get("supervisor")):
            with self.subTest(user.getId()):
                self.assertEqual(self.codes(), self.reach(user))
                self.assertEqual(set(), self.reach(user, MOVE_CASES))

    def test_role_in_a_grid_reaches_it_and_no_community(self):
        grid_worker = api.user.get("grid-worker")
        scope = scope_of(grid_worker, FILE_FOR_RESIDENTS)
        self.assertEqual({f"{COMMUNITY}001"}, scope.grids)
        self.assertTrue(scope)
        self.assertEqual(set(), scope.communities)
        self.assertFalse(scope_of(grid_worker, VIEW_CASES))
        community = self.city[DISTRICT][STREET][COMMUNITY]
        self.give(community[f"{COMMUNITY}001"], "grid-worker")
        self.assertFalse(scope_of(grid_worker, FILE_FOR_RESIDENTS))
        api.group.create(groupname="grids")
        self.give(community[f"{COMMUNITY}002"], "grids", "Grid Worker")
        api.group.add_user(groupname="grids", username="grid-worker")
        scope = scope_of(api.user.get("grid-worker"), FILE_FOR_RESIDENTS)
        self.assertEqual({f"{COMMUNITY}002"}, scope.grids)
        self.give(community, "grid-worker", "Grid Worker")
        scope = scope_of(api.user.get("grid-worker"), FILE_FOR_RESIDENTS)
        self.assertEqual({COMMUNITY}, scope.communities)

    def test_role_of_officers_reaches_units_and_no_community(self):
        (bureau,) = scope_of(self.officer, VIEW_CASES).units
        self.assertEqual("U-990103-MZ", bureau)
        self.give(self.city[DISTRICT], "department-officer", "Department Officer")
        for permission in (VIEW_CASES, MOVE_CASES):
            scope = scope_of(self.officer, permission)
            self.assertTrue(scope)
            self.assertLess({bureau, f"U-{DISTRICT}-MZ", f"U-{STREET}"}, scope.units)
            self.assertEqual(set(), scope.communities)
            self.assertFalse(scope.has_city)
        self.assertNotIn("Department Officer", roles_in(self.officer, COMMUNITY))
        roles = roles_in(self.officer, COMMUNITY, f"U-{STREET}")
        self.assertIn("Department Officer", roles)

    def test_roles_are_those_of_the_place(self):
        self.assertIn("Window Staff", roles_in(self.staff, COMMUNITY))
        elsewhere = min(self.codes() - {COMMUNITY})
        self.assertNotIn("Window Staff", roles_in(self.staff, elsewhere))
        self.assertNotIn("Window Staff", roles_in(self.staff, "000000000000"))

    def test_scope_has_the_city_and_is_everywhere_with_a_role_on_the_city_alone(self):
        elsewhere = min(self.codes() - self.codes(DISTRICT))
        for place, has_city in ((self.city[DISTRICT], False), (self.city, True)):
            with self.subTest(place=place.getId()):
                self.give(place, "department-officer", "Window Staff")
                scope = scope_of(self.officer, VIEW_CASES)
                self.assertTrue(scope)
                self.assertEqual(has_city, scope.has_city)
                self.assertEqual(has_city, scope.is_everywhere)
                self.assertTrue(scope.has_community(COMMUNITY))
                self.assertEqual(has_city, scope.has_community(elsewhere))
                self.assertEqual(has_city, scope.has_community(None))
        street = self.city[DISTRICT][STREET]
        street.__ac_local_roles_block__ = True
        street.reindexObjectSecurity()
        scope = scope_of(self.officer, VIEW_CASES)
        self.assertTrue(scope.has_city)
        self.assertFalse(scope.is_everywhere)
        self.assertFalse(scope.has_community(COMMUNITY))

    def test_scope_is_reckoned_once_in_a_request_and_anew_when_a_role_changes(self):
        with patch.object(scopes, "roles_among", wraps=scopes.roles_among) as reckoned:
            first = self.reach(self.staff)
            calls = reckoned.call_count
            self.assertLess(0, calls)
            self.assertEqual(first, self.reach(self.staff))
            self.assertEqual(calls, reckoned.call_count)
            self.assertEqual(set(), self.reach(self.officer))
            self.assertLess(calls, reckoned.call_count)
        self.give(self.city[DISTRICT], "window-staff", "Window Staff")
        self.assertEqual(self.codes(DISTRICT), self.reach(self.staff))


class TestConditions(unittest.TestCase):
    def sql(self, scope, column):
        compiled = (
            select(column)
            .where(scope.sql(column))
            .compile(compile_kwargs={"literal_binds": True})
        )
        return str(compiled).partition("WHERE")[2].strip()

    def test_everywhere_names_no_community(self):
        self.assertNotIn("IN", self.sql(EVERYWHERE, Case.community_code))
        self.assertTrue(EVERYWHERE.has_community("000000000000"))
        self.assertTrue(EVERYWHERE.has_community(None))

    def test_some_communities_are_named_and_the_city_is_where_none_is(self):
        scope = Scope(frozenset({"2", "1"}))
        self.assertEqual(
            "cases.community_code IN ('1', '2')", self.sql(scope, Case.community_code)
        )
        self.assertFalse(scope.has_community(None))
        scope = Scope(frozenset({"1"}), has_city=True)
        self.assertEqual(
            "suggestions.community_code IN ('1') OR suggestions.community_code IS NULL",
            self.sql(scope, Suggestion.community_code),
        )

    def test_nothing_is_nothing(self):
        self.assertFalse(Scope())
        self.assertFalse(Scope().has_community(COMMUNITY))
        self.assertFalse(Scope().has_community(None))
        self.assertTrue(Scope(has_city=True))
