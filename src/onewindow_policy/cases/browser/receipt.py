"""The receipt of an application (收件凭证)."""

from datetime import timedelta
from onewindow_policy import _
from onewindow_policy import logger
from onewindow_policy.cases.addresses import track_url
from onewindow_policy.cases.browser.page import ApplicantPage
from onewindow_policy.cases.browser.resultway import ResultWay
from onewindow_policy.cases.committing.rules import committable_by_guide
from onewindow_policy.cases.exceptions import CaseNumberMistyped
from onewindow_policy.cases.exceptions import CodeRefused
from onewindow_policy.cases.exceptions import QueryCodeMistyped
from onewindow_policy.cases.exceptions import ReceiptClosed
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.numbers import parse_case_number
from onewindow_policy.cases.numbers import parse_query_code
from onewindow_policy.cases.states import TO_ACCEPT
from onewindow_policy.cases.submissions import RECEIPT_LIFETIME
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.tracking import open_receipt
from onewindow_policy.devices.api import ending_part
from onewindow_policy.devices.api import is_over
from onewindow_policy.devices.api import is_shared
from onewindow_policy.devices.api import keeps_cookies
from onewindow_policy.devices.api import RECEIPT_COOKIE
from onewindow_policy.forms.api import PROMISE
from onewindow_policy.intake.exceptions import TooManyTries
from onewindow_policy.pages.api import qr_code
from onewindow_policy.pages.api import text_of
from onewindow_policy.records.api import DatabaseBusy
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.records.api import utc_now
from onewindow_policy.typed.serials import code_text
from plone import api
from urllib.parse import quote
from zope.component import getMultiAdapter
from zope.i18nmessageid import Message
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse
from zope.publisher.interfaces import NotFound

#: A line of what a receipt says.
LINE = _("receipt_line", default="${label}: ${text}")

#: How long the cookie of a receipt is kept where several people use the browser: while it
#: is noted or printed.
SHARED_LIFETIME = timedelta(minutes=10)


def receipt_url(site_url: str, number: str) -> str:
    """Return the address of a receipt; it names the case and opens nothing."""
    return f"{site_url}/@@receipt/{number}"


def hand_over_receipt(request, number: str, token: str) -> str | None:
    """Redirect to the receipt, whose token goes along in a cookie for it alone; or return
    its page, as the answer to what was sent, for a browser that keeps no cookies.

    303: whatever was sent, the receipt is fetched; a reload sends nothing again. A reload
    of the page repeats what was sent, which by its nonce gets the same receipt.
    """
    if not keeps_cookies(request):
        page = _receipt_as_answer(request, number, token)
        if page is not None:
            return page
    url = receipt_url(api.portal.get().absolute_url(), number)
    lifetime = SHARED_LIFETIME if is_shared(request) else RECEIPT_LIFETIME
    request.response.setCookie(
        RECEIPT_COOKIE,
        token,
        path="/" + "/".join(url.split("/")[3:]),
        max_age=int(lifetime.total_seconds()),
        http_only=True,
        same_site="Lax",
        secure=url.startswith("https:"),
    )
    request.response.redirect(url, status=303)
    return None


def _receipt_as_answer(request, number: str, token: str) -> str | None:
    """Return the page of a receipt, None where its own address has to say why not."""
    view = getMultiAdapter((api.portal.get(), request), name="receipt")
    try:
        view.open_as_answer(number, token)
    except (DatabaseBusy, DatabaseUnavailable) as error:
        # The case is kept, and no page may say that nothing was.
        logger.error("A receipt could not be shown: %s", error)
        return None
    return None if view.case is None else view()


@implementer(IPublishTraverse)
class ReceiptView(ResultWay, ApplicantPage):
    """`@@receipt/<number>`: opened by its cookie, or by the query code; and the answer to
    a form, where the browser keeps no cookies.

    Whether there is a case of that number is told to nobody who has neither.
    """

    page_title = _("title_receipt", default="Receipt")
    number = ""
    code = None
    problem = None

    def publishTraverse(self, request, name):
        """Take the number from the address."""
        if self.number:
            raise NotFound(self, name, request)
        try:
            self.number = parse_case_number(name)
        except CaseNumberMistyped as error:
            raise NotFound(self, name, request) from error
        return self

    @property
    def promised(self) -> str:
        """The names of the materials for which the applicant chose a commitment that they
        have not made yet, "" for none."""
        case = self.case
        allowed = committable_by_guide(case.item_code, case.community_code)
        return "、".join(
            allowed[each.material]
            for each in case.ways
            if each.way == PROMISE
            and each.material in allowed
            and each.material not in case.committed
            and case.state in TO_ACCEPT
        )

    def answer(self):
        if not self.number:
            raise NotFound(self.context, self.__name__, self.request)
        if self.case is not None:
            # It is the answer to a form.
            return self.index()
        if self.request.method == "POST":
            if not self.is_of_ended_visit:
                self._open_by_code()
        else:
            self._open_by_cookie()
        return self.index()

    def open_as_answer(self, number: str, token: str) -> None:
        """Open the receipt of what was just sent; `case` is None where its time is over.

        On a shared device that is as short as the life of its cookie there.
        """
        self.number = number
        self._open_by_token(token)
        if self.case is None or not self.is_shared:
            return
        if utc_now() - self.case.received_at > SHARED_LIFETIME:
            self.case = None

    def _open_by_cookie(self) -> None:
        self._open_by_token(self.request.cookies.get(RECEIPT_COOKIE) or "")

    def _open_by_token(self, token: str) -> None:
        try:
            self.case = open_receipt(self.number, token)
        except ReceiptClosed:
            return
        if is_over(self.request, self.case.received_at.timestamp()):
            # The cookies of other receipts of a visit are out of reach of its end.
            self.case = None
            return
        self.code = self.case.query_code

    def _open_by_code(self) -> None:
        try:
            code = parse_query_code(text_of(self.request, "code"))
            self.case = open_by_code(self.number, code, self.request.getClientAddr())
        except (QueryCodeMistyped, CodeRefused) as error:
            self.problem = self.words(error.message)
        except TooManyTries as error:
            self.request.response.setStatus(429)
            self.problem = self.words(error.message)
        else:
            self.code = code

    @property
    def has_switched_form(self) -> bool:
        """Whether the page came as an answer, so that a link to other print or language
        would lose it: then it has buttons for that."""
        return self.case is not None and self.request.method == "POST"

    @property
    def ending(self) -> str:
        """See `VisitorPage`."""
        return ending_part(self.request, self.number)

    @property
    def typed_number(self) -> str:
        return case_number_text(self.number)

    @property
    def earlier(self) -> list[str]:
        """What the same person applied for before, and is not over."""
        return [
            self.words(
                _(
                    "earlier_case_line",
                    default="Case number ${number}, received ${moment}: ${state}",
                    mapping={
                        "number": case_number_text(each.number),
                        "moment": self.words.moment(each.received_at),
                        "state": self.words.state(each.state),
                    },
                )
            )
            for each in self.case.earlier
        ]

    @property
    def picture_name(self) -> str:
        return f"{self.case.number}.png"

    @property
    def picture_lines(self) -> str:
        """What a picture of the receipt says, a line each, the title first."""
        say = self.words
        lines = [
            self.case.item_title,
            *(
                say(Message(LINE, mapping={"label": say(label), "text": text}))
                for label, text in (
                    (_("label_case_number", default="Case number"), self.number_text),
                    (_("label_query_code", default="Query code"), self.code_text),
                    (_("label_applicant", default="Applicant"), self.case.person),
                    (_("label_received_at", default="Received"), self.received),
                    (self.due_label, self.due),
                )
                if text
            ),
            self.track_url,
        ]
        return "\n".join(lines)

    @property
    def message_url(self) -> str:
        """The address by which a phone begins a text message to keep, to nobody yet."""
        text = self.words(
            _(
                "text_receipt_message",
                default=(
                    "${item}, received ${moment}. Case number ${number}, query code"
                    " ${code}. Progress: ${url}"
                ),
                mapping={
                    "item": self.case.item_title,
                    "moment": self.received,
                    "number": self.number_text,
                    "code": self.code_text,
                    "url": self.track_url,
                },
            )
        )
        # The way of writing it that both kinds of phones take.
        return f"sms:?&body={quote(text)}"

    @property
    def code_text(self) -> str:
        return code_text(self.code)

    @property
    def track_code(self) -> str:
        """Where the progress is asked for, with the number filled in, as a QR code."""
        return qr_code(track_url(self.site_url, self.typed_number))

    @property
    def url(self) -> str:
        return receipt_url(self.site_url, self.number)
