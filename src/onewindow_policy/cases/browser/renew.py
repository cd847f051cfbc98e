"""Renewing what runs out (续办), and applying once more for what was not granted
(再次办理), from the earlier answers, without an account."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.cases.browser.track import TrackView
from onewindow_policy.cases.exceptions import CodeRefused
from onewindow_policy.cases.exceptions import Mistyped
from onewindow_policy.cases.exceptions import PersonRefused
from onewindow_policy.cases.linking.proving import answers_of
from onewindow_policy.cases.linking.proving import require_person
from onewindow_policy.cases.linking.reading import REOPENED_ANEW
from onewindow_policy.cases.numbers import case_number_text
from onewindow_policy.cases.numbers import parse_case_number
from onewindow_policy.cases.numbers import parse_query_code
from onewindow_policy.cases.tracking import require_code
from onewindow_policy.cases.validity.reading import OFFERED
from onewindow_policy.catalogue.api import find_item
from onewindow_policy.forms.api import AGREED
from onewindow_policy.forms.api import application_form
from onewindow_policy.forms.api import closing_faults
from onewindow_policy.forms.api import DOCUMENT
from onewindow_policy.forms.api import RENEW
from onewindow_policy.forms.api import titles_for
from onewindow_policy.intake.exceptions import TooManyTries
from onewindow_policy.pages.api import text_of
from onewindow_policy.typed.exceptions import UnfitAnswer
from onewindow_policy.typed.serials import LONGEST_TYPED
from zope.i18nmessageid import Message

_NOT_AGREED = _(
    "error_renew_not_agreed",
    default="Please tick this, or fill the form in anew instead.",
)


_RENEW = _("title_renew", default="Renew with what you wrote last time")
_REAPPLY = _("title_reapply", default="Apply again with what you wrote last time")
_APPLIED_AGAIN = _(
    "text_applied_again",
    default="You have applied again already: application ${number}.",
)
_NOTHING_TO_REAPPLY = _(
    "text_nothing_to_reapply",
    default=(
        "Your earlier answers cannot be used for this one. Please apply anew, online or at"
        " any window."
    ),
)


class RenewView(TrackView):
    """`@@renew`: opened by number and query code from the progress. Who agrees, and proves
    by the number of their document that they applied, is led to the form, which their
    browser sends the same to.

    It needs no other token: it changes nothing, and who has the code may withdraw as well.
    """

    @property
    def page_title(self) -> Message:
        """What is done, as the case ended."""
        is_again = self.case is not None and self.case.state in REOPENED_ANEW
        return _REAPPLY if is_again else _RENEW

    @property
    def why_not(self) -> str:
        """Why nothing can be made from the case."""
        later = [each for each in self.case.links if not each.is_earlier]
        if self.renewal_text:
            return self.renewal_text
        if later:
            number = case_number_text(later[0].number)
            return self.words(Message(_APPLIED_AGAIN, mapping={"number": number}))
        return self.words(_NOTHING_TO_REAPPLY)

    @property
    def last_time(self) -> list[dict]:
        """How it ended, as the history has it; nothing of what runs out."""
        if not self.case.can_reapply:
            return []
        return [each for each in self.history if each["reason"] or each["facts"]][:1]

    def answer(self):
        if self.request.method != "POST":
            self.request.response.redirect(self.track_url)
            return ""
        if self.is_of_ended_visit:
            self.request.form.clear()
        wants = RENEW in self.request.form
        # Before anything is written: what is wrong is counted in a transaction apart.
        wrong = self._what_is_wrong() if wants else {}
        self._open()
        self.problems |= wrong if self.case is not None else {}
        if wants and self.is_offered and not self.problems:
            # The browser sends the same to the page of the form, which asks once more.
            self.request.response.redirect(self.form_url, status=307, lock=True)
            return ""
        return self.index()

    @property
    def renew_url(self) -> str:
        return f"{self.site_url}/@@renew"

    @property
    def is_offered(self) -> bool:
        """Whether it can be renewed now, and here."""
        return self.is_renewable and self.form_url is not None

    @property
    def is_renewable(self) -> bool:
        """Whether there is something to renew, or to apply for once more, with what was
        written."""
        if self.case is None:
            return False
        validity = self.case.validity
        is_due = validity is not None and validity.renewal == OFFERED
        return is_due or self.case.can_reapply

    @property
    def _form(self):
        item = find_item(self.case.item_code)
        guide = self._guide
        if item is None or guide is None or not guide.channel_online:
            return None
        form = application_form(item)
        return form if form is not None and not closing_faults(form) else None

    @cached_property
    def form_url(self) -> str | None:
        """Where the form of the service is, as it is now; None where it is not applied for
        online any more."""
        form = self._form
        return form.absolute_url() if form is not None else None

    @cached_property
    def taken_over(self) -> list[str]:
        """The questions that the form still asks and that were answered last time."""
        return titles_for(self._form, answers_of(self.case.number))

    @property
    def typed_document(self) -> str:
        return text_of(self.request, DOCUMENT, LONGEST_TYPED)

    @property
    def has_agreed(self) -> bool:
        return text_of(self.request, AGREED) == "1"

    def _what_is_wrong(self) -> dict[str, str]:
        """Return what is wrong with what was sent besides number and code, by field;
        nothing where these open no case, which is said of them then."""
        address, wrong = self.request.getClientAddr(), {}
        if not self.has_agreed:
            wrong[AGREED] = self.words(_NOT_AGREED)
        try:
            number = parse_case_number(text_of(self.request, "number"))
            require_code(
                number, parse_query_code(text_of(self.request, "code")), address
            )
        except (Mistyped, CodeRefused, TooManyTries):
            return {}
        try:
            require_person(number, self.typed_document, address)
        except UnfitAnswer as error:
            wrong[DOCUMENT] = self.words(error.args[0])
        except PersonRefused as error:
            wrong[DOCUMENT] = self.words(error.message)
        except TooManyTries as error:
            self.request.response.setStatus(429)
            wrong[DOCUMENT] = self.words(error.message)
        return wrong
