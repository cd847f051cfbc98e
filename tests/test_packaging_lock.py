"""The lock names everything, and nothing about the machine it was made on."""

from importlib.metadata import requires
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from pathlib import Path

import re
import unittest

ROOT = Path(__file__).resolve().parent.parent

ENTRY = re.compile(
    r"^([a-z0-9-]+)==(\S+)(?: ; (.+?))? \\\n((?:    --hash\S+.*\n)+)", re.M
)


def entries(name):
    """Return name, version, marker and checksums of each package in a lock."""
    return ENTRY.findall((ROOT / name).read_text(encoding="utf-8"))


class TestLock(unittest.TestCase):
    def test_every_line_is_a_pin_with_checksums_or_a_comment(self):
        for name in ("requirements.txt", "requirements-test.txt"):
            text = ENTRY.sub("", (ROOT / name).read_text(encoding="utf-8"))
            left = [line for line in text.splitlines() if not _is_comment(line)]
            self.assertEqual([], left, name)

    def test_what_the_package_requires_is_locked(self):
        locked = {entry[0] for entry in entries("requirements.txt")}
        tested = {entry[0] for entry in entries("requirements-test.txt")}
        for line in requires("onewindow_policy"):
            requirement = Requirement(line)
            pins = tested if requirement.marker else locked
            self.assertIn(canonicalize_name(requirement.name), pins)

    def test_tests_run_on_the_versions_of_production(self):
        production = {entry[:3] for entry in entries("requirements.txt")}
        tests = {entry[:3] for entry in entries("requirements-test.txt")}
        self.assertEqual(set(), production - tests)

    def test_lock_names_no_registry_and_no_folder(self):
        for name in ("requirements.txt", "requirements-test.txt"):
            text = (ROOT / name).read_text(encoding="utf-8")
            self.assertIn("--hash=sha256:", text)
            self.assertNotRegex(text, r"https?:|file:|--(extra-)?index|--find-links")


def _is_comment(line):
    return not line.strip() or line.lstrip().startswith("#")
