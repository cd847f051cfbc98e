"""`@@opened`: a script says that a result of a question was opened."""

from onewindow_policy.origins.api import is_foreign
from onewindow_policy.search.questions import read_text
from onewindow_policy.search.usage import USAGE
from onewindow_policy.search.visitors import visitor_of
from Products.Five import BrowserView
from zExceptions import NotFound


class OpenedView(BrowserView):
    """Counts, and answers nothing (204). Without scripts nothing is counted."""

    def __call__(self) -> str:
        if self.request.method != "POST":
            raise NotFound(self.request.get("ACTUAL_URL"))
        if not is_foreign(self.request, is_null_missing=True):
            text = read_text(self.request.form, "q")
            USAGE.note_opened(visitor_of(self.request), text)
        self.request.response.setHeader("Cache-Control", "no-store")
        self.request.response.setStatus(204)
        return ""
