"""Zope's error log, which managers read in the browser, without submitted values."""

from onewindow_policy.sites.logs import describe
from onewindow_policy.sites.logs import PrivateFormatter
from Products.SiteErrorLog.SiteErrorLog import temp_logs

import sys


def forget_submitted_values(event) -> None:
    """Drop the request and all values from the entry that the error log just made.

    The event is a copy of the entry; the log itself is in memory, by its object's id.
    """
    if not PrivateFormatter.hides_values:
        return
    entries = [
        entry
        for log in list(temp_logs.values())
        for entry in list(log)
        if entry["id"] == event["id"]
    ]
    for entry in entries:
        entry.update(
            value="", tb_text=describe(sys.exc_info()), tb_html=None, req_html=None
        )
