"""What others on the machine and on the network may reach of a portal that is started."""

from onewindow_policy.records.exceptions import SettingsRefused
from onewindow_policy.records.masterkeys import KeyFile
from onewindow_policy.sites.hosts import is_own
from onewindow_policy.testing.forked import ONEWINDOW
from onewindow_policy.testing.forked import run_forked
from onewindow_policy.testing.forked import SITES
from onewindow_policy.testing.servers import environment_of
from onewindow_policy.testing.servers import free_port
from pathlib import Path

import os
import socket
import subprocess
import sys
import tempfile
import unittest


class RightsCase(unittest.TestCase):
    def setUp(self):
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.var = self.folder / "var"

    def start(self, *options, program=SITES, **environment):
        return run_forked(
            program, *options, environment={**environment_of(self.var), **environment}
        )

    def mode(self, path):
        return path.stat().st_mode & 0o7777


class TestFolder(RightsCase):
    def start_at_taken_port(self):
        """Start what ends as soon as it has looked at the data and the port."""
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            other.listen()
            return self.start("start", PORT=str(other.getsockname()[1]))

    def test_data_that_others_could_read_is_closed_to_them_at_the_start(self):
        (self.var / "log").mkdir(parents=True)
        for path in (self.var, self.var / "log"):
            path.chmod(0o755)
        done = self.start_at_taken_port()
        self.assertIn("Something serves at", done.stderr)
        self.assertEqual(0o700, self.mode(self.var))
        self.assertEqual(0o700, self.mode(self.var / "log"))

    def test_folder_that_everybody_shares_is_refused_and_left_as_it_is(self):
        self.var.mkdir()
        self.var.chmod(0o1777)
        for program, options in (
            (SITES, ("start",)),
            (SITES, ("pack",)),
            (ONEWINDOW, ("records", "tidy")),
            (ONEWINDOW, ("keys", "rotate")),
        ):
            with self.subTest(program=program, options=options):
                done = self.start(*options, program=program)
                self.assertEqual(1, done.returncode, done.stderr)
                self.assertIn("can be read by others", done.stderr)
                self.assertNotIn("Traceback", done.stderr)
                self.assertEqual(0o1777, self.mode(self.var))

    def test_command_closes_the_data_too(self):
        self.var.mkdir()
        self.var.chmod(0o750)
        self.start("records", "tidy", program=ONEWINDOW)
        self.assertEqual(0o700, self.mode(self.var))


class TestKeys(RightsCase):
    def key_file(self, mode):
        path = self.folder / "keys.json"
        KeyFile(path).create()
        path.chmod(mode)
        return path

    def test_keys_that_others_could_read_are_closed_to_them_and_that_is_said(self):
        path = self.key_file(0o644)
        with self.assertLogs("onewindow_policy", "WARNING") as logged:
            keys = KeyFile(path).read()
        self.assertEqual(1, len(keys.by_id))
        self.assertEqual(0o600, self.mode(path))
        self.assertIn("onewindow keys rotate", logged.output[0])

    def test_rights_that_widen_while_it_runs_are_noticed(self):
        path = self.key_file(0o600)
        keys = KeyFile(path)
        keys.read()
        path.chmod(0o640)
        with self.assertLogs("onewindow_policy", "WARNING"):
            keys.read()
        self.assertEqual(0o600, self.mode(path))

    def test_keys_that_stay_open_to_others_are_not_used(self):
        path = self.key_file(0o1644)
        with self.assertRaises(SettingsRefused) as refused:
            KeyFile(path).read()
        self.assertIn(str(path), str(refused.exception))


class TestNetwork(RightsCase):
    def test_sample_is_served_to_this_machine_alone(self):
        for host in ("0.0.0.0", "::", "192.0.2.1", "nobody.invalid"):
            with self.subTest(host=host):
                done = self.start("start", "--sample", HOST=host, PORT=str(free_port()))
                self.assertEqual(1, done.returncode, done.stderr)
                self.assertIn(f"HOST={host} lets others", done.stderr)
                self.assertFalse((self.var / "filestorage" / "Data.fs").exists())

    def test_addresses_of_this_machine_are_known(self):
        for host, expected in (
            ("127.0.0.1", True),
            ("127.8.8.8", True),
            ("localhost", True),
            ("::1", True),
            ("", False),
            ("0.0.0.0", False),
            ("192.0.2.1", False),
        ):
            with self.subTest(host=host):
                self.assertEqual(expected, is_own(host))


class TestTerminal(RightsCase):
    """What Python itself writes, where no log is set up."""

    #: Fails in each way, over something that somebody may have looked for.
    CODE = """
import sys, threading, warnings, logging
from onewindow_policy.sites.logs import keep_values_in
keep_values_in()
term = sys.argv[1]
warnings.warn("looked for " + term)
logging.getLogger("any").error("failed", exc_info=ValueError(term))
def fail():
    raise ValueError(term)
thread = threading.Thread(target=fail)
thread.start()
thread.join()
class Unraisable:
    def __del__(self):
        raise KeyError(term)
Unraisable()
fail()
"""

    def test_nothing_that_was_looked_for_is_written(self):
        term = "110101199001011234"
        done = subprocess.run(
            [sys.executable, "-c", self.CODE, term],
            capture_output=True,
            text=True,
            timeout=120,
            env={**os.environ},
        )
        self.assertEqual(1, done.returncode)
        self.assertNotIn(term, done.stderr + done.stdout)
        for kind in ("UserWarning", "ValueError", "KeyError", "A thread ended."):
            self.assertIn(kind, done.stderr)
