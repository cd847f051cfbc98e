"""Carrying out `onewindow messages`: it says neither to whom a message was nor what it
said."""

from collections.abc import Sequence
from onewindow_policy.commands.statuses import REFUSED
from onewindow_policy.messages.deciding import count_by_state
from onewindow_policy.messages.deciding import give_up
from onewindow_policy.messages.deciding import send_again
from onewindow_policy.messages.deciding import undone_messages
from onewindow_policy.messages.exceptions import MessageUnknown
from onewindow_policy.messages.exceptions import RecipientChanged
from onewindow_policy.messages.exceptions import RecordGone
from onewindow_policy.messages.models import Message
from onewindow_policy.messages.states import STATES
from onewindow_policy.records.api import RecordsError
from onewindow_policy.workdays.api import city_time

import argparse
import json
import sys
import transaction

#: Somebody else may hold what is changed; the server retries as often.
TRIES = 4

CHANGED = (
    "The person of message {id} has another number or address by now, or is told in another"
    " way. Have the window phone them, or give the message up. Nothing was changed."
)
GONE = (
    "What message {id} tells of was erased, or is only stored for the archive: nobody is"
    " told of it any more. Give the message up. Nothing was changed."
)
UNKNOWN = "There is nothing to decide about a message {id}. Nothing was changed."


def run(options: argparse.Namespace) -> int:
    """Carry out the command in `options`, and return the exit status."""
    try:
        if options.retry is not None:
            return _decide(send_again, options.retry)
        if options.give_up is not None:
            return _decide(give_up, options.give_up)
        _show(count_by_state(), undone_messages(), as_json=options.json)
    except RecordsError as error:
        print(error, file=sys.stderr)
        return error.exit_status
    finally:
        transaction.abort()
    return 0


def _decide(decide, message_id: str) -> int:
    try:
        transaction.manager.run(lambda: decide(message_id), tries=TRIES)
    except MessageUnknown:
        print(UNKNOWN.format(id=message_id), file=sys.stderr)
        return REFUSED
    except RecipientChanged:
        print(CHANGED.format(id=message_id), file=sys.stderr)
        return REFUSED
    except RecordGone:
        print(GONE.format(id=message_id), file=sys.stderr)
        return REFUSED
    return 0


def _show(counts: dict[str, int], undone: Sequence[Message], *, as_json: bool) -> None:
    rows = [
        {
            "id": str(each.id),
            "template": each.template,
            "subject": each.subject,
            "state": each.state,
            "reason": each.reason,
            "since": city_time(each.created_at).isoformat(timespec="seconds"),
        }
        for each in undone
    ]
    if as_json:
        print(json.dumps({"counts": counts, "undone": rows}, ensure_ascii=False))
        return
    for state in STATES:
        print(f"{counts[state]:7} {state}")
    for row in rows:
        print(*(value or "-" for value in row.values()), sep="  ")
