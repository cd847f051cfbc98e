"""Residents who file applications, many at once: the load, from outside.

`python residents.py` reads what to do as JSON from stdin and prints what came of it. It
is a program of its own, so that its CPU is not the portal's; it shares the machine.
"""

from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor
from onewindow_policy.testing.residents import address_of
from onewindow_policy.testing.residents import Browser
from onewindow_policy.testing.residents import FILLING_SECONDS
from time import perf_counter
from time import sleep

import json
import re
import sys
import threading

ALERT = re.compile(
    rb'role="alert"[^>]*>(.{0,600})|invalid-feedback[^>]*>(.{0,200})', re.S
)


class Resident(threading.local):
    """Somebody at a browser: one for each thread."""

    def __init__(self, plan: dict):
        self.plan = plan
        with plan["lock"]:
            number = plan["residents_made"] = plan.get("residents_made", 0) + 1
        port = plan["ports"][number % len(plan["ports"])]
        self.browser = Browser(port, address_of(number))
        self.files = [
            (name, filename, b64decode(content))
            for name, filename, content in plan["files"]
        ]

    def open_form(self, _number: int) -> list[tuple[str, str]]:
        """Return the hidden inputs of the form."""
        return self.browser.open_form(self.plan["form"])

    def submit(self, hidden: list[tuple[str, str]]) -> dict:
        """Send a filled form, and fetch the receipt that it leads to."""
        begin = perf_counter()
        texts = [*hidden, *self.plan["fields"]]
        posted = self.browser.post(self.plan["form"], texts, self.files)
        answer = self.browser.follow(posted)
        done = bool(answer.receipt) or self.plan["thanks"].encode() in answer.body
        if not done and "shown" not in self.plan:
            # The first that was not taken in says why.
            self.plan["shown"] = True
            print(answer.status, *ALERT.findall(answer.body)[:3], file=sys.stderr)
        return {
            "seconds": perf_counter() - begin,
            "status": answer.status,
            "done": done,
            "receipt": answer.receipt,
        }


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
