"""`onewindow search rebuild`, beside a portal that serves from files of its own."""

from onewindow_policy.testing.servers import BIN
from onewindow_policy.testing.servers import build_site
from onewindow_policy.testing.servers import environment_of
from onewindow_policy.testing.servers import SampleServer
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.error import HTTPError
from urllib.request import urlopen

import json
import subprocess
import unittest


class TestCommand(unittest.TestCase):
    def setUp(self):
        folder = TemporaryDirectory(prefix="onewindow-search-")
        self.addCleanup(folder.cleanup)
        self.var = Path(folder.name) / "var"
        self.environment = environment_of(self.var)

    def rebuild(self, *more):
        return subprocess.run(
            [BIN / "onewindow", "search", "rebuild", *more],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def test_index_is_built_anew_while_the_portal_serves_from_its_file(self):
        build_site(self.environment)
        self.remove_index()
        server = SampleServer(self.environment)
        url = f"http://127.0.0.1:{server.port}/onewindow/++api++/@suggest?q=dibao"
        with server:
            server.wait()
            # Whoever starts without an index gets one.
            before = self.names(url)
            self.assertEqual("低保", before[0])
            done = self.rebuild("--progress")
            self.assertEqual(0, done.returncode, done.stderr)
            self.assertRegex(done.stdout, r"\d{3} documents indexed in \d+ s\.")
            self.assertIn("100%", done.stderr)
            self.assertEqual(before, self.names(url))
        self.start_with_broken_index(server, url)

    def remove_index(self):
        paths = list(self.var.glob("search.sqlite*"))
        self.assertTrue(paths)
        for path in paths:
            path.unlink()

    def start_with_broken_index(self, server, url):
        """A file that is no index keeps nobody from the rest of the portal."""
        self.remove_index()
        (self.var / "search.sqlite").write_bytes(b"no database" * 1000)
        with server:
            server.wait()
            with self.assertRaises(HTTPError) as raised:
                urlopen(url)
            raised.exception.close()
        self.assertEqual(503, raised.exception.code)

    def names(self, url):
        with urlopen(url) as answer:
            return [each["name"] for each in json.load(answer)["items"]]
