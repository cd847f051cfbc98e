"""The setting of the scanner: what it may say, and that nothing starts with another."""

from onewindow_policy.records.exceptions import SettingsRefused
from onewindow_policy.scanning.settings import CLAMD
from onewindow_policy.scanning.settings import ClamdAddress
from onewindow_policy.scanning.settings import read_address
from onewindow_policy.testing.forked import ONEWINDOW
from onewindow_policy.testing.forked import run_forked
from onewindow_policy.testing.forked import SITES
from onewindow_policy.testing.servers import environment_of
from pathlib import Path
from tempfile import TemporaryDirectory

import unittest

ROOT = Path(__file__).resolve().parent.parent


class TestSettings(unittest.TestCase):
    def test_path_of_a_socket_or_host_and_port_are_read(self):
        for text, address in (
            (None, None),
            ("", None),
            ("/run/clamav/clamd.ctl", ClamdAddress(socket="/run/clamav/clamd.ctl")),
            ("127.0.0.1:3310", ClamdAddress(host="127.0.0.1", port=3310)),
            ("scanner.city:3310", ClamdAddress(host="scanner.city", port=3310)),
        ):
            with self.subTest(text=text):
                self.assertEqual(address, read_address(text))

    def test_anything_else_is_refused(self):
        for text in (
            *("clamd", "clamd.ctl", "host:", ":3310", "host:0", "host:65536"),
            *("tcp://host:3310", "a b:3310", "host:三", "/" + "x" * 200),
        ):
            with (
                self.subTest(text=text),
                self.assertRaisesRegex(SettingsRefused, CLAMD),
            ):
                read_address(text)

    def test_neither_server_nor_commands_start_with_a_setting_that_makes_no_sense(self):
        for command in ((SITES, "start", "--no-serve"), (ONEWINDOW, "db", "status")):
            with self.subTest(command=command), TemporaryDirectory() as name:
                done = run_forked(
                    *command,
                    environment={**environment_of(Path(name)), CLAMD: "clamd"},
                )
                self.assertEqual(1, done.returncode, done.stderr)
                self.assertIn(
                    f"{CLAMD} must be the path of clamd's socket", done.stderr
                )
                self.assertNotIn("Traceback", done.stderr)

    def test_guide_for_operators_tells_it(self):
        guide = (ROOT / "docs" / "operators.md").read_text(encoding="utf-8")
        self.assertIn(f"| `{CLAMD}` |", guide)
