"""`@@find-questions`: questions by words of what was asked and answered."""

from onewindow_policy import _
from onewindow_policy.desks.api import FindView
from onewindow_policy.questions.addresses import LIST
from onewindow_policy.questions.browser.desk import QuestionList
from onewindow_policy.questions.browser.desk import search_form
from onewindow_policy.questions.exceptions import QuestionError
from onewindow_policy.questions.exceptions import TextMissing
from onewindow_policy.questions.exceptions import TextTooLong
from onewindow_policy.questions.reading import LONGEST_SOUGHT
from onewindow_policy.questions.reading import MOST_FOUND
from onewindow_policy.questions.reading import QuestionRow
from onewindow_policy.questions.reading import questions_with
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile


class FindQuestionsView(FindView):
    """Lists the questions that have all the words which were typed."""

    index = ViewPageTemplateFile("find.pt")
    page_title = _("title_find_questions", default="Find a question")
    refusals = (QuestionError,)
    list_class = QuestionList
    list_path = LIST
    found: list[QuestionRow] | None = None

    def find(self, text: str) -> list[QuestionRow]:
        """See `FindView`."""
        if not text.strip():
            raise TextMissing("text")
        if len(text) > LONGEST_SOUGHT:
            raise TextTooLong("text", LONGEST_SOUGHT)
        return questions_with(text)

    @property
    def rows(self) -> list[QuestionRow]:
        """See `FindView`."""
        return self.found or []

    @property
    def form(self) -> str:
        errors = tuple(self.errors_of("text"))
        return search_form(self, self.desk_list.user, self.text, errors)

    @property
    def told(self) -> str:
        """What is said of what was found, "" where nothing was looked for."""
        if self.found is None:
            return ""
        if not self.found:
            return self.words(
                _(
                    "text_no_questions_found",
                    default=(
                        "No question and no answer has all these words. Look for fewer, or"
                        " ask the department."
                    ),
                )
            )
        if len(self.found) == MOST_FOUND:
            message = _(
                "text_many_questions_found",
                default="These are the newest ${count}. Type another word to find others.",
                mapping={"count": MOST_FOUND},
            )
        else:
            message = _(
                "text_questions_found",
                default="Found: ${count}",
                mapping={"count": len(self.found)},
            )
        return self.words(message)
