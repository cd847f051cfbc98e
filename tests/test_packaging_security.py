"""What docs/security.md says of each requirement, and that what it names is there.

The requirements are those of level 2 of OWASP ASVS 4.0.3, by their numbers alone.
"""

from collections import Counter
from onewindow_policy.testing import __file__ as testing_file
from pathlib import Path

import re
import unittest

PACKAGE = Path(testing_file).parent.parent
ROOT = PACKAGE.parent.parent
DOCUMENT = ROOT / "docs" / "security.md"

#: By section the last number of a requirement, and, each after a "-", those before it that
#: are not of level 2 (level 3 only, or taken back).
SECTIONS = """
1.1:7 1.2:4 1.4:5-2-3 1.5:4 1.6:4 1.7:2 1.8:2 1.9:2 1.10:1 1.11:2 1.12:2-1 1.14:6
2.1:12 2.2:3 2.3:3 2.4:5 2.5:7 2.6:3 2.7:6 2.8:7 2.9:3 2.10:4
3.1:1 3.2:4 3.3:4 3.4:5 3.5:3 3.7:1
4.1:5-4 4.2:2 4.3:3
5.1:5 5.2:8 5.3:10 5.4:3 5.5:4
6.1:3 6.2:6 6.3:2 6.4:2
7.1:4 7.2:2 7.3:4-2 7.4:3
8.1:4 8.2:3 8.3:8
9.1:3 9.2:4
10.2:2 10.3:3
11.1:8
12.1:3 12.2:1 12.3:6 12.4:2 12.5:2 12.6:1
13.1:5-2 13.2:6-4 13.3:2 13.4:2
14.1:4 14.2:6 14.3:3-1 14.4:7 14.5:4
"""

NUMBER = re.compile(r"\b\d+\.\d+\.\d+\b")


class TestSecurityDocument(unittest.TestCase):
    def setUp(self):
        self.text = DOCUMENT.read_text(encoding="utf-8")
        self.rows = re.findall(
            r"^\| (\d+\.\d+\.\d+) \| [^|]+ \| "
            r"\*(met|partly|not met|does not apply)\*: [^|]+ \|$",
            self.text,
            re.M,
        )

    def test_each_requirement_has_one_row(self):
        expected = list(_requirements())
        self.assertEqual(259, len(expected))
        self.assertEqual(expected, [number for number, _answer in self.rows])

    def test_what_is_not_met_is_summed_up(self):
        counts = Counter(answer for _number, answer in self.rows)
        self.assertIn(
            f"{counts['met']} are met, {counts['partly']} partly,"
            f" {counts['not met']} not met, and {counts['does not apply']} do not apply",
            self.text,
        )
        _before, heading, summary = self.text.partition("## What is not met, and why\n")
        self.assertTrue(heading)
        self.assertEqual(
            [number for number, answer in self.rows if answer == "not met"],
            sorted(NUMBER.findall(summary), key=_in_order),
        )

    def test_what_is_named_is_there(self):
        tests = set(re.findall(r"\btest_\w+", self.text))
        self.assertGreater(len(tests), 50)
        pages = set(re.findall(r"\]\(([^)#]+)", self.text))
        self.assertIn("operators.md", pages)
        files = set(re.findall(r"`([\w.]+/[\w./]+\.(?:py|js|conf|ini))`", self.text))
        self.assertIn("web/openings.py", files)
        for path in (
            *(ROOT / "tests" / f"{name}.py" for name in tests),
            *(DOCUMENT.parent / page for page in pages),
        ):
            self.assertTrue(path.is_file(), path)
        for name in files:
            self.assertTrue((PACKAGE / name).is_file() or (ROOT / name).is_file(), name)


def _requirements():
    for entry in SECTIONS.split():
        section, _colon, numbers = entry.partition(":")
        last, *others = map(int, numbers.split("-"))
        for number in range(1, last + 1):
            if number not in others:
                yield f"{section}.{number}"


def _in_order(number: str) -> list[int]:
    return [int(part) for part in number.split(".")]
