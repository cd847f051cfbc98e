"""What a command writes is seen through Varnish as soon as the command has ended."""

from contextlib import ExitStack
from http.client import HTTPConnection
from onewindow_policy.exchange.api import sample_path
from onewindow_policy.sites.administrator import ADMINISTRATOR_ID
from onewindow_policy.sites.api import SITE_ID
from onewindow_policy.testing.faults import SITE
from onewindow_policy.testing.forked import ONEWINDOW
from onewindow_policy.testing.forked import run_forked
from onewindow_policy.testing.proxies import bans_added
from onewindow_policy.testing.proxies import nginx
from onewindow_policy.testing.proxies import varnish
from onewindow_policy.testing.servers import zope_servers
from onewindow_policy.testing.tickets import log_in_at
from pathlib import Path

import json
import tempfile
import time
import unittest

SETTINGS = "plone.cachepurging.interfaces.ICachePurgingSettings"

#: The item, by its place in the sample catalogue: it is among those often asked for.
ITEM_CODE = "SQ-LL-001"
GUIDE = f"/catalogue/{ITEM_CODE.lower()}"

#: A guide, also by the address of somebody's link; lists; and the home page.
PAGES = (
    GUIDE,
    f"{GUIDE}?utm_source=poster&page=2",
    f"{GUIDE}/990102?utm_source=poster",
    "/catalogue",
    "/catalogue?event=%E5%85%BB%E8%80%81",
    "/",
)

NEW_NAME = "命令改过的津贴"

#: Its path and all lists, at once and once more for what was on its way.
BANS_OF_A_CHANGE = 4

#: How long Varnish may take to be told, on the busiest machine.
PATIENCE_SECONDS = 60


class TestCommand(unittest.TestCase):
    """The sample city on ZEO, served by a process behind Varnish and nginx."""

    layer = SITE

    def setUp(self):
        running = self.enterContext(ExitStack())
        self.folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
        # nginx gives up root's rights before it opens its own folders.
        self.folder.chmod(0o755)
        self.environment = {**self.layer["environment"], "STORAGE": "zeoclient"}
        (zope,) = running.enter_context(zope_servers(self.environment, 1))
        self.zope = zope.port
        cache = running.enter_context(varnish(self.folder, self.zope))
        host = f"127.0.0.1:{self.zope}"
        self.nginx = running.enter_context(nginx(self.folder, cache, host, SITE_ID))
        before = bans_added(self.folder)
        self.set_proxies(f"http://127.0.0.1:{cache}")
        self.addCleanup(self.set_proxies)
        # The setting itself has everything forgotten, twice: not while pages are warmed.
        end = time.monotonic() + PATIENCE_SECONDS
        while bans_added(self.folder) < before + BANS_OF_A_CHANGE:
            self.assertLess(time.monotonic(), end, "Varnish was told nothing.")
            time.sleep(0.1)

    def set_proxies(self, *addresses):
        """Enter the caching proxies, as the control panel does."""
        connection = HTTPConnection("127.0.0.1", self.zope, timeout=60)
        connection.request(
            "PATCH",
            f"/{SITE_ID}/@registry",
            json.dumps({f"{SETTINGS}.cachingProxies": addresses}),
            {
                "Accept": "application/json",
                "Content-Type": "application/json",
                "Cookie": log_in_at(self.zope, ADMINISTRATOR_ID),
            },
        )
        self.assertEqual(204, connection.getresponse().status)
        connection.close()

    def get(self, path):
        """Return what a reader gets: the words, and whether Varnish had them."""
        connection = HTTPConnection("127.0.0.1", self.nginx, timeout=60)
        connection.request("GET", path)
        response = connection.getresponse()
        self.assertEqual(200, response.status, path)
        text = response.read().decode()
        connection.close()
        return text, response.headers["X-Cache"]

    def import_new_name(self):
        """Run `onewindow import` on the sample city with another name for the item."""
        catalogue = json.loads(sample_path().read_bytes())
        (item,) = (each for each in catalogue["items"] if each["code"] == ITEM_CODE)
        item["name"] = item["short_name"] = NEW_NAME
        file = self.folder / "catalogue.json"
        file.write_text(json.dumps(catalogue), encoding="utf-8")
        done = run_forked(ONEWINDOW, "import", str(file), environment=self.environment)
        self.assertEqual((0, ""), (done.returncode, done.stderr))
        self.assertRegex(done.stdout, "^0 created, [12] updated")

    def test_import_is_seen_on_guide_list_and_home_once_the_command_has_ended(self):
        for path in PAGES:
            self.get(path)
            text, cached = self.get(path)
            self.assertEqual("HIT", cached, path)
            self.assertNotIn(NEW_NAME, text, path)
        before = bans_added(self.folder)
        self.import_new_name()
        # All of it before the process ended.
        self.assertEqual(BANS_OF_A_CHANGE, bans_added(self.folder) - before)
        for path in PAGES:
            with self.subTest(path=path):
                self.assertIn(NEW_NAME, self.get(path)[0])
