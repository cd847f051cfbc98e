"""Cases for other rooms: all they may import of this one, besides its exceptions."""

from onewindow_policy.cases.forgetting import forget_expired
from onewindow_policy.cases.held import held_case
from onewindow_policy.cases.numbers import parse_case_number
from onewindow_policy.cases.parking import drop_parked_files
from onewindow_policy.cases.parking import move_parked
from onewindow_policy.cases.parking import park_upload
from onewindow_policy.cases.parking import parked_content
from onewindow_policy.cases.parking import parked_files
from onewindow_policy.cases.parking import ParkedFile
from onewindow_policy.cases.parking import renew_parked
from onewindow_policy.cases.senders import count_submission
from onewindow_policy.cases.senders import filing_account
from onewindow_policy.cases.senders import SUGGESTIONS
from onewindow_policy.cases.settings import rights_reply_days
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.upkeep import count_kept_without_term
from onewindow_policy.cases.upkeep import erase_case
from onewindow_policy.cases.upkeep import erase_old_cases
from onewindow_policy.cases.wording import CaseWording

__all__ = [
    "CaseWording",
    "ParkedFile",
    "SUGGESTIONS",
    "count_kept_without_term",
    "count_submission",
    "drop_parked_files",
    "erase_case",
    "erase_old_cases",
    "filing_account",
    "forget_expired",
    "held_case",
    "move_parked",
    "open_by_code",
    "park_upload",
    "parked_content",
    "parked_files",
    "parse_case_number",
    "renew_parked",
    "rights_reply_days",
]
