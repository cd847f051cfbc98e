"""The wording of papers, for the rooms that issue some."""

from onewindow_policy.wordings.papers import sealed_wording
from onewindow_policy.wordings.papers import without_wording
from onewindow_policy.wordings.papers import WordedPaper
from onewindow_policy.wordings.sentences import BARRED
from onewindow_policy.wordings.sentences import read_sentences
from onewindow_policy.wordings.sentences import said_in
from onewindow_policy.wordings.sentences import Sentence

__all__ = [
    "BARRED",
    "Sentence",
    "WordedPaper",
    "read_sentences",
    "said_in",
    "sealed_wording",
    "without_wording",
]
