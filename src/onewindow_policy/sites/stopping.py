"""Stopping a start: whoever asks for it once is heard.

Ctrl-C raises an exception wherever the process happens to be, and some of what makes a
site catches whatever comes: the step is left out, and the rest goes on. So it is also
remembered, and asked about before something that was made is kept or served.
"""

import signal
import sys

_asked: list[int] = []


def stop_on_signals() -> None:
    """Let Ctrl-C and a service manager stop the process: files closed, status 0."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, _note_and_stop)


def is_asked() -> bool:
    """Return whether somebody asked for it."""
    return bool(_asked)


def stop_if_asked() -> None:
    """Stop now where somebody asked for it before, and nobody heard."""
    if _asked:
        _stop(_asked[0])


def _note_and_stop(number: int, _frame) -> None:
    _asked.append(number)
    _stop(number)


def _stop(number: int) -> None:
    if number == signal.SIGINT:
        raise KeyboardInterrupt
    sys.exit(0)
