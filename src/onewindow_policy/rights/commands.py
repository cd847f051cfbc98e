"""`onewindow rights`: what it does, and what it says.

Nothing personal is taken from the command line, which other accounts of the machine see
and the shell remembers: it comes by standard input, and leaves in a file that only its
owner reads.
"""

from collections.abc import Callable
from collections.abc import Mapping
from contextlib import AbstractContextManager
from contextlib import nullcontext
from onewindow_policy import logger
from onewindow_policy.commands.api import open_site
from onewindow_policy.commands.exceptions import CommandRefused
from onewindow_policy.commands.statuses import REFUSED
from onewindow_policy.commands.statuses import USAGE
from onewindow_policy.records.api import read_session
from onewindow_policy.records.api import RecordsError
from onewindow_policy.rights import carrying
from onewindow_policy.rights import requests
from onewindow_policy.rights.copies import copy_as_json
from onewindow_policy.rights.copies import copy_as_pdf
from onewindow_policy.rights.copies import copy_as_zip
from onewindow_policy.rights.copies import CopyFile
from onewindow_policy.rights.exceptions import RightsError
from onewindow_policy.rights.models import RightsRequest
from pathlib import Path
from sqlalchemy import select
from typing import Any

import argparse
import json
import logging
import os
import re
import sys
import transaction

#: Who decided, where the command did.
OPERATOR = "operator"

#: Somebody else may hold what is changed; the server retries as often.
TRIES = 4

#: What becomes of what a law wants kept (个人信息保护法 art. 47): its person is told that.
ONLY_STORED = """\
Not erased: an archive duty runs for it. From now on it is only stored, and used for \
nothing else. Tell the person so."""

#: What people put between the digits of a number.
_GAPS = re.compile(r"[\s-]")


#: As what a copy is written, by how the name of the file ends.
FORMATS = {".json": copy_as_json, ".pdf": copy_as_pdf, ".zip": copy_as_zip}


def run(config: Path, options: argparse.Namespace) -> int:
    """Carry out the command in `options`, and return the exit status."""
    # What the log would say is printed.
    logger.addHandler(logging.NullHandler())
    command: Callable[[argparse.Namespace], None] = {
        "list": show_all,
        "take": take,
        "show": show,
        "grant": grant,
        "refuse": refuse,
        "copy": copy,
        "correct": correct,
        "erase": erase,
    }[options.subcommand]
    if "number" in options:
        options.number = _GAPS.sub("", options.number)
    try:
        with _place(config, options):
            command(options)
    except CommandRefused as refusal:
        print(refusal, file=sys.stderr)
        return refusal.exit_status
    except RightsError as error:
        # The default is the English text.
        print(error.message.default, file=sys.stderr)
        return REFUSED
    except RecordsError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    except ValueError as error:
        print(f"Nothing was changed. {error}", file=sys.stderr)
        return USAGE
    except OSError as error:
        print(f"{error.filename}: {error.strerror}", file=sys.stderr)
        return USAGE
    finally:
        transaction.abort()
    return 0


def show_all(_options: argparse.Namespace) -> None:
    """List what waits, without anything personal."""
    for each in requests.open_requests():
        print(_line(each))


def take(options: argparse.Namespace) -> None:
    """Take a request in; what is to be corrected is read from standard input."""
    wish = sys.stdin.read() if options.kind == "correction" else ""
    _report(
        lambda: requests.ask_at_window(options.kind, options.number, OPERATOR, wish)
    )


def show(options: argparse.Namespace) -> None:
    """Show a request with what its person wrote, unless that was erased."""
    query = select(RightsRequest).where(RightsRequest.number == options.number)
    found = read_session().scalar(query)
    if found is None:
        raise requests.RequestUnknown
    print(_line(found))
    if not found.data_key.is_erased:
        for text in (found.wish, found.reason):
            if text:
                print(text)


def grant(options: argparse.Namespace) -> None:
    """Decide that a request is carried out."""
    _report(lambda: requests.grant(options.number, OPERATOR))


def refuse(options: argparse.Namespace) -> None:
    """Decide that a request is not carried out."""
    reason = sys.stdin.read()
    _report(lambda: requests.refuse(options.number, OPERATOR, reason))


def _place(config: Path, options: argparse.Namespace) -> AbstractContextManager:
    """Return where a command runs: within the site where it prints in its words."""
    if options.subcommand == "copy" and _format_of(options.file) is not copy_as_json:
        return open_site(config, options.site)
    return nullcontext()


def _format_of(file: Path) -> Callable[[Mapping[str, Any]], CopyFile]:
    return FORMATS.get(file.suffix.lower(), copy_as_json)


def copy(options: argparse.Namespace) -> None:
    """Write the copy; the request is done when it could be made."""
    made = _format_of(options.file)
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    descriptor = os.open(options.file, flags, 0o600)
    try:
        with open(descriptor, "wb") as file:
            done = _in_turn(lambda: made(carrying.hand_over_copy(options.number)))
            file.write(done.content)
            file.flush()
            os.fsync(file.fileno())
    except BaseException:
        options.file.unlink()
        raise
    print(f"Written: {options.file}. Hand it to the person, then delete it.")


def correct(options: argparse.Namespace) -> None:
    """Correct a record."""
    changes = json.loads(sys.stdin.read())
    if not isinstance(changes, dict):
        raise ValueError("The new values must be an object of JSON.")
    _report(lambda: carrying.correct(options.number, changes))


def erase(options: argparse.Namespace) -> None:
    """Erase a record."""
    request = _in_turn(lambda: carrying.erase(options.number))
    print(_line(request))
    if not request.data_key.is_erased:
        print(ONLY_STORED)
        return
    print("To leave no trace in backups either: onewindow keys rotate --drop")


def _report(work: Callable[[], RightsRequest]) -> None:
    print(_line(_in_turn(work)))


def _in_turn(work: Callable):
    return transaction.manager.run(work, tries=TRIES)


def _line(request: RightsRequest) -> str:
    return (
        f"{request.number}  {request.kind:<10}  {request.state:<7}"
        f"  due {request.due_on:%Y-%m-%d}  about {request.subject_number}"
        f"  {request.community_code or 'the city'}"
    )
