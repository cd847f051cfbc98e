"""What can go wrong with records, and what that means for who asked."""

from onewindow_policy.commands.statuses import REFUSED
from onewindow_policy.commands.statuses import UNAVAILABLE
from onewindow_policy.commands.statuses import USAGE
from transaction.interfaces import TransientError

#: Seconds after which a browser or a program may ask again.
RETRY_LATER = {"Retry-After": "60"}


class RecordsError(Exception):
    """Something went wrong with records; the text is for operators and has no values."""

    #: Of a command that ends by it.
    exit_status = REFUSED


class SettingsRefused(RecordsError):
    """A setting makes no sense; the text names it and never quotes it."""

    exit_status = USAGE


class DatabaseUnavailable(RecordsError):
    """The database cannot serve just now, and nothing of this transaction was saved."""

    #: Zope's publisher sends these with the page about the exception.
    headers = RETRY_LATER
    exit_status = UNAVAILABLE


class OutcomeUnknown(DatabaseUnavailable):
    """The connection broke while committing: it was saved whole, or not at all."""


class WaitedTooLong(DatabaseUnavailable):
    """Others kept the database locked for as long as one request may wait."""


class SchemaMismatch(DatabaseUnavailable):
    """The tables are not those this version works with; an operator has to upgrade."""

    exit_status = REFUSED


class KeysMissing(DatabaseUnavailable):
    """No master key opens what the database holds; an operator has to bring it back."""

    exit_status = REFUSED


class ClocksDiffer(DatabaseUnavailable):
    """This machine's clock is wrong by more than a minute, or the database's is."""

    exit_status = REFUSED


class DatabaseBusy(RecordsError, TransientError):
    """Another transaction was in the way; the same again will probably succeed.

    Zope's publisher retries a request that ends in it.
    """

    headers = RETRY_LATER
    exit_status = UNAVAILABLE


class Unreadable(RecordsError):
    """Sealed bytes are not what was sealed, or not here, or not by this key."""


class DataErased(RecordsError):
    """The data key was erased, and with it all that it sealed."""
