"""Logs without what people submitted.

A traceback quotes values in many places: in the message of the exception, in the notes
that Zope and Chameleon add, in the request that Zope's error log keeps. What residents
write must not outlive its request there, so logs keep only what the code itself says:
which exception, and where.

Nothing of Zope is imported here: zope.ini loads this before zope.conf is read.
"""

import logging
import re
import sys
import traceback

#: The logger that copies Zope's error log into the event log, tracebacks as plain text.
ERROR_LOG = "Zope.SiteErrorLog"


#: What follows the path of an address: there stands what people look for.
_QUERY = re.compile(r"\?[^\s\"]*")


def describe(exc_info) -> str:
    """Return the places of an exception in the code, and its kind: no values.

    `exc_info` is as from `sys.exc_info()`; the description is empty for no exception.
    """
    kind, _value, trace = exc_info
    if kind is None:
        return ""
    places = [
        f"  File {frame.filename}, line {frame.lineno}, in {frame.name}"
        for frame in traceback.extract_tb(trace)
    ]
    return "\n".join([*places, f"{kind.__module__}.{kind.__qualname__}"])


class PrivateFormatter(logging.Formatter):
    """Formats log records; of exceptions only the kind and the places.

    `zope.ini` names it for every log that gets tracebacks.
    """

    #: A developer who debugs with data of their own may see everything.
    hides_values = True

    def formatException(self, exc_info) -> str:
        if self.hides_values:
            return describe(exc_info)
        return super().formatException(exc_info)

    def format(self, record: logging.LogRecord) -> str:
        if not self.hides_values:
            return super().format(record)
        record = logging.makeLogRecord(record.__dict__)
        # Whoever formats an exception first leaves its text on the record for others.
        record.exc_text = None
        if record.name == ERROR_LOG:
            # The error log writes while its exception is being handled.
            headline = record.getMessage().partition("\n")[0]
            record.msg = f"{headline}\n{describe(sys.exc_info())}".rstrip()
            record.args = ()
        return super().format(record)


class AccessFormatter(PrivateFormatter):
    """Formats lines of an access log: which page, and never what was asked of it.

    What somebody looks for beside an address and a time is a person's, and stands in the
    address of the page of results, of the suggestions, and of where one went from there.
    """

    def format(self, record: logging.LogRecord) -> str:
        line = super().format(record)
        return _QUERY.sub("", line) if self.hides_values else line
