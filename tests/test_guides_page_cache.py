"""What is remembered of a guide's page is never older than what it was made from."""

from onewindow_policy.guides.browser import page as module
from onewindow_policy.interfaces import IOneWindowLayer
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.vocabularies.api import code_list
from onewindow_policy.vocabularies.api import replace_code_list
from plone import api
from unittest.mock import patch
from zope.component import getMultiAdapter
from zope.event import notify
from zope.interface import alsoProvides
from zope.lifecycleevent import ObjectModifiedEvent

import transaction
import unittest


class TestRememberedBody(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.item = self.portal.catalogue["sq-mz-001"]
        self.district = self.portal.communities["990102"]
        self.bodies = {}
        self.enterContext(patch.object(module, "_bodies", self.bodies))
        self.before = self.body()

    def body(self, district="990102", language="zh-cn"):
        """Return the body of the page as another request gets it."""
        transaction.commit()
        request = self.layer["request"].clone()
        alsoProvides(request, IOneWindowLayer)
        request["LANGUAGE"] = language
        request.environ["HTTP_ACCEPT_LANGUAGE"] = language
        view = getMultiAdapter((self.item, request), name="district-guide")
        view.district = district
        return view.body()

    def save(self, content, **values):
        """Do what a form does."""
        with api.env.adopt_roles(["Manager"]):
            for name, value in values.items():
                setattr(content, name, value)
            notify(ObjectModifiedEvent(content))

    def assert_shown(self, words):
        self.assertNotIn(words, self.before)
        self.assertIn(words, self.body())

    def test_an_unchanged_page_is_rendered_once(self):
        with patch.object(module, "render_body") as render:
            self.assertEqual(self.before, self.body())
        render.assert_not_called()

    def test_districts_and_languages_do_not_share_a_body(self):
        self.assertNotEqual(self.before, self.body(district="990103"))
        self.assertEqual(2, len(self.bodies))

    def test_change_of_the_master_shows(self):
        self.save(self.item["guide"], start_rule="从今天算起的新规则")
        self.assert_shown("从今天算起的新规则")

    def test_change_of_the_item_shows(self):
        self.save(self.item, responsible_department="改了名的部门")
        self.assert_shown("改了名的部门")

    def test_new_overrides_of_the_district_show(self):
        from onewindow_policy.guides.editing import create_district_guide

        with api.env.adopt_roles(["Manager"]):
            own = create_district_guide(self.item, self.district)
            own.overrides = [
                {
                    "field": "standard",
                    "row": "",
                    "column": "",
                    "value": "本区新定的标准",
                    "illustrative": False,
                }
            ]
            notify(ObjectModifiedEvent(own))
            api.content.transition(obj=own, to_state="published")
        self.assert_shown("本区新定的标准")

    def test_change_of_a_sample_document_shows(self):
        self.save(self.item["blank-1"], title="换了标题的申请书")
        self.assert_shown("换了标题的申请书")

    def test_new_sample_document_shows(self):
        with api.env.adopt_roles(["Manager"]):
            sample = api.content.create(
                container=self.item,
                type="SampleDocument",
                id="blank-9",
                title="新加的登记表",
                generated=True,
                fields=[{"label": "姓名", "sample_value": None}],
            )
            api.content.transition(obj=sample, to_state="published")
        self.assert_shown("新加的登记表")

    def test_archived_sample_document_is_gone(self):
        self.assertIn("/sample-1/@@download", self.before)
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(obj=self.item["sample-1"], to_state="archived")
        self.assertNotIn("/sample-1/@@download", self.body())

    def test_change_of_a_common_form_shows(self):
        (form,) = (
            each
            for each in self.portal.samples.objectValues()
            if each.title == "授权委托书"
        )
        self.assertIn(form.absolute_url(), self.before)
        with api.env.adopt_roles(["Manager"]):
            api.content.transition(obj=form, to_state="archived")
        self.assertNotIn(form.absolute_url(), self.body())

    def test_change_of_a_hall_shows(self):
        hall = self.district["990102001"]["990102001001"]["h001"]
        self.save(hall, address="搬到的新地址")
        self.assert_shown("搬到的新地址")

    def test_change_of_a_unit_shows(self):
        self.save(self.district["u-990102-mz"], phone="0000-7654321")
        self.assert_shown("0000-7654321")

    def test_change_of_the_districts_list_shows(self):
        self.assertIn("990121", self.before)
        other = self.portal.communities["990121"]
        self.save(
            other,
            adopted_items=[each for each in other.adopted_items if each != "SQ-MZ-001"],
        )
        self.assertNotIn("sq-mz-001/990121", self.body())

    def test_change_of_a_code_list_shows(self):
        rows = [
            {
                "code": code,
                "title": "换了叫法的送达" if code == "邮寄送达" else term.title,
            }
            for code, term in code_list("delivery_modes").items()
        ]
        self.assertTrue(replace_code_list("delivery_modes", rows))
        self.assert_shown("换了叫法的送达")

    def test_change_that_was_taken_back_shows_the_old_page(self):
        guide = self.item["guide"]
        old = guide.start_rule
        self.save(guide, start_rule="只说了一会儿的规则")
        self.assert_shown("只说了一会儿的规则")
        self.save(guide, start_rule=old)
        self.assertNotIn("只说了一会儿的规则", self.body())

    def test_uncommitted_change_of_a_hall_is_seen_by_its_own_transaction(self):
        from onewindow_policy.communities.halls import all_halls

        hall = self.district["990102001"]["990102001001"]["h001"]
        self.save(hall, address="还没提交的地址")
        self.assertIn("还没提交的地址", [each.address for each in all_halls()])
        transaction.abort()
        self.assertNotIn("还没提交的地址", [each.address for each in all_halls()])

    def test_memory_is_bounded(self):
        with patch.object(module, "CACHE_SIZE", 2):
            for code in ("990102", "990103", "990121"):
                self.body(district=code)
        self.assertEqual(2, len(self.bodies))
