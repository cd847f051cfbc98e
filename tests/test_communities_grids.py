"""Grids are content: codes that begin with their community's, and go along with it."""

from Acquisition import aq_base
from onewindow_policy.communities.content import Grid
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.divisions import places_within
from onewindow_policy.communities.grids import communities_with_grids
from onewindow_policy.communities.grids import former_counts
from onewindow_policy.communities.grids import grids_of
from onewindow_policy.communities.merging import merge
from onewindow_policy.communities.phones import office_phones
from onewindow_policy.communities.scopes import all_community_codes
from onewindow_policy.communities.searchable import SearchableDivision
from onewindow_policy.communities.taking import HallsOfPlace
from onewindow_policy.publishing.exceptions import CodeRefused
from onewindow_policy.testing import SAMPLE_INTEGRATION_TESTING
from onewindow_policy.testing.tickets import MANAGER
from onewindow_policy.upgrades.v1001.places import put_numbers_of_grids_aside
from plone import api
from plone.app.redirector.interfaces import IRedirectionStorage
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from test_publishing_codes import CodesSetup
from unittest import TestCase
from zope.component import getUtility
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import html

STREET = "communities/990102/990102001"
COMMUNITY = f"{STREET}/990102001001"


class TestGrids(TestCase):
    layer = SAMPLE_INTEGRATION_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        self.street = self.portal.unrestrictedTraverse(STREET)
        self.community = self.street["990102001001"]

    def test_sample_has_as_many_as_it_said(self):
        grids = grids_of(self.community)
        self.assertEqual(6, len(grids))
        self.assertEqual("晨光社区第一网格", grids[0].title)
        self.assertEqual("990102001001001", grids[0].code)
        self.assertEqual("钱网一", grids[0].workers[0].name)

    def test_nobody_loads_grids_but_who_shows_them(self):
        connection = self.portal._p_jar

        def loaded():
            objects = (each for _oid, each in connection._cache.lru_items())
            return len([each for each in objects if isinstance(each, Grid)])

        for read, count in (
            (all_communities, 0),
            (all_community_codes, 0),
            (communities_with_grids, 0),
            (office_phones, 0),
            (lambda: list(places_within(self.portal.communities)), 0),
            (lambda: SearchableDivision(self.community).texts(), 0),
            (lambda: HallsOfPlace().count(self.community), 0),
            (lambda: grids_of(self.community), 6),
        ):
            connection.cacheMinimize()
            self.assertEqual(0, loaded())
            getattr(read, "__wrapped__", read)()
            self.assertEqual(count, loaded(), read)

    def test_city_says_how_many_digits_a_new_code_has(self):
        add = api.content.create
        for code in ("9901020010010", "990102001001ab9", "990102001002901"):
            with self.subTest(code=code), self.assertRaises(CodeRefused):
                add(self.community, "Grid", code, title="新", code=code)
        self.portal.communities.grid_code_digits = 2
        add(self.community, "Grid", "99010200100190", title="新", code="99010200100190")
        code = "990102001001091"
        with self.assertRaises(CodeRefused):
            add(self.community, "Grid", code, title="新", code=code)
        # Those that exist are edited as before.
        grid = self.community["990102001001001"]
        grid.title = "晨光社区东网格"
        notify(ObjectModifiedEvent(grid))
        self.assertEqual("晨光社区东网格", grids_of(self.community)[0].title)

    def test_grids_of_a_merged_community_go_along_by_codes_of_the_other(self):
        target = self.street["990102001002"]
        first = self.community["990102001001001"]
        first.manage_setLocalRoles("worker", ["Grid Worker"])
        merge(self.community, target, with_staff=False)
        codes = [grid.code for grid in grids_of(target)]
        self.assertEqual(13, len(codes))
        self.assertEqual(13, len(set(codes)))
        self.assertTrue(all(code.startswith(target.code) for code in codes))
        moved = next(each for each in target.values() if each.title == first.title)
        # 001 to 007 are the other's own.
        self.assertEqual("990102001002008", moved.code)
        self.assertEqual(moved.code, moved.getId())
        self.assertIn("Grid Worker", dict(moved.get_local_roles())["worker"])
        redirects = getUtility(IRedirectionStorage)
        self.assertEqual(
            "/".join(moved.getPhysicalPath()),
            redirects.get(f"/plone/{COMMUNITY}/990102001001001"),
        )
        brains = api.content.find(portal_type="Grid", context=target)
        self.assertEqual(set(codes), {brain.getId for brain in brains})

    def test_number_of_a_former_version_is_put_aside(self):
        self.community.grids = 6
        put_numbers_of_grids_aside(self.portal.portal_setup)
        self.assertEqual({"990102001001": 6}, former_counts())
        self.assertNotIn("grids", aq_base(self.community).__dict__)
        put_numbers_of_grids_aside(self.portal.portal_setup)
        self.assertEqual({"990102001001": 6}, former_counts())


class TestDoorsOfGrids(CodesSetup, TestCase):
    def test_code_is_refused_at_the_field_and_by_rest(self):
        path = f"{COMMUNITY}/++add++Grid"
        for code, said in (
            ("990102001002901", "须以990102001001开头"),
            ("9901020010010901", "后面再加3位数字"),
        ):
            form = self.form_of(MANAGER, path)
            form |= {
                "form.widgets.IBasic.title": "新网格",
                "form.widgets.code": code,
                "form.buttons.save": "Save",
            }
            with self.subTest(code=code):
                answer = self.post(MANAGER, path, form)
                self.assertEqual(200, answer.status_code)
                self.assertIn(said, html.unescape(answer.text))
                body = {"@type": "Grid", "title": "新网格", "code": code}
                answer = self.send(MANAGER, "POST", COMMUNITY, body)
                self.assertEqual(400, answer.status_code, answer.text[:300])
                self.assertIn(said, answer.json()["message"])

    def test_new_grid_takes_another_code_of_its_community_only(self):
        body = {"@type": "Grid", "title": "新网格", "code": "990102001001901"}
        answer = self.send(MANAGER, "POST", COMMUNITY, body)
        self.assertEqual(201, answer.status_code, answer.text[:300])
        path = f"{COMMUNITY}/990102001001901"
        for code in ("990102001002901", "9901020010010902"):
            answer = self.send(MANAGER, "PATCH", path, {"code": code})
            self.assertEqual(400, answer.status_code, answer.text[:300])
        answer = self.send(MANAGER, "PATCH", path, {"code": "990102001001902"})
        self.assertEqual(204, answer.status_code, answer.text[:300])

    def test_grid_is_neither_copied_nor_moved_to_another_community(self):
        other = f"{STREET}/990102001002"
        for action in ("@move", "@copy"):
            with self.subTest(action=action):
                source = {"source": f"/{COMMUNITY}/990102001001001"}
                answer = self.send(MANAGER, "POST", f"{other}/{action}", source)
                self.assertLess(399, answer.status_code, answer.text[:300])
                self.assertGreater(500, answer.status_code, answer.text[:300])
