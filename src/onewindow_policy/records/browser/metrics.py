"""`/@@metrics`: figures for operators' monitors, for nobody without their token."""

from AccessControl import getSecurityManager
from hmac import compare_digest
from onewindow_policy.records.metrics import CONTENT_TYPE
from onewindow_policy.records.metrics import metrics_text
from pathlib import Path
from Products.Five import BrowserView
from zExceptions import NotFound

import os

#: Names a file that holds the token, which the monitor sends as `Authorization: Bearer`.
TOKEN_FILE = "ONEWINDOW_METRICS_TOKEN_FILE"

#: A shorter one could be guessed.
SHORTEST_TOKEN = 20

RUN_JOBS = "onewindow_policy: Run Jobs"


class MetricsView(BrowserView):
    """The figures as text; 404 for whoever may not read them."""

    def __call__(self) -> str:
        is_let_in = getSecurityManager().checkPermission(RUN_JOBS, self.context)
        if not is_let_in and not self._has_token():
            raise NotFound(self.__name__)
        response = self.request.response
        response.setHeader("Content-Type", CONTENT_TYPE)
        response.setHeader("Cache-Control", "no-store")
        return metrics_text()

    def _has_token(self) -> bool:
        token = _token()
        # Zope takes the header away from all others.
        sent = self.request._auth or ""
        wanted = f"Bearer {token}"
        return bool(token) and compare_digest(sent.encode(), wanted.encode())


def _token() -> str:
    """Return the token that opens the page, "" where none does."""
    path = os.environ.get(TOKEN_FILE)
    if not path:
        return ""
    try:
        token = Path(path).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return ""
    return token if len(token) >= SHORTEST_TOKEN else ""
