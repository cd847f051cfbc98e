"""Runs the tests with zope.testrunner, names those that failed, and counts them in the
last line.

`python tests/run.py [option …]` takes the options of zope.testrunner; without any it
runs every test. The exit status is 0 when tests were found and none failed.

Every test is run in as many processes beside each other as there are cores, two at most
(SHARDS=1 runs them in one): each takes its share of the modules (`costs.shares`), and
builds for itself what they stand on. A line begins with the number of the one that
printed it. TIMES=file writes what each test took into a file, and names the dearest.

What templates compile to is kept in `.cache` for all processes and later runs. Chameleon
knows each by its text, its path and the versions of all that is installed. So are sites
with the sample, by what they are built from; FRESH=1 in the environment builds them anew.

EXAMPLES=5000 in the environment tries as many random inputs, ever other ones, where a test
is about any input whatever.
"""

from concurrent.futures import ThreadPoolExecutor
from costs import dearest
from costs import MeasuringOutput
from costs import shares
from functools import partial
from hypothesis import HealthCheck
from hypothesis import settings
from pathlib import Path
from zope.testrunner.runner import layer_from_name
from zope.testrunner.runner import Runner

import os
import re
import subprocess
import sys
import time
import warnings

HERE = Path(__file__).resolve().parent

#: The tests lie flat in this folder: the runner's own pattern would skip some of them.
DEFAULTS = [
    *("--path", str(HERE.parent)),
    *("--package", "tests"),
    *("--tests-pattern", "^test_"),
    "--auto-color",
    "--auto-progress",
]

#: The same inputs in every run, however slow the machine is: a run says something about a
#: change, and does not fail by chance.
settings.register_profile(
    "same",
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
if os.environ.get("EXAMPLES"):
    settings.register_profile(
        "other",
        settings.get_profile("same"),
        derandomize=False,
        database=None,
        max_examples=int(os.environ["EXAMPLES"]),
    )

#: Hashing passwords as it has to be done takes most of the time of some tests.
os.environ.setdefault("ONEWINDOW_PASSWORD_COST", "lowest")

#: As `sites start` has it too; compiling anew takes each process some seconds.
TEMPLATES = HERE.parent / ".cache" / f"templates-{sys.implementation.cache_tag}"
TEMPLATES.mkdir(parents=True, exist_ok=True)
os.environ.setdefault("CHAMELEON_CACHE", str(TEMPLATES))

#: What is kept must be older than what is run (`onewindow_policy.testing.kept`).
os.environ.setdefault("TESTS_BEGAN", str(time.time()))

#: The warnings to show are those of our own code; Plone's have readers elsewhere.
OUR_MODULES = r"(onewindow_policy|tests)\b"


#: What a line begins with that names a test that failed; those are the last but one.
FAILED = "FAILED: "

#: As much as one line says of a test; the rest stands in its traceback.
REASON_LENGTH = 400

#: The last line, as `summary` writes it.
COUNTS = re.compile(r"(\d+) passed, (\d+) failed, (\d+) skipped")


def summary(runner: Runner) -> tuple[str, bool]:
    """Return the closing line, and whether tests ran and all of them are well."""
    in_tests = len(runner.failures) + len(runner.errors)
    failed = in_tests + len(runner.import_errors)
    skipped = len(runner.skipped)
    passed = max(runner.ran - in_tests - skipped, 0)
    line = f"{passed} passed, {failed} failed, {skipped} skipped"
    return line, passed > 0 and failed == 0 and not runner.failed


def failed_tests(runner: Runner) -> list[str]:
    """Return the names of tests and layers that failed, as often as they did, and why.

    What the runner prints of them stands far above, or nowhere where a test had taken
    standard output away.
    """
    found = [
        f"{test}: {_reason(report)}" for test, report in runner.failures + runner.errors
    ]
    found += [str(getattr(each, "module", each)) for each in runner.import_errors]
    return [" ".join(line.split())[:REASON_LENGTH] for line in found]


def _reason(report) -> str:
    """Return what was raised, of a report as unittest writes it or an exception's parts."""
    if isinstance(report, tuple):
        return f"{report[0].__name__}: {report[1]}"
    # The traceback's lines are indented; a message of several lines comes after them.
    lines = [line for line in report.splitlines() if line[:1].strip()]
    return " ".join(lines[1:] or lines)


class MeasuringRunner(Runner):
    """A runner that writes what each test took, when it was asked to."""

    def configure(self):
        super().configure()
        if path := os.environ.get("TIMES"):
            output = self.options.output
            self.options.output = MeasuringOutput(output, Path(path), layer_from_name)


def run_shares(names: list[str], count: int) -> int:
    """Run modules in `count` processes, and return the exit status."""
    with ThreadPoolExecutor(count) as pool:
        run = partial(run_share, count=count)
        results = list(pool.map(run, range(count), shares(names, count)))
    numbers, failed = zip(*results, strict=True)
    counts = [sum(each) for each in zip(*numbers, strict=True)]
    print("".join(line for lines in failed for line in lines), end="")
    print_dearest()
    print("{} passed, {} failed, {} skipped".format(*counts), flush=True)
    return 0 if counts[0] and not counts[1] else 1


def run_share(
    number: int, names: list[str], count: int
) -> tuple[tuple[int, ...], list[str]]:
    """Run modules in a process whose lines are printed as they come; return how many
    tests passed, failed and were skipped, and the lines on those that failed.
    """
    failed = []
    last = ""
    with subprocess.Popen(
        [sys.executable, __file__, "--module", rf"^tests\.({'|'.join(names)})$"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
        env={**os.environ, "SHARD": f"{number}/{count}"},
    ) as process:
        for last in process.stdout:
            sys.stdout.write(f"{number + 1}| {last}")
            sys.stdout.flush()
            if last.startswith(FAILED):
                failed.append(last)
    found = COUNTS.fullmatch(last.strip())
    # One that ended without its last line has failed, whatever it passed.
    numbers = tuple(map(int, found.groups())) if found else (0, 1, 0)
    if process.returncode and not numbers[1]:
        numbers = (numbers[0], 1, numbers[2])
    return numbers, failed


def print_dearest() -> None:
    """Name the tests that took most, when what they took was written."""
    if path := os.environ.get("TIMES"):
        print("\n".join(dearest(Path(path))))


def main(arguments: list[str]) -> int:
    """Run the tests that the options pick, and return the exit status."""
    is_share = "SHARD" in os.environ
    if (path := os.environ.get("TIMES")) and not is_share:
        Path(path).write_text("", "utf-8")
    shards = min(int(os.environ.get("SHARDS") or os.cpu_count() or 1), 2)
    names = sorted(path.stem for path in HERE.glob("test_*.py"))
    if not arguments and shards > 1 and len(names) > 1:
        return run_shares(names, shards)
    settings.load_profile("other" if os.environ.get("EXAMPLES") else "same")
    warnings.simplefilter("ignore")
    warnings.filterwarnings("default", module=OUR_MODULES)
    # An empty name of a filter leaves in place those that were set here.
    runner = MeasuringRunner(DEFAULTS, args=[__file__, *arguments], warnings="")
    runner.run()
    if not runner.do_run_tests:
        return 0
    for name in failed_tests(runner):
        print(f"{FAILED}{name}")
    if not is_share:
        print_dearest()
    line, is_well = summary(runner)
    print(line, flush=True)
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
