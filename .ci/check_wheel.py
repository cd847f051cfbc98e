"""Proves that a wheel is whole: installs it into an empty environment, and serves from it.

`check_wheel.py WHEEL` makes the environment from the lock, starts the portal with the
sample city there, reads some pages, and stops it.
"""

from pathlib import Path
from subprocess import run

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

ROOT = Path(__file__).resolve().parent.parent
UV = Path(sys.executable).parent / "uv"

#: A page, and what stands on it only when all of the package is there.
PAGES = {
    "/onewindow": "示例市",
    "/onewindow/catalogue/sq-ll-001": "高龄津贴",
    "/onewindow/communities/990102": "云河区",
    "/onewindow/login": "__ac_password",
}

#: As long as the busiest machine may take.
START_SECONDS = 600

ASK_PROFILE = """
import onewindow_policy
print(onewindow_policy.__file__)
print(app.onewindow.portal_setup.profileExists("profile-onewindow_policy:default"))
"""


def install(wheel: Path, environment: Path) -> Path:
    """Install the lock and the wheel, and return the path of the new Python."""
    run([sys.executable, "-m", "venv", "--without-pip", str(environment)], check=True)
    python = environment / "bin" / "python"
    install = [str(UV), "pip", "--quiet"]
    lock = ["--require-hashes", "--no-build", str(ROOT / "requirements.txt")]
    run([*install, "sync", "--python", str(python), *lock], check=True)
    alone = ["--no-deps", str(wheel)]
    run([*install, "install", "--python", str(python), *alone], check=True)
    return python


def free_port() -> int:
    """Return a port that nobody serves at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def read(address: str) -> str | None:
    """Return a page, or None while nobody serves it."""
    try:
        with urllib.request.urlopen(address, timeout=60) as page:
            return page.read().decode("utf-8")
    except urllib.error.HTTPError:
        raise
    except OSError:
        return None


def check_pages(port: int, server: subprocess.Popen) -> None:
    """Wait until the portal is served, then read the pages."""
    address = f"http://127.0.0.1:{port}"
    begin = time.monotonic()
    while read(address) is None:
        assert server.poll() is None, "the server ended by itself"
        assert time.monotonic() - begin < START_SECONDS, "the server does not answer"
        time.sleep(0.5)
    for path, words in PAGES.items():
        assert words in (read(address + path) or ""), f"{path} lacks {words}"


def main(wheel: str) -> int:
    """Check the wheel; raises what fails."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        python = install(Path(wheel).resolve(), folder / "environment")
        instance = folder / "instance"
        shutil.copytree(ROOT / "instance" / "etc", instance / "etc")
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "INSTANCE_HOME": str(instance),
            "VAR": str(instance / "var"),
            "STORAGE": "filestorage",
        }
        port = free_port()
        command = [str(python), "-m", "onewindow_policy.sites", "start", "--sample"]
        server = subprocess.Popen(
            [*command, "--port", str(port)], cwd=folder, env=environment
        )
        try:
            check_pages(port, server)
        finally:
            server.terminate()
            status = server.wait(timeout=START_SECONDS)
        assert status == 0, f"the server stopped with {status}"
        script = folder / "ask_profile.py"
        script.write_text(ASK_PROFILE, encoding="utf-8")
        zconsole = [str(python.parent / "zconsole"), "run"]
        answer = run(
            [*zconsole, str(instance / "etc" / "zope.conf"), str(script)],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.split()
        assert str(folder / "environment") in answer[-2], f"not the wheel: {answer}"
        assert answer[-1] == "True", "the profile onewindow_policy:default is missing"
    print(f"{Path(wheel).name} is whole")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
