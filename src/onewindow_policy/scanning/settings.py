"""Where the scanner is: what the environment says."""

from dataclasses import dataclass
from onewindow_policy.records.exceptions import SettingsRefused

import os

CLAMD = "ONEWINDOW_CLAMD"

MAX_PORT = 65_535

#: What the system takes as the path of a socket (Linux, unix(7)), in bytes.
MAX_SOCKET_BYTES = 107


@dataclass(frozen=True, slots=True)
class ClamdAddress:
    """A Unix socket, or host and port; the other is None."""

    socket: str | None = None
    host: str | None = None
    port: int | None = None


def read_address(text: str | None) -> ClamdAddress | None:
    """Return the address that the setting names, None where nothing is to be scanned.

    Raises SettingsRefused for what is neither the path of a socket nor host and port.
    Whether clamd is there is not asked: it may start later.
    """
    if not text:
        return None
    if text.startswith("/"):
        if len(os.fsencode(text)) > MAX_SOCKET_BYTES:
            raise SettingsRefused(f"{CLAMD}: the path of the socket is too long.")
        return ClamdAddress(socket=text)
    host, _colon, port = text.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")
    is_port = port.isascii() and port.isdigit() and 0 < int(port) <= MAX_PORT
    if not host or not is_port or set(host) & set(" /@"):
        raise SettingsRefused(
            f"{CLAMD} must be the path of clamd's socket, as /run/clamav/clamd.ctl, or"
            " its host and port, as 127.0.0.1:3310."
        )
    return ClamdAddress(host=host, port=int(port))


def clamd_address() -> ClamdAddress | None:
    """Return where clamd is, None where nothing is to be scanned. See `read_address`."""
    return read_address(os.environ.get(CLAMD))


def is_configured() -> bool:
    """Return whether uploads are scanned."""
    return bool(os.environ.get(CLAMD))
