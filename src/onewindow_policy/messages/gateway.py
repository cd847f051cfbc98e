"""Talking to a city's gateway for short messages, or to the small bridge before one.

What is said is in docs/messages.md, *The gateway*: JSON by HTTP, signed with a key that
both sides have. A gateway answers in many ways, and most of them leave open whether a
message went; then it is asked by the message's id, and until it has answered nothing goes
again.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from ipaddress import ip_address
from ipaddress import ip_network
from onewindow_policy.messages.exceptions import NotNow
from onewindow_policy.messages.exceptions import OutcomeUncertain
from onewindow_policy.messages.exceptions import Refused
from threading import Timer
from typing import Any
from urllib.parse import urlsplit

import hmac
import http.client
import json
import re
import secrets
import socket
import time

#: What a gateway says of a message.
ACCEPTED = "accepted"
REFUSED = "refused"
LATER = "later"
UNKNOWN = "unknown"
UNCERTAIN = "uncertain"

#: For how long a signed request is good; whoever takes it later must refuse it, so that
#: what hung in a network is not taken once we were told that it never came.
FRESH_SECONDS = 120

_MOST_BYTES = 64 * 1024

#: Why a message is refused, as a gateway names it. More could repeat the number.
_REASON = re.compile(r"[A-Za-z][A-Za-z_.-]{0,39}")

#: Addresses that answer a machine about itself, with its cloud's secrets.
_FORBIDDEN = tuple(
    ip_network(each)
    for each in (
        *("169.254.0.0/16", "fe80::/10", "100.100.100.200/32"),
        *("168.63.129.16/32", "fd00:ec2::254/128", "0.0.0.0/8", "224.0.0.0/4"),
    )
)


class AddressForbidden(OSError):
    """A name leads to an address to which no message is sent."""


@dataclass(frozen=True, slots=True)
class Gateway:
    """Where a gateway is, as whom it is asked, and with which key.

    `timeout_seconds` is how long one question may take from first to last.
    """

    address: str
    account: str
    key: bytes
    timeout_seconds: int

    def send(self, message_id: str, message: Mapping[str, Any]) -> None:
        """Hand a message over. Raises `Refused`, `NotNow` and `OutcomeUncertain`."""
        body = json.dumps({"id": message_id, **message}, ensure_ascii=False).encode()
        status, data = self._ask("POST", "", body)
        answer = _read(message_id, data) if status in (200, 400, 422) else None
        # What refuses it may say why; that it was taken, 200 alone says.
        if answer is None or (status != 200 and answer[0] != REFUSED):
            raise _failure(status)
        said, reason = answer
        if said == REFUSED:
            raise Refused(reason)
        if said == LATER:
            raise NotNow(reason)
        if said != ACCEPTED:
            raise OutcomeUncertain(said)

    def was_taken(self, message_id: str) -> bool | None:
        """Return what the gateway says of a message, None where it does not know either.

        Raises `Refused` where it has refused it, and `NotNow` where it cannot be asked now.
        """
        try:
            status, data = self._ask("GET", f"/{message_id}", b"")
        except OutcomeUncertain as error:
            raise NotNow(str(error), is_for_all=True) from error
        answer = _read(message_id, data) if status == 200 else None
        if answer is None:
            # A 404 as well: it may be somebody else's, of an address that is wrong.
            raise NotNow(f"question {status}", is_for_all=True)
        said, reason = answer
        if said == REFUSED:
            raise Refused(reason)
        return {ACCEPTED: True, LATER: False, UNKNOWN: False}.get(said)

    def _ask(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        """Return the status and what was said. Raises `NotNow` where nothing was asked
        yet, and `OutcomeUncertain` where something may have come of it."""
        parts = urlsplit(self.address)
        path = parts.path.rstrip("/") + path or "/"
        is_secure = parts.scheme == "https"
        kind = http.client.HTTPSConnection if is_secure else http.client.HTTPConnection
        connection = kind(parts.hostname, parts.port, timeout=self.timeout_seconds)
        connection._create_connection = connect if is_secure else connect_here
        # A timeout of the socket counts anew with each byte, and some come one by one.
        guard = Timer(self.timeout_seconds, _break_off, (connection,))
        guard.daemon = True
        guard.start()
        try:
            try:
                connection.connect()
            except (OSError, http.client.HTTPException) as error:
                raise NotNow(type(error).__name__, is_for_all=True) from error
            headers = {
                "Content-Type": "application/json; charset=utf-8",
                **signed(self.account, self.key, method, path, body),
            }
            try:
                connection.request(method, path, body or None, headers)
                response = connection.getresponse()
                return response.status, response.read(_MOST_BYTES)
            except (OSError, http.client.HTTPException) as error:
                reason = type(error).__name__
                raise OutcomeUncertain(reason, is_for_all=True) from error
        finally:
            guard.cancel()
            connection.close()


def signed(
    account: str, key: bytes, method: str, path: str, body: bytes
) -> dict[str, str]:
    """Return the headers by which a gateway knows who asks, when, and for what."""
    timestamp, nonce = str(int(time.time())), secrets.token_hex(16)
    return {
        "Onewindow-Account": account,
        "Onewindow-Timestamp": timestamp,
        "Onewindow-Nonce": nonce,
        "Onewindow-Signature": signature(
            key, method, path, account, timestamp, nonce, body
        ),
    }


def signature(
    key: bytes,
    method: str,
    path: str,
    account: str,
    timestamp: str,
    nonce: str,
    body: bytes,
) -> str:
    """Return HMAC-SHA256 over what is asked, in hexadecimal digits."""
    digest = sha256(body).hexdigest()
    text = "\n".join((method, path, account, timestamp, nonce, digest))
    return hmac.new(key, text.encode(), sha256).hexdigest()


def is_allowed(address: str) -> bool:
    """Return whether messages go to an IP address: those of a city's own network do."""
    ip = ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    return not any(ip in each for each in _FORBIDDEN if each.version == ip.version)


def connect(address: tuple[str, int], *options) -> socket.socket:
    """Return a connection, in the place of `create_connection`; the address that answers is
    looked at, not one that a name had before. Raises `AddressForbidden`."""
    connection = socket.create_connection(address, *options)
    if not is_allowed(connection.getpeername()[0]):
        connection.close()
        raise AddressForbidden
    return connection


def connect_here(address: tuple[str, int], *options) -> socket.socket:
    """Return a connection to this machine: to no other one in clear."""
    connection = connect(address, *options)
    if not ip_address(connection.getpeername()[0]).is_loopback:
        connection.close()
        raise AddressForbidden
    return connection


def _break_off(connection: http.client.HTTPConnection) -> None:
    if connection.sock is not None:
        with suppress(OSError):
            connection.sock.shutdown(socket.SHUT_RDWR)


def _read(message_id: str, data: bytes) -> tuple[str, str] | None:
    """Return what was said and why, None for what is no answer about this message."""
    try:
        answer = json.loads(data)
    except ValueError:
        return None
    if not isinstance(answer, dict) or answer.get("id") != message_id:
        return None
    said, reason = answer.get("status"), answer.get("reason")
    if said not in (ACCEPTED, REFUSED, LATER, UNKNOWN, UNCERTAIN):
        return None
    if not isinstance(reason, str) or not _REASON.fullmatch(reason):
        reason = said
    return said, reason


def _failure(status: int) -> Exception:
    """Return what an answer means that says nothing of the message itself."""
    reason = f"HTTP {status}"
    if status in (400, 413, 415, 422):
        return Refused(reason)
    # Nothing was taken: a key or an address that is wrong, or too much at a time.
    if status in (401, 403, 404, 405, 410, 429, 503) or 300 <= status < 400:
        return NotNow(reason, is_for_all=True)
    return OutcomeUncertain(reason)
