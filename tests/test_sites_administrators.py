"""`onewindow administrators`, on a site in files of its own."""

from onewindow_policy.testing.servers import BIN
from onewindow_policy.testing.servers import build_site
from onewindow_policy.testing.servers import environment_of
from pathlib import Path
from tempfile import TemporaryDirectory

import subprocess
import unittest


class TestCommand(unittest.TestCase):
    def run_command(self, *arguments):
        return subprocess.run(
            [BIN / "onewindow", "administrators", *arguments],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def test_parts_nobody_while_somebody_is_manager(self):
        folder = TemporaryDirectory(prefix="onewindow-administrators-")
        self.addCleanup(folder.cleanup)
        self.environment = environment_of(Path(folder.name) / "var")
        build_site(self.environment)
        shown = self.run_command("show")
        self.assertEqual(0, shown.returncode, shown.stderr)
        self.assertIn("The administrators are together", shown.stdout)
        self.assertIn("- admin is Manager.", shown.stdout)
        parted = self.run_command("apart")
        self.assertEqual(1, parted.returncode)
        self.assertIn("- Nobody is Auditor.", parted.stderr)
        factor = self.run_command("factor-off", "editor")
        self.assertEqual(1, factor.returncode)
        self.assertIn("editor has no second factor.", factor.stderr)
        self.assertEqual(0, self.run_command("together").returncode)
        nowhere = self.run_command("show", "--site", "nowhere")
        self.assertEqual(2, nowhere.returncode)
