"""What is sent without an account, for everybody else: who sends, and what waits."""

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
from onewindow_policy.intake.senders import require_room
from onewindow_policy.intake.senders import sender_key
from onewindow_policy.intake.senders import SUGGESTIONS
from onewindow_policy.intake.settings import SUBMISSIONS_PER_HOUR

__all__ = [
    "APPLICATIONS",
    "ParkedFile",
    "SUBMISSIONS_PER_HOUR",
    "SUGGESTIONS",
    "count_submission",
    "drop_parked",
    "drop_parked_files",
    "filing_account",
    "has_parked",
    "is_proved",
    "move_parked",
    "nonce_hash_of",
    "park_upload",
    "parked_content",
    "parked_files",
    "renew_parked",
    "require_room",
    "sender_key",
]
