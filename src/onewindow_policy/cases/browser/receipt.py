"""The receipt of an application (收件凭证)."""

from datetime import timedelta
from onewindow_policy import _
from onewindow_policy.cases.browser.page import ApplicantPage
from onewindow_policy.cases.exceptions import CaseError
from onewindow_policy.cases.exceptions import CaseNumberMistyped
from onewindow_policy.cases.exceptions import CodeRefused
from onewindow_policy.cases.exceptions import QueryCodeMistyped
from onewindow_policy.cases.exceptions import ReceiptClosed
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.numbers import parse_case_number
from onewindow_policy.cases.numbers import parse_query_code
from onewindow_policy.cases.numbers import query_code_text
from onewindow_policy.cases.submissions import RECEIPT_LIFETIME
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.tracking import open_receipt
from onewindow_policy.devices.api import ending_part
from onewindow_policy.devices.api import is_over
from onewindow_policy.devices.api import is_shared
from onewindow_policy.devices.api import RECEIPT_COOKIE
from plone import api
from zope.interface import implementer
from zope.publisher.interfaces import IPublishTraverse
from zope.publisher.interfaces import NotFound

#: How long the cookie of a receipt is kept where several people use the browser: while it
#: is noted or printed.
SHARED_LIFETIME = timedelta(minutes=10)


def receipt_url(site_url: str, number: str) -> str:
    """Return the address of a receipt; it names the case and opens nothing."""
    return f"{site_url}/@@receipt/{number}"


def hand_over_receipt(request, number: str, token: str) -> None:
    """Redirect to the receipt, whose token goes along in a cookie for it alone.

    303: whatever was sent, the receipt is fetched; a reload sends nothing again.
    """
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


@implementer(IPublishTraverse)
class ReceiptView(ApplicantPage):
    """`@@receipt/<number>`: opened by its cookie, or by the query code.

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

    def answer(self):
        if not self.number:
            raise NotFound(self.context, self.__name__, self.request)
        if self.request.method == "POST":
            if not self.is_of_ended_visit:
                self._open_by_code()
        else:
            self._open_by_cookie()
        return self.index()

    def _open_by_cookie(self) -> None:
        token = self.request.cookies.get(RECEIPT_COOKIE)
        try:
            self.case = open_receipt(self.number, token or "")
        except ReceiptClosed:
            return
        if is_over(self.request, self.case.received_at.timestamp()):
            # The cookies of other receipts of a visit are out of reach of its end.
            self.case = None
            return
        self.code = self.case.query_code

    def _open_by_code(self) -> None:
        typed = self.request.form.get("code", "")
        try:
            code = parse_query_code(typed if isinstance(typed, str) else "")
            self.case = open_by_code(self.number, code, self.request.getClientAddr())
        except (QueryCodeMistyped, CodeRefused) as error:
            self.problem = self.words(error.message)
        except CaseError as error:
            self.request.response.setStatus(429)
            self.problem = self.words(error.message)
        else:
            self.code = code

    @property
    def ending(self) -> str:
        """See `PrivatePage`."""
        return ending_part(self.request, self.number)

    @property
    def typed_number(self) -> str:
        return case_number_text(self.number)

    @property
    def code_text(self) -> str:
        return query_code_text(self.code)

    @property
    def url(self) -> str:
        return receipt_url(self.site_url, self.number)
