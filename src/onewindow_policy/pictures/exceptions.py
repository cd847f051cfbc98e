"""What is said of a picture that is not taken."""

from zExceptions import BadRequest
from zope.globalrequest import getRequest
from zope.i18n import translate
from zope.schema.interfaces import ValidationError
from ZPublisher.HTTPResponse import status_codes


class UnfitPicture(ValidationError, BadRequest):
    """A picture that would fill the memory, or the time, of whoever opens it.

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


# Zope finds the status of an exception by its name, for pages and programs alike.
status_codes[UnfitPicture.__name__.lower()] = 400
