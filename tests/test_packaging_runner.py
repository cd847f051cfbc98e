"""The count in the last line is true, and so is the exit status; each test's time is
written when it is asked for, and modules are dealt out by what they cost.
"""

from costs import COSTS as COSTS_FILE
from costs import read_costs
from costs import shares
from pathlib import Path

import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
import unittest

HERE = Path(__file__).resolve().parent

#: What a runner consists of.
RUNNER = ("run.py", "costs.py")

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

#: Another process does the work.
WORKING = """
    import subprocess
    import sys
    import unittest

    WORK = "import time\\nwhile time.process_time() < 0.5: pass"

    class TestWorking(unittest.TestCase):
        def test_others_work(self):
            subprocess.run([sys.executable, "-c", WORK], check=True)
"""

ENDING = """
    import os

    os._exit(0)
"""

UNIMPORTABLE = "import a_module_that_nobody_has"


class TestRunner(unittest.TestCase):
    def run_tests(self, *modules, shards="2"):
        """Run `modules` by a copy of the runner; return status and last line."""
        status, lines, _times = self.run_and_time(modules, shards, None)
        return status, lines[-1]

    def run_and_time(self, modules, shards, times="times"):
        """Run `modules`; return the status, the lines, and what was written of times."""
        environment = {**os.environ, "SHARDS": shards}
        # This may be a process of several that are measured.
        for name in ("SHARD", "TIMES"):
            environment.pop(name, None)
        with tempfile.TemporaryDirectory() as name:
            tests = Path(name) / "tests"
            tests.mkdir()
            for part in RUNNER:
                shutil.copy(HERE / part, tests)
            for number, source in enumerate(modules):
                path = tests / f"test_{number}.py"
                path.write_text(textwrap.dedent(source), encoding="utf-8")
            if times:
                environment["TIMES"] = f"{name}/{times}"
            done = subprocess.run(
                [sys.executable, str(tests / "run.py")],
                stdin=subprocess.DEVNULL,
                capture_output=True,
                text=True,
                timeout=120,
                env=environment,
            )
            written = Path(name, times).read_text("utf-8") if times else ""
        return done.returncode, done.stdout.splitlines(), written.splitlines()

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

    def test_time_that_processes_took_for_a_test_is_written_beside_it(self):
        for shards in ("1", "2"):
            status, lines, times = self.run_and_time((GOOD, WORKING), shards)
            self.assertEqual((0, "3 passed, 0 failed, 0 skipped"), (status, lines[-1]))
            rows = {row[1]: row for row in map(str.split, times) if row[0] == "test"}
            self.assertEqual(
                {
                    "test_0.TestGood.test_sums",
                    "test_0.TestGood.test_true",
                    "test_1.TestWorking.test_others_work",
                },
                set(rows),
            )
            _kind, name, cpu, wall, layer = rows["test_1.TestWorking.test_others_work"]
            self.assertGreater(float(cpu), 0.4)
            self.assertGreater(float(wall), 0.4)
            self.assertEqual("UnitTests", layer)
            self.assertLess(float(rows["test_0.TestGood.test_sums"][2]), 0.4)
            dearest = [line for line in lines if " s of CPU " in line]
            self.assertIn(name, dearest[0])

    def test_failure_is_said_by_the_process_that_found_it_and_once_more_at_the_end(
        self,
    ):
        _status, lines, _times = self.run_and_time((GOOD, MIXED), "2", None)
        said = [line for line in lines if "FAILED: test_fails" in line]
        self.assertEqual(2, len(said))
        self.assertRegex(said[0], r"^[12]\| FAILED: ")
        self.assertTrue(said[1].startswith("FAILED: "))


#: Two dear modules on a dear layer, one that is dearer than both, and cheap ones.
COSTS = """\
layer Served 30 Site
layer Site 5
module test_c1 4 Site
module test_c2 4 Site
module test_dearest 60 UnitTests
module test_served 12 Served
module test_served_too 10 Served
"""


class TestShares(unittest.TestCase):
    def deal(self, names, count=2, costs=COSTS):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "costs.txt"
            path.write_text(costs, "utf-8")
            return shares(names, count, path)

    def test_processes_end_together_and_few_of_them_set_a_layer_up(self):
        self.assertEqual(
            [
                ["test_dearest"],
                ["test_c1", "test_c2", "test_served", "test_served_too"],
            ],
            self.deal(
                ["test_c1", "test_c2", "test_dearest", "test_served", "test_served_too"]
            ),
        )

    def test_module_that_is_not_known_costs_what_most_do(self):
        self.assertEqual(
            [["test_new"], ["test_c1", "test_c2"]],
            self.deal(["test_c1", "test_c2", "test_new"]),
        )

    def test_every_module_is_dealt_to_one_process_whatever_is_known(self):
        names = sorted(path.stem for path in HERE.glob("test_*.py"))
        self.assertGreater(len(names), 200)
        for count in (1, 2, 3):
            for costs in ("", COSTS, None):
                dealt = (
                    shares(names, count)
                    if costs is None
                    else self.deal(names, count, costs)
                )
                self.assertEqual(names, sorted(name for each in dealt for name in each))
                self.assertEqual(count, len([each for each in dealt if each]))

    def test_what_is_known_is_of_modules_that_there_are(self):
        known = read_costs(COSTS_FILE)["module"]
        self.assertGreater(len(known), 200)
        self.assertEqual(
            [], [name for name in known if not (HERE / f"{name}.py").exists()]
        )
