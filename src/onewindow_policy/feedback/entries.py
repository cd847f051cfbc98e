"""Suggestions on the page where staff begin: the list of them, and one by its number."""

from onewindow_policy import _
from onewindow_policy.communities.scopes import scope_of
from onewindow_policy.desks.interfaces import Found
from onewindow_policy.desks.interfaces import IDeskEntry
from onewindow_policy.desks.interfaces import IDeskSearch
from onewindow_policy.feedback.exceptions import NumberMistyped
from onewindow_policy.feedback.listing import is_for
from onewindow_policy.feedback.numbers import number_text
from onewindow_policy.feedback.numbers import parse_number
from onewindow_policy.feedback.permissions import ANSWER_SUGGESTION
from zope.interface import implementer


@implementer(IDeskEntry)
class SuggestionEntry:
    """The list of suggestions, for whoever answers them."""

    order = 20
    title = _("title_suggestion_desk", default="Suggestions to answer")

    def path_for(self, user) -> str | None:
        """See `IDeskEntry`."""
        return "@@suggestion-desk" if scope_of(user, ANSWER_SUGGESTION) else None

    def waiting_for(self, user) -> None:
        """See `IDeskEntry`. What waits of them are duties."""
        return


@implementer(IDeskSearch)
class SuggestionSearch:
    """A suggestion by its number."""

    order = 20
    title = _("found_suggestions", default="Suggestions")

    def find(self, user, text: str) -> list[Found]:
        """See `IDeskSearch`."""
        try:
            number = parse_number(text)
        except NumberMistyped:
            return []
        if not scope_of(user, ANSWER_SUGGESTION) or not is_for(user, number):
            return []
        shown = number_text(number)
        return [Found(shown, f"@@answer-suggestion?number={shown}", is_exact=True)]
