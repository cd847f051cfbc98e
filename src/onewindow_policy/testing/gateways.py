"""A real gateway for short messages, which fails in all the ways in which gateways fail."""

from collections import Counter
from contextlib import contextmanager
from contextlib import suppress
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from onewindow_policy.messages.gateway import FRESH_SECONDS
from onewindow_policy.messages.gateway import signature
from onewindow_policy.messages.sms import KEY_FILE
from pathlib import Path
from plone import api
from tempfile import NamedTemporaryFile
from threading import Event
from threading import Thread
from unittest import mock

import json
import os
import socket
import time

ACCOUNT = "yungang"
KEY = "k" * 40
SIGN = "云港市政务服务"
PATH = "/bridge"


class SmsGateway:
    """What a gateway has taken, and how it behaves.

    `how` says what becomes of a message that is handed over, `how_asked` what of a question
    about one: names in `WAYS` and `WAYS_ASKED`. `phones` counts what each phone got,
    `taken` has what came by its id, `requests` how often something came. As the protocol
    has it, an id is `written` down first, and taken once; what is refused or put off is
    struck out, so that it is taken anew.
    """

    def __init__(self):
        self.how = "accept"
        self.how_asked = "tell"
        self.key = KEY
        self.written: set[str] = set()
        self.taken: dict[str, dict] = {}
        self.phones = Counter()
        self.nonces = set()
        self.requests = Counter()
        self.ended = Event()
        self.port = 0

    def take(self, message: dict) -> None:
        """Send a message to its phone, unless its id is written down already."""
        if self.write_down(message):
            self.taken[message["id"]] = message
            self.phones[message["phone"]] += 1

    def write_down(self, message: dict) -> bool:
        """Write an id down; return whether it did not stand there before."""
        is_new = message["id"] not in self.written
        self.written.add(message["id"])
        return is_new

    def strike_out(self, message: dict) -> None:
        """Have a message that was not sent taken anew when it comes again."""
        self.written.discard(message["id"])

    @contextmanager
    def running(self):
        """Serve as long as the block lasts, at `port`."""
        server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        server.daemon_threads = True
        server.gateway = self
        self.port = server.server_port
        Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}).start()
        try:
            yield self
        finally:
            self.ended.set()
            server.shutdown()
            server.server_close()


class _Handler(BaseHTTPRequestHandler):
    def log_message(self, *arguments):
        pass

    @property
    def gateway(self) -> SmsGateway:
        return self.server.gateway

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.gateway.requests["POST"] += 1
        if self.is_let_in(body):
            self.message = json.loads(body)
            WAYS[self.gateway.how](self)

    def do_GET(self):
        self.gateway.requests["GET"] += 1
        if self.is_let_in(b""):
            self.asked = self.path.rpartition("/")[2]
            WAYS_ASKED[self.gateway.how_asked](self)

    def is_let_in(self, body: bytes) -> bool:
        """Answer 401 to whoever does not know the key, comes late, or comes twice."""
        sent = {
            name: self.headers[f"Onewindow-{name.title()}"]
            for name in ("account", "timestamp", "nonce")
        }
        wanted = signature(
            self.gateway.key.encode(), self.command, self.path, body=body, **sent
        )
        is_fresh = abs(time.time() - int(sent["timestamp"])) <= FRESH_SECONDS
        is_new = sent["nonce"] not in self.gateway.nonces
        self.gateway.nonces.add(sent["nonce"])
        if self.headers["Onewindow-Signature"] == wanted and is_fresh and is_new:
            return True
        self.say(401, {"error": "signature"})
        return False

    def say(self, status: int, what, **headers) -> None:
        data = what if isinstance(what, bytes) else json.dumps(what).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def answer(self, status: str, **more) -> None:
        message_id = self.message["id"] if self.command == "POST" else self.asked
        self.say(200, {"id": message_id, "status": status, **more})

    def hang_up(self) -> None:
        self.connection.shutdown(socket.SHUT_RDWR)

    # What becomes of a message.

    def accept(self):
        self.gateway.take(self.message)
        self.answer("accepted")

    def refuse(self):
        self.turn_down("refused", reason="number")

    def refuse_and_repeat_the_number(self):
        self.turn_down("refused", reason=self.message["phone"])

    def put_off(self):
        self.turn_down("later", reason="limit")

    def turn_down(self, status: str, reason: str) -> None:
        if not self.gateway.write_down(self.message):
            self.answer("accepted")
            return
        self.gateway.strike_out(self.message)
        self.answer(status, reason=reason)

    def say_200_and_mean_an_error(self):
        self.say(200, {"code": "isv.BUSINESS_LIMIT_CONTROL", "message": "触发限流"})

    def take_it_and_say_an_error(self):
        self.gateway.take(self.message)
        self.say(200, {"code": -1})

    def say_no_json(self):
        self.gateway.take(self.message)
        self.say(200, "<html>系统维护</html>".encode())

    def answer_about_another(self):
        self.gateway.take(self.message)
        self.say(200, {"id": "0", "status": "accepted"})

    def take_it_and_answer_late(self):
        self.gateway.take(self.message)
        self.gateway.ended.wait(5)

    def never_take_it_nor_answer(self):
        self.gateway.ended.wait(5)

    def drip(self):
        """Say something each moment, and never come to an end."""
        self.gateway.take(self.message)
        self.wfile.write(b"HTTP/1.1 200 OK\r\n")
        with suppress(OSError):
            while not self.gateway.ended.wait(0.1):
                self.wfile.write(b"X-Wait: 1\r\n")

    def take_it_and_die(self):
        self.gateway.take(self.message)
        self.hang_up()

    def die(self):
        self.hang_up()

    def take_it_and_break(self):
        self.gateway.take(self.message)
        self.say(500, {"error": "internal"})

    def time_out_behind(self):
        self.gateway.take(self.message)
        self.say(504, b"")

    def want_less(self):
        self.say(429, {"error": "too many"}, **{"Retry-After": "60"})

    def redirect(self):
        where = f"http://127.0.0.1:{self.server.server_port}/elsewhere"
        self.say(307, b"", Location=where)

    def not_be_there(self):
        self.say(404, b"")

    def say_400_and_accepted(self):
        self.say(400, {"id": self.message["id"], "status": "accepted"})

    def say_202_and_accepted(self):
        self.say(202, {"id": self.message["id"], "status": "accepted"})

    # What is said when it is asked about one.

    def asked_tell(self):
        is_taken = self.asked in self.gateway.taken
        self.answer("accepted" if is_taken else "unknown")

    def asked_not_know(self):
        self.answer("uncertain")

    def asked_say_that_it_was_refused(self):
        self.answer("refused", reason="blocked")

    def asked_break(self):
        self.say(500, b"")

    def asked_not_be_there(self):
        self.say(404, b"")

    def asked_die(self):
        self.hang_up()


#: What can become of a message, and of a question about one.
WAYS = {
    each.__name__: each
    for each in (
        _Handler.accept,
        _Handler.refuse,
        _Handler.refuse_and_repeat_the_number,
        _Handler.put_off,
        _Handler.say_200_and_mean_an_error,
        _Handler.take_it_and_say_an_error,
        _Handler.say_no_json,
        _Handler.answer_about_another,
        _Handler.take_it_and_answer_late,
        _Handler.never_take_it_nor_answer,
        _Handler.drip,
        _Handler.take_it_and_die,
        _Handler.die,
        _Handler.take_it_and_break,
        _Handler.time_out_behind,
        _Handler.want_less,
        _Handler.redirect,
        _Handler.not_be_there,
        _Handler.say_400_and_accepted,
        _Handler.say_202_and_accepted,
    )
}
WAYS_ASKED = {
    each.__name__.removeprefix("asked_"): each
    for each in (
        _Handler.asked_tell,
        _Handler.asked_not_know,
        _Handler.asked_say_that_it_was_refused,
        _Handler.asked_break,
        _Handler.asked_not_be_there,
        _Handler.asked_die,
    )
}


def use_gateway(port: int, *, timeout_seconds: int = 1) -> None:
    """Have the site send short messages to this port of this machine."""
    for name, value in {
        "sms_address": f"http://127.0.0.1:{port}{PATH}",
        "sms_account": ACCOUNT,
        "sms_sign": SIGN,
        "sms_timeout_seconds": timeout_seconds,
    }.items():
        api.portal.set_registry_record(f"onewindow_policy.messages.{name}", value)


@contextmanager
def sms_key(key: str = KEY):
    """Have the process know the key, as long as the block lasts."""
    with NamedTemporaryFile("w") as file:
        file.write(f"{key}\n")
        file.flush()
        with mock.patch.dict(os.environ, {KEY_FILE: str(Path(file.name))}):
            yield


@contextmanager
def sms_gateway():
    """Run a gateway for the site, as long as the block lasts; yield it."""
    gateway = SmsGateway()
    with gateway.running(), sms_key():
        use_gateway(gateway.port)
        yield gateway
