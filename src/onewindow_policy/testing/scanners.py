"""Debian's clamd for a test, with a signature of one harmless file and no others."""

from contextlib import contextmanager
from onewindow_policy.scanning.settings import CLAMD
from onewindow_policy.testing.proxies import program
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

import os
import socket
import subprocess
import time

#: What every scanner takes for a virus, and is none (eicar.org). In two parts, so that no
#: scanner takes this file for one.
EICAR = (
    rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"
)

#: The name of the signature, as clamd tells it of one that is not ClamAV's own.
SIGNATURE = "Test.Eicar.UNOFFICIAL"

#: As long as the busiest machine may take.
START_SECONDS = 120
STOP_SECONDS = 60

#: Of what is sent, and of what is looked into: as docs/operators.md has it, clamd says so
#: of a file that it did not look into.
MOST_MEGABYTES = 2
LOOKED_INTO_MEGABYTES = 1

SETTINGS = """\
Foreground yes
LocalSocket {folder}/clamd.ctl
LocalSocketMode 600
DatabaseDirectory {folder}/signatures
TemporaryDirectory {folder}/work
StreamMaxLength {most}M
MaxFileSize {looked_into}M
AlertExceedsMax yes
MaxThreads 4
"""


class Clamd:
    """A clamd in a folder of its own, run by whoever runs the tests."""

    def __init__(self, folder: Path):
        self.folder = folder
        self.socket = folder / "clamd.ctl"
        self.process: subprocess.Popen | None = None
        for name in ("signatures", "work"):
            (folder / name).mkdir()
        (folder / "clamd.conf").write_text(
            SETTINGS.format(
                folder=folder, most=MOST_MEGABYTES, looked_into=LOOKED_INTO_MEGABYTES
            )
        )
        # Anywhere (*) in a file of any kind (0).
        (folder / "signatures" / "test.ndb").write_text(
            f"Test.Eicar:0:*:{EICAR.hex()}\n"
        )

    def start(self) -> None:
        """Start it, and wait until it answers. Raises RuntimeError when it does not."""
        command = [program("clamd", "clamav-daemon"), "-c", self.folder / "clamd.conf"]
        self.process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            with socket.socket(socket.AF_UNIX) as probe:
                if probe.connect_ex(str(self.socket)) == 0:
                    return
            time.sleep(0.05)
        self.stop()
        raise RuntimeError("clamd does not answer.")

    def stop(self) -> None:
        """End it, with its socket."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait(STOP_SECONDS)
        self.process = None
        self.socket.unlink(missing_ok=True)


@contextmanager
def clamd():
    """Run clamd as long as the block lasts; it is set up while `scanner_at` says so."""
    # The path of a socket is short.
    with TemporaryDirectory() as name:
        server = Clamd(Path(name))
        try:
            server.start()
            yield server
        finally:
            server.stop()


def scanner_at(address) -> mock._patch_dict:
    """Set the scanner up, as a context; `address` is what the setting says."""
    return mock.patch.dict(os.environ, {CLAMD: str(address)})
