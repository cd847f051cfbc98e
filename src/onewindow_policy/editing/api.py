"""Lost updates, for other rooms."""

from onewindow_policy.editing.browser.rendering import returned_note
from onewindow_policy.editing.conflicts import compare
from onewindow_policy.editing.conflicts import OVER
from onewindow_policy.editing.conflicts import REFUSAL
from onewindow_policy.editing.conflicts import StateValidator
from onewindow_policy.editing.digests import digest_of
from onewindow_policy.editing.interfaces import ICompared
from onewindow_policy.editing.interfaces import RETURNED
from onewindow_policy.editing.saves import note_save
from onewindow_policy.editing.saves import save_of_content
from onewindow_policy.editing.saves import save_of_records
from onewindow_policy.editing.texts import TextsComparison
from onewindow_policy.editing.versions import next_version
from onewindow_policy.editing.versions import save_of_version
from onewindow_policy.editing.versions import versions_of

__all__ = [
    "ICompared",
    "OVER",
    "REFUSAL",
    "RETURNED",
    "StateValidator",
    "TextsComparison",
    "compare",
    "digest_of",
    "next_version",
    "note_save",
    "returned_note",
    "save_of_content",
    "save_of_records",
    "save_of_version",
    "versions_of",
]
