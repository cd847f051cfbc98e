"""Why a code list could not be changed."""

from zExceptions import BadRequest
from zope.globalrequest import getRequest
from zope.i18n import translate


class CodeListRefused(BadRequest):
    """A code list cannot become what was asked for; the text says why."""

    def __init__(self, message):
        super().__init__(translate(message, context=getRequest()))
