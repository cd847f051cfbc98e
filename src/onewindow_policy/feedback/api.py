"""The suggestion box for everybody else: all they may import of this room."""

from onewindow_policy.feedback.answering import answer_suggestion
from onewindow_policy.feedback.answering import close_suggestion
from onewindow_policy.feedback.answering import open_suggestion
from onewindow_policy.feedback.answering import OpenedSuggestion
from onewindow_policy.feedback.answering import publish_suggestion
from onewindow_policy.feedback.answering import unpublish_suggestion
from onewindow_policy.feedback.areas import Areas
from onewindow_policy.feedback.areas import areas_of
from onewindow_policy.feedback.exceptions import SuggestionError
from onewindow_policy.feedback.forms import FORM_PATH
from onewindow_policy.feedback.forms import suggestion_form
from onewindow_policy.feedback.held import held_suggestion
from onewindow_policy.feedback.leaving import leave_suggestion
from onewindow_policy.feedback.leaving import left_earlier
from onewindow_policy.feedback.leaving import LeftSuggestion
from onewindow_policy.feedback.leaving import NewSuggestion
from onewindow_policy.feedback.listing import count_new_suggestions
from onewindow_policy.feedback.listing import count_published
from onewindow_policy.feedback.listing import published_suggestion
from onewindow_policy.feedback.listing import published_suggestions
from onewindow_policy.feedback.listing import PublishedSuggestion
from onewindow_policy.feedback.listing import SuggestionPage
from onewindow_policy.feedback.listing import SuggestionRow
from onewindow_policy.feedback.listing import suggestions_for
from onewindow_policy.feedback.numbers import number_text
from onewindow_policy.feedback.numbers import parse_number
from onewindow_policy.feedback.reporting import beginning_about
from onewindow_policy.feedback.retention import erase_old_suggestions
from onewindow_policy.feedback.retention import erase_suggestion

__all__ = [
    "Areas",
    "FORM_PATH",
    "LeftSuggestion",
    "NewSuggestion",
    "OpenedSuggestion",
    "PublishedSuggestion",
    "SuggestionError",
    "SuggestionPage",
    "SuggestionRow",
    "answer_suggestion",
    "areas_of",
    "beginning_about",
    "close_suggestion",
    "count_published",
    "count_new_suggestions",
    "erase_old_suggestions",
    "erase_suggestion",
    "held_suggestion",
    "leave_suggestion",
    "left_earlier",
    "number_text",
    "open_suggestion",
    "parse_number",
    "publish_suggestion",
    "published_suggestion",
    "published_suggestions",
    "suggestion_form",
    "suggestions_for",
    "unpublish_suggestion",
]
