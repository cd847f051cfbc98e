"""Talking to clamd: one file, one answer, in bounded time.

A file goes through the socket (INSTREAM), so that clamd needs to read nothing of ours.
"""

from clamav_client.clamd import BufferTooLongError
from clamav_client.clamd import ClamdError
from clamav_client.clamd import ClamdNetworkSocket
from clamav_client.clamd import ClamdUnixSocket
from collections.abc import Iterator
from contextlib import contextmanager
from onewindow_policy.scanning.exceptions import NotScannable
from onewindow_policy.scanning.exceptions import ScannerAway
from onewindow_policy.scanning.settings import ClamdAddress
from typing import BinaryIO

import time

#: Clamd starts a thread for each connection, and answers at once when one is free.
PING_SECONDS = 2

CHUNK_BYTES = 2**16

FOUND = "FOUND"
OK = "OK"

#: What clamd finds in files of which it has not looked at all (`AlertExceedsMax`).
LIMITS_EXCEEDED = "Heuristics.Limits.Exceeded"


class _Hurried:
    """A file that is read until the time is over. Raises TimeoutError.

    The client asks for a kilobyte at a time, each a call of the system.
    """

    def __init__(self, stream: BinaryIO, end: float):
        self.stream = stream
        self.end = end

    def read(self, _size: int) -> bytes:
        if time.monotonic() > self.end:
            raise TimeoutError("it took too long to be sent")
        return self.stream.read(CHUNK_BYTES)


def signature_in(
    address: ClamdAddress, stream: BinaryIO, patience_seconds: float
) -> str | None:
    """Return the name of what clamd finds in the rest of `stream`, None for nothing.

    Sending and waiting for the answer take `patience_seconds` each at most. Raises
    `ScannerAway` and `NotScannable`.
    """
    end = time.monotonic() + patience_seconds
    try:
        with _client(address, patience_seconds) as client:
            answers = client.instream(_Hurried(stream, end))
    except BufferTooLongError as error:
        raise NotScannable("it is larger than clamd's StreamMaxLength") from error
    except (ClamdError, OSError) as error:
        # Of what is too large, clamd hangs up in the middle.
        if is_there(address):
            raise NotScannable(
                f"clamd broke off, is it larger than StreamMaxLength? ({error})"
            ) from error
        raise ScannerAway(str(error)) from error
    status, reason = answers.get("stream", ("", None))
    if status == OK:
        return None
    if status == FOUND and reason and not reason.startswith(LIMITS_EXCEEDED):
        return reason
    if not status and not is_there(address):
        raise ScannerAway("clamd hung up without an answer")
    raise NotScannable(f"clamd answers {status or 'nothing'}: {reason}")


def is_there(address: ClamdAddress) -> bool:
    """Return whether clamd answers."""
    try:
        with _client(address, PING_SECONDS) as client:
            return client.ping().strip() == "PONG"
    except (ClamdError, OSError):
        return False


@contextmanager
def _client(
    address: ClamdAddress, seconds: float
) -> Iterator[ClamdNetworkSocket | ClamdUnixSocket]:
    if address.socket is not None:
        client = ClamdUnixSocket(address.socket, seconds)
    else:
        client = ClamdNetworkSocket(address.host, address.port, seconds)
    try:
        yield client
    finally:
        # It leaves a socket open that could not be connected.
        client.clamd_socket.close()
