"""`/@@inquire`: what somebody only asks, at the window or on the phone."""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.catalogue.api import get_item
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.divisions import CommunityFacts
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.desks.api import PostView
from onewindow_policy.forms.api import WINDOW_COOKIE
from onewindow_policy.guides.resolved import ResolvedGuide
from onewindow_policy.guides.wording import Wording
from onewindow_policy.inquiries.addresses import inquiry_url
from onewindow_policy.inquiries.addresses import LIST
from onewindow_policy.inquiries.addresses import notice_url
from onewindow_policy.inquiries.asking import AGENT
from onewindow_policy.inquiries.asking import case_questions
from onewindow_policy.inquiries.asking import COMERS
from onewindow_policy.inquiries.asking import condition_questions
from onewindow_policy.inquiries.asking import Question
from onewindow_policy.inquiries.asking import read_replies
from onewindow_policy.inquiries.asking import REPLIES
from onewindow_policy.inquiries.asking import SELF
from onewindow_policy.inquiries.browser.desk import CHANNELS
from onewindow_policy.inquiries.browser.desk import InquiryList
from onewindow_policy.inquiries.exceptions import InquiryError
from onewindow_policy.inquiries.exceptions import InquiryUnfit
from onewindow_policy.inquiries.models import AT_WINDOW
from onewindow_policy.inquiries.notices import CHINESE
from onewindow_policy.inquiries.notices import draft_notice
from onewindow_policy.inquiries.notices import guide_of
from onewindow_policy.inquiries.notices import NoticeDraft
from onewindow_policy.inquiries.numbers import number_text
from onewindow_policy.inquiries.permissions import RECORD_INQUIRIES
from onewindow_policy.inquiries.recording import LONGEST_LINE
from onewindow_policy.inquiries.recording import LONGEST_TEXT
from onewindow_policy.inquiries.recording import NewInquiry
from onewindow_policy.inquiries.recording import record_inquiry
from onewindow_policy.messages.api import is_offered
from onewindow_policy.messages.api import MAIL
from onewindow_policy.messages.api import SMS
from onewindow_policy.publishing.api import is_public
from onewindow_policy.questions.api import question_links
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import BadRequest
from zExceptions import Unauthorized
from zope.i18nmessageid import Message

import secrets

#: The buttons: with the notice on paper, as a message, and without.
PRINT, SEND, SAVE = "print", "send", "save"

#: What the second one says, by whether short messages and mails can be sent.
_SENDS = {
    (False, True): _("button_inquiry_send", default="Send it by e-mail"),
    (True, False): _("button_inquiry_send_sms", default="Send it as a short message"),
    (True, True): _(
        "button_inquiry_send_either", default="Send it to the phone or by e-mail"
    ),
}

_LONGEST_NONCE = 40

_NO_WINDOW = _("error_inquiry_no_window", default="Say at which window you sit.")
_NO_DAY = _("error_inquiry_no_day", default="Enter the day with year, month and day.")
_NO_GUIDE = _(
    "error_inquiry_no_guide",
    default=(
        "Nothing can be printed: the district where the person lives does not offer this"
        " service, or has no guide of it. Write down what you told them."
    ),
)


class InquireView(PostView):
    """A page about one service, `?item=…`, or about none.

    Nothing has to be filled in to print the notice: what is not known stands in it with its
    condition. Of the person nothing is kept but what is typed here.
    """

    index = ViewPageTemplateFile("inquire.pt")
    page_title = _("title_inquire", default="Note an inquiry")
    headers = {"X-Robots-Tag": "noindex", "Referrer-Policy": "same-origin"}
    refusals = (InquiryError,)
    longest_text = LONGEST_TEXT
    longest_line = LONGEST_LINE

    def answer(self):
        """See `PostView`."""
        if not self.windows:
            raise Unauthorized(f"You have nowhere the right to {RECORD_INQUIRIES}.")
        return super().answer()

    def act(self):
        """See `PostView`."""
        is_printed, is_sent_on = (each in self.request.form for each in (PRINT, SEND))
        if not (is_printed or is_sent_on or SAVE in self.request.form):
            raise BadRequest
        if self.window is None:
            raise InquiryUnfit("window", _NO_WINDOW)
        number = record_inquiry(
            NewInquiry(
                nonce=self.nonce,
                channel=self.channel,
                community_code=self.window.place.code,
                recorded_by=self._user.getId(),
                lives_in=self.lives_in,
                item_code=self.item_code or None,
                item_title=self.item_title or None,
                said=self._said,
                matter=self.submitted("matter").strip(),
                told=self.submitted("told").strip(),
                name=self.submitted("name").strip(),
                contact=self.submitted("contact").strip(),
                follow_up_on=self._follow_up_on(),
                notice=self._notice() if is_printed or is_sent_on else None,
                is_sent_on=is_sent_on,
            ),
            self._user,
        )
        noted = _(
            "message_inquiry_noted",
            default="Noted as inquiry ${number}.",
            mapping={"number": number_text(number)},
        )
        where = notice_url if is_printed else inquiry_url
        return noted, where(self.site_url, number)

    def _follow_up_on(self) -> date | None:
        typed = self.submitted("follow_up_on").strip()
        try:
            return date.fromisoformat(typed) if typed else None
        except ValueError as error:
            raise InquiryUnfit("follow_up_on", _NO_DAY) from error

    def _notice(self) -> NoticeDraft:
        if self.guide is None:
            raise InquiryUnfit("lives_in", _NO_GUIDE)
        return draft_notice(
            self.item,
            self.guide,
            window_code=self.window.place.code,
            lives_in=self.lives_in,
            comes=self.comes,
            replies=self.replies,
            user_id=self._user.getId(),
        )

    @property
    def _said(self) -> dict[str, str]:
        return {"comes": self.comes, **self.replies} if self.item is not None else {}

    # -- what the page shows

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        listed = (self.translate(InquiryList.title), f"{self.site_url}/{LIST}")
        return [listed, (self.translate(self.page_title), None)]

    @cached_property
    def _user(self):
        return api.user.get_current()

    @cached_property
    def nonce(self) -> str:
        """What tells one page from another: a second press notes nothing twice."""
        return self.submitted("nonce")[:_LONGEST_NONCE] or secrets.token_urlsafe(16)

    @cached_property
    def windows(self) -> dict[str, CommunityFacts]:
        """The windows at which the user notes what is asked, by code."""
        scope = scope_of(self._user, RECORD_INQUIRIES)
        codes = ((each.place.code, each) for each in all_communities())
        return {code: each for code, each in codes if scope.has_community(code)}

    @cached_property
    def window(self) -> CommunityFacts | None:
        """The one at which the user sits, None where that has to be said."""
        if len(self.windows) == 1:
            return next(iter(self.windows.values()))
        said = self.submitted("window"), self.request.cookies.get(WINDOW_COOKIE)
        return next((self.windows[each] for each in said if each in self.windows), None)

    @property
    def window_rows(self) -> list[dict]:
        """The windows to choose from, where there is more than one."""
        if len(self.windows) < 2:
            return []
        chosen = self.window.place.code if self.window is not None else ""
        return _options(
            {code: each.full_name for code, each in self.windows.items()}, chosen
        )

    @cached_property
    def item(self):
        """The service that it is about, None for none."""
        code = self.submitted("item")
        item = get_item(code) if code else None
        return item if item is not None and is_public(item) else None

    # Content is called by a template that names it.

    @property
    def item_code(self) -> str:
        """The code of the service, "" for none."""
        return self.item.code if self.item is not None else ""

    @property
    def item_title(self) -> str:
        return self.item.title if self.item is not None else ""

    @property
    def send_title(self) -> Message | None:
        """What the button says that sends the notice, None where nothing can be sent."""
        ways = (is_offered(SMS), is_offered(MAIL))
        return _SENDS.get(ways) if self.item is not None else None

    @property
    def question_links(self) -> list[dict]:
        """The ways to ask the department about the service, and to what it answered."""
        if self.item is None:
            return []
        window = self.window.place.code if self.window is not None else ""
        links = question_links(api.user.get_current(), self.item.code, window)
        return [
            {"text": self.translate(text), "url": f"{self.site_url}/{path}"}
            for text, path in links
        ]

    @property
    def lacks_guide(self) -> bool:
        """Whether there is no notice for the community that is chosen just now."""
        return self.item is not None and self.guide is None

    @property
    def is_focused(self) -> str | None:
        """That the button is what one goes on with, where nothing is in the way."""
        return None if self.problems else "autofocus"

    @cached_property
    def lives_in(self) -> str:
        """The code of the community where the person lives."""
        said = self.submitted("lives_in")
        if said in {each.place.code for each in all_communities()}:
            return said
        window = self.window or next(iter(self.windows.values()))
        return window.place.code

    @property
    def community_rows(self) -> list[dict]:
        """Where the person may live."""
        names = {each.place.code: each.full_name for each in all_communities()}
        return _options(names, self.lives_in)

    @cached_property
    def guide(self) -> ResolvedGuide | None:
        """The guide by which it goes, None for none."""
        return guide_of(self.item, self.lives_in) if self.item is not None else None

    @cached_property
    def channel(self) -> str:
        said = self.submitted("channel")
        return said if said in CHANNELS else AT_WINDOW

    @property
    def channel_rows(self) -> list[dict]:
        return self._choices(CHANNELS, self.channel)

    @cached_property
    def comes(self) -> str:
        is_agents = self.submitted("comes") == AGENT and self._takes_agents
        return AGENT if is_agents else SELF

    @property
    def comer_rows(self) -> list[dict]:
        """Who may come, where the guide lets others than oneself."""
        return self._choices(COMERS, self.comes) if self._takes_agents else []

    @property
    def _takes_agents(self) -> bool:
        return self.guide is not None and self.guide.channel_agent

    @cached_property
    def replies(self) -> Mapping[str, str]:
        """What was replied to the questions of the guide."""
        if self.guide is None:
            return {}
        given = {name: self.submitted(name) for name in self.request.form}
        return read_replies(self.guide, self._written, given)

    @cached_property
    def _written(self) -> Wording:
        # What people wrote is Chinese, in an English page too.
        return Wording(CHINESE)

    @property
    def conditions(self) -> list[dict]:
        """What is asked of the person."""
        if self.guide is None:
            return []
        return self._questions(condition_questions(self.guide, self._written))

    @property
    def cases(self) -> list[dict]:
        """What is asked since the guide wants a paper only then."""
        return self._questions(case_questions(self.guide)) if self.guide else []

    def _questions(self, questions: list[Question]) -> list[dict]:
        return [
            {
                "name": each.name,
                "text": each.text,
                "replies": self._choices(REPLIES, self.replies.get(each.name, "")),
            }
            for each in questions
        ]

    def _choices(self, titles: Mapping, chosen: str) -> list[dict]:
        return [
            {
                "value": value,
                "title": self.translate(title),
                "checked": "checked" if value == chosen else None,
            }
            for value, title in titles.items()
        ]

    @property
    def has_more(self) -> bool:
        """Whether what is seldom needed is open: of a call, or where something stands."""
        is_asked = self.item is None or self.channel != AT_WINDOW or self.problems
        return bool(is_asked)


def _options(names: Mapping[str, str], chosen: str) -> list[dict]:
    return [
        {
            "value": value,
            "title": title,
            "selected": "selected" if value == chosen else None,
        }
        for value, title in names.items()
    ]
