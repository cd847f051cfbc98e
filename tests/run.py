"""Runs the tests with zope.testrunner, and counts them in the last line.

`python tests/run.py [option …]` takes the options of zope.testrunner; without any it
runs every test. The exit status is 0 when tests were found and none failed.

EXAMPLES=5000 in the environment tries as many random inputs, ever other ones, where a test
is about any input whatever.
"""

from hypothesis import HealthCheck
from hypothesis import settings
from pathlib import Path
from zope.testrunner.runner import Runner

import os
import sys
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

#: The warnings to show are those of our own code; Plone's have readers elsewhere.
OUR_MODULES = r"(onewindow_policy|tests)\b"


def summary(runner: Runner) -> tuple[str, bool]:
    """Return the closing line, and whether tests ran and all of them are well."""
    in_tests = len(runner.failures) + len(runner.errors)
    failed = in_tests + len(runner.import_errors)
    skipped = len(runner.skipped)
    passed = max(runner.ran - in_tests - skipped, 0)
    line = f"{passed} passed, {failed} failed, {skipped} skipped"
    return line, passed > 0 and failed == 0 and not runner.failed


def main(arguments: list[str]) -> int:
    """Run the tests that the options pick, and return the exit status."""
    settings.load_profile("other" if os.environ.get("EXAMPLES") else "same")
    warnings.simplefilter("ignore")
    warnings.filterwarnings("default", module=OUR_MODULES)
    # An empty name of a filter leaves in place those that were set here.
    runner = Runner(DEFAULTS, args=[__file__, *arguments], warnings="")
    runner.run()
    if not runner.do_run_tests:
        return 0
    line, is_well = summary(runner)
    print(line, flush=True)
    return 0 if is_well else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
