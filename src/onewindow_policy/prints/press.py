"""Has papers printed by a process of its own, which lives on; see `child`."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from functools import cache
from importlib.resources import files
from onewindow_policy import logger
from onewindow_policy.prints.exceptions import PrintFailed
from onewindow_policy.prints.fonts import font_folders
from onewindow_policy.prints.glyphs import as_printed
from pathlib import Path
from threading import Lock
from threading import Timer
from typing import Any

import json
import os
import subprocess
import sys

CHILD = Path(__file__).with_name("child.py")

#: A page takes a twentieth of a second, the first of a process half a second more. What
#: takes so long will not come, on a busy machine either.
TIMEOUT_SECONDS = 20

#: So often a process prints, and then another one does: what it remembers is gone with it.
PRINTS_EACH = 100


class Press:
    """Prints one paper at a time, in a process that it starts when it is needed."""

    def __init__(self):
        self._lock = Lock()
        self.process: subprocess.Popen | None = None
        self._printed = 0

    def print(self, job: dict) -> bytes:
        """Return the PDF of a job. Raises `PrintFailed`."""
        line = json.dumps(job).encode() + b"\n"
        with self._lock:
            try:
                return self._ask(line)
            except (OSError, ValueError) as error:
                logger.error("A paper was not printed: %s", type(error).__name__)
                raise PrintFailed("its process ended") from error
            finally:
                if self._printed >= PRINTS_EACH:
                    self.stop()

    def _ask(self, line: bytes) -> bytes:
        process = self._running()
        timer = Timer(TIMEOUT_SECONDS, process.kill)
        timer.start()
        try:
            process.stdin.write(line)
            process.stdin.flush()
            answer = json.loads(process.stdout.readline())
            data = process.stdout.read(answer.get("size", 0))
            if len(data) < answer.get("size", 0):
                raise ValueError("cut")
        except (OSError, ValueError):
            # It was killed, at its limit or by somebody else.
            self.stop()
            raise
        finally:
            timer.cancel()
        self._printed += 1
        if "error" in answer:
            logger.error("A paper was not printed: its template is broken")
            raise PrintFailed("its template is broken", answer["error"])
        return data

    def _running(self) -> subprocess.Popen:
        if self.process is not None and self.process.poll() is None:
            return self.process
        self.stop()
        # Where this process finds its libraries, the other one does.
        paths = os.pathsep.join(path for path in sys.path if path)
        self.process = subprocess.Popen(  # noqa: S603 (our own program, by its whole path)
            [sys.executable, "-S", "-s", "-P", str(CHILD)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={"PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1"},
        )
        self.process.stdin.write(json.dumps(font_folders()).encode() + b"\n")
        return self.process

    def stop(self) -> None:
        """End the process; the next paper starts another."""
        process, self.process, self._printed = self.process, None, 0
        if process is None:
            return
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with suppress(OSError):
                pipe.close()
        process.wait()


@cache
def _press() -> Press:
    return Press()


@cache
def sheet() -> str:
    """Return the source that all templates share."""
    return (files(__package__) / "templates" / "sheet.typ").read_text("utf-8")


def print_pdf(template: str, values: Mapping[str, Any], moment: datetime) -> bytes:
    """Return a PDF that reads aloud (PDF/UA-1).

    `template` is Typst's source, which may import `sheet.typ`, and finds `values` (texts,
    numbers, lists and mappings) by its `values`. `moment` is what the PDF says it was made:
    of the same template, values and moment comes the same to the last byte. Characters
    that no font has are printed as their code points. Raises `PrintFailed`.
    """
    return _press().print(
        {
            "sources": {"main.typ": template, "sheet.typ": sheet()},
            "values": as_printed(values),
            "moment": int(moment.timestamp()),
        }
    )
