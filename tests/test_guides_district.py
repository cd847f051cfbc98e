"""A district's guide owns its differences and inherits everything else."""

from onewindow_policy.guides.api import resolve_guide
from onewindow_policy.guides.editing import create_district_guide
from onewindow_policy.guides.interfaces import IGuideContent
from onewindow_policy.publishing.waiting import texts_in_work
from onewindow_policy.publishing.waiting import unfit_texts
from onewindow_policy.testing import build_item
from onewindow_policy.testing import INTEGRATION_TESTING
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.workflow.events import LocalrolesModifiedEvent
from Products.statusmessages.interfaces import IStatusMessage
from z3c.form.interfaces import IDataManager
from zExceptions import BadRequest
from zope.component import getMultiAdapter
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import unittest


class TestDistrictGuide(unittest.TestCase):
    layer = INTEGRATION_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        self.item = build_item(self.portal)
        self.master = self.item["guide"]
        self.district = api.content.create(
            container=self.portal.communities,
            type="District",
            id="990102",
            title="云河区",
            code="990102",
            adopted_items=["SQ-LL-001"],
        )
        self.own = create_district_guide(self.item, self.district)

    def field(self, name):
        return getMultiAdapter((self.own, IGuideContent[name]), IDataManager)

    def resolved(self):
        return resolve_guide(self.master, self.own, "990102")

    def test_new_district_guide_says_what_the_city_says(self):
        self.assertEqual([], self.own.overrides)
        self.assertEqual(resolve_guide(self.master).process, self.resolved().process)

    def test_writing_a_field_through_a_form_stores_the_difference_only(self):
        self.field("standard").set("每月50元")
        self.field("location").set(self.master.location)
        self.assertEqual(
            [("standard", "每月50元")],
            [(each["field"], each["value"]) for each in self.own.overrides],
        )
        self.assertNotIn("standard", self.own.__dict__)
        self.assertEqual("每月50元", self.field("standard").get())
        self.assertIsNone(resolve_guide(self.master).standard)

    def test_changing_one_cell_overrides_that_cell(self):
        rows = [dict(row) for row in self.field("process").get()]
        rows[3]["days"] = 4
        self.field("process").set(rows)
        self.assertEqual(
            [("process", "审批", "days", 4)],
            [
                (each["field"], each["row"], each["column"], each["value"])
                for each in self.own.overrides
            ],
        )
        self.assertEqual([0, 1, 5, 4], [step.days for step in self.resolved().process])

    def test_change_of_the_master_shows_unless_the_district_overrides_it(self):
        self.field("location").set("云河区政务服务中心")
        self.master.location = "市政务服务中心"
        self.master.office_hours = "每天"
        self.assertEqual("云河区政务服务中心", self.resolved().location)
        self.assertEqual("每天", self.resolved().office_hours)

    def test_setting_a_field_back_to_the_citys_value_drops_the_override(self):
        self.field("standard").set("每月50元")
        self.field("standard").set(None)
        self.assertEqual([], self.own.overrides)

    def test_override_of_a_row_that_the_master_lost_is_reported(self):
        rows = [dict(row) for row in self.field("process").get()]
        rows[3]["days"] = 4
        self.field("process").set(rows)
        self.master.process = self.master.process[:3]
        self.assertEqual(["审批"], [each.row for each in self.resolved().lost])

    def test_change_of_the_master_names_the_district_that_it_leaves_unfit(self):
        workflow = self.portal.portal_workflow
        rows = [dict(row) for row in self.field("process").get()]
        rows[3]["days"] = 4
        self.field("process").set(rows)
        self.field("promised_days").set(5)
        for content in (self.item["blank-1"], self.master, self.own):
            workflow.doActionFor(content, "publish")
        self.master.process = [
            {**row, "days": 2} if row["name"] == "受理" else row
            for row in self.master.process
        ]
        self.master.promised_days = 8
        notify(ObjectModifiedEvent(self.master))
        self.assertEqual("published", api.content.get_state(self.own))
        messages = IStatusMessage(self.layer["request"]).show()
        self.assertTrue(any("云河区" in each.message for each in messages))
        user = api.user.get_current().getUser()
        self.assertEqual(1, len(list(unfit_texts(user))))

    def test_second_guide_of_the_same_kind_is_refused(self):
        with self.assertRaises(BadRequest):
            api.content.create(container=self.item, type="ServiceGuide", id="guide-1")

    def test_editor_of_the_district_may_edit_its_guide_and_no_other(self):
        acl_users = self.portal.acl_users
        acl_users.userFolderAddUser("yunhe", "three otters in a boat", ["Member"], [])
        self.district.manage_setLocalRoles("yunhe", ["Editor"])
        notify(LocalrolesModifiedEvent(self.district, self.layer["request"]))
        login(self.portal, "yunhe")
        may = api.user.has_permission
        self.assertTrue(may("Modify portal content", obj=self.own))
        user = api.user.get_current().getUser()
        self.assertEqual([self.own.UID()], [text.uid for text in texts_in_work(user)])
        self.assertFalse(may("Modify portal content", obj=self.master))
        found = api.content.find(portal_type="ServiceGuide")
        self.assertEqual([self.own.getId()], [brain.getId for brain in found])
        logout()
        self.assertFalse(may("Modify portal content", obj=self.own))
