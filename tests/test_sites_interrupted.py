"""A Ctrl-C in the first start, whenever it comes, leaves a start that works."""

from contextlib import closing
from contextlib import ExitStack
from http.client import HTTPConnection
from onewindow_policy.sites.administrator import ADMINISTRATOR_ID
from onewindow_policy.testing.forked import ForkedMain
from onewindow_policy.testing.forked import SITES
from onewindow_policy.testing.servers import environment_of
from onewindow_policy.testing.servers import free_port
from onewindow_policy.testing.servers import START_SECONDS
from onewindow_policy.testing.servers import STOP_SECONDS
from onewindow_policy.testing.servers import wait_for
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import urlopen

import os
import signal
import subprocess
import sys
import tempfile
import time
import unittest

#: The work that a process has done for this long, by its own clock, is a part of what it
#: takes to create a site.
A_PART = 0.2

CREATING = "Creating the site"
FORM_TYPE = {"Content-Type": "application/x-www-form-urlencoded"}

SERVING = "(Ctrl-C stops it)"


class TestFirstStart(unittest.TestCase):
    def setUp(self):
        stack = ExitStack()
        self.addCleanup(stack.close)
        self.folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        self.var = self.folder / "var"
        self.port = free_port()
        self.process = None
        self.addCleanup(self.end)

    def start(self, *, fresh=False):
        """Begin a start; a fresh one has a Python of its own, and all of it to import."""
        self.end()
        output = self.folder / "output"
        output.write_bytes(b"")
        arguments = ["start", "--port", str(self.port)]
        environment = environment_of(self.var)
        if not fresh:
            self.process = ForkedMain(SITES, arguments, environment, [output])
            return
        with output.open("w") as written:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "onewindow_policy.sites", *arguments],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=written,
                stderr=subprocess.STDOUT,
            )

    def end(self):
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait(STOP_SECONDS)

    @property
    def output(self):
        return (self.folder / "output").read_text("utf-8")

    def wait_until(self, has_come):
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end:
            if has_come():
                return
            is_over = SERVING in self.output or self.process.poll() is not None
            if is_over and not has_come():
                self.fail(f"It went on: {self.process.returncode} {self.output}")
            time.sleep(0.01)
        self.fail(f"It has not come to that: {self.output}")

    def interrupt(self):
        """Press Ctrl-C; return the status, and what was printed."""
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(STOP_SECONDS), self.output

    def worked_seconds(self):
        """Return how long the process has computed."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2]
        ticks = sum(map(int, fields.split()[11:13]))
        return ticks / os.sysconf("SC_CLK_TCK")

    def has_said(self, text):
        return lambda: text in self.output

    def in_the_middle_of_creating(self, parts):
        """Return what tells that some of the work is done since it was said to begin."""
        begun = []

        def is_there():
            if CREATING in self.output and not begun:
                begun.append(self.worked_seconds())
            return begun and self.worked_seconds() > begun[0] + parts * A_PART

        return is_there

    def test_start_works_after_each_interrupted_one(self):
        moments = {
            "the keys are made": (self.var / "master-keys.json").exists,
            "the password is chosen": self.has_said("administrator-password"),
            "the site is begun": self.in_the_middle_of_creating(1),
            "the site is half there": self.in_the_middle_of_creating(4),
            "the search index is begun": self.has_said("Building the search index"),
        }
        for number, (moment, has_come) in enumerate(moments.items()):
            # Each comes later than the one before: it shows that this one left nothing.
            with self.subTest(moment=moment):
                # The first comes while Plone is still being imported.
                self.start(fresh=number == 0)
                self.wait_until(has_come)
                status, output = self.interrupt()
                self.assertEqual(0, status, output)
                self.assertNotIn("Traceback", output)
                self.assertNotIn(SERVING, output)
        self.start(fresh=True)
        self.wait_until(self.has_said(SERVING))
        url = f"http://127.0.0.1:{self.port}/onewindow"
        # It says where it will serve a moment before it does.
        wait_for(url, self.process)
        for path in ("", "/catalogue", "/@@find?q=a", "/@@health"):
            with urlopen(f"{url}{path}", timeout=START_SECONDS) as answer:
                self.assertEqual(200, answer.status)
        # The password in the file is that of the site that there is.
        password = (self.var / "administrator-password").read_text().strip()
        form = {
            "__ac_name": ADMINISTRATOR_ID,
            "__ac_password": password,
            "buttons.login": "1",
        }
        connection = HTTPConnection("127.0.0.1", self.port, timeout=START_SECONDS)
        with closing(connection):
            connection.request("POST", "/onewindow/login", urlencode(form), FORM_TYPE)
            cookies = connection.getresponse().headers.get_all("Set-Cookie") or []
        self.assertTrue([each for each in cookies if each.startswith("__ac=")], cookies)
        self.assertEqual(0, self.interrupt()[0])
