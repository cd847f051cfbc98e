"""A form whose sending makes a record: once, from a page of ours, and nothing is lost."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy import logger
from onewindow_policy.forms.browser.asking import AskingForm
from onewindow_policy.forms.browser.eligibility import FormEligibility
from onewindow_policy.forms.browser.form import ResidentForm
from onewindow_policy.forms.browser.keeping import KeepingForm
from onewindow_policy.forms.browser.parking import ParkingForm
from onewindow_policy.forms.browser.renewal import is_filled_in
from onewindow_policy.forms.browser.steps import FormSteps
from onewindow_policy.forms.browser.unready import find_unreadiness
from onewindow_policy.forms.browser.unready import takes_nothing_in
from onewindow_policy.forms.earlier import renews_in
from onewindow_policy.forms.exceptions import SubmissionHeld
from onewindow_policy.forms.handingout import ask_way
from onewindow_policy.forms.handingout import default_way
from onewindow_policy.forms.inquired import Inquired
from onewindow_policy.forms.inquired import inquired_by
from onewindow_policy.forms.interfaces import ICommunityCode
from onewindow_policy.forms.interfaces import IRegistering
from onewindow_policy.forms.items import guide_of
from onewindow_policy.forms.items import item_of
from onewindow_policy.forms.notices import notice_version
from onewindow_policy.forms.repeating import is_repeated
from onewindow_policy.forms.returned import Returned
from onewindow_policy.forms.returned import returned_answers
from onewindow_policy.forms.sent import content_of
from onewindow_policy.forms.shown import AGREED_TO
from onewindow_policy.forms.shown import QUESTIONS
from onewindow_policy.forms.shown import sealed
from onewindow_policy.forms.shown import Shown
from onewindow_policy.forms.shown import shown_by
from onewindow_policy.forms.submissions import begin_submission
from onewindow_policy.forms.submissions import require_genuine
from onewindow_policy.forms.submissions import Submission
from onewindow_policy.forms.submitted import PREFIX
from onewindow_policy.intake.api import drop_kept
from onewindow_policy.intake.api import SENT
from onewindow_policy.records.api import DatabaseBusy
from onewindow_policy.records.api import DatabaseUnavailable
from onewindow_policy.records.api import OutcomeUnknown
from z3c.form import button
from zope.component import getUtility
from zope.i18nmessageid import Message
from zope.schema import getFieldsInOrder

import transaction

_NOT_SENT_WITHOUT_FILES = _(
    "error_not_saved",
    default=(
        "We cannot save anything just now: nothing was sent. What you entered is still"
        " here. Please try again in a few minutes, or go to the window. Files have to be"
        " chosen again."
    ),
)
_NOT_SENT = _(
    "error_not_sent",
    default=(
        "We could not save your application: nothing was sent. All that you entered and"
        " chose is still here. Please try again in a few minutes, or go to the window."
    ),
)
_PERHAPS_SAVED = _(
    "error_perhaps_saved",
    default=(
        "The connection broke while saving. Please press the button once more: if it was"
        " saved, you get the receipt, and nothing is sent twice."
    ),
)
_PERHAPS_SAVED_WITHOUT_FILES = _(
    "error_perhaps_saved_without_files",
    default=(
        "The connection broke while saving. Please choose the files again, and press the"
        " button once more: if it was saved, you get the receipt, and nothing is sent"
        " twice."
    ),
)
#: What is said instead where files have to be chosen again.
_WITHOUT_FILES = {
    _NOT_SENT: _NOT_SENT_WITHOUT_FILES,
    _PERHAPS_SAVED: _PERHAPS_SAVED_WITHOUT_FILES,
}


class RegisteringForm(AskingForm, KeepingForm, ParkingForm, ResidentForm):
    """See `ResidentForm`; what was sent is saved before the answer says so.

    The case is committed here, and not after the page was made: then a fault of the
    database would leave an error page in place of what was typed.
    """

    buttons = ResidentForm.buttons.copy()
    handlers = ResidentForm.handlers.copy()

    #: Whether it is shown one group after the other on phones, where it is long.
    has_steps = True

    #: The nonce takes the place of Plone's token, which says nothing about visitors.
    enableCSRFProtection = False

    #: A page that is the answer in the place of the form: the receipt, or how the form that
    #: was kept is found again.
    answer_page: str | None = None

    @cached_property
    def schema(self):
        # What EasyForm asks for in this request is this from now on.
        return ask_way(self.context, ResidentForm.schema.func(self))

    @cached_property
    def submission(self) -> Submission:
        return begin_submission(self.context, self.request)

    @cached_property
    def eligibility(self) -> FormEligibility:
        """What the guide asks of whoever applies."""
        return FormEligibility(self)

    @cached_property
    def inquired(self) -> Inquired | None:
        """What was asked before, None where nothing was."""
        item = item_of(self.context)
        return inquired_by(self.request, item.code) if item is not None else None

    @cached_property
    def renews(self) -> str | None:
        """The number of what the form says to renew, None for nothing."""
        return renews_in(self.request) if self.request.method == "POST" else None

    @property
    def is_filled_in(self) -> bool:
        """Whether it was just filled in with what was said last time."""
        return is_filled_in(self.request)

    # -- what the page showed

    @cached_property
    def shown(self) -> Shown:
        """What this page shows now; it goes with it, sealed."""
        return shown_by(self.context, self.schema, self.notice_facts)

    @property
    def sealed(self) -> str:
        """What the page carries of itself."""
        return sealed(self.submission.nonce, self.shown)

    @cached_property
    def changes(self) -> list[str]:
        """What is another now than the page that was sent had shown: names of `NAMES`."""
        page = self.submission.page
        if page is None or self.request.method != "POST":
            return []
        return page.shown.changes(self.shown, self.district)

    @property
    def removed(self) -> list[Returned]:
        """What was answered to questions that are asked no more."""
        page = self.submission.page
        if QUESTIONS not in self.changes or page is None:
            return []
        return returned_answers(
            self.request.form,
            {
                name: question
                for name, question in page.shown.questions.items()
                if name not in self.schema
            },
        )

    @cached_property
    def accepted_documents(self) -> tuple[str, ...]:
        """See `ResidentForm`; once a community is chosen, what its district takes."""
        guide = guide_of(self.context, self.district)
        return guide.accepted_documents if guide is not None else ()

    @property
    def district(self) -> str:
        """The code of the district where somebody applies, empty where nobody said."""
        for name, field in getFieldsInOrder(self.schema):
            if ICommunityCode.providedBy(field):
                code = self.request.form.get(PREFIX + name)
                return code[:6] if isinstance(code, str) else ""
        return ""

    def given_consents(self) -> frozenset[str]:
        """See `ResidentForm`. A consent is to what was shown, and to nothing else."""
        if AGREED_TO.intersection(self.changes):
            return frozenset()
        return super().given_consents()

    def _begin_with(self, answers) -> None:
        if self.inquired is None:
            super()._begin_with(answers)
            return
        lives_in = {
            name: self.inquired.lives_in
            for name, field in getFieldsInOrder(self.schema)
            if ICommunityCode.providedBy(field)
        }
        super()._begin_with({**answers, **lives_in})
        self.request.form.update(self.inquired.met)

    # -- sending

    def update(self):
        # Widgets find their parked files by it.
        self.submission.notice_version = self._notice_version
        self.submission.inquired = self.inquired
        self.submission.takes_over = self.renews
        if self.request.method == "POST":
            for name, value in default_way(self.schema).items():
                self.request.form.setdefault(name, value)
        if not self.is_sent:
            # Ticked boxes stay while the page shows more choices, or other print.
            self.consents = self.given_consents()
        super().update()
        receipt = self.submission.receipt
        if receipt is not None:
            registering = getUtility(IRegistering, name=receipt.kind)
            self.answer_page = registering.hand_over(receipt, self.request)
            return
        steps = FormSteps(self)
        if self.has_steps and steps.is_stepped:
            self.steps = steps
            self._take_step(steps)
        if self.request.method == "POST":
            self.park_files()
            if self.wants_to_keep:
                self.keep_for_later()
            if any(map(self.lost_files, self.asked_widgets())):
                self.held = _WITHOUT_FILES.get(self.held, self.held)

    def _take_step(self, steps: FormSteps) -> None:
        if self.request.method != "POST":
            steps.begin()
        elif self.is_sent:
            steps.come_back()
        elif self.resumed is not None:
            steps.resume(self.resumed.left_out)
        elif self.submission.fault is not None:
            # What waits cannot be read, and so not be judged.
            steps.stay()
            if steps.pressed:
                self.give_up(self.submission.fault, _NOT_SENT)
        else:
            steps.go_on()

    def render(self) -> str:
        """Return the form, or what is the answer in its place."""
        return super().render() if self.answer_page is None else self.answer_page

    @property
    def _notice_version(self) -> str:
        version, dated = notice_version()
        return f"{version}/{dated.isoformat()}"

    @button.handler(buttons["submit"])
    def handleSubmit(self, action):
        """Register what was sent, once it is genuine and complete."""
        if not self.is_sent:
            return
        try:
            self._take_in(action)
        except DatabaseBusy as error:
            if self.request.supports_retry():
                # The publisher tries the whole request again.
                raise
            self.is_too_busy = True
            self.give_up(error, _NOT_SENT)
        except OutcomeUnknown as error:
            self.give_up(error, _PERHAPS_SAVED)
        except DatabaseUnavailable as error:
            self.give_up(error, _NOT_SENT)

    def _take_in(self, action) -> None:
        if self.submission.fault is not None:
            raise self.submission.fault
        try:
            self.require_genuine()
        except SubmissionHeld as held:
            # What is wrong with the fields is shown at the same time.
            self.extractData()
            self.hold(held.message)
            return
        submission = self.submission
        submission.content = content_of(
            self.request.form, submission.form_uid, submission.nonce_text
        )
        if is_repeated(submission, self.context):
            return
        if find_unreadiness(self.context):
            # Before any action begins: nothing of it is half done.
            self.extractData()
            self.hold(takes_nothing_in())
            return
        if self.changes:
            # The page says what has changed, beside what is wrong with the fields.
            self.extractData()
            self.status = self.formErrorsMessage
            return
        data, errors = self.extractData()
        if not errors and self.unasked_questions:
            self.is_asking = True
            self.status = self.formErrorsMessage
            return
        submission.findings = tuple(self.eligibility.findings(data))
        super().handleSubmit.func(self, action)
        if self.status == self.formErrorsMessage:
            if submission.receipt is not None:
                # One of several actions took it in and another did not: it is all or none.
                transaction.abort()
                submission.receipt = None
        elif submission.receipt is not None:
            drop_kept(submission.nonce_text, SENT)
            transaction.commit()
        else:
            self.hold(takes_nothing_in())

    def require_genuine(self) -> None:
        """Raise `SubmissionHeld` unless a person sent this from a page of ours."""
        require_genuine(self.submission, self.request)

    def give_up(
        self, error: DatabaseBusy | DatabaseUnavailable, message: Message
    ) -> None:
        logger.error("A form could not be registered: %s", error)
        transaction.abort()
        self.submission.receipt = None
        # Who ticked something before the database failed need not do so again.
        self.consents = self.given_consents()
        response = self.request.response
        response.setStatus(503)
        for name, value in error.headers.items():
            response.setHeader(name, value)
        self.hold(message)

    def hold(self, message: Message) -> None:
        self.held = message
        self.status = self.formErrorsMessage

    def extractData(self, setErrors: bool = True):
        """See `z3c.form.interfaces.IForm`."""
        data, errors = super().extractData(setErrors)
        self.submission.consents = self.consents
        self.submission.guardian = self.guardian
        return data, errors

    def _extract(self, set_errors: bool):
        data, errors = super()._extract(set_errors)
        for remark, question in self.eligibility.noticed(data):
            self.doubts += (remark,)
            self.questions += (question,)
        return data, errors
