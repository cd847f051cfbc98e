"""The count in the last line is true, and so is the exit status."""

from pathlib import Path

import os
import subprocess
import sys
import tempfile
import textwrap
import unittest

RUNNER = Path(__file__).resolve().parent / "run.py"

GOOD = """
    import unittest

    class TestGood(unittest.TestCase):
        def test_true(self):
            self.assertTrue(True)

        def test_sums(self):
            self.assertEqual(4, 2 + 2)
"""

MIXED = """
    import unittest

    class TestMixed(unittest.TestCase):
        def test_passes(self):
            self.assertTrue(True)

        def test_fails(self):
            self.assertTrue(False)

        def test_breaks(self):
            raise RuntimeError("broken")

        @unittest.skip("not today")
        def test_skipped(self):
            pass
"""

ENDING = """
    import os

    os._exit(0)
"""

UNIMPORTABLE = "import a_module_that_nobody_has"


class TestRunner(unittest.TestCase):
    def run_tests(self, *modules, shards="2"):
        """Run `modules` by a copy of the runner; return status and last line."""
        with tempfile.TemporaryDirectory() as name:
            tests = Path(name) / "tests"
            tests.mkdir()
            runner = tests / "run.py"
            runner.write_text(RUNNER.read_text(encoding="utf-8"), encoding="utf-8")
            for number, source in enumerate(modules):
                path = tests / f"test_{number}.py"
                path.write_text(textwrap.dedent(source), encoding="utf-8")
            done = subprocess.run(
                [sys.executable, str(runner)],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=120,
                env={**os.environ, "SHARDS": shards},
            )
        return done.returncode, done.stdout.splitlines()[-1]

    def test_passing_tests_are_counted(self):
        self.assertEqual((0, "2 passed, 0 failed, 0 skipped"), self.run_tests(GOOD))

    def test_failures_and_errors_are_counted_as_failed(self):
        self.assertEqual((1, "1 passed, 2 failed, 1 skipped"), self.run_tests(MIXED))

    def test_module_that_cannot_be_imported_is_a_failure(self):
        self.assertEqual(
            (1, "2 passed, 1 failed, 0 skipped"), self.run_tests(GOOD, UNIMPORTABLE)
        )

    def test_one_process_counts_as_two_do(self):
        for shards in ("1", "2"):
            self.assertEqual(
                (1, "5 passed, 2 failed, 1 skipped"),
                self.run_tests(GOOD, MIXED, GOOD, shards=shards),
            )

    def test_process_that_ends_before_its_tests_is_a_failure(self):
        self.assertEqual(
            (1, "2 passed, 1 failed, 0 skipped"), self.run_tests(GOOD, ENDING)
        )

    def test_no_test_at_all_is_a_failure(self):
        self.assertEqual((1, "0 passed, 0 failed, 0 skipped"), self.run_tests())
