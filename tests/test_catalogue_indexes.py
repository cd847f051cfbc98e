"""The catalog says of each object what is its own."""

from onewindow_policy.testing import build_item
from onewindow_policy.testing import INTEGRATION_TESTING
from pathlib import Path
from plone import api
from plone.app.testing import setRoles
from plone.app.testing import TEST_USER_ID
from plone.indexer.interfaces import IIndexer
from xml.etree import ElementTree
from zope.component import getMultiAdapter

import unittest

CATALOG = Path(__file__).parent.parent / "profiles" / "default" / "catalog.xml"


class TestIndexes(unittest.TestCase):
    layer = INTEGRATION_TESTING

    def setUp(self):
        portal = self.layer["portal"]
        setRoles(portal, TEST_USER_ID, ["Manager"])
        self.item = build_item(portal)

    def found(self, **query):
        return {brain.getId for brain in api.content.find(**query)}

    def test_what_an_item_holds_is_not_filed_under_its_category(self):
        self.assertEqual({"sq-ll-001"}, self.found(category="LL"))
        self.assertEqual({"sq-ll-001"}, self.found(life_events="养老"))
        self.assertEqual({"sq-ll-001"}, self.found(item_code="SQ-LL-001"))

    def test_guide_is_found_by_its_own_district_only(self):
        self.assertEqual(set(), self.found(district="990102"))

    def test_every_index_of_ours_has_a_default(self):
        root = ElementTree.parse(CATALOG).getroot()
        ours = {each.get("name") for each in root.iter("index")}
        ours |= {each.get("value") for each in root.iter("column")}
        catalog = api.portal.get_tool("portal_catalog")
        folder = self.layer["portal"].news
        for name in ours:
            indexer = getMultiAdapter((folder, catalog), IIndexer, name=name)
            with self.assertRaises(AttributeError, msg=name):
                indexer()
