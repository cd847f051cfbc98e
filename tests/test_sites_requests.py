"""A request that is over leaves nothing of the content in the thread that handled it."""

from onewindow_policy.testing import SAMPLE_FUNCTIONAL_TESTING

import requests
import unittest


class TestSites(unittest.TestCase):
    layer = SAMPLE_FUNCTIONAL_TESTING

    def test_threads_go_on_when_nothing_of_the_last_request_is_in_memory(self):
        database = self.layer["app"]._p_jar.db()
        self.addCleanup(database.setCacheSize, database.getCacheSize())
        # What is closed is put out of memory at once, the components of the site too.
        database.setCacheSize(0)
        host, port = self.layer["host"], self.layer["port"]
        url = f"http://{host}:{port}/{self.layer['portal'].getId()}"
        statuses = [
            requests.get(f"{url}{path}").status_code
            # More than there are threads.
            for path in ["", "/nothing-here", "/catalogue?b_start:int=a"] * 4
        ]
        self.assertEqual([200, 404, 400] * 4, statuses)
