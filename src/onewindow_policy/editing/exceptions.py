"""What programs are refused."""

from onewindow_policy import _
from zExceptions import HTTPPreconditionFailed
from zope.globalrequest import getRequest
from zope.i18n import translate


class StaleWrite(HTTPPreconditionFailed):
    """A program would write over what it has not read; the text says the way out."""

    def __init__(self):
        super().__init__(
            translate(
                _(
                    "error_stale_write",
                    default=(
                        "Nothing was changed: it does not stand any more as you had read"
                        " it. Read it again, compare, and send your change with its new"
                        " ETag as If-Match."
                    ),
                ),
                context=getRequest(),
            )
        )
