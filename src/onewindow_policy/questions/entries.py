"""Questions on the page where staff begin: the list of them, and one by its number."""

from onewindow_policy import _
from onewindow_policy.desks.interfaces import Found
from onewindow_policy.desks.interfaces import IDeskEntry
from onewindow_policy.desks.interfaces import IDeskSearch
from onewindow_policy.questions.addresses import LIST
from onewindow_policy.questions.addresses import question_path
from onewindow_policy.questions.exceptions import QuestionNumberMistyped
from onewindow_policy.questions.numbers import number_text
from onewindow_policy.questions.numbers import parse_question_number
from onewindow_policy.questions.reading import is_there
from onewindow_policy.questions.reading import may_view
from zope.interface import implementer

TITLE = _("title_item_questions", default="Questions to departments")


@implementer(IDeskEntry)
class QuestionEntry:
    """The list of questions, for whoever reads them."""

    order = 16
    title = TITLE

    def path_for(self, user) -> str | None:
        """See `IDeskEntry`."""
        return LIST if may_view(user) else None

    def waiting_for(self, user) -> None:
        """See `IDeskEntry`. What waits of them are duties."""
        return


@implementer(IDeskSearch)
class QuestionSearch:
    """A question by its number."""

    order = 16
    title = TITLE

    def find(self, user, text: str) -> list[Found]:
        """See `IDeskSearch`."""
        try:
            number = parse_question_number(text)
        except QuestionNumberMistyped:
            return []
        if not is_there(user, number):
            return []
        return [Found(number_text(number), question_path(number), is_exact=True)]
