"""Cases for other rooms: all they may import of this one, besides its exceptions."""

from onewindow_policy.cases.addresses import TRACK
from onewindow_policy.cases.held import held_case
from onewindow_policy.cases.numbers import parse_case_number
from onewindow_policy.cases.settings import rights_reply_days
from onewindow_policy.cases.tracking import open_by_code
from onewindow_policy.cases.upkeep import count_kept_without_term
from onewindow_policy.cases.upkeep import erase_case

__all__ = [
    "TRACK",
    "count_kept_without_term",
    "erase_case",
    "held_case",
    "open_by_code",
    "parse_case_number",
    "rights_reply_days",
]
