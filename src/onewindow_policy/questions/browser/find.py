"""`@@find-questions`: questions by words of what was asked and answered."""

from functools import cached_property
from onewindow_policy import _
from onewindow_policy.desks.api import PostView
from onewindow_policy.desks.api import table_of
from onewindow_policy.pages.api import Words
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
from plone import api
from Products.Five.browser.pagetemplatefile import ViewPageTemplateFile
from zExceptions import Unauthorized


class FindQuestionsView(PostView):
    """Lists the questions that have all the words which were typed.

    It is posted with a token: what people type may be somebody's name, which stands in no
    address. An address alone shows the empty form.
    """

    index = ViewPageTemplateFile("find.pt")
    page_title = _("title_find_questions", default="Find a question")
    headers = {"X-Robots-Tag": "noindex", "Referrer-Policy": "same-origin"}
    refusals = (QuestionError,)
    #: What was found, None where nothing was looked for.
    found: list[QuestionRow] | None = None

    def answer(self):
        """See `PostView`."""
        if not self.desk_list.is_for_user:
            raise Unauthorized("You have no part in questions to departments.")
        return super().answer()

    def act(self) -> None:
        """See `PostView`. The page is the answer, which a reload asks for anew."""
        if not self.text.strip():
            raise TextMissing("text")
        if len(self.text) > LONGEST_SOUGHT:
            raise TextTooLong("text", LONGEST_SOUGHT)
        self.found = questions_with(self.text)

    @cached_property
    def words(self) -> Words:
        return Words(self.language)

    @cached_property
    def desk_list(self) -> QuestionList:
        user = api.user.get_current().getUser()
        return QuestionList(user, self.words, self.site_url)

    @property
    def list_url(self) -> str:
        return f"{self.site_url}/{LIST}"

    @property
    def breadcrumbs(self) -> list[tuple[str, str | None]]:
        listed = (self.words(QuestionList.title), self.list_url)
        return [listed, (self.words(self.page_title), None)]

    @property
    def text(self) -> str:
        """What was typed."""
        return self.submitted("text")

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

    @property
    def table(self) -> str:
        """What was found, as the list shows it."""
        return table_of(self.desk_list, self.found or (), self.content_language)
