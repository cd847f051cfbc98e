"""Python processes that begin with Plone imported: forks of one that has done so.

A Python that imports what these programs need, and reads Plone's configuration, takes
seconds until it begins. One process in each run does it once, and opens nothing; the
others are its forks (`multiprocessing`'s fork server). What is about the start of a
process itself begins with a Python of its own.

What is read while modules are imported is as the tests' own process has it: passwords
cost little here, too.
"""

from collections.abc import Mapping
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from multiprocessing import get_context
from pathlib import Path
from subprocess import CompletedProcess
from tempfile import TemporaryDirectory

import atexit
import ctypes
import os
import signal
import sys
import threading
import time

#: What programs import, beside what they alone do.
IMPORTED = [
    "onewindow_policy.cases.handling",
    "onewindow_policy.feedback.leaving",
    "onewindow_policy.jobs.running",
    "onewindow_policy.sites.commands",
    "onewindow_policy.testing.cases",
    "onewindow_policy.testing.configured",
]

#: The product's commands, and what serves it: modules whose `main` they are.
ONEWINDOW = "onewindow_policy.cli"
SITES = "onewindow_policy.sites.__main__"

#: As long as a command may take on the busiest machine.
COMMAND_SECONDS = 300

_context = get_context("forkserver")
_context.set_forkserver_preload(["__main__", *IMPORTED])


class _Fork:
    """What a process is asked and told, as `subprocess.Popen` has it."""

    def __init__(self, target, *arguments):
        self._process = _context.Process(target=target, args=arguments, daemon=True)
        self._process.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        """How it ended: the exit status, or the signal's number below 0."""
        return self._process.exitcode

    def poll(self) -> int | None:
        return self.returncode

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)

    def terminate(self) -> None:
        self._process.terminate()

    def kill(self) -> None:
        """End it at once (SIGKILL), whatever it is doing."""
        self._process.kill()

    def wait(self, timeout: float | None = None) -> int:
        """Return how it ended. Raises TimeoutError when it goes on."""
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise TimeoutError(f"A process goes on after {timeout} s.")
        return self._process.exitcode


class ForkedMain(_Fork):
    """A process that is what `python -m module` is; what it prints goes into files.

    :param environment: all of its environment
    :param output: the file, or one for standard output and one for errors
    :param namespaces: files of the name spaces that it lives in (Linux)
    :param before: a program that it runs first
    """

    def __init__(
        self,
        module: str,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        output: Sequence[Path] = (Path(os.devnull),),
        namespaces: Sequence[Path] = (),
        before: str = "",
    ):
        outputs = [*map(str, output)] * (3 - len(output))
        argv = [module, *map(str, arguments)]
        super().__init__(
            _run_main, argv, dict(environment), outputs, [*namespaces], before
        )


def run_forked(
    module: str, *arguments: str, environment: Mapping[str, str], before: str = ""
) -> CompletedProcess:
    """Run what `python -m module argument …` runs; return what `subprocess.run` does."""
    with TemporaryDirectory() as name:
        outputs = [Path(name, each) for each in ("out", "err")]
        process = ForkedMain(module, arguments, environment, outputs, before=before)
        try:
            status = process.wait(COMMAND_SECONDS)
        finally:
            process.kill()
        out, err = (each.read_text("utf-8") for each in outputs)
    return CompletedProcess([module, *arguments], status, out, err)


class Forked(_Fork):
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
        super().__init__(
            _run, program, argument, dict(environment), its_stdin, its_stdout
        )
        its_stdin.close()
        its_stdout.close()

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
    _set_environment(environment)
    for number, end in enumerate((stdin, stdout)):
        os.dup2(end.fileno(), number)
        end.close()
    sys.stdin = os.fdopen(0, encoding="utf-8", closefd=False)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.argv = ["-c", argument]
    try:
        exec(compile(program, "<program>", "exec"), {"__name__": "__main__"})
    finally:
        _end()


def _run_main(
    argv: list[str],
    environment: dict,
    outputs: list[str],
    namespaces: list[Path],
    before: str,
) -> None:
    """Be, in a fork, what `python -m module argument …` is."""
    for path in namespaces:
        _enter(path)
    _set_environment(environment)
    with open(os.devnull) as nothing:
        os.dup2(nothing.fileno(), 0)
    for number, path in enumerate(outputs, 1):
        with open(path, "ab") as file:
            os.dup2(file.fileno(), number)
    sys.stdout = os.fdopen(1, "w", encoding="utf-8", closefd=False)
    sys.stderr = os.fdopen(2, "w", 1, encoding="utf-8", closefd=False)
    sys.argv = argv
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        exec(compile(before, "<before>", "exec"), {})
        sys.exit(import_module(argv[0]).main())
    finally:
        _end()


def _enter(path: Path) -> None:
    """Live in the name space that a file of /proc stands for."""
    libc = ctypes.CDLL(None, use_errno=True)
    folder = os.getcwd()
    with path.open() as file:
        if libc.setns(file.fileno(), 0):
            raise OSError(ctypes.get_errno(), f"The name space {path} cannot be had.")
    os.chdir(folder)


def _set_environment(environment: dict) -> None:
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()


def _end() -> None:
    """Do what a Python of its own does at its end, and `multiprocessing` does not."""
    threading._shutdown()
    atexit._run_exitfuncs()
