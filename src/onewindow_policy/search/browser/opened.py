"""`@@opened`: a script says that a result of a question was opened."""

from onewindow_policy.search.questions import read_text
from onewindow_policy.search.usage import USAGE
from onewindow_policy.search.visitors import visitor_of
from Products.Five import BrowserView
from urllib.parse import urlsplit
from zExceptions import NotFound


class OpenedView(BrowserView):
    """Counts, and answers nothing (204). Without scripts nothing is counted."""

    def __call__(self) -> str:
        if self.request.method != "POST":
            raise NotFound(self.request.get("ACTUAL_URL"))
        if self._is_of_this_portal:
            text = read_text(self.request.form, "q")
            USAGE.note_opened(visitor_of(self.request), text)
        self.request.response.setHeader("Cache-Control", "no-store")
        self.request.response.setStatus(204)
        return ""

    @property
    def _is_of_this_portal(self) -> bool:
        """Whether no other site sent the request, as far as the browser says."""
        origin = self.request.get_header("Origin")
        here = urlsplit(self.request["SERVER_URL"])
        return origin is None or origin == f"{here.scheme}://{here.netloc}"
