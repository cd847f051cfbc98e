"""`onewindow administrators`, once as a process on a site in files of its own."""

from contextlib import contextmanager
from contextlib import redirect_stderr
from contextlib import redirect_stdout
from io import StringIO
from onewindow_policy.cli import main
from onewindow_policy.exchange.api import sample_path
from onewindow_policy.testing import SAMPLE_INTEGRATION_TESTING
from onewindow_policy.testing.forked import ONEWINDOW
from onewindow_policy.testing.forked import run_forked
from onewindow_policy.testing.servers import build_site
from onewindow_policy.testing.servers import environment_of
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import unittest

STILL_TOGETHER = "The administrators are together"


class TestProcess(unittest.TestCase):
    def test_shows_who_stands_in_the_way(self):
        folder = TemporaryDirectory(prefix="onewindow-administrators-")
        self.addCleanup(folder.cleanup)
        environment = environment_of(Path(folder.name) / "var")
        build_site(environment)
        shown = run_forked(ONEWINDOW, "administrators", "show", environment=environment)
        self.assertEqual(0, shown.returncode, shown.stderr)
        self.assertIn(STILL_TOGETHER, shown.stdout)
        self.assertIn("- admin is Manager.", shown.stdout)


class TestCommand(unittest.TestCase):
    """The command on the site of the layer, in place of one that it opens."""

    layer = SAMPLE_INTEGRATION_TESTING

    def setUp(self):
        self.portal = self.layer["portal"]
        self.committed = []
        for patched in (
            mock.patch(
                "onewindow_policy.sites.administrators.open_site", self.open_site
            ),
            mock.patch(
                "onewindow_policy.sites.api.prepare_instance", lambda _: sample_path()
            ),
        ):
            patched.start()
            self.addCleanup(patched.stop)

    @contextmanager
    def open_site(self, _config, _site_id):
        yield self.portal, self.committed.append

    def run_command(self, *arguments):
        """Run a command line; return its status, and what it printed on each side."""
        out, err = StringIO(), StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            status = main(["administrators", *arguments])
        return status, out.getvalue(), err.getvalue()

    def test_parts_nobody_while_somebody_is_missing(self):
        status, out, err = self.run_command("apart")
        self.assertEqual((1, ""), (status, out))
        self.assertIn("- Nobody is Security Administrator.", err)
        self.assertEqual([], self.committed)
        self.assertIn(STILL_TOGETHER, self.run_command("show")[1])

    def test_takes_off_no_second_factor_that_is_not_there(self):
        status, _out, err = self.run_command("factor-off", "editor")
        self.assertEqual(1, status)
        self.assertIn("editor has no second factor.", err)
        self.assertEqual([], self.committed)

    def test_brings_them_together_again_and_keeps_that(self):
        status, out, err = self.run_command("together")
        self.assertEqual((0, ""), (status, err))
        self.assertIn(STILL_TOGETHER, out)
        self.assertEqual(["Administrators together"], self.committed)
