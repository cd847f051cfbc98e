"""What is made from content is written with the transaction that changes the content."""

from onewindow_policy.snapshots.interfaces import IProjection
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone import api
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from Products.CMFCore.indexing import processQueue
from zope.component import getGlobalSiteManager
from zope.component.hooks import getSite
from zope.component.hooks import setSite
from zope.interface import implementer

import transaction
import unittest

NAME = "onewindow_policy.tests"


@implementer(IProjection)
class Titles:
    """Keeps what it is told."""

    def __init__(self):
        self.written = []
        self.is_broken = False

    def keys(self, content):
        """See `IProjection`."""
        return (content.getId(),) if content.portal_type == "News Item" else ()

    def write(self, keys):
        """See `IProjection`."""
        if self.is_broken:
            raise RuntimeError("Disk full.")
        self.written.append((keys, getSite()))


class TestProjections(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        login(self.layer["app"], SITE_OWNER_NAME)
        self.news = self.portal.news
        self.projection = Titles()
        components = getGlobalSiteManager()
        components.registerUtility(self.projection, IProjection, NAME)
        self.addCleanup(
            components.unregisterUtility, self.projection, IProjection, NAME
        )

    @property
    def keys(self):
        return [keys for keys, _site in self.projection.written]

    def test_what_changed_is_told_once_as_the_transaction_commits(self):
        for _count in range(2):
            self.news.n001.reindexObject()
            self.news.n002.reindexObject()
            processQueue()
        self.portal.catalogue.reindexObject()
        self.assertEqual([], self.keys)
        transaction.commit()
        self.assertEqual([("n001", "n002")], self.keys)
        transaction.commit()
        self.assertEqual([("n001", "n002")], self.keys)

    def test_what_was_aborted_is_not_told(self):
        self.news.n001.reindexObject()
        processQueue()
        transaction.abort()
        transaction.commit()
        self.assertEqual([], self.keys)

    def test_what_is_taken_out_is_told(self):
        api.content.delete(self.news.n001, check_linkintegrity=False)
        transaction.commit()
        self.assertEqual([("n001",)], self.keys)

    def test_site_is_there_after_it_was_left(self):
        self.news.n001.reindexObject()
        processQueue()
        setSite(None)
        try:
            transaction.commit()
        finally:
            setSite(self.portal)
        self.assertEqual([(("n001",), self.portal)], self.projection.written)

    def test_site_is_there_when_it_was_left_before_anything_was_told(self):
        self.news.n001.reindexObject()
        setSite(None)
        try:
            transaction.commit()
        finally:
            setSite(self.portal)
        self.assertEqual(
            [(("n001",), "/".join(self.portal.getPhysicalPath()))],
            [
                (keys, "/".join(site.getPhysicalPath()))
                for keys, site in self.projection.written
            ],
        )

    def test_content_is_not_kept_when_a_projection_cannot_be_written(self):
        self.projection.is_broken = True
        former = self.news.n001.title
        self.news.n001.title = "不能发布的消息"
        self.news.n001.reindexObject()
        with self.assertRaises(RuntimeError):
            transaction.commit()
        transaction.abort()
        self.assertEqual(former, self.news.n001.title)
