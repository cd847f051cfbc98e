"""Staff of a window who lead cases on from outside, each with a browser: for tests.

A `Clerk` opens cases, presses buttons, and remembers what the portal said. Nothing of Zope
is imported here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from onewindow_policy.testing.residents import address_of
from onewindow_policy.testing.residents import Answer
from onewindow_policy.testing.residents import Browser
from onewindow_policy.testing.residents import hidden_inputs
from urllib.parse import urlencode
from urllib.parse import urlsplit

import re
import time

#: An account of the sample city, at the window where residents live.
ACCOUNT = "window-staff"

#: Addresses of clerks are others than those of residents.
FIRST_ADDRESS = 50_000

#: How long somebody waits before pressing again.
PAUSE_SECONDS = 1

_FORM = r'<form id="go-{}".*?</form>'
_ISSUED = re.compile(r'<div class="notice no-print" id="issued">.*?</div>', re.S)
_PAPER_ADDRESS = re.compile(r"/papers/([^\"?]+)")


@dataclass(frozen=True)
class Move:
    """What a page showed as done: a step of a case, and the numbers of its papers."""

    case: str
    transition: str
    papers: tuple[str, ...]


class Clerk:
    """Somebody at a window; `moves` are what was shown as done, `errors` what was not."""

    def __init__(self, number: int, port: int):
        self.browser = Browser(port, address_of(FIRST_ADDRESS + number))
        self.moves: list[Move] = []
        self.errors: list[Answer] = []

    def log_in(self, password: str) -> None:
        """Log in. Raises AssertionError where that does not work."""
        self._post(
            "/onewindow/login",
            {
                "__ac_name": ACCOUNT,
                "__ac_password": password,
                "buttons.login": "1",
            },
        )
        if not any(name == "__ac" for name, _path in self.browser.cookies):
            raise AssertionError("The clerk is not logged in.")

    def lead(
        self, case: str, steps: Mapping[str, Mapping[str, str]], until: float
    ) -> None:
        """Lead a case along steps, each with what is given with it; whatever was not shown
        as done is looked at again, and done where it was not.

        Raises TimeoutError where that takes longer than `until`, a moment of
        `time.monotonic`.
        """
        for transition, given in steps.items():
            while not self._go(case, transition, given):
                if time.monotonic() > until:
                    raise TimeoutError(self.errors[-1].text)
                time.sleep(PAUSE_SECONDS)

    def _go(self, case: str, transition: str, given: Mapping[str, str]) -> bool:
        """Return whether a step is done, by this press or by one before."""
        page = self._ask(f"/onewindow/@@desk/{case}")
        if page is None:
            return False
        form = re.search(_FORM.format(transition), page.text, re.S)
        if form is None:
            # Nobody knew whether it was done: it was.
            return True
        values = {**dict(hidden_inputs(form[0])), "transition": transition}
        values |= {f"{transition}-{name}": value for name, value in given.items()}
        answer = self._post(f"/onewindow/@@desk/{case}", values)
        if not answer.is_redirect:
            self.errors.append(answer)
            return False
        address = urlsplit(answer.headers["Location"])
        self.moves.append(Move(case, transition, ()))
        shown = self._ask(f"{address.path}?{address.query}")
        if shown is not None:
            self.moves[-1] = Move(case, transition, papers_in(shown.text))
        return True

    def _ask(self, path: str) -> Answer | None:
        answer = self.browser.ask("GET", path)
        if answer.status == 200:
            return answer
        self.errors.append(answer)
        return None

    def _post(self, path: str, values: Mapping[str, str]) -> Answer:
        content_type = "application/x-www-form-urlencoded"
        return self.browser.ask(
            "POST", path, urlencode(values), {"Content-Type": content_type}
        )


def papers_in(page: str) -> tuple[str, ...]:
    """Return the numbers of the papers that a page says were issued."""
    issued = _ISSUED.search(page)
    return tuple(dict.fromkeys(_PAPER_ADDRESS.findall(issued[0]))) if issued else ()
