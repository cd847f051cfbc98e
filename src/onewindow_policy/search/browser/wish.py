"""`@@wish`: somebody who found nothing tells the editors what they want done."""

from onewindow_policy import _
from onewindow_policy.origins.api import is_foreign
from onewindow_policy.pages.api import PrivatePage
from onewindow_policy.search.questions import read_text
from onewindow_policy.search.wishes import masked
from onewindow_policy.search.wishes import tell_wish
from onewindow_policy.search.wishes import TooManyWishes
from zExceptions import Forbidden
from zExceptions import NotFound


class WishView(PrivatePage):
    """Takes the words of the search, and says that they were told; POST only.

    Nobody is logged in, so that another site has nothing to borrow: that the page which
    sends it is ours is enough.
    """

    page_title = _("title_wish", default="Tell us what you want done")
    headers = {"X-Robots-Tag": "noindex"}
    problem = ""

    def answer(self):
        if self.request.method != "POST":
            raise NotFound(self.request.get("ACTUAL_URL"))
        if is_foreign(self.request, is_null_missing=True):
            raise Forbidden
        text = read_text(self.request.form, "q")
        if not text:
            return self.request.response.redirect(self.find_url, status=303)
        self.told = masked(text)
        try:
            tell_wish(text, self.request.getClientAddr())
        except TooManyWishes as error:
            self.request.response.setStatus(429)
            self.problem = self.translate(error.message)
        return self.index()

    @property
    def find_url(self) -> str:
        return f"{self.site_url}/@@find"
