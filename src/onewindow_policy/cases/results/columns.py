"""What a sheet of results asks for, by which columns are known again when it comes back."""

from collections.abc import Callable
from onewindow_policy import _
from zope.i18nmessageid import Message

NUMBER = "number"
RESULT = "result"
DECIDED_ON = "decided_on"
REASON = "reason"
BASIS = "basis"

COLUMNS: dict[str, Message] = {
    NUMBER: _("label_case_number", default="Case number"),
    RESULT: _("column_result", default="Result"),
    DECIDED_ON: _("column_decided_on", default="Decided on"),
    REASON: _("column_result_reason", default="Reason (if not approved)"),
    BASIS: _("column_result_basis", default="Legal ground (if not approved)"),
}

#: What is filled in as a result, and the step of a case that it stands for.
RESULTS: dict[str, Message] = {
    "approve": _("result_approved", default="Approved"),
    "refuse": _("result_refused", default="Not approved"),
}


def spellings(
    words: dict[str, Message], says: tuple[Callable[[Message], str], ...]
) -> dict[str, str]:
    """Return by what stands in a sheet, in each of several languages, what it means."""
    return {say(message): name for say in says for name, message in words.items()}
