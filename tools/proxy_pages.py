"""Makes the pages in `deploy/` that nginx and Varnish answer with by themselves.

Each needs nothing but itself, so that each has a copy of the style, the script and the
policy that allows both. What they say lies in `deploy/pages/`; they look, and try again, as
those that Zope sends from outside of a site (`sites/outside.py`).

`update` writes them, with another hotline where one is named; `check` fails when that
would change anything.
"""

from base64 import b64encode
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from string import Template

import re
import sys

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = ROOT / "deploy"
WORDS = DEPLOY / "pages"
OUTSIDE = ROOT / "src" / "onewindow_policy" / "sites" / "outside_page"

#: What the words have, for others to be put in its place.
STANDARD_HOTLINE = "12345"

STYLE = OUTSIDE / "page.css"
TRIES_AGAIN = OUTSIDE / "page.js"
REPEATS = WORDS / "repeat.js"


@dataclass(frozen=True, slots=True)
class Page:
    """One of the pages: who is shown it, and what it does by itself."""

    shown: str
    script: Path | None = None
    #: After how many seconds it is asked for anew without scripts; None for never.
    refresh_seconds: int | None = None
    #: The statuses that it is sent with, where those are no failure of ours.
    statuses: str = ""


PAGES = {
    "away": Page(
        "by Varnish and nginx while nothing behind them answers", TRIES_AGAIN, 30
    ),
    "away-sent": Page(
        "by Varnish and nginx to whoever sends something while nothing behind them answers",
        REPEATS,
    ),
    "busy": Page("by nginx to whoever asks for more than their share", TRIES_AGAIN, 60),
    "busy-sent": Page(
        "by nginx to whoever sends something and asks for more than their share",
        REPEATS,
    ),
    "missing": Page(
        "by nginx for addresses that it hands on to nobody", TRIES_AGAIN, 60, "404"
    ),
    "refused-sent": Page(
        "by nginx to whoever sends something that it cannot read or hands on to nobody"
    ),
    "too-large": Page(
        "by nginx to whoever sends more than client_max_body_size of nginx.conf"
    ),
    "too-long": Page(
        "by nginx when an address or the cookies are too long",
        TRIES_AGAIN,
        60,
        "414 431",
    ),
    "unreadable": Page(
        "by nginx to whoever asks for what it cannot read",
        TRIES_AGAIN,
        60,
        "400 405 411",
    ),
}

FRAME = Template("""\
<!DOCTYPE html>
<!--
  Shown $shown.
  Made by tools/proxy_pages.py of the words in deploy/pages.
-->
<html lang="zh-CN"$statuses>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<meta http-equiv="Content-Security-Policy"
      content="$policy">
$refresh<title>$title</title>
<style>$style</style>
</head>
<body>
<main>
$words</main>
$script</body>
</html>
""")


def made(name: str, hotline: str = STANDARD_HOTLINE) -> str:
    """Return the page of this name, as it lies in `deploy/`."""
    page = PAGES[name]
    style = "\n" + STYLE.read_text(encoding="utf-8")
    script = "\n" + page.script.read_text(encoding="utf-8") if page.script else ""
    words = (WORDS / f"{name}.html").read_text(encoding="utf-8")
    refresh = page.refresh_seconds
    return FRAME.substitute(
        shown=page.shown,
        statuses=f' data-status="{page.statuses}"' if page.statuses else "",
        policy=_policy(page, style, script),
        refresh=(
            f'<noscript><meta http-equiv="refresh" content="{refresh}"></noscript>\n'
            if refresh
            else ""
        ),
        title=re.search(r"<h1>(.*?)</h1>", words)[1],
        style=style,
        words=words.replace(STANDARD_HOTLINE, hotline),
        script=f"<script>{script}</script>\n" if script else "",
    )


def _policy(page: Page, style: str, script: str) -> str:
    # Browsers would not repeat a form that was sent where none may be.
    forms = "'self'" if page.script == REPEATS else "'none'"
    parts = [
        "default-src 'none'",
        "base-uri 'none'",
        f"form-action {forms}",
        f"style-src {_hash_of(style)}",
    ]
    if script:
        parts.append(f"script-src {_hash_of(script)}")
    if page.script == TRIES_AGAIN:
        parts.append("connect-src 'self'")
    return "; ".join(parts)


def _hash_of(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def update(hotline: str = STANDARD_HOTLINE) -> int:
    """Write all pages."""
    for name in PAGES:
        (DEPLOY / f"{name}.html").write_text(made(name, hotline), encoding="utf-8")
    return 0


def check() -> int:
    """Return 1, and say which, where a page is not what its parts make."""
    stale = [
        name
        for name in PAGES
        if (DEPLOY / f"{name}.html").read_text(encoding="utf-8") != made(name)
    ]
    for name in stale:
        print(f"deploy/{name}.html is out of date: run `make proxy-pages`")
    return int(bool(stale))


def main(arguments: list[str]) -> int:
    """Carry out the command, and return the exit status."""
    match arguments:
        case ["update", *hotline] if len(hotline) < 2:
            return update(*hotline)
        case ["check"]:
            return check()
    print("usage: proxy_pages.py update [HOTLINE] | check", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
