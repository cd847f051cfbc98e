"""`@@find-inquiries`: who called before, by their phone or its last digits."""

from onewindow_policy import _
from onewindow_policy.cases.exceptions import SearchedTooOften
from onewindow_policy.desks.api import FindView
from onewindow_policy.inquiries.addresses import LIST
from onewindow_policy.inquiries.browser.desk import InquiryList
from onewindow_policy.inquiries.browser.desk import search_form
from onewindow_policy.inquiries.exceptions import InquiryError
from onewindow_policy.inquiries.finding import find_inquiries
from onewindow_policy.inquiries.finding import FoundInquiries
from onewindow_policy.inquiries.finding import MOST_FOUND
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class FindInquiriesView(FindView):
    """Lists the inquiries that what was typed finds, masked, of where the user works."""

    index = ViewPageTemplateFile("find.pt")
    page_title = _("title_find_inquiries", default="Find an inquiry")
    refusals = (InquiryError, SearchedTooOften)
    list_class = InquiryList
    list_path = LIST
    found: FoundInquiries | None = None

    def find(self, text: str) -> FoundInquiries:
        """See `FindView`."""
        return find_inquiries(self.desk_list.user, text)

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
