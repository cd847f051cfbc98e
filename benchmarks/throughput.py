"""How many requests a second: a guide through the cache, and nginx with a file like it.

Zope, Varnish and nginx run by the files in `deploy/`, nginx a second time with the same
settings and a file: the page as Varnish sends it, compressed, byte for byte, with the same
headers. wrk loads each in turn, on this machine, several times; medians count, and their
ratio, since the rates are those of the machine, which wrk itself is busy on. Varnish must
reach 0.6 of nginx with a file; 1 is the exit status otherwise. How much is left of it with
nginx before it, two servers for each request, stands beside. TLS, which costs all the
same, is left out.
"""

from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from datetime import UTC
from http.client import HTTPConnection
from onewindow_policy.testing.proxies import nginx
from onewindow_policy.testing.proxies import nginx_with_file
from onewindow_policy.testing.proxies import program
from onewindow_policy.testing.proxies import varnish
from onewindow_policy.testing.servers import BIN
from onewindow_policy.testing.servers import build_site
from onewindow_policy.testing.servers import environment_of
from onewindow_policy.testing.servers import ETC
from onewindow_policy.testing.servers import zeo_server
from onewindow_policy.testing.servers import zope_servers
from pathlib import Path
from statistics import median

import json
import re
import shutil
import subprocess
import sys
import tempfile

RESULTS = Path(__file__).resolve().parent / "results" / "throughput.json"

SITE = "onewindow"

#: The sample's largest guide.
GUIDE = "/catalogue/sq-mz-001"

HOST = "portal.example.com"
HEADERS = {"Host": HOST, "Accept-Encoding": "gzip"}

ROUNDS = 5
SECONDS = 4
CONNECTIONS = 32

FILE, VARNISH, WEB_SERVER = "nginx, file", "Varnish", "nginx and Varnish"

#: How much of nginx's rate for a file Varnish reaches at least. The same configuration has
#: reached 0.91 where nginx served 58,000 a second, and 0.71 where it served 110,000.
LEAST_RATIO = 0.6

#: Pages are kept only while there is a proxy that is told of changes.
NAME_PROXY = f"""
from plone import api
from zope.component.hooks import setSite
import transaction
setSite(app.{SITE})
name = "plone.cachepurging.interfaces.ICachePurgingSettings.cachingProxies"
api.portal.set_registry_record(name, ("http://127.0.0.1:1",))
transaction.commit()
"""

#: What a server says by itself, or about the connection.
_OWN_HEADERS = {
    "accept-ranges",
    "age",
    "connection",
    "content-length",
    "content-type",
    "date",
    "last-modified",
    "server",
    "transfer-encoding",
    "x-cache",
}


@dataclass(frozen=True)
class Answer:
    """An answer as it came over the wire."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(port: int, path: str) -> Answer:
    """Return the answer to a browser's request."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path, headers=HEADERS)
        response = connection.getresponse()
        return Answer(response.status, dict(response.getheaders()), response.read())
    finally:
        connection.close()


def load(port: int, path: str) -> float:
    """Return how many requests a second wrk gets answered.

    Raises RuntimeError when one is not answered with the page.
    """
    headers = [part for pair in HEADERS.items() for part in ("-H", ": ".join(pair))]
    done = subprocess.run(
        [
            program("wrk", "wrk"),
            *("-t", "1", "-c", str(CONNECTIONS), "-d", f"{SECONDS}s", *headers),
            f"http://127.0.0.1:{port}{path}",
        ],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    if re.search("Non-2xx|Socket errors", done.stdout):
        raise RuntimeError(done.stdout)
    return float(re.search(r"Requests/sec:\s*([\d.]+)", done.stdout)[1])


def serve_all(running: ExitStack, folder: Path) -> dict[str, tuple[int, str]]:
    """Start all servers; return by name at which port and path each has the page.

    Raises RuntimeError when they do not have the same.
    """
    environment = environment_of(folder / "var")
    build_site(environment)
    script = folder / "script.py"
    script.write_text(NAME_PROXY, encoding="utf-8")
    subprocess.run(
        [BIN / "zconsole", "run", ETC / "zope.conf", script],
        env=environment,
        check=True,
        # It says that nobody listens there yet.
        stderr=subprocess.DEVNULL,
    )
    running.enter_context(zeo_server(environment))
    (zope,) = running.enter_context(zope_servers(environment, 1))
    keeper = running.enter_context(varnish(folder, zope.port))
    web = running.enter_context(nginx(folder, keeper, f"{HOST}:80", SITE))
    # As nginx asks for it.
    path = f"/VirtualHostBase/http/{HOST}:80/{SITE}/VirtualHostRoot{GUIDE}"
    where = {VARNISH: (keeper, path), WEB_SERVER: (web, GUIDE)}
    for each in where.values():
        ask(*each)
    page = ask(keeper, path)
    headers = {
        name: value
        for name, value in page.headers.items()
        if name.lower() not in _OWN_HEADERS
    }
    file_port = running.enter_context(nginx_with_file(folder, page.body, headers))
    where = {FILE: (file_port, "/file"), **where}
    for name, each in where.items():
        answer = ask(*each)
        if (answer.status, answer.body) != (200, page.body):
            raise RuntimeError(f"{name} answers {answer.status}, or something else.")
    if page.headers.get("X-Cache") != "HIT":
        raise RuntimeError("Varnish does not keep the page.")
    print(f"{GUIDE}: {len(page.body)} bytes, compressed")
    return where


def main() -> int:
    """Load all, print and keep the results; 1 where Varnish is too slow."""
    folder = Path(tempfile.mkdtemp(prefix="onewindow-throughput-"))
    # nginx gives up root's rights before it opens its own folders.
    folder.chmod(0o755)
    try:
        with ExitStack() as running:
            where = serve_all(running, folder)
            rates = {name: [] for name in where}
            for _round in range(ROUNDS):
                for name, each in where.items():
                    rates[name].append(load(*each))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    middle = {name: median(each) for name, each in rates.items()}
    results = {
        name: {"per_second": round(rate), "ratio": round(rate / middle[FILE], 2)}
        for name, rate in middle.items()
    }
    for name, result in results.items():
        print(f"{name:20} {result['per_second']:>8} a second {result['ratio']:6.2f}")
    enough = middle[VARNISH] >= LEAST_RATIO * middle[FILE]
    print(f"Varnish, at least {LEAST_RATIO}: {'kept' if enough else 'NOT REACHED'}")
    measured = datetime.now(UTC).isoformat(timespec="seconds")
    RESULTS.write_text(
        json.dumps({"measured": measured, "results": results}, indent=2) + "\n"
    )
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main())
