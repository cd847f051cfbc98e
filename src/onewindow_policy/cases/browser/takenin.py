"""What was just taken in at a window: the receipt to print, and what comes next."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.cases.addresses import taken_in_url
from onewindow_policy.cases.atwindow import AT_ONCE
from onewindow_policy.cases.atwindow import open_receipt_at_window
from onewindow_policy.cases.atwindow import taken_in
from onewindow_policy.cases.atwindow import TakenIn
from onewindow_policy.cases.browser.page import CasePage
from onewindow_policy.cases.browser.paper import hand_out
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.exceptions import CaseNumberMistyped
from onewindow_policy.cases.exceptions import CaseUnknown
from onewindow_policy.cases.exceptions import ReceiptClosed
from onewindow_policy.cases.handling import move_case
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.numbers import parse_case_number
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.desks.api import PostView
from onewindow_policy.desks.api import Problem
from onewindow_policy.forms.api import TAKE_IN
from onewindow_policy.records.api import check_write
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import Forbidden
from zExceptions import NotFound
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse

_NOT_PRINTED = _(
    "error_receipt_not_printed",
    default=(
        "The receipt cannot be printed just now. The case is taken in: please write its"
        " number down for the applicant, and print the receipt later from the case."
    ),
)
_PRESS_AGAIN = _(
    "error_press_again",
    default="This page was open for too long. Please press the button once more.",
)


@implementer(IPublishTraverse)
class TakenInView(PostView, CasePage):
    """`@@taken-in/<number>`: for the staff of the window that took it in. The code of the
    receipt is on the paper alone, never on this page."""

    index = ViewPageTemplateFile("takenin.pt")
    page_title = _("title_taken_in", default="Taken in")
    case: TakenIn | None = None
    number = ""
    refusals = (CaseError,)
    unknown = (CaseUnknown,)

    def publishTraverse(self, request, name):
        """Take the number from the address."""
        if self.number:
            raise NotFound(name)
        try:
            self.number = parse_case_number(name)
        except CaseNumberMistyped as error:
            raise NotFound(name) from error
        return self

    @cached_property
    def user(self):
        return api.user.get_current().getUser()

    def answer(self):
        """See `PostView`."""
        if not self.number:
            raise NotFound(self.__name__)
        if self.is_sent and "print" in self.request.form and not self.is_returned:
            return self._print()
        return super().answer()

    def _print(self):
        """Return the receipt as a file; the page, where it cannot be printed."""
        try:
            check_write(self.request)
            paper = open_receipt_at_window(self.number, self.user)
        except CaseUnknown as error:
            raise NotFound(self.number) from error
        except Forbidden:
            return self._stay(403, _PRESS_AGAIN)
        except ReceiptClosed as error:
            return self._stay(409, error.message)
        content = hand_out(paper, self.request, shows=True)
        return self._stay(503, _NOT_PRINTED) if content is None else content

    def _stay(self, status: int, message: Message) -> str:
        self.explain(status, [Problem("", message)])
        self.read()
        return self.index()

    def read(self) -> None:
        """See `PostView`."""
        self.case = taken_in(self.number, self.user)

    def act(self) -> tuple[Message, str]:
        """See `PostView`."""
        # Whoever took nothing in here finishes nothing here.
        taken_in(self.number, self.user)
        move_case(
            self.number, AT_ONCE, self.user, version=self.submitted_version, facts={}
        )
        done = _("message_completed_at_once", default="Accepted, and done.")
        return done, self.url

    @property
    def url(self) -> str:
        return taken_in_url(self.site_url, self.number)

    @property
    def desk_url(self) -> str:
        return f"{self.site_url}/@@desk/{self.number}"

    @property
    def next_url(self) -> str:
        """Where the next person's application is taken in."""
        return f"{self.site_url}/{TAKE_IN}"

    @property
    def number_text(self) -> str:
        return case_number_text(self.number)

    @property
    def state(self) -> str:
        return self.words.state(self.case.state)

    @property
    def received(self) -> str:
        return self.words.moment(self.case.received_at)

    @property
    def community(self) -> str:
        """Who is responsible for it now."""
        return next(
            (
                each.full_name
                for each in all_communities()
                if each.place.code == self.case.community_code
            ),
            "",
        )
