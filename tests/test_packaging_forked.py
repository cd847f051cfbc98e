"""A fork begins with everything imported, and is else what a Python of its own is."""

from onewindow_policy.testing.forked import Forked
from onewindow_policy.testing.forked import IMPORTED
from onewindow_policy.testing.forked import run_forked
from onewindow_policy.testing.forked import SITES

import os
import signal
import subprocess
import sys
import unittest

#: What a program finds around it.
AROUND = """
import os, sys, threading
from ZODB.DB import DB
import gc
print(sys.argv[1:], __name__, threading.active_count(), dict(os.environ) == {"A": "1"})
print(any(isinstance(each, DB) for each in gc.get_objects()))
"""

NOT_LOADED = "import sys; print(sorted({IMPORTED} - set(sys.modules)))"

#: Whether what ZCML registers is there, and a database is open.
CONFIGURED = """
from zope.component import queryUtility
from zope.schema.interfaces import IVocabularyFactory
import Zope2.App.zcml
name = "onewindow_policy.vocabularies.roles_of_units"
found = queryUtility(IVocabularyFactory, name)
print(found is not None, Zope2.App.zcml._initialized, bool(Zope2.opened))
"""

BEFORE = """
import os, sys
print(os.environ["A"], *sys.argv[1:])
"""

ENDS = {
    "print('well')": 0,
    "import sys; sys.exit(3)": 3,
    "import sys; sys.exit(None)": 0,
    "raise SystemExit('a sentence')": 1,
    "import os, signal; os.kill(os.getpid(), signal.SIGTERM)": -signal.SIGTERM,
    "import atexit; atexit.register(print, 'the last word')": 0,
    "import threading; threading.Timer(0.1, print, ['a thread']).start()": 0,
    "import sys; print(sys.stdin.read().upper())": 0,
}


class TestForked(unittest.TestCase):
    def test_all_is_imported_and_nothing_is_open(self):
        with Forked(AROUND, "x", {"A": "1"}) as process:
            said = process.communicate(60)
        self.assertEqual("['x'] __main__ 1 True\nFalse\n", said)
        program = NOT_LOADED.replace("{IMPORTED}", repr(set(IMPORTED)))
        with Forked(program, "", os.environ) as process:
            self.assertEqual("[]\n", process.communicate(60))

    def test_plone_is_configured_for_any_data(self):
        with Forked(CONFIGURED, "", os.environ) as process:
            self.assertEqual("True True False\n", process.communicate(60))

    def test_module_is_run_as_python_runs_it(self):
        environment = {**os.environ, "A": "1"}
        done = run_forked(SITES, "fly", environment=environment, before=BEFORE)
        self.assertEqual((2, "1 fly\n"), (done.returncode, done.stdout))
        self.assertIn("invalid choice: 'fly'", done.stderr)

    def test_it_ends_and_says_what_a_python_of_its_own_does(self):
        for program, status in ENDS.items():
            with self.subTest(program), Forked(program, "", os.environ) as process:
                process.stdin.write("asked")
                said = process.communicate(60)
                own = subprocess.run(
                    [sys.executable, "-c", program],
                    input="asked",
                    stdout=subprocess.PIPE,
                    stderr=subprocess.DEVNULL,
                    text=True,
                )
                self.assertEqual((status, own.stdout), (process.returncode, said))
                self.assertEqual(own.returncode, process.returncode)

    def test_it_can_be_killed(self):
        program = "import sys; print('here', flush=True); sys.stdin.read()"
        with Forked(program, "", os.environ) as process:
            self.assertEqual("here\n", process.stdout.readline())
            process.kill()
            self.assertEqual(-signal.SIGKILL, process.wait(60))
