"""`/@@item-question?number=…`: a question with all that was said, and what can be done."""

from datetime import date
from functools import cached_property
from onewindow_policy import _
from onewindow_policy.accounts.api import staff_name
from onewindow_policy.communities.divisions import all_communities
from onewindow_policy.communities.units import get_unit
from onewindow_policy.communities.units import unit_name
from onewindow_policy.desks.api import PostView
from onewindow_policy.pages.api import Words
from onewindow_policy.questions.addresses import list_path
from onewindow_policy.questions.addresses import question_path
from onewindow_policy.questions.answering import answer
from onewindow_policy.questions.answering import is_told_by_phone
from onewindow_policy.questions.answering import may_answer
from onewindow_policy.questions.asking import follow_up
from onewindow_policy.questions.asking import may_follow_up
from onewindow_policy.questions.asking import may_withdraw
from onewindow_policy.questions.asking import withdraw
from onewindow_policy.questions.browser.desk import QuestionList
from onewindow_policy.questions.browser.desk import STATES
from onewindow_policy.questions.browser.outcome import outcome_of
from onewindow_policy.questions.duties import to_answer
from onewindow_policy.questions.exceptions import QuestionError
from onewindow_policy.questions.exceptions import QuestionNumberMistyped
from onewindow_policy.questions.exceptions import QuestionUnknown
from onewindow_policy.questions.models import ANSWER
from onewindow_policy.questions.models import ANSWERED
from onewindow_policy.questions.models import CORRECTION
from onewindow_policy.questions.models import FOLLOW_UP
from onewindow_policy.questions.models import ItemQuestion
from onewindow_policy.questions.models import ItemQuestionEntry
from onewindow_policy.questions.models import QUESTION
from onewindow_policy.questions.models import WITHDRAWAL
from onewindow_policy.questions.numbers import number_text
from onewindow_policy.questions.numbers import parse_question_number
from onewindow_policy.questions.proposing import decline
from onewindow_policy.questions.proposing import may_decline
from onewindow_policy.questions.proposing import may_propose
from onewindow_policy.questions.proposing import may_take
from onewindow_policy.questions.proposing import propose
from onewindow_policy.questions.proposing import take_into_guide
from onewindow_policy.questions.reading import may_view
from onewindow_policy.questions.reading import question_of
from onewindow_policy.questions.texts import LONGEST_NAME
from onewindow_policy.questions.texts import LONGEST_TEXT
from onewindow_policy.workdays.api import today
from onewindow_policy.workdays.deadlines import local_date
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import BadRequest
from zope.i18nmessageid import Message

KINDS = {
    QUESTION: _("entry_question", default="Question"),
    FOLLOW_UP: _("entry_follow_up", default="Asked once more"),
    ANSWER: _("entry_answer", default="Answer"),
    CORRECTION: _("entry_correction", default="Corrected answer"),
    WITHDRAWAL: _("entry_withdrawal", default="The question was taken back"),
}

#: The buttons, each with the input that somebody types into, if any.
BUTTONS = {
    "give-answer": "answer",
    "ask-more": "more",
    "withdraw": None,
    "propose": None,
    "take": None,
    "decline": "why",
}


class QuestionView(PostView):
    """A question, which any window reads; who may answers it, asks once more, or brings it
    into the guide."""

    index = ViewPageTemplateFile("question.pt")
    headers = {"X-Robots-Tag": "noindex", "Referrer-Policy": "same-origin"}
    refusals = (QuestionError,)
    unknown = (QuestionNumberMistyped, QuestionUnknown)
    longest_text = LONGEST_TEXT
    longest_name = LONGEST_NAME
    question: ItemQuestion | None = None
    said: tuple[ItemQuestionEntry, ...] = ()

    def read(self) -> None:
        """See `PostView`."""
        self.question, self.said = question_of(self.user, self.number)

    def act(self) -> tuple[Message, str]:
        """See `PostView`."""
        pressed = next((each for each in BUTTONS if each in self.request.form), None)
        if pressed is None:
            raise BadRequest
        # Whoever may not read it learns of nothing.
        if not may_view(self.user):
            raise QuestionUnknown
        here = f"{self.site_url}/{question_path(self.number)}"
        user, number, version = self.user, self.number, self.submitted_version
        if pressed == "take":
            text = take_into_guide(user, number, version=version)
            done = _(
                "message_question_taken",
                default=(
                    "The question stands among those of the guide, in what is written of"
                    " it. Read it, save, and submit the guide for review."
                ),
            )
            return done, f"{text.absolute_url()}/edit"
        if pressed == "give-answer":
            answer(
                user,
                number,
                self.submitted("answer"),
                version=version,
                told_by=self.submitted("told_by"),
                told_on=self._told_on,
            )
            done = _("message_question_answered", default="The answer is kept.")
        elif pressed == "ask-more":
            follow_up(user, number, self.submitted("more"), version=version)
            done = _(
                "message_question_open_again", default="The question is open again."
            )
        elif pressed == "withdraw":
            withdraw(user, number, version=version)
            done = _(
                "message_question_withdrawn", default="The question is taken back."
            )
        elif pressed == "propose":
            propose(user, number, version=version)
            done = _(
                "message_question_proposed",
                default="Proposed for the guide: its editors see to it.",
            )
        else:
            decline(user, number, self.submitted("why"), version=version)
            done = _("message_question_declined", default="Noted, with your reason.")
        return done, here

    @property
    def _told_on(self) -> date | None:
        try:
            return date.fromisoformat(self.submitted("told_on"))
        except ValueError:
            return None

    @cached_property
    def user(self):
        return api.user.get_current().getUser()

    @cached_property
    def number(self) -> str:
        """The number of the question; raises `QuestionNumberMistyped`."""
        return parse_question_number(self.submitted("number"))

    @property
    def page_title(self):
        return _(
            "title_item_question",
            default="Question ${number}",
            mapping={"number": number_text(self.number)},
        )

    @cached_property
    def words(self) -> Words:
        return Words(self.language)

    @property
    def list_url(self) -> str:
        """The list of what was asked about the same service."""
        code = self.question.item_code if self.question is not None else ""
        return f"{self.site_url}/{list_path(code)}"

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        listed = (self.words(QuestionList.title), f"{self.site_url}/{list_path()}")
        return [listed, (self.words(self.page_title), None)]

    @property
    def version(self) -> int:
        """The version that the page shows."""
        return self.question.version if self.question else self.submitted_version

    @property
    def facts(self) -> list[dict]:
        """What is known of the question, label by label; what is not is left out."""
        one, say = self.question, self.words
        titles = {each.place.code: each.full_name for each in all_communities()}
        unit = get_unit(one.unit_code)
        due = to_answer(one)
        state, _tone = STATES[one.state]
        rows = (
            (_("column_case_item", default="Service"), one.item_title),
            (_("label_case_state", default="State"), say(state)),
            (
                _("label_question_due", default="Answer by"),
                say.day(local_date(due.due_at)) if due is not None else "",
            ),
            (
                _("column_question_unit", default="Department"),
                " ".join(
                    filter(None, (unit_name(one.unit_code), unit.phone if unit else ""))
                ),
            ),
            (
                _("column_inquiry_window", default="Window"),
                titles.get(one.community_code, one.community_code),
            ),
        )
        return [{"label": say(label), "text": text} for label, text in rows if text]

    @property
    def entries(self) -> list[dict]:
        """What was said, in turn; of an answer that was corrected it says that it was."""
        shown: list[dict] = []
        last_answer: dict | None = None
        for each in self.said:
            if each.kind == CORRECTION and last_answer is not None:
                last_answer["is_corrected"] = True
            shown.append(
                {
                    "kind": self.words(KINDS[each.kind]),
                    "text": each.text,
                    "by": staff_name(each.user_id),
                    "at": self.words.moment(each.at),
                    "told": self._told(each),
                    "is_corrected": False,
                }
            )
            if each.kind in (ANSWER, CORRECTION):
                last_answer = shown[-1]
        return shown

    def _told(self, entry: ItemQuestionEntry) -> str:
        if entry.told_by is None or entry.told_on is None:
            return ""
        message = _(
            "text_told_by_phone",
            default="Said by phone on ${day} by ${name}",
            mapping={"day": self.words.day(entry.told_on), "name": entry.told_by},
        )
        return self.words(message)

    def _offers(self, button: str, is_possible) -> bool:
        """Return whether a form is shown: where it is possible; while nothing can be read,
        where it was sent."""
        if self.question is None:
            return button in self.request.form
        return bool(is_possible())

    @property
    def takes_answer(self) -> bool:
        return self._offers("give-answer", lambda: may_answer(self.user, self.question))

    @property
    def is_correction(self) -> bool:
        """Whether what is answered corrects what was answered."""
        return self.question is not None and self.question.state == ANSWERED

    @property
    def answer_open(self) -> str | None:
        """Whether the form for it is unfolded, as its attribute says it: a correction is
        rare, and is folded until somebody has typed one."""
        is_typed = self.is_sent and "answer" in self.request.form
        return "open" if is_typed or not self.is_correction else None

    @property
    def more_open(self) -> str | None:
        """The same of the form that asks once more."""
        return "open" if self.is_sent and "more" in self.request.form else None

    @property
    def is_by_phone(self) -> bool:
        """Whether the answer is one that the unit gave by phone."""
        if self.question is None:
            return "told_by" in self.request.form
        return is_told_by_phone(self.question)

    @property
    def told_on(self) -> str:
        """The day that was typed; today where none was."""
        return self.submitted("told_on") if self.is_sent else today().isoformat()

    @property
    def takes_more(self) -> bool:
        return self._offers("ask-more", lambda: may_follow_up(self.user, self.question))

    @property
    def may_withdraw(self) -> bool:
        return self._offers(
            "withdraw", lambda: may_withdraw(self.user, self.question, self.said[-1])
        )

    @property
    def may_propose(self) -> bool:
        # Who writes the guide takes it there at once.
        return self._offers(
            "propose",
            lambda: may_propose(self.user, self.question) and not self.may_take,
        )

    @property
    def may_take(self) -> bool:
        return self._offers("take", lambda: may_take(self.question))

    @property
    def may_decline(self) -> bool:
        return self._offers("decline", lambda: may_decline(self.question))

    @property
    def outcome(self) -> list[str]:
        """What became of it in the guide, in sentences."""
        if self.question is None:
            return []
        return [
            self.words(each)
            for each in outcome_of(self.question, self.said, self.words)
        ]

    @property
    def kept(self) -> list[str]:
        """What was typed into a form that is not there any more, to be copied."""
        if not self.is_sent or self.question is None:
            return []
        shown = {
            "answer": self.takes_answer,
            "more": self.takes_more,
            "why": self.may_decline,
        }
        return [
            text
            for name, is_shown in shown.items()
            if not is_shown and (text := self.submitted(name))
        ]
