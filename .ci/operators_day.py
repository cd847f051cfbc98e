"""Proves that the portal can be run as docs/operators.md says, in an environment made so.

`operators_day.py` copies the checkout, and does there what an operator does in the course
of time: installs, starts ZEO and two processes, imports a city, takes a suggestion in at
each process, backs up, uninstalls the product and installs it again, loses the data,
restores it and upgrades.
The commands of the backup are read out of docs/operators.md. Whatever fails ends it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from http.cookiejar import CookieJar
from onewindow_policy.testing.residents import FILLING_SECONDS
from onewindow_policy.testing.residents import hidden_inputs
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

ROOT = Path(__file__).resolve().parent.parent

#: Folders of a checkout that its .gitignore leaves out, and its history.
NOT_COPIED = {
    *(".git", ".venv", "node_modules", "instance/var", "var"),
    *("bin", "build", "develop-eggs", "dist", "eggs", "parts"),
}

#: As long as the busiest machine may take.
START_SECONDS = 600
STOP_SECONDS = 60

ON_ZEO = "STORAGE=zeoclient"
PRODUCT = "/@addons/onewindow_policy"

#: In each page of the portal for residents, and in no other.
OURS = "onewindow_policy/portal.css"
EXPORT = (".venv/bin/onewindow", "export", "-")
UPGRADE = (".venv/bin/onewindow", "upgrade")

SUGGESTION = "/forms/suggest"
WORDS = "窗口少一把椅子"
#: Stands on the page that answers a suggestion which is there.
RECEIPT = "@@end-visit"

#: The smallest picture there is.
PICTURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAA"
    "AABJRU5ErkJggg=="
)
NEWS = {
    "@type": "News Item",
    "id": "opening",
    "title": "窗口开放",
    "image": {
        "data": PICTURE,
        "encoding": "base64",
        "filename": "window.png",
        "content-type": "image/png",
    },
}
NEWS_PATH = "/news/opening"

#: The version before the first release; all steps of an upgrade run on it.
OLD_VERSION = """
from transaction import commit
tool = app.onewindow.portal_setup
tool.setLastVersionForProfile("onewindow_policy:default", "1000")
commit()
"""


def not_copied(folder: str, names: list[str]) -> set[str]:
    """Return which entries of a folder of the checkout are not part of the product.

    By their place: a room may well be called `results`.
    """
    place = Path(folder).relative_to(ROOT)
    return {
        name
        for name in names
        if name == "__pycache__" or (place / name).as_posix() in NOT_COPIED
    }


def free_port() -> int:
    """Return a port that nobody serves at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Machine:
    """The operator's machine: a checkout, the data, the backups."""

    def __init__(self, folder: Path):
        self.checkout = folder / "checkout"
        self.var = folder / "var"
        self.backup = folder / "backup"
        shutil.copytree(ROOT, self.checkout, ignore=not_copied)
        kept = ("HOME", "LANG", "PATH")
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if name in kept or name.startswith(("PIP_", "UV_", "SSL_"))
        }
        self.environment["VAR"] = str(self.var)

    def run(self, *command: str, status: int = 0, **environment: str) -> str:
        """Run a command in the checkout to its end, and return what it says.

        Raises when it does not end with `status`.
        """
        done = subprocess.run(
            command,
            cwd=self.checkout,
            env={**self.environment, **environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if status else None,
            text=True,
        )
        assert done.returncode == status, f"{command} ended with {done.returncode}"
        return done.stdout

    def run_documented(self, heading: str, number: int) -> None:
        """Run the block of commands number `number` under a heading of the guide."""
        guide = (self.checkout / "docs" / "operators.md").read_text(encoding="utf-8")
        section = guide.partition(f"\n### {heading}\n")[2].partition("\n### ")[0]
        block = re.findall(r"```sh\n(.*?)```", section, re.S)[number]
        today = time.strftime("%Y-%m-%d")
        block = block.replace("/backup", str(self.backup))
        block = re.sub(r"\d{4}-\d\d-\d\d", today, block)
        print(block, end="", flush=True)
        self.run("bash", "-euo", "pipefail", "-c", block)

    def set_back(self, script: str) -> None:
        """Run a script in the site's database, with nobody serving."""
        path = self.backup / "script.py"
        path.write_text(script, encoding="utf-8")
        self.run(
            *(".venv/bin/zconsole", "run", "instance/etc/zope.conf", str(path)),
            INSTANCE_HOME=str(self.checkout / "instance"),
            STORAGE="filestorage",
        )

    @contextmanager
    def serving(self, *command: str) -> Iterator[subprocess.Popen]:
        """Run a server until the block ends; then it must end well by itself."""
        server = subprocess.Popen(
            command,
            cwd=self.checkout,
            env=self.environment,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            yield server
        finally:
            # As Ctrl-C at a terminal: to make and to what it runs.
            if server.poll() is None:
                os.killpg(server.pid, signal.SIGINT)
            try:
                server.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                os.killpg(server.pid, signal.SIGKILL)
                raise

    @contextmanager
    def zeo(self) -> Iterator[None]:
        """Serve the content; wait for the socket."""
        path = self.var / "zeo.socket"
        with self.serving("make", "zeo") as server:
            wait_until(path.exists, server)
            yield

    @contextmanager
    def process(self, *variables: str) -> Iterator["Visitor"]:
        """Serve the site; yield somebody who visits it."""
        port = free_port()
        command = ("make", "start-production", f"PORT={port}", *variables)
        with self.serving(*command) as server:
            visitor = Visitor(f"http://127.0.0.1:{port}/onewindow")
            wait_until(visitor.is_answered, server)
            yield visitor


def wait_until(condition, server: subprocess.Popen) -> None:
    """Wait for a condition that a server brings about."""
    begin = time.monotonic()
    while not condition():
        assert server.poll() is None, f"{server.args} ended by itself"
        assert time.monotonic() - begin < START_SECONDS, f"{server.args} is not ready"
        time.sleep(0.2)


class Visitor:
    """A browser, or a program with its cookies."""

    def __init__(self, url: str):
        self.url = url
        self.opener = urllib.request.build_opener(
            urllib.request.HTTPCookieProcessor(CookieJar())
        )

    def ask(self, path: str, data=None, **headers: str) -> tuple[int, str]:
        """Return status and body of what is answered."""
        request = urllib.request.Request(self.url + path, data, headers)
        try:
            with self.opener.open(request, timeout=300) as answer:
                return answer.status, answer.read().decode("utf-8", "replace")
        except HTTPError as error:
            return error.code, error.read().decode("utf-8", "replace")

    def is_answered(self) -> bool:
        """Return whether anybody serves."""
        try:
            return bool(self.ask("")[0])
        except OSError:
            return False

    def page(self, path: str, words: str = "") -> str:
        """Return a page that must be there, with these words on it."""
        status, body = self.ask(path, Accept="text/html")
        assert status == 200, f"{path or '/'} answers {status}"
        assert words in body, f"{path or '/'} lacks {words}"
        return body

    def send(self, path: str, **values: str) -> str:
        """Send the form at `path`, and return the page that answers it."""
        hidden = hidden_inputs(self.page(path))
        # What comes back sooner is taken for a program's.
        time.sleep(FILLING_SECONDS)
        body = urlencode([*hidden, *values.items()]).encode()
        status, answer = self.ask(path, body, Accept="text/html")
        assert status == 200, f"{path} answers {status} to what was sent"
        return answer

    def call(self, path: str, values: dict | None = None) -> dict:
        """Ask REST, or send it something; return what it answers."""
        data = None if values is None else json.dumps(values).encode()
        headers = {"Accept": "application/json", "Content-Type": "application/json"}
        status, body = self.ask(path, data, **headers)
        assert status in (200, 201, 204), f"{path} answers {status}: {body[:500]}"
        return json.loads(body) if body else {}

    def log_in(self, password: str) -> None:
        """Log in as the administrator."""
        self.send(
            "/login",
            __ac_name="admin",
            __ac_password=password,
            **{"buttons.login": "1"},
        )
        assert "@id" in self.call("/@users/admin"), "the administrator is not logged in"


def suggest(visitor: Visitor) -> None:
    """Leave a suggestion; the receipt must say that it is there."""
    values = {"form.widgets.message": WORDS, "form.buttons.submit": "1"}
    receipt = visitor.send(SUGGESTION, **values)
    assert RECEIPT in receipt, "the suggestion was not taken in"


def publish_news(visitor: Visitor) -> None:
    """Write news with a picture, which is a file beside the content."""
    visitor.call("/news", NEWS)


def check_news(visitor: Visitor) -> None:
    """The news must be there, and its picture."""
    assert visitor.call(NEWS_PATH)["title"] == NEWS["title"]
    status, _body = visitor.ask(f"{NEWS_PATH}/@@images/image")
    assert status == 200, f"the picture answers {status}"


def check_suggestions(visitor: Visitor, number: int) -> None:
    """So many suggestions must be there, and their words be read."""
    page = visitor.page("/@@suggestion-desk", WORDS)
    found = page.count(WORDS)
    assert found >= number, f"{found} suggestions are left of {number}"


def follow(visitor: Visitor, is_right) -> None:
    """Wait until the home page is right: a process hears from ZEO what another changed."""
    begin = time.monotonic()
    while not is_right(page := visitor.page("")):
        assert time.monotonic() - begin < STOP_SECONDS, f"{visitor.url} shows {page}"
        time.sleep(0.2)


def uninstall(machine: Machine, one: Visitor, two: Visitor) -> None:
    """Uninstall the product at one process, and install it again at the other.

    Meanwhile both serve a Plone that shows what it holds, and commands say how it is.
    """
    residents = [Visitor(one.url), Visitor(two.url)]
    one.call(f"{PRODUCT}/uninstall", {})
    for visitor in residents:
        follow(visitor, lambda page: OURS not in page)
    status, _body = residents[1].ask(SUGGESTION, Accept="text/html")
    assert status == 410, f"the form answers {status}"
    refused = machine.run(*EXPORT, status=1, STORAGE="zeoclient")
    assert "not installed" in refused, refused
    two.call(f"{PRODUCT}/install", {})
    for visitor in residents:
        follow(visitor, lambda page: OURS in page)
    check_news(one)
    check_suggestions(one, 2)


def main() -> int:
    """Go through the day; raises what fails."""
    begin = time.monotonic()

    def done(words: str) -> None:
        print(f"-- {time.monotonic() - begin:.0f} s: {words}", flush=True)

    with tempfile.TemporaryDirectory() as name:
        machine = Machine(Path(name))
        var = machine.var
        with machine.zeo():
            done("installed, ZEO serves")
            with machine.process(ON_ZEO) as one, machine.process(ON_ZEO) as two:
                done("two processes serve")
                password = (var / "administrator-password").read_text().strip()
                one.log_in(password)
                publish_news(one)
                suggest(one)
                suggest(two)
                two.log_in(password)
                check_news(two)
                check_suggestions(two, 2)
                done("each took something in")
                machine.run_documented("Backup", 0)
                keys = (var / "master-keys.json").read_bytes()
                done("backed up, while all run")
                machine.run("make", "pack", STORAGE="zeoclient")
                done("packed")
                uninstall(machine, one, two)
                done("uninstalled, and installed again")
        shutil.rmtree(var)
        var.mkdir(mode=0o700)
        (var / "master-keys.json").write_bytes(keys)
        (var / "master-keys.json").chmod(0o600)
        machine.run_documented("Backup", 1)
        done("restored into an empty folder")
        machine.set_back(OLD_VERSION)
        machine.run(*UPGRADE, "--check", status=1)
        machine.run(*UPGRADE)
        done("upgraded")
        with machine.process() as visitor:
            visitor.log_in(password)
            check_news(visitor)
            check_suggestions(visitor, 2)
            done("served again")
            info = visitor.call(PRODUCT)["upgrade_info"]
            assert info["installedVersion"] == info["newVersion"] != "1000", info
    return 0


if __name__ == "__main__":
    sys.exit(main())
