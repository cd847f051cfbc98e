"""The page that says that a link leads out of the portal."""

from onewindow_policy import _
from onewindow_policy.pages.api import Page
from onewindow_policy.portal.leaving import host_of
from onewindow_policy.portal.leaving import is_sealed
from zExceptions import NotFound


class LeavingView(Page):
    """`/@@leaving?to=…&seal=…`: where the link leads; nobody is sent there unasked."""

    page_title = _("title_leaving", default="You are leaving the portal")
    page_description = ""

    def __call__(self):
        form = self.request.form
        self.url = form.get("to")
        if not is_sealed(self.url, form.get("seal")):
            raise NotFound(self.request.get("ACTUAL_URL"))
        self.request.response.setHeader("X-Robots-Tag", "noindex, nofollow")
        return self.index()

    @property
    def host(self) -> str:
        return host_of(self.url)
