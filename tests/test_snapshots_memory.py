"""What a process remembers is what reading it now would give, and never grows."""

from concurrent.futures import ThreadPoolExecutor
from DateTime import DateTime
from onewindow_policy.snapshots.api import REMEMBERED_STATES
from onewindow_policy.snapshots.api import until_content_changes
from onewindow_policy.snapshots.api import until_public_changes
from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from plone import api
from plone.app.testing import login
from plone.app.testing import logout
from plone.app.testing import SITE_OWNER_NAME
from threading import Event
from unittest import mock
from zope.component.hooks import setSite

import gc
import transaction
import unittest
import weakref

MINUTE = 60


class Value:
    """Something that is seen to be forgotten."""


class MemoryTestCase(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        setSite(self.portal)
        self.news = self.portal.news["n001"]
        self.calls = []
        logout()

    def read(self, *arguments):
        self.calls.append(arguments)
        return len(self.calls)

    def change(self):
        self.news.reindexObject()
        transaction.commit()


class TestContent(MemoryTestCase):
    def setUp(self):
        super().setUp()
        self.remember = until_content_changes(self.read)

    def test_same_state_is_read_once(self):
        self.assertEqual([1, 1], [self.remember(), self.remember()])

    def test_each_argument_is_read_once(self):
        for name in ("a", "b", "a", "b"):
            self.remember(name)
        self.assertEqual([("a",), ("b",)], self.calls)

    def test_change_is_read_anew(self):
        self.remember()
        self.change()
        self.assertEqual(2, self.remember())

    def test_change_that_is_not_committed_is_read_each_time_and_not_kept(self):
        self.remember()
        self.news.reindexObject()
        self.assertEqual([2, 3], [self.remember(), self.remember()])
        transaction.abort()
        self.assertEqual(1, self.remember())

    def test_only_the_newest_states_are_kept(self):
        kept = []
        remember = until_content_changes(lambda: kept.append(Value()) or kept[-1])
        values = []
        for _number in range(5):
            values.append(weakref.ref(remember()))
            kept.clear()
            self.change()
        gc.collect()
        alive = [value() is not None for value in values]
        self.assertEqual([False] * 3 + [True] * REMEMBERED_STATES, alive)

    def test_who_asks_makes_no_difference(self):
        self.remember()
        login(self.portal.aq_parent, SITE_OWNER_NAME)
        self.assertEqual(1, self.remember())

    def test_threads_that_ask_while_it_changes_get_what_is_there(self):
        titles = until_content_changes(lambda: self.portal_of_thread().news.n001.title)
        login(self.portal.aq_parent, SITE_OWNER_NAME)
        with ThreadPoolExecutor(4) as pool:
            for number in range(10):
                self.news.title = f"第{number}个标题"
                self.change()
                asked = [pool.submit(self.in_thread, titles) for _each in range(8)]
                self.assertEqual({self.news.title}, {each.result() for each in asked})

    def test_connection_that_is_still_in_an_old_state_gets_what_it_sees(self):
        titles = until_content_changes(lambda: self.portal_of_thread().news.n001.title)
        old = self.news.title
        login(self.portal.aq_parent, SITE_OWNER_NAME)

        with ThreadPoolExecutor(1) as pool:
            begun, changed = Event(), Event()

            def read_late():
                api.portal.get().portal_catalog.getCounter()
                begun.set()
                changed.wait(60)
                return titles()

            late = pool.submit(self.in_thread, read_late)
            begun.wait(60)
            self.news.title = "新的标题"
            self.change()
            self.assertEqual("新的标题", titles())
            changed.set()
            self.assertEqual(old, late.result())
        self.assertEqual("新的标题", titles())

    def portal_of_thread(self):
        return api.portal.get()

    def in_thread(self, read):
        """Return what `read` says to a thread with a connection of its own."""
        manager = transaction.TransactionManager(explicit=True)
        manager.begin()
        connection = self.portal._p_jar.db().open(transaction_manager=manager)
        try:
            setSite(connection.root()["Application"]["plone"])
            return read()
        finally:
            setSite(None)
            manager.abort()
            connection.close()


class TestPublic(MemoryTestCase):
    def setUp(self):
        super().setUp()
        self.remember = until_public_changes(self.read)

    def at(self, moment):
        """Read as somebody does at `moment`."""
        with mock.patch("time.time", moment.timeTime):
            return self.remember()

    def test_public_reads_once(self):
        self.assertEqual([1, 1], [self.remember(), self.remember()])

    def test_who_is_logged_in_reads_each_time_and_leaves_nothing_behind(self):
        self.assertEqual(1, self.remember())
        login(self.portal.aq_parent, SITE_OWNER_NAME)
        self.assertEqual([2, 3], [self.remember(), self.remember()])
        logout()
        self.assertEqual(1, self.remember())

    def test_code_that_runs_with_other_roles_is_not_the_public(self):
        self.assertEqual(1, self.remember())
        with api.env.adopt_roles(["Manager"]):
            self.assertEqual(2, self.remember())
        self.assertEqual(1, self.remember())

    def test_date_that_passes_is_read_anew_though_nothing_fires(self):
        now = DateTime(2031, 5, 1, 8, 30, 20, "UTC")
        for set_date in (self.news.setExpirationDate, self.news.setEffectiveDate):
            with self.subTest(date=set_date.__name__):
                set_date(now + MINUTE / 86400)
                self.change()
                before = self.at(now)
                self.assertEqual(before, self.at(now + 30 / 86400))
                in_the_minute = self.at(now + MINUTE / 86400)
                after = self.at(now + 2 * MINUTE / 86400)
                self.assertEqual(3, len({before, in_the_minute, after}))
                self.assertEqual(after, self.at(now + 1))

    def test_change_is_read_anew(self):
        self.remember()
        self.change()
        self.assertEqual(2, self.remember())
