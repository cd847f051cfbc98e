"""Python processes that begin with Plone imported: forks of one that has done so.

A Python that imports what these programs need takes seconds until it begins. One process
in each run does it once, and opens nothing; the others are its forks (`multiprocessing`'s
fork server). What is about the start of a process itself begins with a Python of its own.
"""

from collections.abc import Mapping
from contextlib import suppress
from multiprocessing import get_context

import atexit
import os
import sys
import threading

#: What programs import, beside what they alone do.
IMPORTED = [
    "onewindow_policy.cases.handling",
    "onewindow_policy.feedback.leaving",
    "onewindow_policy.jobs.running",
    "onewindow_policy.testing.cases",
]

_context = get_context("forkserver")
_context.set_forkserver_preload(["__main__", *IMPORTED])


class Forked:
    """A process that runs a program; its `stdin` and `stdout` are texts.

    `environment` is all of its environment. What it writes into standard error goes where
    the tests' own goes.
    """

    def __init__(self, program: str, argument: str, environment: Mapping[str, str]):
        its_stdin, self._writer = _context.Pipe(duplex=False)
        self._reader, its_stdout = _context.Pipe(duplex=False)
        self.stdin = os.fdopen(
            self._writer.fileno(), "w", encoding="utf-8", closefd=False
        )
        self.stdout = os.fdopen(self._reader.fileno(), encoding="utf-8", closefd=False)
        self._process = _context.Process(
            target=_run,
            args=(program, argument, dict(environment), its_stdin, its_stdout),
            daemon=True,
        )
        self._process.start()
        its_stdin.close()
        its_stdout.close()

    @property
    def returncode(self) -> int | None:
        """How it ended: the exit status, or the signal's number below 0."""
        return self._process.exitcode

    def kill(self) -> None:
        """End it at once (SIGKILL), whatever it is doing."""
        self._process.kill()

    def wait(self, timeout: float | None = None) -> int:
        """Return how it ended. Raises TimeoutError when it goes on."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise TimeoutError(f"A process goes on after {timeout} s.")
        return self._process.exitcode

    def communicate(self, timeout: float | None = None) -> str:
        """Write nothing more, and return what it has written at its end; that must be
        as little as a pipe holds.
        """
        with suppress(BrokenPipeError):
            self.stdin.close()
        self._writer.close()
        self.wait(timeout)
        return self.stdout.read()

    def close(self) -> None:
        """End it, when it has not ended by itself."""
        self.kill()
        self._process.join()
        with suppress(BrokenPipeError):
            self.stdin.close()
        for each in (self.stdout, self._reader, self._writer):
            each.close()

    def __enter__(self) -> "Forked":
        return self

    def __exit__(self, *_raised) -> None:
        self.close()


def _run(program: str, argument: str, environment: dict, stdin, stdout) -> None:
    """Be, in a fork, what `python -c program argument` is."""
    os.environ.clear()
    os.environ.update(environment)
    for number, end in enumerate((stdin, stdout)):
        os.dup2(end.fileno(), number)
        end.close()
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.argv = ["-c", argument]
    try:
        exec(compile(program, "<program>", "exec"), {"__name__": "__main__"})
    finally:
        # Processes of `multiprocessing` end without.
        threading._shutdown()
        atexit._run_exitfuncs()
