"""Residents who apply from outside, each with a browser: for tests and for the load.

A `Browser` opens the form and sends it; a `Resident` is somebody with a name, photographs
and patience, who remembers what the portal answered. Nothing of Zope is imported here.
"""

from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from html import unescape
from http.client import HTTPConnection
from http.client import HTTPException
from http.cookies import SimpleCookie
from stdnum.cn import ric
from urllib.parse import urlsplit

import os
import re

#: The form of 高龄津贴 in the sample city, and its field for photographs.
FORM = "/onewindow/catalogue/sq-ll-001/apply"
PHOTO_FIELD = "form.widgets.material_m02"

#: What the form's trap for programs waits for, and a second for slow clocks.
FILLING_SECONDS = 4

#: An identity number of nobody: district codes that begin with 99 do not exist.
BODY = "990102{born}{number:03}"

ANSWERS = {
    "applicant_name": "样本老人",
    "id_kind": "resident_card",
    "id_number": "",
    "phone": "13800000000",
    "community": "990102001001",
    "address": "示例路1号",
    "acting": "self",
    "account_kind": "social_card",
    "bank_name": "示例银行",
    "bank_card": "6222020000000000000",
    "material_m04_how": "window",
}

PHOTO_NAMES = ("正面", "反面")

#: The size that a phone makes for sending.
PHOTO_BYTES = 60_000

#: As many as there are sequence numbers in an identity number.
PEOPLE_BORN_A_DAY = 1000

DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")

BOUNDARY = "residents-of-the-sample-city"
TIMEOUT_SECONDS = 120

#: How often a form is asked for that does not come: only submissions are judged.
TRIES = 3

_INPUT = re.compile(r"<input\b[^>]*>", re.S)
_SELECT = re.compile(r'<select\b[^>]*?name="([^"]*)"[^>]*>(.*?)</select>', re.S)
_CHOSEN = re.compile(r"<option\b[^>]*selected=[^>]*>", re.S)
_ATTRIBUTE = re.compile(r'\b(name|value|type|checked)="([^"]*)"')


def id_number(number: int) -> str:
    """Return the identity number of the person with this number, who does not exist."""
    month, sequence = divmod(number, PEOPLE_BORN_A_DAY)
    body = BODY.format(born=19400101 + 100 * (month % 12), number=sequence)
    return body + ric.calc_check_digit(body + "0")


def photograph(size_bytes: int = PHOTO_BYTES) -> bytes:
    """Return a picture by its first bytes that no other is, and nothing compresses."""
    return (
        bytes.fromhex("ffd8ffe000104a46494600010100000100010000")
        + bytes.fromhex("ffc0000b080010001001011100ffda0002")
        # Nothing in it looks like the beginning of another part.
        + os.urandom(size_bytes).replace(b"\xff", b"\xfe")
        + b"\xff\xd9"
    )


def address_of(number: int) -> str:
    """Return a network address of its own for everybody (RFC 2544, for benchmarks)."""
    upper, lower = divmod(number, 250)
    return f"198.18.{upper % 250}.{lower + 1}"


@dataclass(frozen=True)
class Answer:
    """What a server answered; the status is 0 where there was no answer."""

    status: int
    headers: object = field(default_factory=dict)
    body: bytes = b""
    #: The number of the case whose receipt this is, or None.
    receipt: str | None = None

    @property
    def text(self) -> str:
        return self.body.decode("utf-8", "replace")

    @property
    def is_redirect(self) -> bool:
        return self.status in (302, 303)


class Browser:
    """Keeps a connection and cookies, and comes from an address of its own."""

    def __init__(self, port: int, address: str):
        self.headers = {
            "X-Forwarded-For": address,
            "Accept": "text/html",
            "Accept-Language": "zh",
        }
        #: Values by name and path, as browsers keep them.
        self.cookies: dict[tuple[str, str], str] = {}
        self.go_to(port)

    def go_to(self, port: int) -> None:
        """Talk to another process from now on."""
        self.connection = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_SECONDS)

    def ask(self, method: str, path: str, body=None, headers=()) -> Answer:
        """Return what is answered."""
        sent = {**self.headers, "Cookie": self._cookies_for(path), **dict(headers)}
        try:
            self.connection.request(method, path, body, sent)
            response = self.connection.getresponse()
            self._keep_cookies(response)
            return Answer(response.status, response.headers, response.read())
        except (HTTPException, OSError):
            self.connection.close()
            return Answer(0)

    def open_form(self, path: str) -> list[tuple[str, str]]:
        """Return the hidden inputs of a form. Raises RuntimeError when it does not come."""
        for _try in range(TRIES):
            answer = self.ask("GET", path)
            if answer.status == 200:
                return hidden_inputs(answer.text)
        raise RuntimeError(f"The form answered {answer.status}.")

    def post(self, path: str, texts, files) -> Answer:
        """Send a filled form, and return what is answered: a redirect, if all is well."""
        content_type = f"multipart/form-data; boundary={BOUNDARY}"
        return self.ask(
            "POST", path, encode(texts, files), {"Content-Type": content_type}
        )

    def follow(self, answer: Answer) -> Answer:
        """Return the receipt that a redirect leads to; any other answer as it is."""
        if not answer.is_redirect:
            return answer
        path = urlsplit(answer.headers["Location"]).path
        page = self.ask("GET", path)
        is_shown = page.status == 200 and b'id="query-code"' in page.body
        return replace(page, receipt=path.rpartition("/")[2] if is_shown else None)

    def _keep_cookies(self, response) -> None:
        for line in response.headers.get_all("Set-Cookie", ()):
            for name, cookie in SimpleCookie(line).items():
                self.cookies[name, cookie["path"] or "/"] = cookie.value

    def _cookies_for(self, path: str) -> str:
        return "; ".join(
            f"{name}={value}"
            for (name, folder), value in self.cookies.items()
            if path.startswith(folder)
        )


class Resident:
    """Somebody with a name, an identity number and two photographs.

    `answers` are those to what was sent, `receipt` is the one that was shown in the end.
    """

    def __init__(self, number: int, port: int, form: str = FORM):
        self.form = form
        self.browser = Browser(port, address_of(number))
        self.typed = {
            **ANSWERS,
            "applicant_name": "样本" + str(number).translate(DIGITS),
            "id_number": id_number(number),
        }
        self.photographs = [photograph(), photograph()]
        self.answers: list[Answer] = []
        self.hidden: list[tuple[str, str]] = []
        self.redirect: Answer | None = None

    def open_form(self) -> None:
        """Open the form."""
        self.hidden = self.browser.open_form(self.form)

    def submit(self) -> Answer:
        """Fill in the form that is open, and send it.

        Who was sent on to the receipt and did not get it, reloads that page instead.
        """
        if self.redirect is None:
            posted = self.browser.post(self.form, self.texts, self.files)
            if posted.is_redirect:
                self.redirect = posted
            elif b'name="form.nonce"' in posted.body:
                self.hidden = hidden_inputs(posted.text)
        self.answers.append(self.browser.follow(self.redirect or posted))
        return self.answers[-1]

    @property
    def texts(self) -> list[tuple[str, str]]:
        """The inputs of the form, but for the files."""
        return [*self.hidden, *inputs(self.typed)]

    @property
    def files(self) -> list[tuple[str, str, bytes]]:
        """The photographs, as files of the form."""
        return [
            (PHOTO_FIELD, f"{name}.jpg", content)
            for name, content in zip(PHOTO_NAMES, self.photographs, strict=True)
        ]

    @property
    def receipt(self) -> str | None:
        return next((each.receipt for each in self.answers if each.receipt), None)


def inputs(answers: dict[str, str]) -> list[tuple[str, str]]:
    """Return answers as the inputs of the form, its button among them."""
    return [
        *((f"form.widgets.{name}", value) for name, value in answers.items()),
        ("form.buttons.submit", "1"),
    ]


def hidden_inputs(page: str) -> list[tuple[str, str]]:
    """Return the names and values of a page's hidden inputs."""
    return [
        (each["name"], unescape(each.get("value", "")))
        for each in _inputs_of(page)
        if each.get("type") == "hidden" and "name" in each
    ]


def filled_inputs(page: str) -> dict[str, str]:
    """Return what a form shows as entered: of texts, choices and lists, by name.

    What the name of a list says of its type is left out.
    """
    found = {}
    for each in _inputs_of(page):
        if each.get("type") in ("radio", "checkbox") and "checked" not in each:
            continue
        if "name" in each:
            found[each["name"]] = unescape(each.get("value", ""))
    for name, options in _SELECT.findall(page):
        for chosen in _CHOSEN.findall(options):
            value = dict(_ATTRIBUTE.findall(chosen)).get("value", "")
            found[name.removesuffix(":list")] = unescape(value)
    return found


def _inputs_of(page: str) -> list[dict[str, str]]:
    return [dict(_ATTRIBUTE.findall(tag)) for tag in _INPUT.findall(page)]


def encode(texts, files) -> bytes:
    """Return a filled form as a browser sends it.

    `texts` are pairs of name and value, `files` are names, file names and contents.
    """
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n'
        f"{value}\r\n".encode()
        for name, value in texts
    ]
    for name, filename, content in files:
        head = (
            f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"; '
            f'filename="{filename}"\r\nContent-Type: image/jpeg\r\n\r\n'
        )
        parts += [head.encode(), content, b"\r\n"]
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()
