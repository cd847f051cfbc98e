"""EasyForm's form as residents meet it: read, judged and kept filled on the server."""

from collections.abc import Iterator
from collections.abc import Mapping
from collective.easyform.api import get_actions
from collective.easyform.browser.view import EasyFormForm
from collective.easyform.config import FORM_ERROR_MARKER
from collective.easyform.interfaces import IFieldExtender
from datetime import date
from functools import cached_property
from functools import lru_cache
from onewindow_policy import _
from onewindow_policy import logger
from onewindow_policy.devices.api import is_shared
from onewindow_policy.forms.actions import IRegisterCase
from onewindow_policy.forms.browser.consenting import ConsentingForm
from onewindow_policy.forms.browser.judging import clean_texts
from onewindow_policy.forms.browser.judging import compare_birthdays
from onewindow_policy.forms.browser.judging import count_lengths
from onewindow_policy.forms.browser.judging import derive_births
from onewindow_policy.forms.browser.judging import find_doubts
from onewindow_policy.forms.browser.judging import limit_files
from onewindow_policy.forms.browser.judging import name_files
from onewindow_policy.forms.browser.judging import open_questions
from onewindow_policy.forms.browser.judging import read_documents
from onewindow_policy.forms.browser.judging import require_accepted
from onewindow_policy.forms.browser.judging import tell_agent_apart
from onewindow_policy.forms.browser.remarks import AnswerError
from onewindow_policy.forms.browser.remarks import message_of
from onewindow_policy.forms.browser.remarks import OpenQuestion
from onewindow_policy.forms.browser.remarks import Remark
from onewindow_policy.forms.browser.rendering import render_form
from onewindow_policy.forms.commitments import without_untaken
from onewindow_policy.forms.conditions import Condition
from onewindow_policy.forms.conditions import parse_condition
from onewindow_policy.forms.conditions import unasked_fields
from onewindow_policy.forms.exceptions import UnreadableCondition
from onewindow_policy.forms.interfaces import IMaterialFiles
from onewindow_policy.forms.interfaces import IRegisteringAction
from onewindow_policy.forms.interfaces import IRegisteringForm
from onewindow_policy.forms.items import site_form_of
from onewindow_policy.forms.stepping import STEP
from onewindow_policy.forms.stepping import step_by_enter
from onewindow_policy.forms.submitted import forget_submission
from onewindow_policy.forms.submitted import PREFIX
from onewindow_policy.forms.submitted import tidy_submission
from onewindow_policy.guides.documents import accepted_hint
from types import MappingProxyType
from typing import Any
from z3c.form import button
from zope.i18n import translate
from zope.i18nmessageid import Message
from zope.schema import getFieldsInOrder
from zope.schema.interfaces import ICollection

SUBMIT = "form.buttons.submit"

#: The button that Enter presses: the first of the page, before those that switch print and
#: language.
ENTER = "form.enter"


def hear_of_enter(request) -> None:
    """Take the key for the button that sends the form, or leads to its next step."""
    if not request.form.get(ENTER):
        return
    if step := step_by_enter(request.form):
        request.form[STEP] = step
    else:
        request.form[SUBMIT] = "1"


@lru_cache(maxsize=1024)
def _condition_of(text: str) -> Condition | None:
    """Return the condition that `text` states, None for one that cannot be read.

    Then the field is asked always: a question too many is better than one too few.
    """
    try:
        return parse_condition(text)
    except UnreadableCondition:
        logger.warning("Unreadable condition of a form's field: %s", text)
        return None


class ResidentForm(ConsentingForm, EasyFormForm):
    """A form, from the model that editors made.

    Once the answers were extracted, `problems` are what must be mended, `doubts` what is
    worth a second look and no reason to refuse, `consents` what was consented to.
    """

    buttons = EasyFormForm.buttons.copy()
    handlers = EasyFormForm.handlers.copy()

    formErrorsMessage = _(
        "form_errors", default="Please mend what is marked below, then send it again."
    )

    #: Whether staff fill it in, for whoever stands at their window.
    is_at_window = False

    #: The documents by which its service knows applicants, where not all will do.
    accepted_documents: tuple[str, ...] = ()

    #: Why the form as a whole was not taken in.
    held = None

    #: What the page that was sent showed otherwise; see `RegisteringForm`.
    changes: list[str] | tuple = ()

    #: How long the answers were that had to be cut, by the names of their inputs.
    _lengths: Mapping[str, int] = MappingProxyType({})

    #: Where somebody is who answers one group after the other; see `RegisteringForm`.
    steps = None

    _extracted: tuple | None = None
    doubts: tuple[Remark, ...] = ()
    #: What is asked about once, and whether that is why the page comes back.
    questions: tuple[OpenQuestion, ...] = ()
    is_asking = False

    @property
    def is_registering(self) -> bool:
        return IRegisteringForm.providedBy(self.context)

    @property
    def method(self) -> str:
        """Personal data in an address ends up in logs: registering forms are posted,
        whatever was stored before the form began to register."""
        return "post" if self.is_registering else super().method

    @property
    def allow_prefill_from_GET_request(self) -> bool:
        return not self.is_registering

    @cached_property
    def schema(self):
        # What EasyForm asks for in this request is this from now on.
        return without_untaken(self.context, super().schema)

    @property
    def is_sent(self) -> bool:
        """Whether the answers were sent to be taken in, and not only to be kept while
        the page shows more choices."""
        return (
            self.request.method == self.method.upper() and SUBMIT in self.request.form
        )

    def update(self):
        """See `z3c.form.interfaces.IForm`."""
        site_form = site_form_of(self.context)
        beginning = site_form.first_answers(self.request.form) if site_form else {}
        if self.is_registering and self.request.method != "POST":
            # Of the groups' widgets too, which the form's own check does not reach.
            self.ignoreRequest = True
            forget_submission(self.request.form)
        self._lengths = tidy_submission(self.request.form, self._names_of_lists())
        if not self.is_registering:
            super().update()
            return
        # The stock form goes on to a page of thanks, whoever posts valid answers, even
        # without the button and so without any action having run. A form that registers
        # leads to a receipt instead.
        self.formMaybeForceSSL()
        super(EasyFormForm, self).update()
        if self.ignoreRequest:
            self._begin_with(beginning)

    def _begin_with(self, answers: Mapping[str, str]) -> None:
        """Write answers into the empty form, where it has such fields."""
        for name, text in answers.items():
            widget = self.widget_of(name)
            if widget is not None:
                widget.value = text

    def _names_of_lists(self) -> list[str]:
        return [
            PREFIX + name
            for name, field in getFieldsInOrder(self.schema)
            if ICollection.providedBy(field) or IMaterialFiles.providedBy(field)
        ]

    @button.handler(buttons["submit"])
    def handleSubmit(self, action):
        """Take the answers in; for a registering form only what was posted."""
        if self.is_sent:
            EasyFormForm.handleSubmit(self, action)

    def processActions(self, fields):
        """Let the actions take the answers in; those of a registering form are ours, and
        no other sees them.

        What the model says was judged as it was read; this is about what came of it.
        """
        actions = getFieldsInOrder(get_actions(self.context))
        if self.is_registering and not all(
            IRegisteringAction.providedBy(action) for _name, action in actions
        ):
            logger.error("A registering form has an action that is none of ours")
            return None
        return super().processActions(fields)

    def render(self) -> str:
        """Return the form, or the stock page of thanks."""
        return self.template() if self.thanksPage else render_form(self)

    # -- what was answered

    def asked_widgets(self) -> Iterator:
        """Yield the widgets of the fields that are asked, in the order of the page."""
        return (
            each for each in self.all_widgets() if each.__name__ not in self.unasked
        )

    def all_widgets(self) -> Iterator:
        """Yield all widgets in the order of the page."""
        yield from self.widgets.values()
        for group in self.groups:
            yield from group.widgets.values()

    def widget_of(self, name: str):
        """Return the widget of a field, None where there is none."""
        return next(
            (each for each in self.all_widgets() if each.__name__ == name), None
        )

    @cached_property
    def conditions(self) -> dict[str, Condition | None]:
        """The conditions of all fields, by name, in the order of the page."""
        return {
            widget.__name__: _condition_of(text) if text else None
            for widget in self.all_widgets()
            for text in (IFieldExtender(widget.field).depends_on,)
        }

    @cached_property
    def unasked(self) -> frozenset[str]:
        """The names of the fields that are not asked, given the answers to others."""
        answers = {
            widget.__name__: _plain_answer(widget.value)
            for widget in self.all_widgets()
        }
        return unasked_fields(self.conditions, answers)

    def extractData(self, setErrors: bool = True):
        """See `z3c.form.interfaces.IForm`; the stock form asks twice for each sending.

        What is not asked is neither required nor kept, whatever the browser sent.
        """
        if self._extracted is None:
            self._extracted = self._extract(setErrors)
        return self._extracted

    def _extract(self, set_errors: bool) -> tuple[dict[str, Any], tuple]:
        data, errors = super().extractData(set_errors)
        for widget in self.all_widgets():
            if widget.__name__ in self.unasked:
                data.pop(widget.__name__, None)
        # Else the stock form, whose actions have run, shows itself again for an error.
        self.widgets.errors = tuple(
            error for error in self.widgets.errors if not self._is_unasked(error)
        )
        widgets = list(self.asked_widgets())
        count_lengths(widgets, data, self._lengths)
        clean_texts(widgets, data)
        read_documents(widgets, data)
        derive_births(widgets, data)
        compare_birthdays(widgets, data)
        for action in self._applying_actions():
            names = action.applicant_id_number, action.agent_id_number
            tell_agent_apart(widgets, data, *names)
        limit_files(widgets, data)
        name_files(widgets, data)
        self.check_consents(data)
        for action in self._applying_actions():
            number = action.applicant_id_number
            require_accepted(widgets, data, number, self.accepted_documents)
        self.doubts = tuple(
            self.remark(widget.id, widget.label, message)
            for widget, message in find_doubts(widgets, data)
        )
        self.questions = open_questions(widgets, data)
        about_all = [error for error in errors if error.widget is None]
        about_one = [each.error for each in self.asked_widgets() if each.error]
        about_guardian = tuple(self.guardian_faults.values())
        return data, (*about_all, *about_one, *self.missing_consents, *about_guardian)

    def _applying_actions(self) -> Iterator:
        """Yield the actions by which services are applied for: they say who is who."""
        if self.is_registering:
            for _name, action in getFieldsInOrder(get_actions(self.context)):
                if IRegisterCase.providedBy(action):
                    yield action

    @property
    def read_answers(self) -> Mapping[str, Any]:
        """The answers as they were read, by field; none before they were extracted."""
        return self._extracted[0] if self._extracted is not None else {}

    def born_by(self, name: str) -> date | None:
        """Return the day of birth that was read for the field with this name."""
        return self.read_answers.get(name)

    def _is_unasked(self, error) -> bool:
        return error.widget is not None and error.widget.__name__ in self.unasked

    @property
    def is_on_shared_device(self) -> bool:
        """Whether the browser is to keep and offer nothing of what is typed."""
        return is_shared(self.request)

    def hint_of(self, widget) -> Message | str:
        """Return what is said at a field before anybody answers."""
        hint = self.accepted_hint_of(widget)
        return "".join(filter(None, (widget.field.description, hint)))

    def accepted_hint_of(self, widget) -> str:
        """Return which documents the service takes, at the question for the kind of the
        applicant's."""
        number = next(
            (each.applicant_id_number for each in self._applying_actions()), None
        )
        kind_field = getattr(self.schema.get(number or ""), "kind_field", None)
        if kind_field != widget.__name__ or not self.accepted_documents:
            return ""
        return translate(accepted_hint(self.accepted_documents), context=self.request)

    # -- files

    def kept_files(self, widget) -> list:
        """Return the files of a widget that wait for the next try."""
        return []

    def lost_files(self, widget) -> list:
        """Return the files of a widget that have to be chosen again."""
        return list(widget.value or ())

    def refused_files(self, widget) -> list[tuple[str, Message]]:
        """Return the names of files of a widget that were not taken, and why."""
        return []

    # -- what to say

    @property
    def problems(self) -> list[Remark]:
        """What must be mended, in the order of the page."""
        found = [
            self.remark(widget.id, widget.label, message_of(widget.error, widget))
            for widget in self.asked_widgets()
            if widget.error
        ]
        return [*found, *self.problems_of_consents()]

    def setErrorsMessage(self, errors):
        """Show what an action found; EasyForm looks for fields outside groups only."""
        for name, message in errors.items():
            widget = self.widget_of(name)
            if widget is not None:
                widget.error = AnswerError(message, widget)
            elif name == FORM_ERROR_MARKER:
                self.held = message
        self.status = self.formErrorsMessage


def _plain_answer(value) -> str:
    """Return what a condition compares: the text, or the first of several."""
    if isinstance(value, (list, tuple)):
        value = value[0] if value else ""
    return value if isinstance(value, str) else "yes" if value else ""
