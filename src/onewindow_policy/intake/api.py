"""What is sent without an account, for everybody else: who sends, and what waits."""

from onewindow_policy.intake.keeping import drafts_of
from onewindow_policy.intake.keeping import drop_draft
from onewindow_policy.intake.keeping import drop_kept
from onewindow_policy.intake.keeping import held_kept
from onewindow_policy.intake.keeping import keep_draft
from onewindow_policy.intake.keeping import keep_form
from onewindow_policy.intake.keeping import Kept
from onewindow_policy.intake.keeping import KEPT_NUMBER
from onewindow_policy.intake.keeping import NOT_WANTED
from onewindow_policy.intake.keeping import open_draft
from onewindow_policy.intake.keeping import open_kept
from onewindow_policy.intake.keeping import OpenedForm
from onewindow_policy.intake.keeping import SENT
from onewindow_policy.intake.parking import drop_parked
from onewindow_policy.intake.parking import drop_parked_files
from onewindow_policy.intake.parking import has_parked
from onewindow_policy.intake.parking import move_parked
from onewindow_policy.intake.parking import nonce_hash_of
from onewindow_policy.intake.parking import park_upload
from onewindow_policy.intake.parking import parked_content
from onewindow_policy.intake.parking import parked_files
from onewindow_policy.intake.parking import ParkedFile
from onewindow_policy.intake.parking import renew_parked
from onewindow_policy.intake.proving import is_proved
from onewindow_policy.intake.senders import APPLICATIONS
from onewindow_policy.intake.senders import count_submission
from onewindow_policy.intake.senders import filing_account
from onewindow_policy.intake.senders import filing_role
from onewindow_policy.intake.senders import require_room
from onewindow_policy.intake.senders import sender_key
from onewindow_policy.intake.senders import SUGGESTIONS
from onewindow_policy.intake.settings import KEPT_FORM_DAYS
from onewindow_policy.intake.settings import kept_form_days
from onewindow_policy.intake.settings import SUBMISSIONS_PER_HOUR

__all__ = [
    "APPLICATIONS",
    "KEPT_FORM_DAYS",
    "KEPT_NUMBER",
    "Kept",
    "NOT_WANTED",
    "OpenedForm",
    "ParkedFile",
    "SENT",
    "SUBMISSIONS_PER_HOUR",
    "SUGGESTIONS",
    "count_submission",
    "drafts_of",
    "drop_draft",
    "drop_kept",
    "drop_parked",
    "drop_parked_files",
    "filing_account",
    "filing_role",
    "has_parked",
    "held_kept",
    "is_proved",
    "keep_draft",
    "keep_form",
    "kept_form_days",
    "move_parked",
    "nonce_hash_of",
    "open_draft",
    "open_kept",
    "park_upload",
    "parked_content",
    "parked_files",
    "renew_parked",
    "require_room",
    "sender_key",
]
