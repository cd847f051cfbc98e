"""The suggestion box for everybody else: all they may import of this room."""

from onewindow_policy.feedback.forms import FORM_PATH
from onewindow_policy.feedback.forms import suggestion_form
from onewindow_policy.feedback.held import held_suggestion
from onewindow_policy.feedback.numbers import number_text
from onewindow_policy.feedback.numbers import parse_number
from onewindow_policy.feedback.retention import erase_suggestion

__all__ = [
    "FORM_PATH",
    "erase_suggestion",
    "held_suggestion",
    "number_text",
    "parse_number",
    "suggestion_form",
]
