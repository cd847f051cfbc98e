"""What is left in memory of a change that the disk did not take."""

from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING
from onewindow_policy.testing.tickets import cookie_for
from unittest import mock

import errno
import os
import requests
import unittest


class TestFullDisk(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def setUp(self):
        self.url = f"{self.layer['portal'].absolute_url()}/news/n001"
        self.session = requests.Session()
        self.addCleanup(self.session.close)
        self.session.headers["Accept"] = "application/json"
        self.session.headers["Cookie"] = cookie_for()
        self.is_full = False
        database = self.layer["zodbDB"]
        storage = database.storage
        # Connections keep the methods of the storage: those of other tests have others.
        database.pool.clear()
        self.addCleanup(database.pool.clear)
        for name, fails in (
            ("tpc_vote", self.before(storage.tpc_vote)),
            ("tpc_abort", self.after(storage.tpc_abort)),
        ):
            self.enterContext(mock.patch.object(storage, name, fails))

    # A storage in a file fails to vote, and then to clear up.

    def before(self, method):
        def fails(*arguments):
            self.fail_when_full()
            return method(*arguments)

        return fails

    def after(self, method):
        def fails(*arguments):
            method(*arguments)
            self.fail_when_full()

        return fails

    def fail_when_full(self):
        if self.is_full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def change_title(self):
        return self.session.patch(
            self.url, json={"title": "没有写下的标题"}
        ).status_code

    def title(self):
        return self.session.get(self.url).json()["title"]

    def test_change_that_was_not_written_is_not_in_memory(self):
        before = self.title()
        self.is_full = True
        with self.assertLogs("onewindow_policy", "ERROR") as logged:
            self.assertEqual(500, self.change_title())
        self.assertIn("No space left on device", "".join(logged.output))
        self.assertEqual(before, self.title())
        self.is_full = False
        self.assertEqual(before, self.title())
        self.assertEqual(204, self.change_title())
        self.assertEqual("没有写下的标题", self.title())
