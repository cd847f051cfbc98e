"""Debian's Varnish and nginx before the portal of a test, by the files in deploy/."""

from contextlib import contextmanager
from onewindow_policy.testing.certificates import self_signed
from onewindow_policy.testing.servers import free_port
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

import json
import onewindow_policy
import re
import shutil
import socket
import subprocess
import time

DEPLOY = Path(onewindow_policy.__file__).parents[2] / "deploy"

#: What the portal is called in `deploy/nginx.conf`, and where the folder is said to be.
HOST = "portal.example.com"
DEPLOYED = "/srv/onewindow/checkout/deploy"

#: All that proxies say themselves.
PAGES = sorted(DEPLOY.glob("*.html"))
#: Shown while nothing answers.
AWAY_PAGE = DEPLOY / "away.html"
AWAY_SENT_PAGE = DEPLOY / "away-sent.html"
#: Shown to whoever asks for more than their share.
BUSY_PAGE = DEPLOY / "busy.html"
BUSY_SENT_PAGE = DEPLOY / "busy-sent.html"
#: Shown to whoever is not handed on, and to whoever sent something so.
MISSING_PAGE = DEPLOY / "missing.html"
UNREADABLE_PAGE = DEPLOY / "unreadable.html"
TOO_LONG_PAGE = DEPLOY / "too-long.html"
TOO_LARGE_PAGE = DEPLOY / "too-large.html"
REFUSED_SENT_PAGE = DEPLOY / "refused-sent.html"

#: As long as the busiest machine may take; Varnish compiles its settings as it starts.
START_SECONDS = 120


def loopbacks() -> tuple[str, ...]:
    """Return this machine's own addresses; a container may have none of IPv6."""
    with socket.socket(socket.AF_INET6) as probe:
        try:
            probe.bind(("::1", 0))
        except OSError:
            return ("127.0.0.1",)
    return "127.0.0.1", "::1"


def program(name: str, package: str) -> str:
    """Return the path of a program. Raises RuntimeError that names its package."""
    found = shutil.which(name) or shutil.which(name, path="/usr/sbin:/usr/local/sbin")
    if found is None:
        raise RuntimeError(f"{name} is missing: install the package {package}")
    return found


def wait_for_port(port: int, process: subprocess.Popen, said: IO[bytes]) -> None:
    """Wait until somebody listens.

    Raises RuntimeError with what it `said` on standard error when `process` ends instead.
    """
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            said.seek(0)
            words = said.read().decode(errors="replace")
            ended = f"{process.args[0]} ended with {process.returncode}"
            raise RuntimeError(f"{ended}: {words}")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"{process.args[0]} does not listen.")


@contextmanager
def serving(command: list, port: int):
    """Run a server as long as the block lasts."""
    with TemporaryFile() as said:
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=said)
        try:
            wait_for_port(port, process, said)
            yield
        finally:
            process.terminate()
            process.wait(30)


@contextmanager
def varnish(folder: Path, portal_port: int):
    """Run Varnish before the portal; yield its port."""
    settings = (DEPLOY / "varnish.vcl").read_text(encoding="utf-8")
    settings = settings.replace('"8080"', f'"{portal_port}"')
    path = folder / "varnish.vcl"
    path.write_text(settings.replace(DEPLOYED, str(DEPLOY)), encoding="utf-8")
    port = free_port()
    command = [
        program("varnishd", "varnish"),
        *("-F", "-j", "none", "-n", folder / "varnish"),
        *("-a", f"127.0.0.1:{port}", "-f", path, "-s", "malloc,64m"),
    ]
    with serving(command, port):
        yield port


def bans_added(folder: Path) -> int:
    """Return how much the Varnish of `folder` was told to forget since it started."""
    command = [
        program("varnishstat", "varnish"),
        *("-1", "-j", "-n", folder / "varnish", "-f", "MAIN.bans_added"),
    ]
    done = subprocess.run(command, check=True, capture_output=True)
    return json.loads(done.stdout)["counters"]["MAIN.bans_added"]["value"]


@contextmanager
def nginx(folder: Path, varnish_port: int, host: str, site: str):
    """Run nginx before Varnish, without TLS; yield its port.

    `host` is the address that the portal itself has in the test, `site` its id there.
    """
    changes = {
        "127.0.0.1:6081": f"127.0.0.1:{varnish_port}",
        "https/$host:443/onewindow": f"http/{host}/{site}",
    }
    with _nginx(folder / "nginx", changes) as port:
        yield port


@contextmanager
def nginx_with_file(folder: Path, body: bytes, headers: dict[str, str]):
    """Run nginx with the same settings, which serves a file at `/file` with `headers`;
    yield its port."""
    settings = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    # The portal's own comes last.
    begin = settings.rindex("        location / {")
    location = settings[begin : settings.index("        }\n    }\n}", begin)]
    lines = [
        f"root {folder}/nginx-file;",
        'default_type "text/html; charset=utf-8";',
        "etag off;",
    ]
    lines += [f"add_header {name} {json.dumps(headers[name])};" for name in headers]
    with _nginx(
        folder / "nginx-file",
        {location: "\n".join(["        location / {", *lines, ""])},
        {"file": body},
    ) as port:
        yield port


@contextmanager
def _nginx(
    folder: Path, changes: dict[str, str], files: dict[str, bytes] | None = None
):
    """Run nginx in `folder`, with `files` in it, by our settings without TLS."""
    folder.mkdir()
    for name, content in (files or {}).items():
        (folder / name).write_bytes(content)
    port = free_port()
    settings = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    # The portal's own comes last, after what answers, or does not, without it.
    begin = settings.index("    server {\n")
    end = settings.rindex("    server {\n")
    settings = settings[:begin] + settings[end:]
    settings = re.sub(r"(?m)^ +ssl_.*\n", "", settings)
    changes = {
        "listen [::]:443 ssl http2;": "",
        "listen 443 ssl http2": f"listen 127.0.0.1:{port}",
        **changes,
    }
    with _running_nginx(folder, settings, changes, port):
        yield port


@contextmanager
def nginx_with_tls(folder: Path, varnish_port: int, site: str):
    """Run nginx before Varnish by the settings as they are, with a certificate of its own.

    Yield its ports without and with TLS, and the path of the certificate. The name of the
    host is the one in the settings, `HOST`.
    """
    folder = folder / "nginx-tls"
    folder.mkdir()
    certificate, key = self_signed(folder, HOST)
    plain, secure = free_port(), free_port()
    changes = {
        "127.0.0.1:6081": f"127.0.0.1:{varnish_port}",
        "listen 80": f"listen 127.0.0.1:{plain}",
        "listen 443": f"listen 127.0.0.1:{secure}",
        "/etc/ssl/portal.pem": str(certificate),
        "/etc/ssl/portal.key": str(key),
        ":443/onewindow/": f":443/{site}/",
    }
    settings = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    if "::1" in loopbacks():
        changes["listen [::]:80"] = f"listen [::1]:{plain}"
        changes["listen [::]:443"] = f"listen [::1]:{secure}"
    else:
        settings = re.sub(r"(?m)^ +listen \[::\].*\n", "", settings)
    with _running_nginx(folder, settings, changes, secure):
        yield plain, secure, certificate


@contextmanager
def _running_nginx(folder: Path, settings: str, changes: dict[str, str], port: int):
    """Run nginx in `folder` by `settings` with `changes` until the block ends."""
    # nginx gives up root's rights, and may not be let into the checkout.
    for page in PAGES:
        shutil.copy(page, folder)
    pages = (DEPLOY / "nginx-pages.conf").read_text(encoding="utf-8")
    pages = pages.replace(DEPLOYED, str(folder))
    (folder / "nginx-pages.conf").write_text(pages, encoding="utf-8")
    places = {"/var/log/nginx": str(folder), DEPLOYED: str(folder)}
    for old, new in {**places, **changes}.items():
        assert old in settings, old
        settings = settings.replace(old, new)
    head = [
        "daemon off;",
        f"pid {folder}/nginx.pid;",
        f"error_log {folder}/error.log;",
    ]
    path = folder / "nginx.conf"
    path.write_text("\n".join([*head, settings]), encoding="utf-8")
    command = [
        program("nginx", "nginx-light"),
        *("-p", folder, "-e", folder / "error.log", "-c", path),
    ]
    with serving(command, port):
        yield
