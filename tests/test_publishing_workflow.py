"""Drafting, review and publication, with the reasons for every refusal."""

from DateTime import DateTime
from onewindow_policy.guides.content import district_guide_id
from onewindow_policy.news.api import published_news
from onewindow_policy.publishing.api import is_public
from onewindow_policy.publishing.exceptions import PublicationRefused
from onewindow_policy.publishing.exceptions import ReasonMissing
from onewindow_policy.publishing.subscribers import A_MINUTE
from onewindow_policy.testing import build_item
from onewindow_policy.testing import INTEGRATION_TESTING
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.app.testing import TEST_USER_NAME
from Products.CMFCore.WorkflowCore import WorkflowException
from zExceptions import Unauthorized
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import unittest


class PublishingTestCase(unittest.TestCase):
    layer = INTEGRATION_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        setRoles(self.portal, TEST_USER_ID, ["Manager"])
        self.portal.catalogue.access_list_name = "准入清单"
        self.item = build_item(self.portal)
        self.guide = self.item["guide"]

    def do(self, content, transition, **more):
        self.portal.portal_workflow.doActionFor(content, transition, **more)

    def publish(self, *contents):
        for content in contents:
            self.do(content, "publish")

    def assertRefused(self, content, *words):
        with self.assertRaises(PublicationRefused) as caught:
            self.publish(content)
        for word in words:
            self.assertIn(word, str(caught.exception))
        self.assertEqual("draft", api.content.get_state(content))


class TestGuards(PublishingTestCase):
    def test_complete_guide_is_published(self):
        self.publish(self.item["blank-1"], self.guide)
        self.assertEqual("published", api.content.get_state(self.guide))

    def test_guide_without_any_element_is_refused_naming_each(self):
        for name in ("legal_basis", "process", "materials", "location"):
            setattr(self.guide, name, None)
        self.assertRefused(
            self.guide,
            "办理依据",
            "基本流程",
            "申请材料",
            "办理地点",
            "示范文本",
        )

    def test_guide_whose_steps_do_not_add_up_is_refused_with_both_numbers(self):
        self.publish(self.item["blank-1"])
        self.guide.promised_days = 9
        self.assertRefused(self.guide, "7", "9")

    def test_guide_that_promises_more_than_the_law_allows_is_refused(self):
        self.publish(self.item["blank-1"])
        self.guide.statutory_days = 5
        self.assertRefused(self.guide, "法定的5天")

    def test_guide_that_asks_for_an_unpublished_form_is_refused(self):
        self.publish(self.item["blank-1"])
        self.guide.materials = [{**self.guide.materials[0], "blank_form": "授权委托书"}]
        self.assertRefused(self.guide, "授权委托书")

    def test_item_outside_the_access_list_is_refused(self):
        self.item.access_list_no = None
        self.assertRefused(self.item, "准入清单")

    def test_item_on_an_old_access_list_is_refused(self):
        self.portal.catalogue.access_list_name = "准入清单(2027年版)"
        self.assertRefused(self.item, "准入清单(2027年版)")

    def test_rejection_needs_a_reason(self):
        self.do(self.item, "submit")
        with self.assertRaises(ReasonMissing):
            self.do(self.item, "reject", comment=" ")
        self.assertEqual("pending", api.content.get_state(self.item))
        self.do(self.item, "reject", comment="缺电话")
        self.assertEqual("draft", api.content.get_state(self.item))

    def test_editor_cannot_publish(self):
        setRoles(self.portal, TEST_USER_ID, ["Editor"])
        with self.assertRaises(WorkflowException):
            self.publish(self.item)


class TestDates(PublishingTestCase):
    def test_first_publication_is_remembered_and_later_ones_are_not(self):
        before = DateTime()
        self.assertIsNone(self.item.effective_date)
        self.publish(self.item)
        first = self.item.effective_date
        self.assertTrue(before - A_MINUTE <= first <= DateTime() - A_MINUTE)
        (brain,) = api.content.find(self.item, depth=0)
        self.assertEqual(first.timeTime(), brain.effective.timeTime())
        self.do(self.item, "archive")
        self.do(self.item, "restore")
        self.publish(self.item)
        self.assertEqual(first, self.item.effective_date)

    def test_pages_stay_as_they_are_at_the_end_of_the_minute(self):
        self.publish(self.item)
        (brain,) = api.content.find(self.item, depth=0)
        catalog = self.portal.portal_catalog
        known = catalog.getIndexDataForRID(brain.getRID())["effective"]
        this_minute = catalog._catalog.getIndex("effective")._convert(DateTime())
        self.assertLess(known, this_minute)

    def test_date_that_was_given_stays(self):
        given = DateTime() - 10
        self.item.effective_date = given
        self.publish(self.item)
        self.assertEqual(given, self.item.effective_date)

    def test_news_of_now_come_first(self):
        for name, days in (("old", 30), ("new", None), ("older", 60)):
            news = api.content.create(self.portal.news, "News Item", name, "新闻")
            news.effective_date = DateTime() - days if days else None
            self.do(news, "publish")
        listed = [brain.getId for brain in published_news()]
        self.assertEqual(["new", "old", "older"], listed)


class TestVisibility(PublishingTestCase):
    def test_guide_is_public_only_while_its_item_is(self):
        sample = self.item["blank-1"]
        self.publish(self.item, sample, self.guide)
        for content in (self.item, sample, self.guide):
            self.assertTrue(is_public(content))
        self.do(self.item, "archive")
        self.assertFalse(is_public(self.guide))
        self.assertFalse(is_public(sample))

    def test_archiving_an_item_takes_what_it_holds_from_anonymous_search(self):
        self.publish(self.item, self.item["blank-1"], self.guide)
        logout()
        query = {"path": "/plone/catalogue/sq-ll-001"}
        self.assertEqual(3, len(api.content.find(**query)))
        login(self.portal, TEST_USER_NAME)
        self.do(self.item, "archive")
        logout()
        self.assertEqual(0, len(api.content.find(**query)))
        with self.assertRaises(Unauthorized):
            self.portal.restrictedTraverse("catalogue/sq-ll-001/blank-1")

    def found_by_anonymous(self):
        logout()
        found = api.content.find(path="/plone/catalogue/sq-ll-001")
        login(self.portal, TEST_USER_NAME)
        return {brain.getId for brain in found}

    def test_search_finds_nothing_of_an_item_that_has_expired(self):
        self.publish(self.item, self.item["blank-1"], self.guide)
        self.assertEqual({"sq-ll-001", "guide", "blank-1"}, self.found_by_anonymous())
        self.item.expiration_date = DateTime() - 1
        notify(ObjectModifiedEvent(self.item))
        self.assertEqual(set(), self.found_by_anonymous())
        self.item.expiration_date = None
        notify(ObjectModifiedEvent(self.item))
        self.assertEqual({"sq-ll-001", "guide", "blank-1"}, self.found_by_anonymous())

    def test_search_finds_nothing_of_an_item_before_its_day(self):
        self.publish(self.item, self.item["blank-1"], self.guide)
        self.item.effective_date = DateTime() + 1
        notify(ObjectModifiedEvent(self.item))
        self.assertEqual(set(), self.found_by_anonymous())

    def test_published_guide_of_a_draft_item_is_not_public(self):
        self.publish(self.item["blank-1"], self.guide)
        self.assertFalse(is_public(self.guide))
        logout()
        self.assertEqual(0, len(api.content.find(portal_type="ServiceGuide")))


class TestWorkingCopies(PublishingTestCase):
    def setUp(self):
        super().setUp()
        self.publish(self.item["blank-1"], self.guide, self.item)

    def check_out(self, content):
        from plone.app.iterate.interfaces import ICheckinCheckoutPolicy

        return ICheckinCheckoutPolicy(content).checkout(content.__parent__)

    def test_district_guide_owns_after_check_in_only_what_it_owned(self):
        own = api.content.create(
            container=self.item,
            type="ServiceGuide",
            id=district_guide_id("990102"),
            district="990102",
        )
        own.overrides = [
            {"field": "standard", "row": "", "column": "", "value": "每月50元"}
        ]
        self.publish(own)
        copy = self.check_out(own)
        self.assertEqual("draft", api.content.get_state(copy))
        copy.overrides[0]["value"] = "每月60元"
        self.assertEqual("每月50元", own.overrides[0]["value"])
        self.publish(copy)
        self.assertEqual("每月60元", own.overrides[0]["value"])
        self.assertNotIn("legal_basis", own.__dict__)
        self.assertEqual("published", api.content.get_state(own))
        self.assertNotIn(copy.getId(), self.item)

    def test_incomplete_working_copy_is_refused_and_the_public_text_stays(self):
        copy = self.check_out(self.guide)
        copy.promised_days = 3
        self.assertRefused(copy, "3")
        self.assertEqual(7, self.guide.promised_days)

    def test_editor_may_check_out_and_not_check_in(self):
        setRoles(self.portal, TEST_USER_ID, ["Editor"])
        copy = self.check_out(self.guide)
        self.do(copy, "submit")
        with self.assertRaises(WorkflowException):
            self.publish(copy)
        self.assertFalse(
            api.user.has_permission("iterate : Check in content", obj=self.guide)
        )

    def test_working_copy_of_an_item_keeps_its_children_where_they_are(self):
        copy = self.check_out(self.item)
        copy.title = "高龄津贴申领"
        self.publish(copy)
        self.assertEqual("高龄津贴申领", self.item.title)
        self.assertEqual({"blank-1", "guide"}, set(self.item.objectIds()))
        self.assertTrue(is_public(self.guide))
