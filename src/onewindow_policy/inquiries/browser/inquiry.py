"""`/@@inquiry?number=…`: one inquiry in clear, its notice, and the call back."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.cases.browser.paper import hand_out
from onewindow_policy.cases.browser.paper import NOT_PRINTED
from onewindow_policy.cases.papers.numbers import paper_number_text
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.desks.api import PostView
from onewindow_policy.desks.api import Problem
from onewindow_policy.inquiries.addresses import inquiry_url
from onewindow_policy.inquiries.addresses import LIST
from onewindow_policy.inquiries.addresses import notice_url
from onewindow_policy.inquiries.browser.desk import CHANNELS
from onewindow_policy.inquiries.browser.desk import InquiryList
from onewindow_policy.inquiries.exceptions import InquiryError
from onewindow_policy.inquiries.exceptions import InquiryNumberMistyped
from onewindow_policy.inquiries.exceptions import InquiryUnknown
from onewindow_policy.inquiries.exceptions import NoNotice
from onewindow_policy.inquiries.numbers import number_text
from onewindow_policy.inquiries.numbers import parse_inquiry_number
from onewindow_policy.inquiries.opening import note_call
from onewindow_policy.inquiries.opening import open_inquiry
from onewindow_policy.inquiries.opening import open_notice
from onewindow_policy.inquiries.opening import OpenedInquiry
from onewindow_policy.inquiries.recording import LONGEST_TEXT
from onewindow_policy.pages.api import text_of
from onewindow_policy.pages.api import Words
from onewindow_policy.publishing.wording import account_name
from onewindow_policy.workdays.deadlines import local_date
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import BadRequest
from zExceptions import NotFound


class InquiryView(PostView):
    """An inquiry, which opening notes in the audit; with `print=1` its notice as a PDF, in
    large print with `large=1`."""

    index = ViewPageTemplateFile("inquiry.pt")
    headers = {"X-Robots-Tag": "noindex", "Referrer-Policy": "same-origin"}
    refusals = (InquiryError,)
    unknown = (InquiryNumberMistyped, InquiryUnknown)
    longest_text = LONGEST_TEXT
    opened: OpenedInquiry | None = None

    def answer(self):
        """See `PostView`."""
        is_to_print = not self.is_sent and text_of(self.request, "print") == "1"
        data = self._print() if is_to_print else None
        return super().answer() if data is None else data

    def _print(self) -> bytes | None:
        """Return the notice; None where it cannot be printed, which the page says."""
        try:
            notice = open_notice(self.number, self._user)
        except self.unknown as error:
            raise NotFound(self.request.get("ACTUAL_URL")) from error
        except NoNotice as error:
            self.explain(409, self.problems_of(error))
            return None
        is_large = text_of(self.request, "large") == "1"
        data = hand_out(notice, self.request, is_large=is_large, shows=True)
        if data is None:
            self.explain(503, [Problem("", NOT_PRINTED)])
        return data

    def read(self) -> None:
        """See `PostView`."""
        self.opened = open_inquiry(self.number, self._user)

    def act(self):
        """See `PostView`."""
        if "called" not in self.request.form:
            raise BadRequest
        note_call(
            self.number,
            self.submitted("note"),
            self._user,
            version=self.submitted_version,
        )
        done = _("message_called_back", default="The call is noted.")
        return done, inquiry_url(self.site_url, self.number)

    @property
    def _user(self):
        return api.user.get_current()

    @cached_property
    def number(self) -> str:
        """The number of the inquiry; raises `InquiryNumberMistyped`."""
        return parse_inquiry_number(self.submitted("number"))

    @property
    def page_title(self):
        return _(
            "title_inquiry",
            default="Inquiry ${number}",
            mapping={"number": number_text(self.number)},
        )

    @cached_property
    def words(self) -> Words:
        return Words(self.language)

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        listed = (self.translate(InquiryList.title), f"{self.site_url}/{LIST}")
        return [listed, (self.translate(self.page_title), None)]

    @property
    def version(self) -> int:
        """The version that the page shows."""
        return self.opened.version if self.opened else self.submitted_version

    @property
    def facts(self) -> list[dict]:
        """What is known of the inquiry, label by label; what is not is left out."""
        one, say = self.opened, self.words
        titles = {each.place.code: each.full_name for each in all_communities()}
        rows = (
            (_("column_case_item", default="Service"), one.item_title),
            (
                _("column_inquiry_channel", default="How"),
                say(CHANNELS[one.channel]),
            ),
            (
                _("column_inquiry_window", default="Window"),
                titles.get(one.community_code, one.community_code),
            ),
            (
                _("label_inquiry_lives_in", default="Lives in"),
                titles.get(one.lives_in, one.lives_in),
            ),
            (_("column_inquiry_received", default="When"), say.moment(one.received_at)),
            (
                _("label_inquiry_recorded_by", default="Noted by"),
                account_name(one.recorded_by),
            ),
            (_("label_inquiry_name", default="Name"), one.name),
            (_("label_inquiry_contact", default="Phone or e-mail"), one.contact),
        )
        return [{"label": say(label), "text": text} for label, text in rows if text]

    def lines_of(self, text: str) -> list[str]:
        """Return what somebody wrote, line by line."""
        return [line for line in text.splitlines() if line.strip()]

    @property
    def notice(self) -> dict | None:
        """The notice and where it is printed, None where there is none to print."""
        if self.opened is None or self.opened.is_erased or not self.opened.paper_number:
            return None
        url = notice_url(self.site_url, self.number)
        return {
            "number": paper_number_text(self.opened.paper_number),
            "url": url,
            "large_url": f"{url}&large=1",
        }

    @property
    def waits_for_call(self) -> bool:
        """Whether somebody is to call back, or typed that they did."""
        if self.opened is None:
            return self.is_sent
        return self.opened.waits_for_call

    @property
    def kept_note(self) -> str:
        """What was typed of a call that a colleague was quicker to note, to be copied."""
        is_late = self.is_sent and self.opened is not None and not self.waits_for_call
        return self.submitted("note") if is_late else ""

    @property
    def call_day(self) -> str:
        """By when somebody is to call back."""
        day = self.opened.follow_up_on if self.opened else None
        return self.words.day(day) if day is not None else ""

    @property
    def called(self) -> dict | None:
        """When somebody called back, who, and what was said; None where nobody did."""
        if self.opened is None or self.opened.followed_up_at is None:
            return None
        return {
            "day": self.words.day(local_date(self.opened.followed_up_at)),
            "by": account_name(self.opened.followed_up_by or ""),
            "note": self.lines_of(self.opened.follow_up_note or ""),
        }
