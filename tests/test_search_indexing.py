"""The index follows content as transactions commit."""

from DateTime import DateTime
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.search.api import find
from onewindow_policy.search.api import is_index_current
from onewindow_policy.search.api import Question
from onewindow_policy.search.exceptions import IndexMissing
from onewindow_policy.search.index import get_index
from onewindow_policy.testing import build_item
from onewindow_policy.testing import FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.searching import titles
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from Products.CMFCore.indexing import processQueue
from unittest import mock
from zope.component.hooks import setSite
from zope.event import notify
from zope.lifecycleevent import ObjectModifiedEvent

import time
import transaction
import unittest

ITEM = "高龄津贴申请"


class IndexedTestCase:
    def setUp(self):
        self.portal = self.layer["portal"]
        login(self.layer["app"], SITE_OWNER_NAME)
        self.item = self.portal.catalogue["sq-ll-001"]

    def change(self, content, **values):
        for name, value in values.items():
            setattr(content, name, value)
        notify(ObjectModifiedEvent(content))
        content.reindexObject()

    def do(self, content, transition, **more):
        self.portal.portal_workflow.doActionFor(content, transition, **more)

    def hits(self, text, **more):
        return find(Question(text, size=100, **more)).hits


class IndexingTests(IndexedTestCase):
    def test_change_is_found_once_it_is_committed(self):
        self.change(self.item, aliases=["寿星津贴"])
        self.assertEqual((), self.hits("寿星津贴"))
        transaction.commit()
        self.assertEqual(ITEM, self.hits("寿星津贴")[0].title)

    def test_change_that_is_not_committed_is_not_found(self):
        self.change(self.item, aliases=["寿星津贴"])
        transaction.abort()
        transaction.commit()
        self.assertEqual((), self.hits("寿星津贴"))

    def test_name_that_was_taken_away_no_longer_finds_anything(self):
        self.change(self.item, aliases=["寿星津贴"])
        transaction.commit()
        self.change(self.item, aliases=[])
        transaction.commit()
        self.assertEqual((), self.hits("寿星津贴"))

    def test_archived_service_takes_all_it_holds_out(self):
        found = {hit.type for hit in self.hits(ITEM) if hit.item_code == "SQ-LL-001"}
        self.assertEqual({"item", "guide", "sample"}, found)
        self.do(self.item, "archive")
        transaction.commit()
        found = [hit.title for hit in self.hits(ITEM) if hit.item_code == "SQ-LL-001"]
        self.assertEqual([], found)

    def test_draft_is_not_found_and_its_publication_is(self):
        news = api.content.create(
            self.portal.news, "News Item", "gala", title="重阳节游园会"
        )
        transaction.commit()
        self.assertEqual((), self.hits("重阳节游园会"))
        self.do(news, "publish")
        transaction.commit()
        self.assertEqual("重阳节游园会", self.hits("重阳节游园会")[0].title)

    def test_deleted_content_is_gone(self):
        news = self.portal.news.objectValues()[0]
        title = news.title
        self.assertIn(title, titles(title))
        api.content.delete(news)
        transaction.commit()
        self.assertNotIn(title, titles(title))

    def test_moved_content_is_found_where_it_is(self):
        news = self.portal.news.objectValues()[0]
        title = news.title
        api.content.rename(news, "elsewhere")
        transaction.commit()
        found = [hit.path for hit in self.hits(title) if hit.title == title]
        self.assertEqual(["news/elsewhere"], found)

    def test_guide_of_the_city_is_found_as_its_service(self):
        guide = self.item["guide"]
        self.change(guide, conditions=["须有五代同堂"])
        transaction.commit()
        hits = self.hits("五代同堂")
        self.assertEqual("SQ-LL-001", hits[0].item_code)
        self.assertEqual("content", hits[0].reason)
        self.assertIn("五代同堂", [match.text[2:] for match in hits[0].matches])

    def test_change_of_the_city_s_guide_reaches_the_districts_guides(self):
        guide = self.item["guide"]
        self.change(guide, conditions=["须有五代同堂"])
        transaction.commit()
        types = {hit.type for hit in self.hits("五代同堂")}
        self.assertEqual({"item", "guide"}, types)

    def test_draft_guide_tells_nothing(self):
        self.do(self.item["guide"], "archive")
        transaction.commit()
        for hit in self.hits("高龄津贴"):
            if hit.item_code == "SQ-LL-001":
                fields = {match.field for match in hit.matches}
                self.assertFalse(fields & {"conditions", "materials", "questions"})

    def test_district_s_list_decides_for_which_districts_a_service_is(self):
        district = self.portal.communities["990102"]
        self.assertIn("990102", self.hits("高龄津贴")[0].districts)
        self.change(
            district,
            adopted_items=[
                code for code in district.adopted_items if code != "SQ-LL-001"
            ],
        )
        transaction.commit()
        self.assertNotIn("990102", self.hits("高龄津贴")[0].districts)

    def test_new_name_of_a_district_reaches_its_guides_and_places(self):
        self.change(self.portal.communities["990102"], title="青龙区")
        transaction.commit()
        paths = [hit.path for hit in self.hits("青龙区")]
        self.assertIn("communities/990102/990102001/990102001001/h001", paths)
        self.assertIn("catalogue/sq-ll-001/990102", paths)

    def test_places_are_found(self):
        self.assertEqual("place", self.hits("晨光社区")[0].type)

    def test_what_residents_may_not_see_is_not_indexed(self):
        self.portal.news.manage_permission("View", ["Manager"], acquire=False)
        self.portal.news.reindexObjectSecurity()
        transaction.commit()
        self.assertFalse([hit for hit in self.hits("社区") if hit.type == "news"])


class VisibilityTests(IndexedTestCase):
    def at(self, moment):
        """Let it be `moment` for what is looked for."""
        return mock.patch.object(time, "time", lambda: moment.timeTime())

    def test_nothing_has_to_happen_when_content_becomes_effective(self):
        begins = DateTime() + 10
        self.change(self.item, effective_date=begins)
        transaction.commit()
        for hit in self.hits(ITEM):
            self.assertNotEqual("SQ-LL-001", hit.item_code)
        with self.at(begins + 1):
            self.assertEqual("SQ-LL-001", self.hits(ITEM)[0].item_code)

    def test_nothing_has_to_happen_when_content_expires_with_all_it_holds(self):
        ends = DateTime() + 10
        self.change(self.item, expiration_date=ends)
        transaction.commit()
        self.assertEqual("SQ-LL-001", self.hits(ITEM)[0].item_code)
        with self.at(ends + 1):
            codes = [hit.item_code for hit in self.hits(ITEM)]
        self.assertNotIn("SQ-LL-001", codes)

    def test_guide_is_quoted_only_between_its_dates(self):
        guide = self.item["guide"]
        ends = DateTime() + 10
        self.change(guide, conditions=["须有五代同堂"], expiration_date=ends)
        transaction.commit()
        self.assertEqual("SQ-LL-001", self.hits("五代同堂")[0].item_code)
        with self.at(ends + 1):
            self.assertEqual((), self.hits("五代同堂"))
            for hit in self.hits("高龄津贴五代同堂"):
                self.assertFalse([each for each in hit.matches if "五代" in each.text])


class CommitTests(IndexedTestCase):
    def test_nothing_is_kept_when_the_index_cannot_be_written(self):
        news = self.portal.news.objectValues()[0]
        former = news.title
        news.title = "不能发布的消息"
        news.reindexObject()
        broken = mock.patch.object(
            type(get_index()), "change", side_effect=DatabaseUnavailable("Disk full.")
        )
        with broken, self.assertRaises(DatabaseUnavailable):
            transaction.commit()
        transaction.abort()
        self.assertEqual(former, news.title)
        self.assertEqual((), self.hits("不能发布的消息"))

    def test_index_follows_a_commit_after_the_site_was_left(self):
        news = self.portal.news.objectValues()[0]
        news.title = "重阳节游园会"
        news.reindexObject()
        # Any search of the catalog does so.
        processQueue()
        setSite(None)
        try:
            transaction.commit()
        finally:
            setSite(self.portal)
        self.assertIn("重阳节游园会", titles("重阳节游园会"))


class TestWithoutIndex(unittest.TestCase):
    layer = FUNCTIONAL_TESTING

    def test_content_is_kept_where_no_index_was_built(self):
        login(self.layer["app"], SITE_OWNER_NAME)
        build_item(self.layer["portal"])
        transaction.commit()
        with (
            self.assertLogs("onewindow_policy", "ERROR") as logs,
            self.assertRaises(IndexMissing),
        ):
            find(Question("低保"))
        self.assertIn("onewindow search rebuild", logs.output[0])

    def test_start_that_looks_for_an_index_finds_nothing_wrong(self):
        with self.assertNoLogs("onewindow_policy", "WARNING"):
            self.assertFalse(is_index_current())


class TestIndexingOnSQLite(IndexingTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestIndexingOnPostgreSQL(IndexingTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestVisibilityOnSQLite(VisibilityTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestVisibilityOnPostgreSQL(VisibilityTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING


class TestCommitOnSQLite(CommitTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestCommitOnPostgreSQL(CommitTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
