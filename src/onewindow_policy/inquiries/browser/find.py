"""`@@find-inquiries`: who called before, by their phone or its last digits."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.cases.exceptions import SearchedTooOften
from onewindow_policy.desks.api import PostView
from onewindow_policy.desks.api import table_of
from onewindow_policy.inquiries.addresses import LIST
from onewindow_policy.inquiries.browser.desk import InquiryList
from onewindow_policy.inquiries.browser.desk import search_form
from onewindow_policy.inquiries.exceptions import InquiryError
from onewindow_policy.inquiries.finding import find_inquiries
from onewindow_policy.inquiries.finding import FoundInquiries
from onewindow_policy.inquiries.finding import MOST_FOUND
from onewindow_policy.pages.api import Words
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import Unauthorized


class FindInquiriesView(PostView):
    """Lists the inquiries that what was typed finds, masked, of where the user works.

    It is posted with a token, for it is somebody's phone, which stands in no address; an
    address alone shows the empty form.
    """

    index = ViewPageTemplateFile("find.pt")
    page_title = _("title_find_inquiries", default="Find an inquiry")
    headers = {"X-Robots-Tag": "noindex", "Referrer-Policy": "same-origin"}
    refusals = (InquiryError, SearchedTooOften)
    #: What was found, None where nothing was looked for, or could not be noted.
    found: FoundInquiries | None = None

    def answer(self):
        """See `PostView`."""
        if not self.desk_list.is_for_user:
            raise Unauthorized("You see no inquiries.")
        return super().answer()

    def act(self) -> None:
        """See `PostView`. The page is the answer, which a reload asks for anew."""
        self.found = find_inquiries(self.desk_list.user, self.text)

    def give_back(self, error: Exception) -> str:
        """See `PostView`. What was not noted is not shown."""
        self.found = None
        return super().give_back(error)

    @cached_property
    def words(self) -> Words:
        return Words(self.language)

    @cached_property
    def desk_list(self) -> InquiryList:
        user = api.user.get_current().getUser()
        return InquiryList(user, self.words, self.site_url)

    @property
    def list_url(self) -> str:
        return f"{self.site_url}/{LIST}"

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        listed = (self.words(InquiryList.title), self.list_url)
        return [listed, (self.words(self.page_title), None)]

    @property
    def text(self) -> str:
        """What was typed."""
        return self.submitted("text")

    @property
    def form(self) -> str:
        return search_form(self, self.text, tuple(self.errors_of("text")))

    @property
    def told(self) -> str:
        """What is said of what was found, "" where nothing was looked for."""
        if self.found is None:
            return ""
        count = len(self.found.rows)
        if not count:
            message = _(
                "text_no_inquiries_found",
                default="No inquiry at your windows has this number.",
            )
        elif self.found.has_more:
            message = _(
                "text_many_inquiries_found",
                default=(
                    "There are more than ${count}; these came last. Type the whole phone"
                    " number to find the one you mean."
                ),
                mapping={"count": MOST_FOUND},
            )
        else:
            message = _(
                "text_inquiries_found",
                default="Found: ${count}",
                mapping={"count": count},
            )
        return self.words(message)

    @property
    def table(self) -> str:
        """What was found, as the list shows it."""
        rows = self.found.rows if self.found is not None else ()
        return table_of(self.desk_list, rows, self.content_language)
