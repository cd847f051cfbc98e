"""The search for other rooms: all they may import of this one."""

from onewindow_policy.search.finding import find
from onewindow_policy.search.interfaces import Answer
from onewindow_policy.search.interfaces import Hit
from onewindow_policy.search.interfaces import Question
from onewindow_policy.search.rebuilding import begin_rebuilding
from onewindow_policy.search.rebuilding import is_index_current
from onewindow_policy.search.rebuilding import rebuild

__all__ = [
    "Answer",
    "Hit",
    "Question",
    "begin_rebuilding",
    "find",
    "is_index_current",
    "rebuild",
]
