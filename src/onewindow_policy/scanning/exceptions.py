"""Why a file was not scanned, and what is said of one that is not taken."""

from zExceptions import BadRequest
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.schema.interfaces import ValidationError
from ZPublisher.HTTPResponse import status_codes


class NotScanned(Exception):
    """A file was not scanned; the text says why, to the operator."""


class ScannerAway(NotScanned):
    """The scanner does not answer, or not in time: later it may."""


class NotScannable(NotScanned):
    """The scanner is there and cannot deal with this file: it is too large, too deep, or
    takes too long."""


class RefusedUpload(ValidationError, BadRequest):
    """A file that an editor, or a form of one, sent and that is not taken.

    Forms and the API ask a ValidationError what is wrong; where neither stands between,
    it is the request that is wrong.
    """

    def __init__(self, message):
        super().__init__(message)
        self.message = message

    def doc(self) -> str:
        """Return what is wrong and what to do, in the language of who sent it."""
        return translate(self.message, context=getRequest())

    def __str__(self) -> str:
        return self.doc()


class InfectedUpload(RefusedUpload):
    """A virus was found."""


class UnscannedUpload(RefusedUpload):
    """Nobody knows whether there is a virus; content is not kept until somebody does."""


# Zope finds the status of an exception by its name, for pages and programs alike.
status_codes[InfectedUpload.__name__.lower()] = 400
status_codes[UnscannedUpload.__name__.lower()] = 503
