"""While records are away nobody changes content, and is told so before anything is lost.

What is edited and published is found by the search, audited and put on people's desks,
all of which lies in SQL: a change that these do not hear of would contradict them. So
content is read as ever, and its changes are refused as a whole, by whatever door they
come: forms, the list of a folder, programs. Who typed something gets it back, with the
reason.
"""

from onewindow_policy import _
from onewindow_policy.editing.api import StateValidator
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.records.api import require_database
from Products.CMFCore.interfaces import IIndexQueueProcessor
from z3c.form.validator import InvariantsValidator
from zope.interface import implementer
from zope.interface import Invalid

import transaction

_changed = object()

REFUSAL = _(
    "error_editing_away",
    default=(
        "Nothing can be changed at the moment: the database cannot be reached. Nothing was"
        " saved, and all that you typed is still here. Please leave this page open, and"
        " try again in a few minutes."
    ),
)


class Away(Invalid):
    """Nothing can be changed now."""

    def doc(self):
        """Return what the form says."""
        return REFUSAL


@implementer(IIndexQueueProcessor)
class ContentNeedsRecords:
    """Notes that content changes: whatever is indexed anew has changed.

    Any search of the catalog works the queue off, also in the middle of a transaction, so
    that the database is asked once, as the transaction commits.
    """

    def index(self, obj, attributes=None):
        """See `IIndexQueueProcessor`."""
        _note_change()

    def reindex(self, obj, attributes=None, update_metadata=1):
        """See `IIndexQueueProcessor`."""
        _note_change()

    def unindex(self, obj):
        """See `IIndexQueueProcessor`."""
        _note_change()

    def begin(self):
        """See `IIndexQueueProcessor`."""

    def commit(self):
        """See `IIndexQueueProcessor`."""

    def abort(self):
        """See `IIndexQueueProcessor`; what was noted goes with its transaction."""


def _note_change() -> None:
    current = transaction.get()
    try:
        current.data(_changed)
    except KeyError:
        current.set_data(_changed, True)
        current.addBeforeCommitHook(require_database)


class _NeedsRecords:
    """To be mixed into the validator of a form for content."""

    def validate(self, data):
        """See `z3c.form.interfaces.IManagerValidator`."""
        errors = super().validate(data)
        if self.is_asked_first():
            try:
                require_database()
            except DatabaseUnavailable as away:
                self.request.response.setStatus(503)
                for name, value in away.headers.items():
                    self.request.response.setHeader(name, value)
                errors += (Away(REFUSAL),)
        return errors


class EditFormNeedsRecords(_NeedsRecords, StateValidator):
    """Keeps what was typed into a form for content while it could not be saved."""


class AddFormNeedsRecords(_NeedsRecords, InvariantsValidator):
    """The same for what is new."""

    is_asked_first = StateValidator.is_asked_first
