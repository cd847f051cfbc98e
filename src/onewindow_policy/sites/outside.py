"""What is answered where no site can: outside of it, before Zope, and when Zope fails.

Whoever mistypes the address of the site, or sends one that cannot be read, gets a page in
plain words instead of Zope's own; so does whoever comes while the content is away. Errors
within a site are its own (`portal/browser/errors.py`), those of somebody who is logged in
to Zope's root are Zope's.

Nothing of Zope is imported here: zope.ini loads this before zope.conf is read.
"""

from base64 import b64encode
from dataclasses import dataclass
from dataclasses import replace
from hashlib import sha256
from html import escape
from importlib.resources import files
from onewindow_policy.web.safeguards import HEADERS
from onewindow_policy.web.safeguards import TRANSPORT
from string import Template

import json
import logging
import re
import sys

logger = logging.getLogger(__name__)

READING = {"GET", "HEAD"}

TRY_AGAIN = ("", "再试一次")
HOME = ("/", "首页")

#: In seconds: what programs are told when to ask again.
RETRY_AFTER = "60"


@dataclass(frozen=True, slots=True)
class Message:
    """What a page says, in Chinese and in English, and where it leads."""

    title: str
    text: str
    title_en: str
    text_en: str
    #: An address and what it is called. A link would leave what was sent: then None.
    link: tuple[str, str] | None = HOME
    #: Whether the page asks again by itself, until the answer is neither a failure nor has
    #: one of these statuses.
    tries_again: bool = True
    statuses: str = ""

    def told_to(self, method: str) -> "Message":
        """Return what is said to a request by `method`: what was sent is never repeated."""
        return self if method in READING else replace(self, tries_again=False)


NOT_THERE = Message(
    "没有这个网页",
    "网址可能不完整，或者有错字。请检查网址，或者从首页开始找。",
    "There is no such page",
    "The address may be incomplete or mistyped. Please check it, or begin at the home"
    " page.",
    statuses="401 403 404 405",
)
UNREADABLE = Message(
    "这个网址打不开",
    "网址里有读不懂的内容，可能没有复制完整。请重新复制网址，或者从首页开始找。",
    "This address cannot be read",
    "It may not have been copied as a whole. Please copy it again, or begin at the home"
    " page.",
    statuses="400",
)
AWAY = Message(
    "网站暂时打不开",
    "不是您操作有误，我们正在处理。这一页会自动再试，打开了就会显示，您不用守着。",
    "The website is not available",
    "It is not your fault. This page tries again by itself.",
    link=TRY_AGAIN,
)
AWAY_SENT = Message(
    "网站暂时打不开",
    "不是您操作有误，我们正在处理。您提交的内容可能没有保存，但还在这一页里："
    "请不要返回，也不要关闭这一页。过几分钟请按浏览器的“刷新”（电脑上是 F5 键），"
    "浏览器问是否重新发送时，选“继续”或“重新发送”。",
    "The website is not available",
    "It is not your fault. What you sent may not have been saved, but is still in this"
    " page: do not go back and do not close it. In a few minutes reload this page (F5), and"
    " choose “Continue” or “Resend” if your browser asks.",
    link=None,
    tries_again=False,
)


class OutsideFilter:
    """A WSGI filter before Zope: zope.ini names it."""

    def __init__(self, application):
        self.application = application

    def __call__(self, environ, start_response):
        path = environ.get("PATH_INFO", "")
        if not (is_text(path) and names_its_host(path)):
            return _answer(environ, start_response, "400 Bad Request", UNREADABLE)
        try:
            return self.application(environ, start_response)
        except Exception:
            logger.exception("Nothing could be answered.")
            is_reading = environ["REQUEST_METHOD"] in READING
            return _answer(
                environ,
                start_response,
                "503 Service Unavailable",
                AWAY if is_reading else AWAY_SENT,
                sys.exc_info(),
            )


def filter_factory(_global_settings, **_settings):
    """Return what puts the filter before an application: PasteDeploy's way."""
    return OutsideFilter


def is_text(path: str) -> bool:
    """Return whether the path of a WSGI request is UTF-8, which Zope takes for granted."""
    try:
        path.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return False
    return True


def is_by_tls(environ: dict) -> bool:
    """Return whether the web server says that the request came to it by TLS."""
    return environ.get("PATH_INFO", "").startswith("/VirtualHostBase/https/")


def names_its_host(path: str) -> bool:
    """Return whether a path that a web server hands on says all that Zope reads of it.

    After `VirtualHostBase` come a protocol, and a host that may have a port.
    """
    steps = [step for step in path.split("/") if step not in ("", ".")]
    if "VirtualHostBase" not in steps:
        # A star stands for a part of the host, which nobody has named.
        return not ("VirtualHostRoot" in steps and "*" in steps)
    for position, step in enumerate(steps):
        if step == "VirtualHostBase":
            _protocol, *host = steps[position + 1 : position + 3] or [""]
            if not (host and re.fullmatch(r"(\[[^]]*\]|[^:]+)(:[0-9]*)?", host[0])):
                return False
    return True


def page(message: Message) -> str:
    """Return the page that says `message`; it needs nothing but itself."""
    again = '<noscript><meta http-equiv="refresh" content="30"></noscript>'
    link = ""
    if message.link is not None:
        address, words = map(escape, message.link)
        link = f'<p><a class="first" href="{address}">{words}</a></p>'
    return _PAGE.substitute(
        {
            name: escape(getattr(message, name))
            for name in ("title", "text", "title_en", "text_en", "statuses")
        },
        again=again if message.tries_again else "",
        link=link,
        script=f"<script>{_SCRIPT}</script>" if message.tries_again else "",
        style=_STYLE,
    )


def page_for(
    message: Message, status: str, accept: str
) -> tuple[list[tuple[str, str]], bytes]:
    """Return headers and body of an answer: a page, for programs that ask for it JSON."""
    if "application/json" in accept and "text/html" not in accept:
        media_type = "application/json"
        words = f"{message.title_en}. {message.text_en}"
        told = {"type": status.partition(" ")[2], "message": words}
        body = json.dumps(told).encode()
    else:
        media_type = "text/html; charset=utf-8"
        body = page(message).encode()
    headers = [
        ("Content-Type", media_type),
        ("Content-Length", str(len(body))),
        *headers_of(message),
    ]
    if status.startswith("503"):
        headers.append(("Retry-After", RETRY_AFTER))
    return headers, body


def _answer(environ, start_response, status, message, exc_info=None) -> list[bytes]:
    method = environ["REQUEST_METHOD"]
    headers, body = page_for(
        message.told_to(method), status, environ.get("HTTP_ACCEPT", "")
    )
    if is_by_tls(environ):
        headers.append(("Strict-Transport-Security", TRANSPORT))
    start_response(status, headers, exc_info)
    return [] if method == "HEAD" else [body]


def headers_of(message: Message) -> list[tuple[str, str]]:
    """Return what is sent with the page, but for its kind and its length."""
    policy = (
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self';"
        f" style-src {_hash_of(_STYLE)}"
    )
    if message.tries_again:
        policy += f"; script-src {_hash_of(_SCRIPT)}; connect-src 'self'"
    return [
        ("Cache-Control", "no-store"),
        ("Content-Security-Policy", policy),
        ("X-Robots-Tag", "noindex"),
        *HEADERS.items(),
    ]


def _hash_of(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _read(name: str) -> str:
    return (files(__package__) / "outside_page" / name).read_text(encoding="utf-8")


_PAGE = Template(_read("page.html"))
_STYLE = _read("page.css")
_SCRIPT = _read("page.js")
