"""Building the index anew beside the one that serves."""

from onewindow_policy.search.api import begin_rebuilding
from onewindow_policy.search.api import find
from onewindow_policy.search.api import is_index_current
from onewindow_policy.search.api import Question
from onewindow_policy.search.api import rebuild
from onewindow_policy.search.exceptions import BuildingStopped
from onewindow_policy.search.index import get_index
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing import SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
from onewindow_policy.testing.searching import titles
from plone.app.testing import login
from plone.app.testing import SITE_OWNER_NAME
from sqlalchemy import inspect
from sqlalchemy import update
from unittest import mock

import transaction
import unittest


class RebuildingTests:
    def setUp(self):
        self.portal = self.layer["portal"]
        login(self.layer["app"], SITE_OWNER_NAME)
        self.news = self.portal.news.objectValues()[0]

    def rename(self, title):
        self.news.title = title
        self.news.reindexObject()
        transaction.commit()

    def tables(self):
        place = get_index().place
        with place.reading.connect() as connection:
            return set(inspect(connection).get_table_names(place.schema))

    def test_new_index_answers_as_the_former_did(self):
        before = find(Question("补贴", size=100))
        rebuild(begin_rebuilding())
        self.assertEqual(before, find(Question("补贴", size=100)))

    def test_former_index_serves_until_the_new_one_is_ready(self):
        begin_rebuilding()
        self.assertTrue(titles("低保"))

    def test_change_while_it_is_built_is_in_both(self):
        number = begin_rebuilding()
        self.rename("重阳节游园会")
        self.assertIn("重阳节游园会", titles("重阳节游园会"))
        rebuild(number)
        self.assertIn("重阳节游园会", titles("重阳节游园会"))

    def test_what_is_read_too_early_does_not_undo_a_later_change(self):
        number = begin_rebuilding()
        index = get_index()
        build = index.build

        def late(*arguments):
            # Committed after the batch was read, before it is written.
            if self.news.title != "重阳节游园会":
                self.rename("重阳节游园会")
            build(*arguments)

        with mock.patch.object(index, "build", late):
            rebuild(number)
        self.assertIn("重阳节游园会", titles("重阳节游园会"))

    def test_what_is_withdrawn_meanwhile_does_not_come_back(self):
        title = self.news.title
        self.assertIn(title, titles(title))
        number = begin_rebuilding()
        self.portal.portal_workflow.doActionFor(self.news, "archive")
        transaction.commit()
        rebuild(number)
        self.assertNotIn(title, titles(title))

    def test_second_building_takes_over_and_the_first_stops(self):
        first = begin_rebuilding()
        second = begin_rebuilding()
        with self.assertRaises(BuildingStopped):
            rebuild(first)
        rebuild(second)
        self.assertTrue(titles("低保"))

    def test_nothing_of_former_indexes_is_left(self):
        before = len(self.tables())
        begin_rebuilding()
        rebuild(begin_rebuilding())
        self.assertEqual(before, len(self.tables()))

    def test_index_of_another_version_is_not_read(self):
        index = get_index()
        numbers = index._kept.numbers
        with index.writing() as connection:
            connection.execute(
                update(numbers).where(numbers.c.name.like("format %")).values(value=0)
            )
        self.assertFalse(is_index_current())
        self.rename("重阳节游园会")
        rebuild(begin_rebuilding())
        self.assertIn("重阳节游园会", titles("重阳节游园会"))

    def test_progress_is_told(self):
        told = []
        rebuild(begin_rebuilding(), lambda done, of: told.append((done, of)))
        self.assertEqual(told[-1][0], told[-1][1])
        self.assertGreater(told[-1][1], 200)


class TestRebuildingOnSQLite(RebuildingTests, unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING


class TestRebuildingOnPostgreSQL(RebuildingTests, unittest.TestCase):
    layer = SAMPLE_POSTGRESQL_FUNCTIONAL_TESTING
