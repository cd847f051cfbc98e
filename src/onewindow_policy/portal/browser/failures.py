"""Which page a failure gets, and with which status."""

from OFS.CopySupport import CopyError
from onewindow_policy import _
from onewindow_policy.accounts.exceptions import RolesRefused
from onewindow_policy.accounts.exceptions import TooManyLogIns
from onewindow_policy.accounts.inheritance import InheritanceFixed
from onewindow_policy.editing.exceptions import StaleWrite
from onewindow_policy.forms.exceptions import ChangeRefused
from onewindow_policy.forms.exceptions import FormClosed
from onewindow_policy.forms.exceptions import FormRefused
from onewindow_policy.forms.exceptions import UnfitForm
from onewindow_policy.forms.exceptions import UnfitFormChange
from onewindow_policy.pictures.exceptions import UnfitPicture
from onewindow_policy.publishing.exceptions import CodeRefused
from onewindow_policy.publishing.exceptions import DisplayRefused
from onewindow_policy.publishing.exceptions import HidingUntold
from onewindow_policy.publishing.exceptions import RemovalRefused
from onewindow_policy.publishing.exceptions import UnfitChange
from onewindow_policy.records.api import DatabaseBusy
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.records.api import OutcomeUnknown
from onewindow_policy.scanning.exceptions import RefusedUpload
from onewindow_policy.vocabularies.exceptions import CodeListRefused
from onewindow_policy.web.inputs import TooMuchText
from zExceptions import BadRequest
from zExceptions import Forbidden
from zExceptions import HTTPUnsupportedMediaType
from zExceptions import NotFound
from zExceptions import Unauthorized
from ZODB.POSException import ConflictError
from ZPublisher.HTTPResponse import status_codes

NOT_FOUND = "not_found"
NO_ACCESS = "no_access"
NO_PRIVILEGES = "no_privileges"
UNREADABLE = "unreadable"
TOO_OFTEN = "too_often"
FAILED = "failed"
NOT_SAVED = "not_saved"
PERHAPS_SAVED = "perhaps_saved"
NOT_SHOWN = "not_shown"
BUSY = "busy"
NOT_DONE = "not_done"
NOT_SENT = "not_sent"
REFUSED = "refused"

TITLES = {
    NOT_FOUND: _("title_not_found", default="This page was not found"),
    NO_ACCESS: _("title_no_access", default="This page is not open to you"),
    NO_PRIVILEGES: _("title_no_access", default="This page is not open to you"),
    UNREADABLE: _("title_unreadable", default="We could not read what was sent"),
    TOO_OFTEN: _("title_too_often", default="Please wait before you log in"),
    FAILED: _("title_failed", default="Something went wrong on our side"),
    NOT_SAVED: _("title_not_saved", default="This does not work at the moment"),
    PERHAPS_SAVED: _(
        "title_perhaps_saved", default="We cannot tell whether it was saved"
    ),
    NOT_SHOWN: _("title_not_shown", default="This page cannot be shown at the moment"),
    BUSY: _("title_busy", default="Several people were saving at the same moment"),
    REFUSED: _("title_refused", default="This was not saved"),
    NOT_DONE: _("title_not_done", default="This was not done"),
    NOT_SENT: _("title_not_sent", default="Nothing was sent: this form is closed"),
}

#: What an editor, too, is told in plain words: Plone's own page would show a traceback.
PUBLIC_ONLY = {
    BUSY,
    NOT_DONE,
    NOT_SAVED,
    NOT_SENT,
    NOT_SHOWN,
    PERHAPS_SAVED,
    REFUSED,
    TOO_OFTEN,
    UNREADABLE,
}

#: What stays so, as a rule: it is no news that it still does.
CLOSED = {NO_ACCESS, NO_PRIVILEGES, NOT_FOUND, NOT_SENT, UNREADABLE}

#: Their texts are for the person who asked.
REFUSALS = (
    CodeListRefused,
    CodeRefused,
    DisplayRefused,
    HidingUntold,
    InheritanceFixed,
    RefusedUpload,
    RemovalRefused,
    RolesRefused,
    StaleWrite,
    TooMuchText,
    UnfitChange,
    UnfitPicture,
)

#: What only shows something: nothing of it could have been saved.
READING = {"GET", "HEAD"}

# Zope finds the status of an exception by its name, for pages and programs alike.
status_codes.update(
    (exception.__name__.lower(), 503)
    for exception in (
        DatabaseBusy,
        DatabaseUnavailable,
        *DatabaseUnavailable.__subclasses__(),
        ConflictError,
        *ConflictError.__subclasses__(),
    )
)
status_codes[HTTPUnsupportedMediaType.__name__.lower()] = 415
status_codes.update({FormClosed.__name__.lower(): 404})
status_codes.update(
    (exception.__name__.lower(), 400)
    for exception in (
        ChangeRefused,
        CodeListRefused,
        CodeRefused,
        DisplayRefused,
        FormRefused,
        TooMuchText,
        UnfitChange,
        UnfitForm,
        UnfitFormChange,
    )
)
status_codes[HidingUntold.__name__.lower()] = 409
status_codes[TooManyLogIns.__name__.lower()] = 429
status_codes[StaleWrite.__name__.lower()] = 412
# What may not be copied or moved is no failure of ours either.
status_codes.update(
    (exception.__name__.lower(), 403)
    for exception in (InheritanceFixed, RemovalRefused, RolesRefused, CopyError)
)


def kind_of(exception: Exception, method: str) -> str:
    """Return which of the pages an exception gets in an answer to `method`.

    Who only wanted to see something, a receipt above all, must not be told that what
    they sent before was not saved.
    """
    if isinstance(exception, NotFound):
        return NOT_FOUND
    if isinstance(exception, REFUSALS):
        return NOT_DONE
    if isinstance(exception, (Unauthorized, Forbidden, CopyError)):
        return NO_ACCESS
    if isinstance(exception, FormRefused):
        return REFUSED
    if isinstance(exception, (BadRequest, HTTPUnsupportedMediaType)):
        return UNREADABLE
    if isinstance(exception, TooManyLogIns):
        return TOO_OFTEN
    if isinstance(exception, OutcomeUnknown):
        return PERHAPS_SAVED
    if isinstance(exception, (DatabaseUnavailable, DatabaseBusy)):
        return NOT_SHOWN if method in READING else NOT_SAVED
    if isinstance(exception, ConflictError):
        return BUSY
    return FAILED
