"""Logs without what people submitted.

A traceback quotes values in many places: in the message of the exception, in the notes
that Zope and Chameleon add, in the request that Zope's error log keeps. What residents
write must not outlive its request there, so logs keep only what the code itself says:
which exception, and where.

Nothing of Zope that reads its settings is imported here: zope.ini loads this before
zope.conf is read.
"""

from zope.configuration.exceptions import ConfigurationError

import logging
import re
import sys
import threading
import traceback
import warnings

#: The logger that copies Zope's error log into the event log, tracebacks as plain text.
ERROR_LOG = "Zope.SiteErrorLog"


#: What follows the path of an address: there stands what people look for.
_QUERY = re.compile(r"\?[^\s\"]*")


def describe(exc_info) -> str:
    """Return the places of an exception in the code, and its kind: no values.

    `exc_info` is as from `sys.exc_info()`; the description is empty for no exception.
    What a fault of the configuration says is told: it is about files of the product.
    """
    kind, value, trace = exc_info
    if kind is None:
        return ""
    places = [
        f"  File {frame.filename}, line {frame.lineno}, in {frame.name}"
        for frame in traceback.extract_tb(trace)
    ]
    name = f"{kind.__module__}.{kind.__qualname__}"
    if issubclass(kind, ConfigurationError):
        name = f"{name}: {value}"
    return "\n".join([*places, name])


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


def keep_values_in() -> None:
    """Have what Python itself writes to the terminal name kinds and places only.

    That is what ends a process or a thread, what is raised where nothing can catch it,
    warnings, and logs before zope.ini sets them up, or in commands, where nothing does.
    """
    logging.lastResort.setFormatter(PrivateFormatter("%(levelname)s %(message)s"))
    sys.excepthook = _write_end_of_process
    threading.excepthook = _write_end_of_thread
    sys.unraisablehook = _write_unraisable
    warnings.showwarning = _write_warning


def _write_end_of_process(kind, value, trace) -> None:
    if not PrivateFormatter.hides_values:
        sys.__excepthook__(kind, value, trace)
    else:
        sys.stderr.write(describe((kind, value, trace)) + "\n")


def _write_end_of_thread(ended) -> None:
    if not PrivateFormatter.hides_values:
        threading.__excepthook__(ended)
    elif ended.exc_type is not SystemExit:
        told = describe((ended.exc_type, ended.exc_value, ended.exc_traceback))
        sys.stderr.write(f"A thread ended.\n{told}\n")


def _write_unraisable(raised) -> None:
    if not PrivateFormatter.hides_values:
        sys.__unraisablehook__(raised)
    else:
        told = describe((raised.exc_type, raised.exc_value, raised.exc_traceback))
        sys.stderr.write(f"{told}\n")


def _write_warning(message, category, filename, lineno, file=None, line=None) -> None:
    if not PrivateFormatter.hides_values:
        text = warnings.formatwarning(message, category, filename, lineno, line)
    else:
        text = f"{filename}:{lineno}: {category.__name__}\n"
    (file or sys.stderr).write(text)
