"""A fork begins with everything imported, and is else what a Python of its own is."""

from onewindow_policy.testing.forked import Forked
from onewindow_policy.testing.forked import IMPORTED

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
