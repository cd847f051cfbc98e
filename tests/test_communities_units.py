"""Units are content: one code each, a role of their level, found for any community."""

from Acquisition import aq_base
from onewindow_policy.communities.merged import remember_merged
from onewindow_policy.communities.units import find_unit
from onewindow_policy.communities.units import units_of
from onewindow_policy.testing import SAMPLE_INTEGRATION_TESTING
from onewindow_policy.testing.tickets import MANAGER
from onewindow_policy.upgrades.v1001.places import make_units_content
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from test_publishing_codes import CodesSetup
from unittest import TestCase
from zope.component import getUtility
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent
from zope.schema.interfaces import IVocabularyFactory

import html
import transaction

DISTRICT = "communities/990102"
COMMUNITY = "990102001001"


class TestUnits(TestCase):
    layer = SAMPLE_INTEGRATION_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        self.city = self.portal.communities

    def test_role_is_had_in_the_city_the_district_or_the_street(self):
        for role, code in (
            ("city:MZ", "U-990100-MZ"),
            ("county:MZ", "U-990102-MZ"),
            ("street", "U-990102001"),
        ):
            with self.subTest(role=role):
                self.assertEqual(code, find_unit(role, COMMUNITY).code)
        for role in ("community", "county:XX", "", "county"):
            with self.subTest(role=role):
                self.assertIsNone(find_unit(role, COMMUNITY))
        self.assertEqual("U-990103-MZ", find_unit("county:MZ", "990103001001").code)

    def test_what_was_merged_away_has_the_units_of_its_successor(self):
        self.assertEqual("U-990102001", find_unit("street", COMMUNITY).code)
        remember_merged(COMMUNITY, "990103001001")
        self.assertEqual("U-990103001", find_unit("street", COMMUNITY).code)
        self.assertEqual("U-990103-MZ", find_unit("county:MZ", COMMUNITY).code)

    def test_units_stand_in_the_order_of_the_categories(self):
        titles = [unit.title for unit in units_of("990102")]
        self.assertEqual(10, len(titles))
        self.assertEqual(["云河区民政局", "云河区人力资源和社会保障局"], titles[:2])

    def test_change_is_seen_at_once(self):
        unit = self.city["990102"]["u-990102-mz"]
        unit.decides_here = True
        unit.title = "云河区民政和退役军人局"
        notify(ObjectModifiedEvent(unit))
        found = find_unit("county:MZ", COMMUNITY)
        self.assertEqual((unit.title, True), (found.title, found.decides_here))

    def test_roles_name_level_and_category(self):
        roles = getUtility(
            IVocabularyFactory, "onewindow_policy.vocabularies.roles_of_units"
        )(self.portal)
        self.assertEqual("县（区）级：民政", roles.getTerm("county:MZ").title)
        self.assertEqual("街道", roles.getTerm("street").title)
        self.assertNotIn("community", roles)
        for unit in units_of("990100"):
            self.assertIn(unit.role, roles)

    def test_rows_of_a_former_version_become_content(self):
        street = self.city["990102"]["990102001"]
        street.manage_delObjects(["u-990102001"])
        rows = [
            {"code": "U-990102001", "name": "望云街道办事处", "role": "street"},
            {"code": "U 1", "name": "无法编码", "role": "street"},
        ]
        rows[0] |= {"category": None, "uscc": "TE5", "phone": "1", "fictional": True}
        street.units = [dict(row) for row in rows]
        refused = make_units_content(self.portal.portal_setup)
        self.assertEqual(f"/plone/{DISTRICT}/990102001: U 1", refused)
        unit = street["u-990102001"]
        self.assertEqual(
            ("望云街道办事处", "street", "TE5", "1", True, False),
            (
                *(unit.title, unit.role, unit.uscc, unit.phone),
                *(unit.fictional, unit.decides_here),
            ),
        )
        self.assertEqual([rows[1]], aq_base(street).units)
        self.assertEqual(refused, make_units_content(self.portal.portal_setup))
        street.units = []
        self.assertEqual("", make_units_content(self.portal.portal_setup))
        self.assertNotIn("units", aq_base(street).__dict__)


class TestDoorsOfUnits(CodesSetup, TestCase):
    def test_role_of_another_level_is_refused_at_the_field_and_by_rest(self):
        path = f"{DISTRICT}/++add++Unit"
        form = self.form_of(MANAGER, path)
        form |= {
            "form.widgets.IBasic.title": "示例局",
            "form.widgets.code": "U-990102-XX",
            "form.widgets.role:list": "city:MZ",
            "form.buttons.save": "Save",
        }
        answer = self.post(MANAGER, path, form)
        self.assertEqual(200, answer.status_code)
        page = html.unescape(answer.text)
        self.assertIn("“云河区”的单位不能是city:MZ", page)
        body = {"@type": "Unit", "title": "示例局", "code": "U-990102-XX"}
        answer = self.send(MANAGER, "POST", DISTRICT, {**body, "role": "street"})
        self.assertEqual(400, answer.status_code, answer.text[:300])
        self.assertIn("“云河区”的单位不能是street", answer.json()["message"])
        answer = self.send(MANAGER, "POST", DISTRICT, {**body, "role": "county:MZ"})
        self.assertEqual(201, answer.status_code, answer.text[:300])
        path = f"{DISTRICT}/u-990102-xx"
        answer = self.send(MANAGER, "PATCH", path, {"role": "city:MZ"})
        self.assertEqual(400, answer.status_code, answer.text[:300])
        # It was never used: another code, and another place, are its to have.
        answer = self.send(MANAGER, "PATCH", path, {"code": "U-990102-XY"})
        self.assertEqual(204, answer.status_code, answer.text[:300])

    def test_code_is_had_once_in_the_whole_city(self):
        body = {"@type": "Unit", "title": "双", "role": "county:MZ"}
        for code in ("U-990102-MZ", "u-990102-mz"):
            answer = self.send(
                MANAGER, "POST", "communities/990103", {**body, "code": code}
            )
            self.assertEqual(400, answer.status_code, answer.text[:300])
            self.assertIn("已经属于", answer.json()["message"])

    def test_unit_that_published_a_list_keeps_its_code_and_stays(self):
        path = f"{DISTRICT}/u-990102-mz"
        answer = self.send(MANAGER, "PATCH", path, {"code": "U-990102-M"})
        self.assertEqual(400, answer.status_code, answer.text[:300])
        self.assertIn("“云河区”的目录清单以它为发布单位", answer.json()["message"])
        answer = self.send(MANAGER, "DELETE", path)
        self.assertLess(399, answer.status_code)
        self.assertIn("“云河区”的目录清单以它为发布单位", html.unescape(answer.text))
        transaction.begin()
        self.assertIn("u-990102-mz", self.portal.unrestrictedTraverse(DISTRICT))
