"""Residents who file applications, many at once: the load, from outside.

`python residents.py` reads what to do as JSON from stdin and prints what came of it. It
is a program of its own, so that its CPU is not the portal's; it shares the machine.
"""

from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from http.client import HTTPException
from time import perf_counter
from time import sleep
from urllib.parse import urlsplit

import json
import re
import sys
import threading

HIDDEN = re.compile(rb'<input[^>]*type="hidden"[^>]*>')
ATTRIBUTE = re.compile(rb'(name|value)="([^"]*)"')
ALERT = re.compile(
    rb'role="alert"[^>]*>(.{0,600})|invalid-feedback[^>]*>(.{0,200})', re.S
)
TIMEOUT_SECONDS = 120
BOUNDARY = "residents-of-the-sample-city"

#: How often a form is asked for that does not come: only submissions are judged.
TRIES = 3

#: What the form's trap for programs waits for.
FILLING_SECONDS = 4


class Resident(threading.local):
    """A browser with a connection of its own."""

    def __init__(self, plan: dict):
        self.plan = plan
        with plan["lock"]:
            number = plan["residents_made"] = plan.get("residents_made", 0) + 1
        port = plan["ports"][number % len(plan["ports"])]
        self.connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)
        self.headers = {"X-Forwarded-For": f"192.0.2.{number}", "Accept-Language": "zh"}

    def open_form(self, _number: int) -> dict[str, str]:
        """Return the hidden inputs of the form."""
        for _try in range(TRIES):
            status, _headers, body = self.ask("GET", self.plan["form"])
            if status == 200:
                break
        else:
            raise RuntimeError(f"The form answered {status}.")
        found = [dict(ATTRIBUTE.findall(tag)) for tag in HIDDEN.findall(body)]
        return {
            each[b"name"].decode(): each.get(b"value", b"").decode() for each in found
        }

    def submit(self, hidden: dict[str, str]) -> dict:
        """Send a filled form, and fetch the receipt that it leads to."""
        begin = perf_counter()
        content_type = f"multipart/form-data; boundary={BOUNDARY}"
        status, headers, body = self.ask(
            "POST",
            self.plan["form"],
            encode(self.plan, hidden),
            {"Content-Type": content_type},
        )
        receipt = None
        if status in (302, 303):
            path = urlsplit(headers["Location"]).path
            cookie = headers.get("Set-Cookie", "").partition(";")[0]
            status, _headers, body = self.ask("GET", path, None, {"Cookie": cookie})
            if status == 200 and b'id="query-code"' in body:
                receipt = path.rpartition("/")[2]
        done = bool(receipt) or self.plan["thanks"].encode() in (body or b"")
        if not done and "shown" not in self.plan:
            # The first that was not taken in says why.
            self.plan["shown"] = True
            print(status, *ALERT.findall(body or b"")[:3], file=sys.stderr)
        return {
            "seconds": perf_counter() - begin,
            "status": status,
            "done": done,
            "receipt": receipt,
        }

    def ask(self, method: str, path: str, body=None, headers=()):
        """Return status, headers and body of an answer; 0 where there was none."""
        try:
            self.connection.request(
                method, path, body, {**self.headers, **dict(headers)}
            )
            response = self.connection.getresponse()
            return response.status, response.headers, response.read()
        except (HTTPException, OSError):
            self.connection.close()
            return 0, {}, b""


def encode(plan: dict, hidden: dict[str, str]) -> bytes:
    """Return a filled form as a browser sends it."""
    texts = [*hidden.items(), *plan["fields"]]
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        f"{value}\r\n".encode()
        for name, value in texts
    ]
    for name, filename, content in plan["files"]:
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; '
            f'filename="{filename}"\r\nContent-Type: image/jpeg\r\n\r\n'
        )
        parts += [head.encode(), b64decode(content), b"\r\n"]
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def main() -> None:
    """Carry out the plan."""
    plan = json.load(sys.stdin)
    plan["lock"] = threading.Lock()
    resident = Resident(plan)
    with ThreadPoolExecutor(plan["residents"]) as residents:
        begin = perf_counter()
        forms = list(residents.map(resident.open_form, range(plan["submissions"])))
        opened = perf_counter() - begin
        sleep(FILLING_SECONDS)
        begin = perf_counter()
        outcomes = list(residents.map(resident.submit, forms))
        submitted = perf_counter() - begin
    json.dump(
        {
            "opened_per_second": len(forms) / opened,
            "submitted_per_second": len(outcomes) / submitted,
            "outcomes": outcomes,
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
