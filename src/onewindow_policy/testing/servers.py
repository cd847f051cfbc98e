"""The portal as it is deployed, for tests and benchmarks: processes that really run.

A site in files of its own, ZEO that serves it, Zope processes beside each other, and a
disk that is small enough to be filled. This works from a checkout.
"""

from collections.abc import Iterator
from collections.abc import Sequence
from contextlib import contextmanager
from contextlib import ExitStack
from functools import cache
from onewindow_policy.testing.forked import ForkedMain
from onewindow_policy.testing.forked import SITES
from onewindow_policy.testing.kept import BEGAN
from onewindow_policy.testing.kept import CHECKOUT
from onewindow_policy.testing.kept import keep
from onewindow_policy.testing.kept import kept_folder
from onewindow_policy.testing.residents import FORM
from pathlib import Path
from subprocess import DEVNULL
from subprocess import PIPE
from urllib.error import HTTPError
from urllib.request import urlopen

import atexit
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time

ETC = CHECKOUT / "instance" / "etc"
BIN = Path(sys.executable).parent

#: As long as the busiest machine may take.
START_SECONDS = 300
STOP_SECONDS = 60

START = ("start", "--sample")

#: The same in a Python of its own, where a test is about how a process starts.
FRESH_START = (sys.executable, "-m", "onewindow_policy.sites", *START)

NO_SMALL_DISK = """\
A small disk cannot be mounted: {reason}
This needs unshare, nsenter and mount (Debian: util-linux, mount), and either root with \
CAP_SYS_ADMIN or user namespaces (sysctl user.max_user_namespaces)."""


def environment_of(var: Path) -> dict[str, str]:
    """Return the environment of processes whose data lies in `var`."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("ONEWINDOW_")
    }
    return {
        **kept,
        "VAR": str(var),
        "INSTANCE_HOME": str(CHECKOUT / "instance"),
        "STORAGE": "filestorage",
        # What happens by itself happens when a test says so.
        "CLOCK": "off",
    }


def build_site(environment: dict[str, str]) -> None:
    """Make the site with the sample city, in the folder of this environment.

    It is built once, and copied: nothing in it says where it lies.
    """
    shutil.copytree(_built_site(), environment["VAR"], dirs_exist_ok=True)


@cache
def _built_site() -> Path:
    with kept_folder("served-sample") as kept:
        if kept is not None and kept.exists():
            return kept / "var"
        folder = Path(tempfile.mkdtemp(prefix="onewindow-built-"))
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        var = folder / "var"
        subprocess.run(
            [*FRESH_START, "--no-serve"],
            env=environment_of(var),
            check=True,
            stdout=DEVNULL,
            stderr=DEVNULL,
        )
        if kept is not None:
            keep(kept, lambda part: shutil.copytree(var, part / "var"))
        return var


#: The ports that were given to servers, which may not listen yet.
#: Below those that systems give to connections: one of these would keep a server from
#: listening that was told its port a moment before.
_PORTS = range(20_000, 32_000)

_given_ports: set[int] = set()


def free_port() -> int:
    """Return a port that nobody listens at, and that was given to nobody else.

    Tests that run beside these (tests/run.py) have ports of their own.
    """
    share, _of, shares = os.environ.get("SHARD", "0/1").partition("/")
    own = [port for port in _PORTS if port % int(shares) == int(share)]
    while True:
        port = secrets.choice(own)
        if port in _given_ports:
            continue
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        _given_ports.add(port)
        return port


def wait_for(url: str, process: subprocess.Popen | ForkedMain) -> None:
    """Wait until a server answers. Raises RuntimeError when it does not."""
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urlopen(url, timeout=30):
                return
        except HTTPError as error:
            raise RuntimeError(f"{url} answers {error.code}.") from error
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"{url} does not answer.")


class Server:
    """A process that is started, stopped, or killed without a word."""

    def __init__(self, command: Sequence, environment: dict[str, str]):
        self.command = [*map(str, command)]
        self.environment = environment
        self.process: subprocess.Popen | ForkedMain | None = None

    def start(self) -> None:
        """Start the process; it may not answer yet."""
        self.process = subprocess.Popen(
            self.command, env=self.environment, stdout=DEVNULL, stderr=DEVNULL
        )

    def kill(self) -> None:
        """End it at once (SIGKILL), whatever it is doing."""
        self.process.kill()
        self.process.wait(STOP_SECONDS)

    def stop(self) -> None:
        """Ask it to end."""
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except (subprocess.TimeoutExpired, TimeoutError):
            self.kill()

    def __enter__(self) -> "Server":
        self.start()
        return self

    def __exit__(self, *_raised) -> None:
        self.stop()


class ModuleServer(Server):
    """What `python -m module …` does, in a fork; in name spaces of its own, if need be.

    Benchmarks measure what is deployed: there it is a Python of its own.
    """

    def __init__(
        self, module: str, arguments: Sequence, environment: dict[str, str], within=()
    ):
        super().__init__((sys.executable, "-m", module, *arguments), environment)
        self.within = within

    def start(self) -> None:
        """Start the process; it may not answer yet."""
        if BEGAN not in os.environ:
            super().start()
            return
        _python, _m, module, *arguments = self.command
        self.process = ForkedMain(
            module, arguments, self.environment, namespaces=self.within
        )

    def run(self) -> int:
        """Run it to its end, and return its exit status."""
        self.start()
        return self.process.wait(START_SECONDS)


class SampleServer(ModuleServer):
    """The sample city, as `make start` serves it, at `port`.

    `within` are files of the name spaces that it lives in.
    """

    def __init__(self, environment: dict[str, str], within=()):
        self.port = free_port()
        super().__init__(SITES, [*START, "--port", self.port], environment, within)

    def wait(self, path: str = "/onewindow") -> None:
        """Wait until it serves a page."""
        wait_for(f"http://127.0.0.1:{self.port}{path}", self.process)


class ZopeServer(SampleServer):
    """One of several that have their content from ZEO."""

    def __init__(self, environment: dict[str, str], within=()):
        super().__init__({**environment, "STORAGE": "zeoclient"}, within)

    def wait(self, path: str = FORM) -> None:
        """Wait until it serves the form."""
        super().wait(path)


def zeo_server(environment: dict[str, str]) -> Server:
    """Return the storage server of the site."""
    return Server([BIN / "runzeo", "-C", ETC / "zeo.conf"], environment)


@contextmanager
def zope_servers(
    environment: dict[str, str], number: int, within=()
) -> Iterator[list[ZopeServer]]:
    """Run several Zope processes on the ZEO of the site, as long as the block lasts."""
    with ExitStack() as running:
        servers = [
            running.enter_context(ZopeServer(environment, within))
            for _each in range(number)
        ]
        for server in servers:
            server.wait()
        yield servers


class SmallDisk:
    """A file system of some megabytes, as a context.

    It is mounted in a name space of its own: only processes started by the command
    `within`, or in `namespaces`, see it, at the path `mounted_at`, and it is gone with
    the last of them, whatever happens to the tests. Others reach what lies on it through
    `folder`, by Python's own file functions; SQLite resolves that path by itself, and
    wrongly.
    """

    def __init__(self, mounted_at: Path, megabytes: int):
        self.mounted_at = mounted_at
        self.megabytes = megabytes

    def __enter__(self) -> "SmallDisk":
        self.mounted_at.mkdir(exist_ok=True)
        is_root = os.geteuid() == 0
        as_root = [] if is_root else ["--user", "--map-root-user"]
        mount = f"mount -t tmpfs -o size={self.megabytes}m tmpfs {self.mounted_at}"
        try:
            self.keeper = subprocess.Popen(
                ["unshare", "--mount", *as_root, "sh", "-ec", f"{mount}; echo; cat"],
                stdin=PIPE,
                stdout=PIPE,
                stderr=PIPE,
                text=True,
            )
        except OSError as error:
            raise RuntimeError(NO_SMALL_DISK.format(reason=error)) from error
        if not self.keeper.stdout.readline():
            reason = self.keeper.communicate()[1].strip()
            raise RuntimeError(NO_SMALL_DISK.format(reason=reason))
        names = ["--mount"] if is_root else ["--user", "--preserve-credentials"]
        names += [] if is_root else ["--mount"]
        self.within = ["nsenter", "--target", str(self.keeper.pid), *names, "--"]
        spaces = ["mnt"] if is_root else ["user", "mnt"]
        self.namespaces = [
            Path(f"/proc/{self.keeper.pid}/ns/{each}") for each in spaces
        ]
        self.folder = Path(f"/proc/{self.keeper.pid}/root{self.mounted_at}")
        return self

    def __exit__(self, *_raised) -> None:
        self.keeper.communicate()

    @property
    def ballast(self) -> Path:
        return self.folder / "ballast"

    @contextmanager
    def filled(self, free_bytes: int) -> Iterator[None]:
        """Leave so many bytes free, and no more, as long as the block lasts."""
        status = os.statvfs(self.folder)
        taken = status.f_bavail * status.f_frsize - free_bytes
        ballast = self.folder / "ballast"
        try:
            with ballast.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, taken)
            yield
        finally:
            ballast.unlink()


@contextmanager
def locked_sqlite(path: Path, within=()) -> Iterator[None]:
    """Let another process hold SQLite's write lock as long as the block lasts."""
    program = (
        "import sqlite3, sys; "
        "held = sqlite3.connect(sys.argv[1], isolation_level=None, timeout=30); "
        "held.execute('BEGIN IMMEDIATE'); print('locked', flush=True); "
        "sys.stdin.read(); held.rollback()"
    )
    holder = subprocess.Popen(
        [*within, sys.executable, "-c", program, str(path)],
        stdin=PIPE,
        stdout=PIPE,
        text=True,
    )
    try:
        if not holder.stdout.readline():
            raise RuntimeError("The lock was not had.")
        yield
    finally:
        holder.communicate()
